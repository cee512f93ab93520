import type { Cohort } from './metric.ts';

/**
 * Surveys that clients answered, with a rating, a comment or both.
 * @metric surveys Surveys
 * @formula number of asked dialogues with a rating, a comment or both
 * @written as a whole number; — where no dialogue was completed
 * @returns a number of dialogues, 0..completed; null when no dialogue completed
 */
export function surveys({ answered, completed }: Cohort): number | null {
  return completed === 0 ? null : answered;
}
