import type { Cohort } from './metric.ts';

/**
 * Of the surveys that were asked, the share that was answered, with a rating, a comment or both. Surveys that are still
 * open count as asked, so the rate of a fresh day still grows.
 * @metric responseRate Response rate
 * @formula answered surveys / asked dialogues
 * @written as a percentage; — where nobody was asked
 * @returns a share in 0..1, shown as a percentage; null when nobody was asked
 */
export function responseRate({ answered, asked }: Cohort): number | null {
  return asked === 0 ? null : answered / asked;
}
