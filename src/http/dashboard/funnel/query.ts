import { type FaultAt, faultAt } from '../../../text/fault.ts';
import { type PageQuery, type Query, readAddress, valuesOf } from '../kit/address.ts';
import { unreadable } from '../kit/faults/refused.ts';

/** Along what the funnel may be shown in parts. */
export const apart = ['channel', 'scenario'] as const;

export interface FunnelQuery extends PageQuery {
  /** null: only all dialogues together. */
  by: (typeof apart)[number] | null;
}

/** @throws {ApiError} 400 for an address that cannot be read, with the fault of each parameter */
export function readFunnelQuery(query: Query, now: Date, zone: string): FunnelQuery {
  const read = readAddress(query, now, zone);
  const faults: FaultAt[] = 'faults' in read ? [...read.faults] : [];
  const [given] = valuesOf(query, 'by');
  const by = apart.find((one) => one === given) ?? null;
  if (given !== undefined && !by) faults.push(faultAt('by', 'not_among', { names: apart }));
  if ('faults' in read || faults.length > 0) throw unreadable(faults);
  if (by) read.params.append('by', by);
  return { ...read, by };
}
