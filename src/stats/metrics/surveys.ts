import type { Cohort } from './metric.ts';

/**
 * Surveys: surveys answered with a rating, a comment or both.
 * @returns a number of dialogues, 0..completed; null when no dialogue completed
 */
export function surveys({ answered, completed }: Cohort): number | null {
  return completed === 0 ? null : answered;
}
