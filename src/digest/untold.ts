import { addDays, type Day, daysOf } from '../stats/period.ts';

/** Days that have a line each in one message; those before are summed up in one. */
export const fullLines = 14;
/** Of a service that was away for longer, what came before is not told. */
const mostDays = 366;

/**
 * The first day that a digest of `due` has to tell: the one after the last digest. Before any digest it is the day of
 * the first dialogue, at most `fullLines` days ago.
 */
export function firstUntold(lastTold: Day | null, begun: Day, due: Day): Day {
  if (lastTold === null) return latest(begun, addDays(due, -fullLines));
  return latest(addDays(lastTold, 1), begun, addDays(due, -mostDays));
}

/** The days from `first` to the one before `due`. */
export function untoldDays(first: Day, due: Day): Day[] {
  return first < due ? daysOf({ from: first, to: addDays(due, -1) }) : [];
}

function latest(...days: Day[]): Day {
  return days.reduce((a, b) => (a > b ? a : b));
}
