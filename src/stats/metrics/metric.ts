import type { z } from 'zod';
import type { Scale } from '../../scale.ts';
import type { NotAskedReason } from '../../dialogue.ts';

/**
 * The dialogues that completed in one range, counted by what became of each survey. Every rate is taken
 * within one cohort, whenever its answers came, so none passes 100 %.
 * `completed` = `asked` + `scheduled` + the sum of `notAsked`; `asked` = `open` + `answered` + `silent`.
 */
export interface Cohort {
  completed: number;
  /** To be asked once the scenario's delay is over. */
  scheduled: number;
  asked: number;
  /** Asked, nothing answered yet. */
  open: number;
  /** A rating, a comment or both. */
  answered: number;
  /** Asked, expired without an answer. */
  silent: number;
  notAsked: Record<NotAskedReason, number>;
  /** Dialogues with a comment. */
  comments: number;
  /** How many are disputed (see `Dialogue.disputed`): of `completed`, or beside it where they were left out. */
  disputed: number;
}

/** The ratings that a cohort gave on one scale. */
export interface Ratings {
  scale: Scale;
  /** How many dialogues got this rating; only values of the scale. */
  counts: ReadonlyMap<number, number>;
}

/** A figure of a whole cohort. */
export type CohortMetric = (cohort: Cohort) => number | null;

/** A figure of the ratings on one scale, and the schema by which it is shown; scales are never mixed. */
export type RatingMetric<Figure = unknown, Schema extends z.ZodType = z.ZodType> = ((
  ratings: Ratings,
) => Figure) & { schema: Schema };

/** A metric for the registry. */
export function ratingMetric<Schema extends z.ZodType, Figure extends z.output<Schema>>(
  figure: (ratings: Ratings) => Figure,
  schema: Schema,
): RatingMetric<Figure, Schema> {
  return Object.assign((ratings: Ratings) => figure(ratings), { schema });
}

/** How many ratings there are. */
export function ratingCount({ counts }: Ratings): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}

/** How many of the ratings are among `values`. */
export function countOf({ counts }: Ratings, values: readonly number[]): number {
  return values.reduce((total, value) => total + (counts.get(value) ?? 0), 0);
}
