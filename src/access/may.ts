import type { Dialogue } from '../dialogue.ts';
import { foldName } from '../text/names.ts';
import type { Person } from './person.ts';
import { type Action, roles, type Scope } from './roles.ts';

/** The dialogue that an action concerns, as far as it decides who may. */
export type Subject = Pick<Dialogue, 'team' | 'operator'>;

/**
 * Whether a person may do something.
 * @param subject of which dialogue; without one: of any at all
 */
export function may(person: Person, action: Action, subject?: Subject): boolean {
  const allowed: Partial<Record<Action, Scope>> = roles[person.role];
  switch (allowed[action]) {
    case undefined:
      return false;
    case 'all':
      return true;
    case 'teams':
      return !subject || person.teams === 'all' || isAmong(subject.team, person.teams);
    case 'own':
      return !subject || isAmong(subject.operator, person.operators);
  }
}

/** Names are compared as figures compare them, whatever the spelling. */
function isAmong(name: string | null, names: readonly string[]): boolean {
  return name !== null && names.some((one) => foldName(one) === foldName(name));
}
