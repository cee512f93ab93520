import type { Clock } from '../../clock.ts';
import type { Language } from '../../locales/index.ts';
import type { Invitation, Invitations } from '../invitations.ts';
import type { StoredPeople } from '../people.ts';
import type { Person } from '../person.ts';
import { type Grant, type GrantFault, type GrantWish, type KnownNames, readGrant } from './grants.ts';
import { type InviteRefusal, personToInvite } from './inviting.ts';
import { invitable, type LinkOf } from './links.ts';

/** Who is known, and on which channels they may still open an invitation. */
export interface Known {
  person: Person;
  invitations: Array<Pick<Invitation, 'channel' | 'expiresAt'>>;
}

/** Somebody who was invited. */
export interface Invited extends Known {
  /** Each is valid once, for whoever opens it first; what is kept does not give it away. */
  links: Array<{ channel: string; url: string }>;
  expiresAt: Date;
  /** Why there is no link of another channel. */
  without: Array<{ channel: string; message: string }>;
}

export type ManageRefusal =
  | InviteRefusal
  | { code: 'faults'; faults: GrantFault[] }
  | { code: 'no_channel'; faults: Array<{ channel: string; message: string }> }
  | { code: 'unknown' }
  /** The chat of SUPERVISORS that makes them known. */
  | { code: 'seeded'; chat: string };

export type Managed<T> = { done: T } | { refused: ManageRefusal };

export interface InviteWish {
  /** As it is kept. */
  name: string;
  kind: Person['kind'];
  grant: GrantWish;
  /** Default: that of the service. */
  language?: Language;
  /** Milliseconds; see `invitationTimes`. */
  validMs: number;
}

/** Who of the company is known, and what they may. Methods reject with a StoreError. */
export interface PeopleManagement {
  /** By name. */
  list(): Promise<Known[]>;
  invite(wish: InviteWish): Promise<Managed<Invited>>;
  changeRole(id: string, grant: GrantWish): Promise<Managed<Known>>;
  remove(id: string): Promise<Managed<Person>>;
}

export interface PeopleManagementOptions {
  people: StoredPeople;
  invitations: Invitations;
  known: KnownNames;
  linkOf: LinkOf;
  language: Language;
  clock: Pick<Clock, 'now' | 'newId'>;
}

export function createPeopleManagement(options: PeopleManagementOptions): PeopleManagement {
  const { people, invitations, known, linkOf, clock } = options;
  return {
    async list() {
      const open = await invitations.open();
      const persons = await people.fresh();
      return persons
        .toSorted((one, other) => one.name.localeCompare(other.name))
        .map((person) => ({ person, invitations: openOf(person, open) }));
    },

    async invite({ name, kind, grant: wish, language = options.language, validMs }) {
      const grant = readGrant(wish, known);
      if ('faults' in grant) return refused({ code: 'faults', faults: grant.faults });
      const { channels, faults } = invitable(known.channels, linkOf, { name, kind, language });
      if (channels.length === 0) return refused({ code: 'no_channel', faults });
      await people.fresh();
      const person = await personToInvite(people, { name, kind, grant, language }, clock);
      if ('refused' in person) return person;
      const expiresAt = new Date(clock.now().getTime() + validMs);
      const payloads = await invitations.create({ personId: person.id, channels, expiresAt });
      const links = [...payloads].map(([channel, payload]) => ({
        channel,
        url: linkOf(channel, payload, person),
      }));
      const invited = openOf(person, await invitations.open());
      return { done: { person, invitations: invited, links, expiresAt, without: faults } };
    },

    async changeRole(id, wish) {
      const grant = readGrant(wish, known);
      if ('faults' in grant) return refused({ code: 'faults', faults: grant.faults });
      const person = await people.change(id, (one) => ({ ...one, ...(grant satisfies Grant) }));
      if (!person) return refused({ code: 'unknown' });
      return { done: { person, invitations: openOf(person, await invitations.open()) } };
    },

    async remove(id) {
      const person = await people.current(id);
      if (!person) return refused({ code: 'unknown' });
      if (person.seeded) return refused({ code: 'seeded', chat: id.slice('seed:'.length) });
      await people.remove(id);
      return { done: person };
    },
  };
}

const refused = (refusal: ManageRefusal): { refused: ManageRefusal } => ({ refused: refusal });

const openOf = ({ id }: Person, open: readonly Invitation[]): Known['invitations'] =>
  open.filter(({ personId }) => personId === id).map(({ channel, expiresAt }) => ({ channel, expiresAt }));
