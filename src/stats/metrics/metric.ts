import type { z } from 'zod';
import type { Scale } from '../../scale.ts';
import type { NotAskedReason } from '../../dialogue.ts';

/**
 * The dialogues that completed in one range, counted by what became of each survey. Every rate is taken
 * within one cohort, whenever its answers came, so none passes 100 %.
 * `completed` = `asked` + `scheduled` + the sum of `notAsked`; `asked` = `open` + `answered` + `silent`.
 */
export interface Cohort {
  /**
   * Support conversations that ended in the period, by the calendar of the report time zone. Of a conversation that
   * ended several times the last end counts. A dialogue that was voided counts nowhere.
   * @metric completed Completed dialogues
   * @formula asked + to be asked + not asked
   * @written as a whole number
   */
  completed: number;
  /** To be asked once the scenario's delay is over. */
  scheduled: number;
  /**
   * Completed dialogues whose client was asked, whatever came of it.
   * @metric asked Asked dialogues
   * @formula answered + still open + ended without an answer
   * @written as a whole number
   */
  asked: number;
  /** Asked, nothing answered yet. */
  open: number;
  /** A rating, a comment or both. */
  answered: number;
  /** Asked, expired without an answer. */
  silent: number;
  notAsked: Record<NotAskedReason, number>;
  /**
   * Dialogues in which the client wrote something in their own words, with a rating or without one.
   * @metric comments Comments
   * @formula number of dialogues with a comment
   * @written as a whole number
   */
  comments: number;
  /**
   * Dialogues whose rating is disputed: somebody says that it tells nothing of the operator's work, and nobody has
   * decided yet, or it was decided that they are right, wholly or partly. They count all the same; each figure can be
   * had without them, and says which it is.
   * @metric disputed Disputed ratings
   * @formula number of dialogues whose last dispute is open, upheld or partly upheld
   * @written as a whole number, with the word whether the figures leave them out
   * @remarks Of `completed`, or beside it where they were left out. See `Dialogue.disputed`.
   */
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
