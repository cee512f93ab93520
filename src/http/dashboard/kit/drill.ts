import { may } from '../../../access/may.ts';
import type { Person } from '../../../access/person.ts';
import { addressOf, type Changes, filterNames, type PageQuery } from './address.ts';

/**
 * Leads to the dialogues behind a figure. A rating narrows the ratings that the page is narrowed to already.
 * @returns undefined: there can be none of them, or the person may see no dialogues
 */
export type Drill = (changes?: Changes & { rating?: readonly number[] | undefined }) => string | undefined;

const path = '/dashboard/dialogues';
/** The parameters of an address that a list of dialogues shares with figures. */
const shared = new Set<string>(['from', 'to', 'period', 'disputed', ...filterNames]);

/** Links to the dialogues that the figures of a page count, narrowed further by what is given. */
export function drillOf({ params, filter }: Pick<PageQuery, 'params' | 'filter'>, person: Person): Drill {
  const kept = new URLSearchParams([...params].filter(([name]) => shared.has(name)));
  return ({ rating, ...changes } = {}) => {
    if (!may(person, 'read_dialogues')) return undefined;
    const ratings = rating?.filter((one) => filter.rating?.includes(one) ?? true);
    if (ratings?.length === 0) return undefined;
    return addressOf(path, kept, { ...changes, rating: ratings, counted: 'yes' });
  };
}

/** The same for ratings on one scale alone, which has to be said where there are several. */
export const drillOn =
  (drill: Drill, scale: string, scales: readonly unknown[]): Drill =>
  (changes) =>
    drill({ ...changes, scale: scales.length > 1 ? scale : undefined });
