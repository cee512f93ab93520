import { scopeOf } from '../../access/may.ts';
import type { Person } from '../../access/person.ts';
import type { Action } from '../../access/roles.ts';
import { dimensions } from '../../dialogue.ts';
import type { NameFilter } from '../../stats/filter.ts';

/** To what a person's questions are narrowed; null: nothing is theirs, such as without a team. */
export function narrowedTo(person: Person, action: Action): NameFilter | null {
  const scope = scopeOf(person, action);
  if (!scope) return null;
  const narrowed = Object.entries(scope);
  if (narrowed.some(([, names]) => names.length === 0)) return null;
  return Object.fromEntries(
    // One name alone is what kept counts know best.
    narrowed.map(([dimension, names]) => [dimension, names.length === 1 ? names[0] : names]),
  );
}

/** The names to which something is narrowed, by dimension; none: it is about everything. */
export function namesOf(scope: NameFilter): Array<{ dimension: string; names: string[] }> {
  return dimensions.flatMap((dimension) => {
    const wanted = scope[dimension];
    return wanted === undefined ? [] : [{ dimension, names: [wanted].flat() }];
  });
}
