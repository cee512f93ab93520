import type { Cohort } from './metric.ts';

/**
 * Of all completed dialogues, the share whose client was asked. Beside it stands why the others were not: asked too
 * recently, not reachable, no surveys wanted, and so on.
 * @metric shareAsked Share asked
 * @formula asked dialogues / completed dialogues
 * @written as a percentage; — where no dialogue was completed
 * @returns a share in 0..1, shown as a percentage; null when no dialogue completed
 */
export function shareAsked({ asked, completed }: Pick<Cohort, 'asked' | 'completed'>): number | null {
  return completed === 0 ? null : asked / completed;
}
