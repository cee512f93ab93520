import { addDays, dayOf, mostDays, type Period, periodFaults } from '../../../stats/period.ts';
import { type Fault, type FaultAt, faultAt, faultOf } from '../../../text/fault.ts';
import { keptName } from '../../../text/names.ts';
import { type Dimension, dimensions } from '../../../dialogue.ts';

/** The parameters of an address that narrow what a page shows; each may be given several times. */
export const filterNames = [...dimensions, 'version', 'tag', 'rating'] as const;
export type FilterName = Dimension | 'version' | 'tag' | 'rating';

/** Periods that end today, by their names in an address. */
export const presets = { '7d': 7, '30d': 30, '90d': 90, '365d': 365 } as const;
export type Preset = keyof typeof presets;
const usual: Preset = '30d';

export type Query = Record<string, string | string[] | undefined>;

/** What an address asks for. */
export interface PageQuery {
  period: Period;
  /** null: the days are given one by one. */
  preset: Preset | null;
  filter: { [Name in Exclude<FilterName, 'rating'>]?: string[] } & { rating?: number[] };
  disputed: 'only' | 'without' | null;
  /** The parameters that say this, for links that change a part of it. */
  params: URLSearchParams;
}

/** Of one parameter; a text that is longer is no name that was ever taken. */
const LONGEST = 200;
/** Values of one parameter. */
const MOST_VALUES = 50;

/** @param now what ends today is counted from @param zone whose calendar makes the days */
export function readAddress(query: Query, now: Date, zone: string): PageQuery | { faults: FaultAt[] } {
  const faults: FaultAt[] = [];
  const params = new URLSearchParams();
  const { period, preset } = readPeriod(query, dayOf(now, zone), params, faults);
  const filter: PageQuery['filter'] = {};
  for (const name of filterNames) {
    const values = valuesOf(query, name)
      .map(keptName)
      .filter((value) => value !== '');
    const fault =
      values.length > MOST_VALUES
        ? faultOf('too_many_values', { count: values.length, most: MOST_VALUES })
        : valueFault(name, values);
    if (fault) faults.push({ path: name, ...fault });
    else if (values.length > 0) {
      for (const value of values) params.append(name, value);
      if (name === 'rating') filter.rating = values.map(Number);
      else filter[name] = values;
    }
  }
  const [given = null] = valuesOf(query, 'disputed');
  const disputed = given === 'only' || given === 'without' ? given : null;
  if (given !== null && disputed === null)
    faults.push(faultAt('disputed', 'neither', { first: 'only', second: 'without' }));
  if (disputed) params.append('disputed', disputed);
  return faults.length > 0 ? { faults } : { period, preset, filter, disputed, params };
}

function readPeriod(
  query: Query,
  today: string,
  params: URLSearchParams,
  faults: FaultAt[],
): Pick<PageQuery, 'period' | 'preset'> {
  const names = Object.keys(presets) as Preset[];
  const [named] = valuesOf(query, 'period');
  const preset = names.find((one) => one === named) ?? null;
  // Also beside days: without them it would be the period.
  if (named !== undefined && !preset) faults.push(faultAt('period', 'not_among', { names }));
  const [from] = valuesOf(query, 'from');
  const [to] = valuesOf(query, 'to');
  if (from === undefined && to === undefined) {
    if (preset && preset !== usual) params.append('period', preset);
    return {
      period: { from: addDays(today, 1 - presets[preset ?? usual]), to: today },
      preset: preset ?? usual,
    };
  }
  const period = { from: from ?? '', to: to ?? today };
  // A form sends the days of its preset beside it: where nobody changed them, the preset goes on to end today.
  if (preset && period.to === today && from === addDays(today, 1 - presets[preset])) {
    if (preset !== usual) params.append('period', preset);
    return { period, preset };
  }
  faults.push(...periodFaults({ from, to: period.to }, mostDays));
  params.append('from', period.from);
  params.append('to', period.to);
  return { period, preset: null };
}

function valueFault(name: FilterName, values: readonly string[]): Fault | null {
  for (const value of values) {
    if (value.length > LONGEST) return faultOf('too_long', { length: value.length, most: LONGEST });
    if (value.includes('\0')) return faultOf('no_character_of_names');
    if (name === 'rating' && !/^-?\d{1,9}(\.\d{1,9})?$/.test(value))
      return faultOf('not_a_rating', { example: '4' });
  }
  return null;
}

/** What is wrong with a text that is no key of a scale. */
export const noScale = (): FaultAt =>
  faultAt('scale', 'not_a_scale', { range: '1-5', named: 'nps', listed: '0,100|100|0' });

/** The values of a parameter that say something: an empty one is a field of a form that was left alone. */
export function valuesOf(query: Query, name: string): string[] {
  return [query[name] ?? []].flat().filter((value) => value !== '');
}

/** Values of parameters; null takes one out, undefined leaves it as it is. */
export type Changes = Record<string, string | number | ReadonlyArray<string | number> | null | undefined>;

/** A page's address with these parameters changed. Whatever is changed, a list begins with its first page again. */
export function addressOf(path: string, params: URLSearchParams, changes: Changes = {}): string {
  const changed = new URLSearchParams(params);
  changed.delete('cursor');
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    changed.delete(name);
    for (const one of value === null ? [] : [value].flat()) changed.append(name, String(one));
  }
  const query = changed.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** The days of a period belong together: one end alone is none. */
const alsoFaulty: Record<string, readonly string[]> = { from: ['to'], to: ['from'] };

/** An address as it was given, such as `/dashboard?from=x&team=Sales`, without these parameters. */
export function addressWithout(address: string, names: readonly string[]): string {
  const end = address.indexOf('?');
  const [path, query] = end < 0 ? [address, ''] : [address.slice(0, end), address.slice(end + 1)];
  const left = names.flatMap((name) => [name, ...(alsoFaulty[name] ?? [])]);
  const said = [...new URLSearchParams(query)].filter(([, value]) => value !== '');
  return addressOf(path, new URLSearchParams(said), Object.fromEntries(left.map((name) => [name, null])));
}
