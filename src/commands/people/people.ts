import { chatKey } from '../../access/chat.ts';
import { describeGrant } from '../../access/inviting/grants.ts';
import type { Invitation } from '../../access/invitations.ts';
import { type Person } from '../../access/person.ts';
import { systemClock } from '../../clock.ts';
import { ConfigError } from '../../errors.ts';
import { printable } from '../../text/printable.ts';
import type { CliCommand } from '../command.ts';
import { grantOf, grantOptions } from './grant.ts';
import { personOf, withPeople } from './opened.ts';

const who = { name: '<person>', description: 'a name, or an id or a chat of `people list`' };

const list: CliCommand = {
  description: 'show who is known, with their role and chats',
  run: (print) =>
    withPeople(async ({ people, invitations, store }) => {
      const open = await invitations.open();
      const persons = people.all().toSorted((one, other) => one.name.localeCompare(other.name));
      for (const person of persons) print(describe(person, open));
      if (persons.length === 0) print('Nobody yet; invite somebody: afterword invite --name ... --role ...');
      print(`\n${store.name}`);
    }),
};

const remove: CliCommand = {
  description: 'take the role and the chats from somebody; links of theirs stop being valid',
  arguments: [who],
  run: (print, { arguments: [given = ''] }) =>
    withPeople(async ({ people }) => {
      const { id, name, seeded, kind } = personOf(people, given);
      if (seeded) {
        throw new ConfigError([
          `"${name}" is there because SUPERVISORS names ${id.slice('seed:'.length)}; take that out of SUPERVISORS and start the service again`,
        ]);
      }
      await people.remove(id);
      print(`${printable(name)} (${id}) is no ${kind} of this service any more.`);
    }),
};

const role: CliCommand = {
  description: 'give somebody another role, or other teams',
  arguments: [who, { name: '<role>', description: 'the role that they have from now on' }],
  options: grantOptions,
  run: (print, { arguments: [given = '', asked], options }) =>
    withPeople(async ({ people, known }) => {
      const grant = grantOf(asked, options, known, '<role>');
      const { id } = personOf(people, given);
      const person = await people.change(id, (one) => ({ ...one, ...grant }));
      if (!person) throw new ConfigError([`"${given}" was removed meanwhile`]);
      print(`${printable(person.name)}: ${printable(describeGrant(person))}`);
    }),
};

export const people: CliCommand = {
  description: 'show and change who of the company is known',
  commands: { list, remove, role },
};

/** Two lines: who somebody is, and where they are written to. */
function describe(person: Person, open: readonly Invitation[]): string {
  const { id, name, kind, seeded } = person;
  const what = [...(kind === 'group' ? ['group'] : []), ...(seeded ? ['of SUPERVISORS'] : [])];
  const notes = what.length > 0 ? ` (${what.join(', ')})` : '';
  const places = [...person.chats.map(placeOf), ...invitedOf(open.filter(({ personId }) => personId === id))];
  return [
    `${printable(name)}: ${printable(describeGrant(person))}${notes}`,
    `  ${id}  ${places.join(', ') || 'no chat; the links were not opened in time, so invite again'}`,
  ].join('\n');
}

const placeOf = ({ thread, ...chat }: Person['chats'][number]): string =>
  thread === undefined ? chatKey(chat) : `${chatKey(chat)} topic ${thread}`;

function invitedOf(open: readonly Invitation[]): string[] {
  const now = systemClock.now();
  return open.map(
    ({ channel, expiresAt }) => `invited on ${channel} for ${remaining(expiresAt.getTime() - now.getTime())}`,
  );
}

function remaining(ms: number): string {
  const hours = Math.ceil(ms / 3_600_000);
  return hours > 48
    ? `${Math.round(hours / 24)} more days`
    : `${hours} more ${hours === 1 ? 'hour' : 'hours'}`;
}
