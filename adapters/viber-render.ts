import type { Choice, Message } from '../src/channel.ts';
import { cutText } from './text.ts';

/** @see https://developers.viber.com/docs/api/rest-bot-api/#text-message */
export const TEXT_CHARS = 7000;
export const BUTTONS_PER_ROW = 6;
/** The level that makes `Silent` work. @see https://github.com/Bogdaan/viber-bot-php/issues/48 */
const MIN_API_VERSION = 6;

/**
 * Begins every ActionBody. Viber brings a tap back as a text message, and nobody types this by accident;
 * who types it on purpose gets no further than with any other forged tap.
 */
export const TAP_MARK = '#tap:';

export interface ViberText {
  text: string;
  keyboard?: object;
  minApiVersion?: number;
}

/** Where an app cannot show a keyboard: what may be typed, on a line of its own. */
export function renderPlain({ choices = [], ...message }: Message): ViberText {
  const options = choices.flat().map(({ label, typed }) => typed ?? label);
  const text = options.length === 0 ? message.text : `${message.text}\n\n${options.join(', ')}`;
  return renderText({ ...message, text });
}

export function renderText(message: Message): ViberText {
  const title = message.title && `*${cutText(plainTitle(message.title), TEXT_CHARS - 2)}*`;
  const text = [title, withoutMarkup(cutText(message.text, TEXT_CHARS))].filter(Boolean).join('\n');
  const rendered = { text: cutText(text, TEXT_CHARS) };
  if (!message.choices?.length) return rendered;
  return { ...rendered, keyboard: renderKeyboard(message.choices), minApiVersion: MIN_API_VERSION };
}

/** How many of the six columns each button of a row takes: always all six, else Viber fills the row from the next one. */
const columns: Record<number, readonly number[]> = {
  1: [6],
  2: [3, 3],
  3: [2, 2, 2],
  4: [2, 1, 1, 2],
  5: [1, 1, 2, 1, 1],
  6: [1, 1, 1, 1, 1, 1],
};

/** @see https://developers.viber.com/docs/tools/keyboards/ */
function renderKeyboard(choices: Choice[][]): object {
  return {
    Type: 'keyboard',
    DefaultHeight: false,
    BgColor: '#FFFFFF',
    Buttons: choices.flatMap(rowsOfSix).flatMap((row) =>
      row.map(({ label, token }, i) => ({
        Columns: columns[row.length]?.[i],
        Rows: 1,
        BgColor: '#F1F2F6',
        ActionType: 'reply',
        ActionBody: TAP_MARK + token,
        Text: escapeHtml(label),
        TextSize: 'regular',
        Silent: true,
      })),
    ),
  };
}

function rowsOfSix(row: Choice[]): Choice[][] {
  const rows: Choice[][] = [];
  for (let i = 0; i < row.length; i += BUTTONS_PER_ROW) rows.push(row.slice(i, i + BUTTONS_PER_ROW));
  return rows;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An asterisk or a line's end inside would end the bold. */
function plainTitle(title: string): string {
  return title.replaceAll('*', '∗').replace(/\s+/g, ' ').trim();
}

const HAIR_SPACE = '\u200A';
const OPENING = /(?<![\p{L}\p{N}])(?:\*|_|~|```)(?=\S)/gu;
const CLOSING = /(?<=\S)(?:\*|_|~|```)(?![\p{L}\p{N}])/gu;

/**
 * Parts a mark from what it would make bold, italic, struck out or monospaced; the platform's way to say
 * a mark is a space, and the thinnest one changes the text least. Other marks stay: `snake_case`, `5 * 3`.
 * @see https://developers.viber.com/docs/tools/text-formatting/
 */
function withoutMarkup(text: string): string {
  return text.split('\n').map(partMarks).join('\n');
}

function partMarks(line: string): string {
  // A mark opens something if the same one closes it anywhere behind, with something between them.
  const lastClosing = new Map<string, number>();
  for (const { 0: mark, index } of line.matchAll(CLOSING)) lastClosing.set(mark, index);
  return line.replace(OPENING, (mark, index: number) => {
    if (index + mark.length >= (lastClosing.get(mark) ?? -1)) return mark;
    return mark === '```' ? `\`\`${HAIR_SPACE}\`` : mark + HAIR_SPACE;
  });
}
