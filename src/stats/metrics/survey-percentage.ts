import type { Cohort } from './metric.ts';

/**
 * Of all completed dialogues, the share that was answered. It is the share asked times the response rate, so it falls
 * both when fewer clients are asked and when fewer of them answer.
 * @metric surveyPercentage Survey percentage
 * @formula answered surveys / completed dialogues = share asked × response rate
 * @written as a percentage; — where no dialogue was completed
 * @returns a share in 0..1, shown as a percentage; null when no dialogue completed
 */
export function surveyPercentage({ answered, completed }: Cohort): number | null {
  return completed === 0 ? null : answered / completed;
}
