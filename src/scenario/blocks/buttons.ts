/** Buttons as both waiting blocks draw and read them. */
import type { Choice } from '../../channel.ts';
import type { Place } from '../block.ts';
import type { Button } from '../fields.ts';

/** Rows of at most `columns` buttons. */
export function keyboard(buttons: readonly Button[], columns: number, place: Place): Choice[][] {
  const choices = buttons.map(({ text, value }): Choice => {
    const label = place.say(text);
    const typed = typedFor(label, value);
    return { label, token: place.token(value), ...(typed === label ? {} : { typed }) };
  });
  return Array.from({ length: Math.ceil(choices.length / columns) }, (_, row) =>
    choices.slice(row * columns, (row + 1) * columns),
  );
}

/** The button whose value came back in a token: by equality with an allowed value, so that nothing else gets in. */
export const findButton = (buttons: readonly Button[], value: string): Button | undefined =>
  buttons.find((button) => String(button.value) === value);

/** What a client may type instead of tapping: numbers where the buttons show stars, else the buttons' words. */
export function optionsOf(buttons: readonly Button[], place: Place): string {
  return buttons.map(({ text, value }) => typedFor(place.say(text), value)).join(', ');
}

function typedFor(label: string, value: string | number): string {
  const stars = /^[⭐★\s]+$/u.test(label.replaceAll('\uFE0F', ''));
  return typeof value === 'number' && stars ? String(value) : label;
}

/** Complains of values that would be the same in a token. */
export function checkValues(
  buttons: readonly Button[],
  complain: (index: number, message: string) => void,
): void {
  const seen = new Set<string>();
  buttons.forEach(({ value }, index) => {
    if (seen.has(String(value))) complain(index, `${value} stands on an earlier button already`);
    seen.add(String(value));
  });
}
