import type { Clock } from '../../clock.ts';
import type { Language } from '../../locales/index.ts';
import { foldName } from '../../text/names.ts';
import { type Grant, isSameGrant } from './grants.ts';
import type { StoredPeople } from '../people.ts';
import { type Person, personSettings } from '../person.ts';

const MINUTE_MS = 60_000;
/** How long links of an invitation may be valid. */
export const invitationTimes = {
  default: 3 * 1_440 * MINUTE_MS,
  least: MINUTE_MS,
  most: 30 * 1_440 * MINUTE_MS,
} as const;
/** Characters of a name that a chat's title or a signature still shows. */
export const NAME_CHARS = 80;

/** Who is invited. */
export interface Invitee {
  /** As it is kept. */
  name: string;
  kind: Person['kind'];
  grant: Grant;
  language: Language;
}

/** Why nobody is invited: several have that name, or who has it is something else. */
export type InviteRefusal =
  | { code: 'several' }
  | { code: 'other_kind' | 'other_grant'; person: Person }
  | { code: 'removed' };

/** Those with this name, however it is spelled. */
export const namedSo = (people: Pick<StoredPeople, 'all'>, name: string): Person[] =>
  people.all().filter((person) => foldName(person.name) === foldName(name));

/** Who opens the links: the person of that name, who then has one chat more, or somebody new. @throws {StoreError} */
export async function personToInvite(
  people: Pick<StoredPeople, 'all' | 'add' | 'current'>,
  { name, kind, grant, language }: Invitee,
  clock: Pick<Clock, 'newId'>,
): Promise<Person | { refused: InviteRefusal }> {
  const [known, ...others] = namedSo(people, name);
  if (others.length > 0) return { refused: { code: 'several' } };
  if (known && known.kind !== kind) return { refused: { code: 'other_kind', person: known } };
  if (known && !isSameGrant(known, grant)) return { refused: { code: 'other_grant', person: known } };
  if (known) return known;
  // A dash at its beginning would be read as an option of the command line.
  const id = `p${clock.newId()}`;
  await people.add({ id, kind, name, language, ...grant, settings: personSettings.parse({}) });
  return (await people.current(id)) ?? { refused: { code: 'removed' } };
}
