import { scopeOf } from '../../access/may.ts';
import type { Person } from '../../access/person.ts';
import { foldName } from '../../text/names.ts';

/** For which teams somebody may set targets: `any`, and for all of them together; or for these alone. */
export type TargetRights = { teams: 'any' | 'named' | readonly string[] };

/**
 * @returns null: for none. `named`: whose channels or scenarios are not all of them may set no target for everything.
 */
export function targetRights(person: Person): TargetRights | null {
  // What is set is signed with a name, which a group's members do not have.
  const scope = person.kind === 'group' ? null : scopeOf(person, 'set_targets');
  if (!scope) return null;
  if (scope.team !== undefined) {
    const teams = [scope.team].flat();
    return teams.length === 0 ? null : { teams };
  }
  return { teams: Object.keys(scope).length === 0 ? 'any' : 'named' };
}

/** Whether a target for a team, or with null for all of them, may be set or removed. */
export function maySetFor(rights: TargetRights | null, team: string | null): boolean {
  if (!rights) return false;
  const { teams } = rights;
  if (teams === 'any') return true;
  if (team === null) return false;
  return teams === 'named' || teams.some((one) => foldName(one) === foldName(team));
}
