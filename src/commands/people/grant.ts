import { z } from 'zod';
import type { Person } from '../../access/person.ts';
import { type Role, roles, scopesOf } from '../../access/roles.ts';
import { ConfigError } from '../../errors.ts';
import { foldName, keptName } from '../../text/names.ts';
import type { CliOption } from '../command.ts';

/** What a person may, and for which dialogues. */
export type Grant = Pick<Person, 'role' | 'teams' | 'channels' | 'scenarios' | 'operators'>;

/** What names are held against, where there is a list of them. */
export interface KnownNames {
  channels: readonly string[];
  /** Read only where a scenario is named. */
  scenarios: () => readonly string[];
}

const list = z.array(z.string()).default([]);
const grantFlags = z.object({ team: list, channel: list, scenario: list, operator: list });
type Narrowing = 'team' | 'channel' | 'scenario';
const narrowings = ['team', 'channel', 'scenario'] as const satisfies readonly Narrowing[];

const narrowed = namesOf((role) => scopesOf(role).has('teams'));

/** The options that say to which dialogues a role is narrowed. */
export const grantOptions: readonly CliOption[] = [
  { flags: '--team <name>', description: `a team of a ${narrowed}; default: all of them`, repeats: true },
  { flags: '--channel <name>', description: `a channel of a ${narrowed}; default: all`, repeats: true },
  { flags: '--scenario <id>', description: `a scenario of a ${narrowed}; default: all`, repeats: true },
  {
    flags: '--operator <name>',
    description: 'the name under which the helpdesk knows the person as an operator',
    repeats: true,
  },
];

/**
 * What a role and the options of `grantOptions` say.
 * @param roleFlag how a person names the role, such as `--role`
 * @throws {ConfigError} with a line for each fault
 */
export function grantOf(
  role: unknown,
  options: Readonly<Record<string, unknown>>,
  known: KnownNames,
  roleFlag: string,
): Grant {
  if (typeof role !== 'string') throw new ConfigError([`${roleFlag} is missing; use ${everyRole}`]);
  if (!isRole(role)) throw new ConfigError([`${roleFlag} "${role}" is no role; use ${everyRole}`]);
  const given = grantFlags.parse(options);
  const scopes = scopesOf(role);
  const faults = [
    ...Object.entries(given).flatMap(([name, values]) =>
      values.some((value) => keptName(value) === '')
        ? [`--${name} is empty; write a name, or leave it out`]
        : [],
    ),
    ...narrowings.flatMap((name) =>
      given[name].length > 0 && !scopes.has('teams')
        ? [`--${name} does not go with the role ${role}; it is for the role ${narrowed}, so leave it out`]
        : [],
    ),
    ...(scopes.has('own') && given.operator.length === 0
      ? [`--operator is missing; the role ${role} needs the name under which the helpdesk knows the person`]
      : []),
    ...unknown('channel', given.channel, () => known.channels),
    ...unknown('scenario', given.scenario, known.scenarios),
  ];
  if (faults.length > 0) throw new ConfigError(faults);
  return {
    role,
    teams: orAll(given.team.map(keptName)),
    channels: orAll(given.channel),
    scenarios: orAll(given.scenario),
    operators: given.operator.map(keptName),
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

/** For a person to read. */
export const everyRole = namesOf(() => true);

function namesOf(fits: (role: Role) => boolean): string {
  const names = (Object.keys(roles) as Role[]).filter(fits);
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} or ${last}` : last;
}

const orAll = (names: string[]): string[] | 'all' => (names.length > 0 ? names : 'all');

function unknown(flag: string, given: readonly string[], known: () => readonly string[]): string[] {
  if (given.length === 0) return [];
  const names = known();
  return given
    .filter((name) => !names.includes(name))
    .map((name) => `--${flag} "${name}" is not there; there is ${names.join(', ')}`);
}
