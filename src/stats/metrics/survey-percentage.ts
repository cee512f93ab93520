import type { Cohort } from './metric.ts';

/**
 * Survey percentage: answered surveys / completed dialogues.
 * @returns a share in 0..1, shown as a percentage; null when no dialogue completed
 */
export function surveyPercentage({ answered, completed }: Cohort): number | null {
  return completed === 0 ? null : answered / completed;
}
