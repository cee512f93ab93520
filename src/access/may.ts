import type { Dialogue, DialogueFilter } from '../dialogue.ts';
import { foldName } from '../text/names.ts';
import type { Person } from './person.ts';
import { type Action, roles, type Scope } from './roles.ts';

/** The dialogue that an action concerns, as far as it decides who may. */
export type Subject = Pick<Dialogue, 'channel' | 'scenario' | 'team' | 'operator'>;

/**
 * Whether a person may do something.
 * @param subject of which dialogue; without one: of any at all
 */
export function may(person: Person, action: Action, subject?: Subject): boolean {
  switch (scopeIn(person, action)) {
    case undefined:
      return false;
    case 'all':
      return true;
    case 'teams':
      return (
        !subject ||
        (isAmong(subject.team, person.teams) &&
          isAmong(subject.channel, person.channels) &&
          isAmong(subject.scenario, person.scenarios))
      );
    case 'own':
      return !subject || isAmong(subject.operator, person.operators);
  }
}

/**
 * To which dialogues figures and lists are narrowed for a person; names in whatever spelling. `{}`: all of them.
 * @returns null: the person may not do it at all
 */
export function scopeOf(person: Person, action: Action): DialogueFilter | null {
  switch (scopeIn(person, action)) {
    case undefined:
      return null;
    case 'all':
      return {};
    case 'teams': {
      const { teams, channels, scenarios } = person;
      return {
        ...(teams !== 'all' && { team: teams }),
        ...(channels !== 'all' && { channel: channels }),
        ...(scenarios !== 'all' && { scenario: scenarios }),
      };
    }
    case 'own':
      return { operator: person.operators };
  }
}

function scopeIn({ role }: Person, action: Action): Scope | undefined {
  const allowed: Partial<Record<Action, Scope>> = roles[role];
  return allowed[action];
}

/** Names are compared as figures compare them, whatever the spelling. */
function isAmong(name: string | null, names: readonly string[] | 'all'): boolean {
  return names === 'all' || (name !== null && names.some((one) => foldName(one) === foldName(name)));
}
