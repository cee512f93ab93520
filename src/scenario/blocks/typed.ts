import type { Place } from '../block.ts';
import type { Button } from '../fields.ts';

export interface Typed {
  /** Not understood: undefined. */
  button: Button | undefined;
  /** What the client wrote beyond the answer, if it says anything. */
  rest: string;
}

/**
 * Reads an answer that was typed instead of tapped: `5`, `5, great!`, `5/5`, `5 stars`, `⭐⭐⭐`, `⭐⭐ slow` or a
 * button's own words. What only begins like an answer, `2 hours I waited`, `5/10`, `3-4` or `3.5`, is none:
 * a hint costs less than a wrong rating.
 */
export function readTyped(buttons: readonly Button[], typed: string, place: Place): Typed {
  const text = typed.trim();
  const worded = buttons.find((button) => fold(place.say(button.text)) === fold(text));
  if (worded) return { button: worded, rest: '' };

  const numbers = buttons.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  const read = readStars(text) ?? readNumber(text, Math.max(...numbers));
  const button = read && buttons.find(({ value }) => value === read.value);
  return { button, rest: button ? commentIn(read.rest) : '' };
}

interface Read {
  value: number;
  rest: string;
}

function readStars(text: string): Read | undefined {
  const stars = /^(?:[⭐★]\uFE0F?\s*)+/u.exec(text)?.[0];
  if (!stars || /\d/.test(text[stars.length] ?? '')) return undefined;
  return { value: stars.match(/[⭐★]/gu)?.length ?? 0, rest: text.slice(stars.length) };
}

function readNumber(typed: string, highest: number): Read | undefined {
  const text = typed.replace(/[\uFE0F\u20E3]/gu, ''); // 5️⃣ is a 5 in a box
  const digits = /^\d+/.exec(text)?.[0];
  if (digits === undefined) return undefined;
  let rest = text.slice(digits.length);
  const scale = /^\s*(?:\/|out of|of|із|з)\s*(\d+)/iu.exec(rest);
  if (scale && Number(scale[1]) !== highest) return undefined;
  rest = rest.slice(scale?.[0].length ?? 0);
  rest = rest.replace(/^\s*(?:stars?|points?|зірк\p{L}*|зірок|бал\p{L}*)(?!\p{L})/iu, '');
  const goesOn = /^(?:[.,/]\d|\s*[-–—]\s*\d)/u.test(rest);
  const ends = /^(?:$|[^\S\n]*(?:[,.;:!)+*–—\n-]|\p{Extended_Pictographic}))/u.test(rest);
  return goesOn || !ends ? undefined : { value: Number(digits), rest };
}

/** A smile or a full stop beyond the answer is no comment. */
function commentIn(rest: string): string {
  return /[\p{L}\p{N}]/u.test(rest) ? rest.replace(/^[\s,.;:!)+*–—-]+/u, '') : '';
}

/** As a person compares two labels: without case, runs of space, skin tones and variants of an emoji. */
export const fold = (label: string): string =>
  label
    .replace(/[\p{Emoji_Modifier}\uFE0F]/gu, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toLowerCase();
