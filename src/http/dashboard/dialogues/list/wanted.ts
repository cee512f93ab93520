import type { Person } from '../../../../access/person.ts';
import { intersect } from '../../../../stats/filter.ts';
import type { DialoguesQuery } from '../../../../stats/lists/query.ts';
import { allowedTo } from '../../kit/allowed.ts';
import { type ListQuery, wishOf } from './query.ts';

/** The wish of an address, within what the person may read. @throws {ApiError} 403 */
export function wantedOf(query: ListQuery, person: Person): DialoguesQuery {
  const wish = wishOf(query);
  const filter = intersect(wish.filter ?? {}, allowedTo(person, 'read_dialogues'));
  if (wish.search === undefined) return { ...wish, filter };
  // Whether a comment has a word tells what stands in it.
  return { ...wish, filter: intersect(filter, allowedTo(person, 'read_comments')) };
}
