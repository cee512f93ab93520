import type { Alerts } from '../alerts/alerts.ts';
import { periodRange } from '../stats/period.ts';
import type { ReadHandling } from '../stats/targets/standings.ts';

/** How alerts of a period of days were handled, as targets are judged by it. */
export function handlingIn(alertFigures: Alerts['alertFigures'], zone: string): ReadHandling {
  return async ({ filter, ...period }) => {
    const { timeToTake, takenInTime } = await alertFigures({ ...periodRange(period, zone), filter });
    return { timeToTake, takenInTime: takenInTime?.share ?? null };
  };
}
