/** Buttons as both waiting blocks draw and read them. */
import type { Choice } from '../../channel.ts';
import type { Place } from '../block.ts';
import type { Button } from '../language.ts';

/** Rows of at most `columns` buttons. */
export function keyboard(buttons: readonly Button[], columns: number, place: Place): Choice[][] {
  const choices = buttons.map(({ text, value }) => ({ label: place.say(text), token: place.token(value) }));
  return Array.from({ length: Math.ceil(choices.length / columns) }, (_, row) =>
    choices.slice(row * columns, (row + 1) * columns),
  );
}

/** The button whose value came back in a token: by equality with an allowed value, so that nothing else gets in. */
export const findButton = (buttons: readonly Button[], value: string): Button | undefined =>
  buttons.find((button) => String(button.value) === value);

/** `5`, `5, great!`, `5/5`, `⭐⭐⭐`, `⭐⭐ slow` or a button's own words; what follows the answer is the rest. */
export function readTyped(
  buttons: readonly Button[],
  typed: string,
  place: Place,
): { button: Button | undefined; rest: string } {
  const text = typed.trim();
  const worded = buttons.find((button) => fold(place.say(button.text)) === fold(text));
  if (worded) return { button: worded, rest: '' };

  const stars = /^(?:[⭐★]\uFE0F?\s*)+/u.exec(text)?.[0];
  const counted = stars?.match(/[⭐★]/gu)?.length;
  // Of `5/5` the second number is the scale; `3-4` and `3.5` are no single allowed answer, and
  // `5 minutes` is none at all.
  const number = /^(-?\d+(?:[.,]\d+)?)(?:\s*\/\s*\d+)?(?![\d./,]*\d)(?!\s*[-–—]\s*\d)(?!\s*\p{L})/u.exec(
    text,
  );
  const answer = counted ? String(counted) : number?.[1];
  if (answer === undefined) return { button: undefined, rest: '' };
  const button = buttons.find(({ value }) => typeof value === 'number' && String(value) === answer);
  const rest = text.slice((stars ?? number?.[0] ?? '').length).replace(/^[\s,.;:!—–-]+/, '');
  return { button, rest };
}

const fold = (label: string): string => label.trim().replace(/\s+/g, ' ').toLowerCase();
