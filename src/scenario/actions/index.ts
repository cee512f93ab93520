import { statisticSet } from './statistic-set.ts';

/** Every function that an `action` block may name. */
export const actions = {
  statistic__set: statisticSet,
} as const;
