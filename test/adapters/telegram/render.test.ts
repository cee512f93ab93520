import { describe, expect, it } from 'vitest';
import { renderHtml, renderKeyboard, renderToast, TEXT_CHARS } from '../../../adapters/telegram/render.ts';

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
    expect(renderKeyboard([[{ label: '⭐', token: 'a:1' }], [{ label: 'Skip', token: 'a:skip' }]])).toEqual({
      inline_keyboard: [[{ text: '⭐', callback_data: 'a:1' }], [{ text: 'Skip', callback_data: 'a:skip' }]],
    });
    expect(renderKeyboard([])).toBeUndefined();
    expect(renderKeyboard(undefined)).toBeUndefined();
  });

  it('makes a toast of at most 200 characters', () => {
    expect(renderToast({ text: 'Already closed' })).toBe('Already closed');
    expect(renderToast({ text: '🌟'.repeat(150) })).toBe(`${'🌟'.repeat(99)}…`);
  });
});
