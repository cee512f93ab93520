import { foldName, keptName } from '../../text/names.ts';
import type { Person } from '../person.ts';
import { type Role, roles, scopesOf } from '../roles.ts';

/** What a person may, and for which dialogues. */
export type Grant = Pick<Person, 'role' | 'teams' | 'channels' | 'scenarios' | 'operators'>;

/** What somebody asks for; no names: all of them. */
export interface GrantWish {
  /** Missing: null. */
  role: string | null;
  team: readonly string[];
  channel: readonly string[];
  scenario: readonly string[];
  operator: readonly string[];
}

/** What names are held against, where there is a list of them. */
export interface KnownNames {
  channels: readonly string[];
  /** Read only where a scenario is named. */
  scenarios: () => readonly string[];
}

/** What is wrong with a part of a wish, and what to do; it reads on from the name of the part. */
export interface GrantFault {
  part: keyof GrantWish;
  message: string;
}

const narrowings = ['team', 'channel', 'scenario'] as const;

/** The roles that look after dialogues of certain teams. */
export const narrowedRoles = namesOf((role) => scopesOf(role).has('teams'));
/** For a person to read. */
export const everyRole = namesOf(() => true);

/** What a role and names mean, or what is wrong with them. */
export function readGrant(wish: GrantWish, known: KnownNames): Grant | { faults: GrantFault[] } {
  const { role, team, channel, scenario, operator } = wish;
  if (role === null) return { faults: [{ part: 'role', message: `is missing; use ${everyRole}` }] };
  if (!isRole(role)) {
    return { faults: [{ part: 'role', message: `"${role}" is no role; use ${everyRole}` }] };
  }
  const scopes = scopesOf(role);
  const faults = [
    ...([...narrowings, 'operator'] as const).flatMap((part): GrantFault[] =>
      wish[part].some((name) => keptName(name) === '')
        ? [{ part, message: 'is empty; write a name, or leave it out' }]
        : [],
    ),
    ...narrowings.flatMap((part): GrantFault[] => {
      if (wish[part].length === 0 || scopes.has('teams')) return [];
      const message = `does not go with the role ${role}; it is for the role ${narrowedRoles}, so leave it out`;
      return [{ part, message }];
    }),
    ...(scopes.has('own') && operator.length === 0
      ? [
          {
            part: 'operator' as const,
            message: `is missing; the role ${role} needs the name under which the helpdesk knows the person`,
          },
        ]
      : []),
    ...unknown('channel', channel, () => known.channels),
    ...unknown('scenario', scenario, known.scenarios),
  ];
  if (faults.length > 0) return { faults };
  return {
    role,
    teams: orAll(team.map(keptName)),
    channels: orAll(channel),
    scenarios: orAll(scenario),
    operators: operator.map(keptName),
  };
}

/** Whether two grants say the same, however the names are spelled and ordered. */
export function isSameGrant(one: Grant, other: Grant): boolean {
  return comparable(one) === comparable(other);
}

function comparable({ role, teams, channels, scenarios, operators }: Grant): string {
  const folded = (names: readonly string[] | 'all'): unknown =>
    names === 'all' ? names : [...new Set(names.map(foldName))].toSorted();
  return JSON.stringify([role, ...[teams, channels, scenarios, operators].map(folded)]);
}

/** `supervisor of Sales, Support`: what a grant says, for a person to read. */
export function describeGrant({ role, teams, channels, scenarios, operators }: Grant): string {
  const parts = [
    ...(teams !== 'all' ? [`of ${teams.join(', ')}`] : scopesOf(role).has('teams') ? ['of all teams'] : []),
    ...(channels === 'all' ? [] : [`on ${channels.join(', ')}`]),
    ...(scenarios === 'all' ? [] : [`for ${scenarios.join(', ')}`]),
    ...(operators.length > 0 ? [`known as ${operators.join(', ')}`] : []),
  ];
  return [role, ...parts].join(' ');
}

const isRole = (name: string): name is Role => Object.hasOwn(roles, name);

function namesOf(fits: (role: Role) => boolean): string {
  const names = (Object.keys(roles) as Role[]).filter(fits);
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${last}` : last;
}

const orAll = (names: readonly string[]): string[] | 'all' => (names.length > 0 ? [...names] : 'all');

function unknown(
  part: GrantFault['part'],
  given: readonly string[],
  known: () => readonly string[],
): GrantFault[] {
  if (given.length === 0) return [];
  const names = known();
  return given
    .filter((name) => !names.includes(name))
    .map((name) => ({ part, message: `"${name}" is not there; there is ${names.join(', ')}` }));
}
