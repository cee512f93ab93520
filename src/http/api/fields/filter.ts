import { z } from 'zod';
import { type Dimension, dimensions } from '../../../dialogue.ts';
import { keptName } from '../../../text/names.ts';

const LONGEST = 200;
/** How often one of the fields may be given. */
const MOST_VALUES = 100;

type Refuse = (message: string) => void;

/** A field that may be given several times; empty texts are none. undefined: it is not given at all. */
const repeatable = <Value>(read: (text: string, refuse: Refuse) => Value) =>
  z
    .custom<string | number | ReadonlyArray<string | number>>()
    .optional()
    .transform((given: unknown, context): Value[] | undefined => {
      const texts = [given ?? []].flat().flatMap((text) => (text as string).trim() || []);
      const refuse = (message: string): void => context.addIssue({ code: 'custom', message });
      if (texts.length > MOST_VALUES) {
        refuse(`is given ${texts.length} times; give it ${MOST_VALUES} times at most`);
      }
      if (texts.length === 0) return undefined;
      return texts.slice(0, MOST_VALUES).map((text) => {
        checkText(text, refuse);
        return read(text, refuse);
      });
    });

/** What no name can be. */
export function checkText(text: string, refuse: Refuse): void {
  if (text.includes('\0')) refuse('holds a NUL character; leave it out');
  const length = Array.from(text).length;
  if (length > LONGEST) refuse(`has ${length} characters; send ${LONGEST} at most`);
}

const described = (items: object, about: string) => ({
  type: 'array',
  items,
  maxItems: MOST_VALUES,
  description: about,
});
const texts = { type: 'string', maxLength: LONGEST };

const name = repeatable((text) => text);
const tag = repeatable(keptName);
const rating = repeatable((text, refuse) => {
  if (!/^-?\d{1,9}(\.\d{1,9})?$/.test(text)) {
    refuse(`"${text.slice(0, 40)}" is not a rating; write a number such as 4`);
  }
  return Number(text);
});

/** To whose dialogues figures and lists are narrowed; each may be repeated, and means any of its values. */
const nameFields = Object.fromEntries(
  dimensions.map((dimension) => [
    dimension,
    name.meta(described(texts, `Only of this ${dimension}; repeated, of any of them.`)),
  ]),
) as Record<Dimension, typeof name>;

/** What figures and lists are narrowed to, in the same way: a `FigureFilter`. */
export const filterFields = {
  ...nameFields,
  version: name.meta(described(texts, 'Only surveys on this version of their scenario, or any of them.')),
  tag: tag.meta(described(texts, 'Only dialogues with this tag, or any of them.')),
  rating: rating.meta(
    described(
      { type: 'number' },
      'Only dialogues with this rating, or any of them; then also for what is asked and completed.',
    ),
  ),
};
