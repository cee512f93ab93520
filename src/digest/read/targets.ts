import { crossings, type ToldVerdicts } from '../../stats/targets/judge.ts';
import type { Standing } from '../../stats/targets/standings.ts';
import type { ToldTarget } from '../digest.ts';

/**
 * Marks the targets that were crossed since somebody was told of them.
 * @param said what they were told last @returns `said`: what they have been told once these are sent
 */
export function withCrossings(
  standings: readonly Standing[],
  said: ToldVerdicts,
): { targets: ToldTarget[]; said: ToldVerdicts } {
  const { crossed, told } = crossings(said, standings);
  const targets = standings.map((one) => ({ ...one, crossed: crossed.includes(one) }));
  return { targets, said: { ...said, ...told } };
}

/** Of a report beside the daily digests, which alone say that a target was crossed. */
export const uncrossed = (standings: readonly Standing[]): ToldTarget[] =>
  standings.map((one) => ({ ...one, crossed: false }));
