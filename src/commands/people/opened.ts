import { chatKey } from '../../access/chat.ts';
import type { KnownNames } from '../../access/inviting/grants.ts';
import { namedSo } from '../../access/inviting/inviting.ts';
import { createInvitations, type Invitations } from '../../access/invitations.ts';
import { createPeople, type StoredPeople } from '../../access/people.ts';
import { type Person } from '../../access/person.ts';
import { systemClock } from '../../clock.ts';
import { ConfigError } from '../../errors.ts';
import { platforms, readScenarios } from '../../service.ts';
import { type OpenedStore, withStore } from '../store.ts';

export interface Opened extends OpenedStore {
  people: StoredPeople;
  invitations: Invitations;
  known: KnownNames;
}

/** Opens the store of the configuration, beside a running service or without one, and closes it when `work` is over. */
export const withPeople = (work: (opened: Opened) => Promise<void>): Promise<void> =>
  withStore(async ({ config, store, log }) => {
    const people = createPeople({ store, clock: systemClock, log });
    await people.load();
    await work({
      config,
      store,
      people,
      invitations: createInvitations({ store, clock: systemClock }),
      known: {
        channels: platforms.map(({ name }) => name),
        scenarios: () => [...readScenarios(config.SCENARIOS_DIR).keys()],
      },
      log,
    });
  });

/** The person whom an id, a chat (`telegram:123`) or a name means. @throws {ConfigError} when there is none, or several */
export function personOf(people: StoredPeople, given: string): Person {
  const known = people
    .all()
    .find(({ id, chats }) => id === given || chats.some((chat) => chatKey(chat) === given));
  if (known) return known;
  const [person, ...others] = namedSo(people, given);
  if (!person)
    throw new ConfigError([`nobody is called "${given}"; see who there is by: afterword people list`]);
  if (others.length > 0) {
    const ids = [person, ...others].map(({ id }) => id);
    throw new ConfigError([`several people are called "${given}"; use an id: ${ids.join(' or ')}`]);
  }
  return person;
}
