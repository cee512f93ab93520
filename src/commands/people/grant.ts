import { z } from 'zod';
import { type Grant, type KnownNames, narrowedRoles, readGrant } from '../../access/inviting/grants.ts';
import { ConfigError } from '../../errors.ts';
import type { CliOption } from '../command.ts';

const list = z.array(z.string()).default([]);
const grantFlags = z.object({ team: list, channel: list, scenario: list, operator: list });

/** The options that say to which dialogues a role is narrowed. */
export const grantOptions: readonly CliOption[] = [
  {
    flags: '--team <name>',
    description: `a team of a ${narrowedRoles}; default: all of them`,
    repeats: true,
  },
  { flags: '--channel <name>', description: `a channel of a ${narrowedRoles}; default: all`, repeats: true },
  { flags: '--scenario <id>', description: `a scenario of a ${narrowedRoles}; default: all`, repeats: true },
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
  const wish = { role: typeof role === 'string' ? role : null, ...grantFlags.parse(options) };
  const grant = readGrant(wish, known);
  if (!('faults' in grant)) return grant;
  throw new ConfigError(
    grant.faults.map(({ part, message }) => `${part === 'role' ? roleFlag : `--${part}`} ${message}`),
  );
}
