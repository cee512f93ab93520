import { ApiError } from '../../../errors.ts';
import { addDays, dayOf, mostDays, type Period, periodFaults } from '../../../stats/period.ts';
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

/** A parameter that cannot be read, with the remedy in the words of `periodFaults`. */
export interface AddressFault {
  path: string;
  message: string;
}

/** Of one parameter; a text that is longer is no name that was ever taken. */
const LONGEST = 200;
/** Values of one parameter. */
const MOST_VALUES = 50;

/** What refuses an address for these faults. */
export function unreadable(faults: readonly AddressFault[]): ApiError {
  const message = 'the address has faults; mend each and open it again';
  return new ApiError(400, 'invalid_request', message, faults);
}

/** @param now what ends today is counted from @param zone whose calendar makes the days */
export function readAddress(query: Query, now: Date, zone: string): PageQuery | { faults: AddressFault[] } {
  const faults: AddressFault[] = [];
  const params = new URLSearchParams();
  const { period, preset } = readPeriod(query, dayOf(now, zone), params, faults);
  const filter: PageQuery['filter'] = {};
  for (const name of filterNames) {
    const values = valuesOf(query, name)
      .map(keptName)
      .filter((value) => value !== '');
    const fault =
      values.length > MOST_VALUES
        ? `has ${values.length} values; give ${MOST_VALUES} at most`
        : valueFault(name, values);
    if (fault) faults.push({ path: name, message: fault });
    else if (values.length > 0) {
      for (const value of values) params.append(name, value);
      if (name === 'rating') filter.rating = values.map(Number);
      else filter[name] = values;
    }
  }
  const [given = null] = valuesOf(query, 'disputed');
  const disputed = given === 'only' || given === 'without' ? given : null;
  if (given !== null && disputed === null)
    faults.push({ path: 'disputed', message: 'must be only or without' });
  if (disputed) params.append('disputed', disputed);
  return faults.length > 0 ? { faults } : { period, preset, filter, disputed, params };
}

function readPeriod(
  query: Query,
  today: string,
  params: URLSearchParams,
  faults: AddressFault[],
): Pick<PageQuery, 'period' | 'preset'> {
  const [from] = valuesOf(query, 'from');
  const [to] = valuesOf(query, 'to');
  if (from === undefined && to === undefined) {
    const [named = usual] = valuesOf(query, 'period');
    const preset = (Object.keys(presets) as Preset[]).find((one) => one === named);
    if (!preset)
      faults.push({ path: 'period', message: `must be one of ${Object.keys(presets).join(', ')}` });
    else if (preset !== usual) params.append('period', preset);
    const days = presets[preset ?? usual];
    return { period: { from: addDays(today, 1 - days), to: today }, preset: preset ?? usual };
  }
  const period = { from: from ?? '', to: to ?? today };
  const kept = sentWith(query, period, today);
  if (kept) {
    if (kept !== usual) params.append('period', kept);
    return { period, preset: kept };
  }
  faults.push(...periodFaults({ from, to: period.to }, mostDays));
  params.append('from', period.from);
  params.append('to', period.to);
  return { period, preset: null };
}

/** A form sends the days of its preset beside it: where nobody changed them, the preset goes on to end today. */
function sentWith(query: Query, { from, to }: Period, today: string): Preset | null {
  const [named] = valuesOf(query, 'period');
  const preset = (Object.keys(presets) as Preset[]).find((one) => one === named);
  return preset && to === today && from === addDays(today, 1 - presets[preset]) ? preset : null;
}

function valueFault(name: FilterName, values: readonly string[]): string | null {
  for (const value of values) {
    if (value.length > LONGEST) return `has ${value.length} characters; give ${LONGEST} at most`;
    if (value.includes('\0')) return 'holds a character that no name has';
    if (name === 'rating' && !/^-?\d{1,9}(\.\d{1,9})?$/.test(value)) return 'must be a number such as 4';
  }
  return null;
}

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
