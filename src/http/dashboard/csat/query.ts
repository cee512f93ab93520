import { lengthOf, mostDaily } from '../../../stats/period.ts';
import { isScaleKey } from '../../../stats/targets/target.ts';
import { type FaultAt, faultAt } from '../../../text/fault.ts';
import { noScale, type PageQuery, type Query, readAddress, valuesOf } from '../kit/address.ts';
import { unreadable } from '../kit/faults/refused.ts';

export const steps = ['day', 'week', 'month'] as const;
export type Step = (typeof steps)[number];

/** What the address of the CSAT page asks for. */
export interface CsatQuery extends PageQuery {
  /** What a point of the trend stands for. */
  step: Step;
  /** `scaleKey` of the scale that the charts are about; null: the one that was rated most. */
  scale: string | null;
}

/** Up to so many days a trend has a point for each, unless the address says another step; and so on. */
const mostDaysByDay = 62;
const mostDaysByWeek = 190;

/** @throws {ApiError} 400 for an address that cannot be read, with the fault of each parameter */
export function readCsatQuery(query: Query, now: Date, zone: string): CsatQuery {
  const read = readAddress(query, now, zone);
  const faults: FaultAt[] = 'faults' in read ? read.faults : [];
  const [given] = valuesOf(query, 'step');
  const named = steps.find((one) => one === given);
  if (given !== undefined && !named) faults.push(faultAt('step', 'not_among', { names: steps }));
  const [scale = null] = valuesOf(query, 'scale');
  if (scale !== null && (scale.length > 200 || !isScaleKey(scale))) faults.push(noScale());
  if ('faults' in read || faults.length > 0) throw unreadable(faults);
  const days = lengthOf(read.period);
  if (named === 'day' && days > mostDaily) {
    const values = { points: days, most: mostDaily, day: 'day', week: 'week', month: 'month' };
    throw unreadable([faultAt('step', 'too_many_points', values)]);
  }
  const { params } = read;
  if (named) params.append('step', named);
  if (scale !== null) params.append('scale', scale);
  return { ...read, scale, step: named ?? usualStep(days) };
}

/** The step of a trend over so many days for which the address names none. */
const usualStep = (days: number): Step =>
  days <= mostDaysByDay ? 'day' : days <= mostDaysByWeek ? 'week' : 'month';
