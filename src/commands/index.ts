import { audit } from './audit.ts';
import { check } from './check.ts';
import type { CliCommand } from './command.ts';
import { demo } from './demo.ts';
import { key } from './keys/key.ts';
import { invite } from './people/invite.ts';
import { people } from './people/people.ts';
import { schema } from './schema.ts';
import { start } from './start.ts';

/** Every command; the first is the one that runs when none is named. */
export const commands: Record<string, CliCommand> = {
  start,
  demo,
  check,
  schema,
  invite,
  people,
  key,
  audit,
};
