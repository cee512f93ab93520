import type { Choice, LinkChoice, Message } from '../../src/channel.ts';
import { cutText } from '../text.ts';

/** @see https://developers.viber.com/docs/api/rest-bot-api/#text-message */
export const TEXT_CHARS = 7000;
export const BUTTONS_PER_ROW = 6;
/** The level that makes `Silent` work. @see https://github.com/Bogdaan/viber-bot-php/issues/48 */
export const MIN_API_VERSION = 6;

/**
 * Begins every ActionBody. Viber brings a tap back as a text message, and nobody types this by accident;
 * who types it on purpose gets no further than with any other forged tap.
 */
export const TAP_MARK = '#tap:';

export interface ViberText {
  text: string;
  keyboard?: object;
  minApiVersion?: number;
  /** Comes back with what the client sends next. */
  trackingData?: object;
}

export function renderText(message: Message): ViberText {
  const rendered = { text: wordsOf(message, TEXT_CHARS), ...trackingOf(message) };
  if (!message.choices?.length) return rendered;
  return { keyboard: renderKeyboard(message.choices), minApiVersion: MIN_API_VERSION, ...rendered };
}

/** For an app that is too old for keyboards: what a client may type stands on a line of its own. */
export function renderPlainText(message: Message): ViberText {
  const words = (message.choices ?? []).flat().map(typedOf);
  const options = cutText(withoutMarkup(words.filter(Boolean).join(', ')), TEXT_CHARS / 2);
  const room = options === '' ? TEXT_CHARS : TEXT_CHARS - options.length - 2;
  const text = [wordsOf(message, room), options].filter(Boolean).join('\n\n');
  return { text, ...trackingOf(message) };
}

function typedOf(choice: Choice | LinkChoice): string {
  return 'url' in choice ? `${choice.label}: ${choice.url}` : (choice.typed ?? choice.label);
}

function trackingOf({ openReply }: Message): { trackingData?: object } {
  return openReply ? { trackingData: { reply: openReply.key } } : {};
}

/** Title and text, in at most `chars` characters. */
function wordsOf(message: Message, chars: number): string {
  const title = message.title && `*${cutText(plainTitle(message.title), chars - 2)}*`;
  const text = [title, withoutMarkup(cutText(message.text, chars))].filter(Boolean).join('\n');
  return cutText(text, chars);
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
function renderKeyboard(choices: Array<Array<Choice | LinkChoice>>): object {
  return {
    Type: 'keyboard',
    DefaultHeight: false,
    BgColor: '#FFFFFF',
    Buttons: choices.flatMap(rowsOfSix).flatMap((row) =>
      row.map((choice, i) => ({
        Columns: columns[row.length]?.[i],
        Rows: 1,
        BgColor: '#F1F2F6',
        ...('url' in choice
          ? { ActionType: 'open-url', ActionBody: choice.url }
          : { ActionType: 'reply', ActionBody: TAP_MARK + choice.token }),
        Text: escapeHtml(choice.label),
        TextSize: 'regular',
        Silent: true,
      })),
    ),
  };
}

function rowsOfSix<T>(row: T[]): T[][] {
  const rows: T[][] = [];
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
const OPENING = /(?<![\p{L}\p{N}])(\*|_|~|```)(?=\S)/gu;
const CLOSING = /(?<=\S)(?=(\*|_|~|```)(?![\p{L}\p{N}]))/gu;

/**
 * Parts a mark from what it would make bold, italic, struck out or monospaced; the platform's way to say
 * a mark is a space, and the thinnest one changes the text least. Other marks stay: `snake_case`, `5 * 3`.
 * @see https://developers.viber.com/docs/tools/text-formatting/
 */
function withoutMarkup(text: string): string {
  return text.replace(/.+/gu, partMarks);
}

/** Linear in the line's length: what opens needs only the last mark that closes. */
function partMarks(line: string): string {
  const lastClosing = new Map<string, number>();
  for (const { 1: mark = '', index } of line.matchAll(CLOSING)) lastClosing.set(mark, index);
  return line.replace(OPENING, (mark, _group, index: number) => {
    if ((lastClosing.get(mark) ?? 0) <= index + mark.length) return mark;
    return mark === '```' ? `\`\`${HAIR_SPACE}\`` : mark + HAIR_SPACE;
  });
}
