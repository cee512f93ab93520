import { may, scopeOf } from '../../access/may.ts';
import type { Person } from '../../access/person.ts';
import type { StaffEvent } from '../../access/staff.ts';
import { foldName } from '../../text/names.ts';

/**
 * Whether somebody may change the settings of the chat in which they are: everybody their own; those of a group who may
 * look after all that the group looks after, and are enrolled themselves.
 */
export function maySet({ person, place }: Pick<StaffEvent, 'person' | 'place'>): boolean {
  if (place.kind === 'person') return person.id === place.id;
  if (person.kind === 'group') return false;
  return may(person, 'change_settings') || covers(person, place);
}

/** Whether a group looks after nothing that a supervisor does not. */
function covers(person: Person, group: Person): boolean {
  const scope = scopeOf(person, 'receive_digests');
  if (!scope) return false;
  const isWithin = (
    own: string | readonly string[] | undefined,
    names: readonly string[] | 'all',
  ): boolean => {
    if (own === undefined) return true;
    const folded = [own].flat().map(foldName);
    return names !== 'all' && names.every((name) => folded.includes(foldName(name)));
  };
  return (
    isWithin(scope.team, group.teams) &&
    isWithin(scope.channel, group.channels) &&
    isWithin(scope.scenario, group.scenarios)
  );
}
