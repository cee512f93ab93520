import type { Cohort } from './metric.ts';

/**
 * Response rate: answered surveys / clients asked. Surveys that are still open count as asked, so the
 * rate of a fresh day still grows.
 * @returns a share in 0..1, shown as a percentage; null when nobody was asked
 */
export function responseRate({ answered, asked }: Cohort): number | null {
  return asked === 0 ? null : answered / asked;
}
