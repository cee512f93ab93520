import { dimensions, type Dimension } from '../../../dialogue.ts';
import type { DialogueRange } from '../../ports/figures.ts';
import type { Bound } from '../connection/database.ts';

/** The columns that a dialogue is narrowed by, each compared with a list in JSON; one that is null does not narrow. */
const columns: Record<Dimension | 'version' | 'rating', string> = {
  ...(Object.fromEntries(dimensions.map((name) => [name, name])) as Record<Dimension, string>),
  version: 'scenarioVersion',
  rating: 'rating',
};

const isAmong = (value: string, list: string): string =>
  `${value} IN (SELECT value FROM json_each(:${list}))`;

/** Whether a row is in the filter of a range. */
export const inFilter = [
  ...Object.entries(columns).map(([name, column]) => `(:${name} IS NULL OR ${isAmong(column, name)})`),
  `(:tag IS NULL OR (tags != '[]' AND EXISTS (SELECT 1 FROM json_each(tags) AS tag WHERE ${isAmong('tag.value', 'tag')})))`,
].join('\n  AND ');

/** The same, and in the range. */
export const inRange = `completedAt >= :from AND completedAt < :to
  AND ${inFilter}`;

/** What `inRange` is bound to. */
export function rangeOf({ from, to, filter = {} }: DialogueRange): Bound {
  const list = (wanted: string | number | readonly (string | number)[] | undefined): string | null =>
    wanted === undefined ? null : JSON.stringify([wanted].flat());
  const { version, tag, rating } = filter;
  return {
    from: from.getTime(),
    to: to.getTime(),
    ...Object.fromEntries(dimensions.map((name) => [name, list(filter[name])])),
    version: list(version),
    tag: list(tag),
    rating: list(rating),
  };
}
