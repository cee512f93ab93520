import { badRequest } from './refusal.ts';

export interface Entity {
  type: string;
  /** UTF-16 units, as in Telegram. */
  offset: number;
  length: number;
  url?: string;
  language?: string;
  /** Of a text_mention. */
  user?: { id: number };
}

export interface FormattedText {
  /** As a person reads it. */
  text: string;
  entities: Entity[];
  /** The same as HTML of Telegram's tags, each closed, without any attribute but `href` and `expandable`. */
  markup: string;
}

/** @see https://core.telegram.org/bots/api#html-style */
const entityTypes: Record<string, string> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  'tg-emoji': 'custom_emoji',
};

const namedCharacters: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' };

interface OpenTag {
  tag: string;
  href?: string;
  /** Of a quote that is folded. */
  expandable?: true;
  textFrom: number;
  markupTag: string;
}

/** Reads a text of `parse_mode: HTML`. @throws {TelegramRefusal} where Telegram cannot parse its entities */
export function parseHtml(input: string): FormattedText {
  const open: OpenTag[] = [];
  const entities: Entity[] = [];
  let text = '';
  let markup = '';
  let at = 0;
  const refuse = (what: string, from: number): Error =>
    badRequest(`can't parse entities: ${what.replace('%', String(Buffer.byteLength(input.slice(0, from))))}`);

  while (at < input.length) {
    const character = input[at] as string;
    if (character === '&') {
      const { decoded, length } = decodeCharacter(input.slice(at, at + 12));
      text += decoded;
      markup += escapeHtml(decoded);
      at += length;
    } else if (character !== '<') {
      text += character;
      markup += escapeHtml(character);
      at += 1;
    } else if (input[at + 1] === '/') {
      const end = input.indexOf('>', at);
      const closed = open.pop();
      if (!closed) throw refuse('Unexpected end tag at byte offset %', at);
      const name =
        end === -1
          ? ''
          : input
              .slice(at + 2, end)
              .trim()
              .toLowerCase();
      if (name !== '' && name !== closed.tag) {
        throw refuse(
          `Unmatched end tag at byte offset %, expected "</${closed.tag}>", found "</${name}>"`,
          at,
        );
      }
      if (end === -1) throw refuse('Unclosed end tag at byte offset %', at);
      markup += `</${closed.markupTag}>`;
      pushEntity(entities, closed, text);
      at = end + 1;
    } else {
      const found = readStartTag(input, at, refuse);
      const tag: OpenTag = { tag: found.tag, textFrom: text.length, markupTag: found.tag };
      if (found.tag === 'span') tag.markupTag = 'tg-spoiler';
      if (found.tag === 'a' && found.attributes.href) tag.href = found.attributes.href;
      if (found.tag === 'blockquote' && found.attributes.expandable !== undefined) tag.expandable = true;
      open.push(tag);
      markup += startTag(tag);
      at = found.end;
    }
  }
  const unclosed = open.pop();
  if (unclosed) throw refuse(`Can't find end tag corresponding to start tag "${unclosed.tag}"`, at);
  return trimmed({ text, entities, markup });
}

/** A text without `parse_mode`. */
export function plainText(input: string): FormattedText {
  return trimmed({ text: input, entities: [], markup: escapeHtml(input) });
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function startTag({ markupTag, href, expandable }: OpenTag): string {
  if (href !== undefined) return `<a href="${escapeHtml(href)}">`;
  return expandable ? '<blockquote expandable>' : `<${markupTag}>`;
}

function readStartTag(
  input: string,
  start: number,
  refuse: (what: string, from: number) => Error,
): { tag: string; attributes: Record<string, string>; end: number } {
  const rest = input.slice(start + 1);
  const tag = (/^[^\s>/]*/.exec(rest)?.[0] ?? '').toLowerCase();
  if (!Object.hasOwn(entityTypes, tag))
    throw refuse(`Unsupported start tag "${tag}" at byte offset %`, start);
  const attributes: Record<string, string> = {};
  let at = start + 1 + tag.length;
  for (;;) {
    at += /^\s*/.exec(input.slice(at))?.[0].length ?? 0;
    if (at >= input.length) throw refuse('Unclosed start tag at byte offset %', start);
    if (input[at] === '>') break;
    const attribute = /^([^\s=>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/.exec(input.slice(at));
    if (!attribute) throw refuse('Empty attribute name in the tag at byte offset %', start);
    const [whole, name = '', ...values] = attribute;
    attributes[name.toLowerCase()] = parseAttribute(values.find((value) => value !== undefined) ?? '');
    at += whole.length;
  }
  if (tag === 'span' && attributes.class !== 'tg-spoiler') {
    throw refuse('Tag "span" must have class "tg-spoiler" at byte offset %', start);
  }
  return { tag, attributes, end: at + 1 };
}

function parseAttribute(value: string): string {
  return value.replace(/&[#\w]+;/g, (entity) => decodeCharacter(entity).decoded);
}

function decodeCharacter(input: string): { decoded: string; length: number } {
  const [whole, named, hex, decimal] = /^&(?:([a-z]+)|#x([\da-f]{1,6})|#(\d{1,7}));/i.exec(input) ?? [];
  if (whole !== undefined) {
    if (named !== undefined && Object.hasOwn(namedCharacters, named)) {
      return { decoded: namedCharacters[named] as string, length: whole.length };
    }
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (named === undefined && code > 0 && code <= 0x10ffff) {
      return { decoded: String.fromCodePoint(code), length: whole.length };
    }
  }
  return { decoded: '&', length: 1 };
}

function pushEntity(entities: Entity[], tag: OpenTag, text: string): void {
  const length = text.length - tag.textFrom;
  if (length === 0 || (tag.tag === 'a' && tag.href === undefined)) return;
  const [, mentioned] = /^tg:\/\/user\?id=(\d+)$/.exec(tag.href ?? '') ?? [];
  if (mentioned !== undefined) {
    const user = { id: Number(mentioned) };
    entities.push({ type: 'text_mention', offset: tag.textFrom, length, user });
    return;
  }
  const type = tag.expandable ? 'expandable_blockquote' : (entityTypes[tag.tag] as string);
  const entity: Entity = { type, offset: tag.textFrom, length };
  if (tag.href !== undefined) entity.url = tag.href;
  entities.push(entity);
}

/** Telegram cuts the white space around a message, and the entities with it. */
function trimmed({ text, entities, markup }: FormattedText): FormattedText {
  const cut = text.length - text.trimStart().length;
  const short = text.trim();
  const kept = entities
    .map((entity) => {
      const from = Math.max(entity.offset - cut, 0);
      const to = Math.min(entity.offset - cut + entity.length, short.length);
      return { ...entity, offset: from, length: to - from };
    })
    .filter((entity) => entity.length > 0)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return { text: short, entities: kept, markup: markup.trim() };
}
