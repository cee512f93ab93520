import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  renderHtml,
  renderKeyboard,
  renderParts,
  renderToast,
  TEXT_CHARS,
} from '../../../adapters/telegram/render.ts';
import { parseHtml } from '../../../simulator/telegram/html.ts';

describe('a message on Telegram', () => {
  it('draws the title bold and takes markup for text', () => {
    expect(renderHtml({ title: 'Day <1>', text: 'a < b && "c" > </b>' })).toBe(
      '<b>Day &lt;1&gt;</b>\na &lt; b &amp;&amp; "c" &gt; &lt;/b&gt;',
    );
  });

  it('is a title alone when there is no text', () => {
    expect(renderHtml({ title: 'Done', text: '' })).toBe('<b>Done</b>');
  });

  it('is cut before it is escaped, title included', () => {
    const html = renderHtml({ title: 'T', text: '<'.repeat(TEXT_CHARS) });
    const seen = html.replace(/<\/?b>/g, '').replaceAll('&lt;', '<');
    expect(seen).toBe(`T\n${'<'.repeat(TEXT_CHARS - 3)}…`);
  });

  it('is its title alone where that leaves no fixture', () => {
    for (const chars of [0, 1, 2]) {
      const title = 'T'.repeat(TEXT_CHARS - chars);
      const rest = chars === 2 ? '\nx' : '';
      expect(renderHtml({ title, text: 'x' })).toBe(`<b>${title}</b>${rest}`);
    }
    expect(renderHtml({ title: 'T'.repeat(TEXT_CHARS + 1), text: 'x' })).toMatch(/^<b>T+…<\/b>$/);
  });

  it('has the buttons in their rows, and no keyboard without buttons', () => {
    expect(
      renderKeyboard([[{ label: '⭐', token: 'a:1' }], [{ label: 'Skip', token: 'a:skip' }]], true),
    ).toEqual({
      inline_keyboard: [[{ text: '⭐', callback_data: 'a:1' }], [{ text: 'Skip', callback_data: 'a:skip' }]],
    });
    expect(renderKeyboard([], true)).toBeUndefined();
    expect(renderKeyboard(undefined, true)).toBeUndefined();
  });

  it('makes a toast of at most 200 characters', () => {
    expect(renderToast({ text: 'Already closed' })).toBe('Already closed');
    expect(renderToast({ text: '🌟'.repeat(150) })).toBe(`${'🌟'.repeat(99)}…`);
  });
});

describe('what is folded on Telegram', () => {
  it('stands below the text in a quote that opens, and is no markup either', () => {
    expect(renderHtml({ title: 'Day', text: 'CSAT', more: 'a <b>\nc' })).toBe(
      '<b>Day</b>\nCSAT\n<blockquote expandable>a &lt;b&gt;\nc</blockquote>',
    );
    expect(renderHtml({ text: 'CSAT', more: '' })).toBe('CSAT');
    expect(renderHtml({ text: '', more: 'a' })).toBe('<blockquote expandable>a</blockquote>');
  });

  it('loses whole lines where it is too long', () => {
    const lines = (more: string, chars: number) =>
      parseHtml(renderHtml({ text: 'T', more }, chars))
        .text.split('\n')
        .slice(1);
    expect(lines('one\ntwo\nthree', 15)).toEqual(['one', 'two', 'three']);
    expect(lines('one\ntwo\nthree', 14)).toEqual(['one', 'two', '…']);
    expect(lines('one\ntwo\nthree', 9)).toEqual(['one', '…']);
    expect(lines('one\ntwo\nthree', 6)).toEqual([]);
  });

  it('costs the text nothing, and leaves the message in its limit', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 30 }).map((text) => text.replace(/\s/g, '-'));
    const lines = fc.array(line, { maxLength: 12 }).map((all) => all.join('\n'));
    fc.assert(
      fc.property(line, lines, lines, fc.integer({ min: 1, max: 300 }), (title, text, more, chars) => {
        const { text: seen, entities } = parseHtml(renderHtml({ title, text, more }, chars));
        expect(seen.length).toBeLessThanOrEqual(chars);
        const above = [title, text].filter(Boolean).join('\n');
        if (above.length > chars) return;
        const fold = entities.find(({ type }) => type === 'expandable_blockquote');
        const shown = fold ? seen.slice(0, fold.offset) : seen;
        expect(shown.trim()).toBe(above.trim());
      }),
      { seed: 10, numRuns: 300 },
    );
  });

  it('is part of a caption where all of it fits there, else of a message of its own', () => {
    const image = { bytes: new Uint8Array(1), name: 'week.png' };
    const kinds = (more: string) => renderParts({ text: 'Week', more, image }).map(({ kind }) => kind);
    expect(kinds('x'.repeat(1019))).toEqual(['photo']);
    expect(kinds('x'.repeat(1020))).toEqual(['photo', 'text']);
  });
});
