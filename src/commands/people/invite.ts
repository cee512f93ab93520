import process from 'node:process';
import { z } from 'zod';
import { describeGrant, everyRole, type Grant } from '../../access/inviting/grants.ts';
import { invitationTimes, NAME_CHARS, personToInvite } from '../../access/inviting/inviting.ts';
import type { Person } from '../../access/person.ts';
import { systemClock } from '../../clock.ts';
import { ConfigError } from '../../errors.ts';
import { duration } from '../../scenario/fields.ts';
import { keptName } from '../../text/names.ts';
import { printable } from '../../text/printable.ts';
import type { CliCommand } from '../command.ts';
import { momentIn } from '../moment.ts';
import { grantOf, grantOptions } from './grant.ts';
import { invitingChannels } from './links.ts';
import { type Opened, withPeople } from './opened.ts';
import { qrCode } from './qr.ts';

const flags = z.object({
  name: z.string().optional(),
  role: z.string().optional(),
  group: z.boolean().default(false),
  expires: z.string().default('3d'),
});

export const invite: CliCommand = {
  description: 'print links that give somebody of the company a role, each for one chat',
  options: [
    { flags: '--name <name>', description: 'of the person or the group, as others will read it' },
    { flags: '--role <role>', description: everyRole },
    ...grantOptions,
    { flags: '--group', description: 'for a group of a platform rather than a person' },
    { flags: '--expires <time>', description: 'how long the links are valid, such as 12h; default: 3d' },
  ],
  run: (print, { options }) =>
    withPeople(async (opened) => {
      const { name, role, group, expires } = flags.parse(options);
      const grant = grantOf(role, options, opened.known, '--role');
      const kind = group ? 'group' : 'person';
      const kept = readName(name);
      const expiresAt = new Date(systemClock.now().getTime() + readExpires(expires));
      const { channels, faults, notes } = await invitingChannels(opened.config, opened, { kind, name: kept });
      if (channels.length === 0) throw new ConfigError(faults);

      const person = await invited(opened, { name: kept, kind, grant });
      const payloads = await opened.invitations.create({
        personId: person.id,
        channels: channels.map((channel) => channel.name),
        expiresAt,
      });
      print(`${printable(person.name)}: ${printable(describeGrant(person))}`);
      for (const channel of channels) {
        const link = channel.link(payloads.get(channel.name) ?? '');
        print(`\n${channel.title}: ${link}`);
        print(await qrCode(link, { colours: process.stdout.isTTY }));
      }
      const { REPORT_TIMEZONE: zone } = opened.config;
      const until = momentIn(zone, expiresAt);
      const whom = kind === 'group' ? 'the group' : person.name;
      print(
        `Each link is valid once, until ${until} (${zone}), and for whoever opens it first: give it to ${printable(whom)} alone.`,
      );
      for (const line of [...faults, ...notes]) print(line);
    }),
};

/** @throws {ConfigError} */
function readName(given: string | undefined): string {
  const name = keptName(given ?? '');
  if (name === '') throw new ConfigError(['--name is missing; write the name that others will read']);
  if (name.length > NAME_CHARS)
    throw new ConfigError([`--name is longer than ${NAME_CHARS} characters; shorten it`]);
  return name;
}

/** @returns milliseconds @throws {ConfigError} */
function readExpires(given: string): number {
  const { data: ms, error } = duration.safeParse(given);
  if (error) throw new ConfigError([`--expires "${given}" is not a time such as 90m, 12h or 3d`]);
  if (ms < invitationTimes.least || ms > invitationTimes.most)
    throw new ConfigError(['--expires must be between 1m and 30d']);
  return ms;
}

/**
 * Who opens the link: the person of that name, who then has one chat more, or somebody new.
 * @throws {ConfigError} when who has that name may something else
 */
async function invited(
  { people, config }: Opened,
  { name, kind, grant }: { name: string; kind: Person['kind']; grant: Grant },
): Promise<Person> {
  const language = config.SUPERVISOR_LANGUAGE;
  const person = await personToInvite(people, { name, kind, grant, language }, systemClock);
  if (!('refused' in person)) return person;
  const { refused } = person;
  switch (refused.code) {
    case 'several':
      throw new ConfigError([
        `several people are called "${name}"; remove one by its id (afterword people list), or use another name`,
      ]);
    case 'other_kind':
      throw new ConfigError([
        `"${refused.person.name}" is a ${refused.person.kind} already; use another name`,
      ]);
    case 'other_grant': {
      const { name: known } = refused.person;
      throw new ConfigError([
        `"${known}" is ${describeGrant(refused.person)} already; invite them as that, or change it first by: afterword people role "${known}" ${grant.role} ...`,
      ]);
    }
    case 'removed':
      throw new ConfigError([`"${name}" was removed meanwhile; invite them again`]);
  }
}
