import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderPlainText, renderText, TEXT_CHARS } from '../../../adapters/viber/render.ts';

interface Button {
  Columns: number;
  Text: string;
  ActionBody: string;
}
const row = (length: number) => Array.from({ length }, (_, i) => ({ label: String(i), token: `t:${i}` }));
const buttonsOf = (choices: ReturnType<typeof row>[]) =>
  (renderText({ text: 'Q', choices }).keyboard as { Buttons: Button[] }).Buttons;

describe('a message on Viber', () => {
  it('draws the title bold, whatever is in it', () => {
    expect(renderText({ title: 'Day *1*\nof 7', text: 'ok' })).toEqual({ text: '*Day ∗1∗ of 7*\nok' });
    expect(renderText({ title: 'Done', text: '' })).toEqual({ text: '*Done*' });
  });

  it('parts the marks that Viber would take for markup, and no others', () => {
    const hair = '\u200A';
    expect(renderText({ text: '*bold* _it_ ~no~ ```x```' }).text).toBe(
      `*${hair}bold* _${hair}it_ ~${hair}no~ \`\`${hair}\`x\`\`\``,
    );
    const plain = '5 * 3 * 2, snake_case_name, ~10 min, * a *, https://x.example/a_b_c?d=e';
    expect(renderText({ text: plain }).text).toBe(plain);
  });

  it('is cut at its limit', () => {
    expect(renderText({ text: 'x'.repeat(TEXT_CHARS) }).text).toHaveLength(TEXT_CHARS);
    expect(renderText({ text: 'x'.repeat(TEXT_CHARS + 1) }).text).toBe(`${'x'.repeat(TEXT_CHARS - 1)}…`);
    expect(renderText({ title: 'T', text: 'x'.repeat(TEXT_CHARS) }).text).toHaveLength(TEXT_CHARS);
  });

  it('has the keyboard that Viber asks for, with the level that Silent needs', () => {
    expect(renderText({ text: 'Q', choices: [[{ label: '⭐⭐ <&>', token: 'a:2' }]] })).toEqual({
      text: 'Q',
      minApiVersion: 6,
      keyboard: {
        Type: 'keyboard',
        DefaultHeight: false,
        BgColor: '#FFFFFF',
        Buttons: [
          {
            Columns: 6,
            Rows: 1,
            BgColor: '#F1F2F6',
            ActionType: 'reply',
            ActionBody: '#tap:a:2',
            Text: '⭐⭐ &lt;&amp;&gt;',
            TextSize: 'regular',
            Silent: true,
          },
        ],
      },
    });
  });

  it.each([1, 2, 3, 4, 5, 6])('spreads a row of %i over all six columns', (length) => {
    const columns = buttonsOf([row(length)]).map((button) => button.Columns);
    expect(columns).toHaveLength(length);
    expect(columns.reduce((sum, width) => sum + width)).toBe(6);
  });

  it('breaks a longer row after six', () => {
    expect(buttonsOf([row(8)]).map((button) => button.Columns)).toEqual([1, 1, 1, 1, 1, 1, 3, 3]);
  });

  it('parts marks as one expression over the whole line would, in linear time', () => {
    const expression = /(?<![\p{L}\p{N}])(\*|_|~|```)(?=\S(?:.*?\S)?\1(?![\p{L}\p{N}]))/gu;
    const parted = (text: string) =>
      text.replace(expression, (mark) => (mark === '```' ? '``\u200A`' : `${mark}\u200A`));
    const pieces = fc.constantFrom('*', '_', '~', '`', '``', '```', ' ', 'a', '1', '.', '\n', 'ї', '💥');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), (list) => {
        const text = list.join('');
        expect(renderText({ text }).text).toBe(parted(text));
      }),
      { numRuns: 2000 },
    );
    for (const part of ['*', ' *a', '_a ', '`', '*_~']) renderText({ text: part.repeat(7000 / part.length) });
    renderText({ title: ' *'.repeat(500_000), text: ' *'.repeat(500_000) });
  });
});

describe('a message for an app that cannot show keyboards', () => {
  const choices = [
    [{ label: '⭐⭐', token: 'a:2', typed: '2' }],
    [
      { label: '*No*', token: 'a:n' },
      { label: 'Later', token: 'a:l' },
    ],
  ];

  it('has the options in words on a line of their own', () => {
    expect(renderPlainText({ title: 'Day', text: 'Rate us', choices })).toEqual({
      text: '*Day*\nRate us\n\n2, *\u200ANo*, Later',
    });
    expect(renderPlainText({ text: 'Thanks' })).toEqual({ text: 'Thanks' });
  });

  it('keeps the options whatever the text is cut to', () => {
    const { text } = renderPlainText({ text: 'x'.repeat(TEXT_CHARS), choices });
    expect(text).toHaveLength(TEXT_CHARS);
    expect(text).toMatch(/x…\n\n2, .*, Later$/);
    const many = [Array.from({ length: 24 }, (_, i) => ({ label: 'y'.repeat(400), token: `${i}` }))];
    expect(renderPlainText({ text: 'Q', choices: many }).text.length).toBeLessThanOrEqual(TEXT_CHARS);
  });
});
