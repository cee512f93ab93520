import { chatKey } from '../../access/chat.ts';
import { createInvitations, type Invitations } from '../../access/invitations.ts';
import { createPeople, type StoredPeople } from '../../access/people.ts';
import { type Person } from '../../access/person.ts';
import { systemClock } from '../../clock.ts';
import type { Config } from '../../config/config.ts';
import { ConfigError } from '../../errors.ts';
import type { Log } from '../../log/log.ts';
import { createLogger } from '../../log/logger.ts';
import { platforms, readConfig, readScenarios, secretsOf } from '../../service.ts';
import { createStore } from '../../store/index.ts';
import type { Store } from '../../store/store.ts';
import { foldName } from '../../text/names.ts';
import { environment } from '../environment.ts';
import type { KnownNames } from './grant.ts';

export interface Opened {
  config: Config;
  store: Store;
  people: StoredPeople;
  invitations: Invitations;
  known: KnownNames;
  log: Log;
}

/** Opens the store of the configuration, beside a running service or without one, and closes it when `work` is over. */
export async function withPeople(work: (opened: Opened) => Promise<void>): Promise<void> {
  const config = readConfig(environment());
  const log = await createLogger({ level: 'warn', forPerson: true, secrets: secretsOf(config) });
  const store = await createStore(config.STORE_URL);
  await store.open();
  try {
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
  } finally {
    await store.close();
  }
}

/** Those with this name, however it is spelled. */
export const namedSo = (people: StoredPeople, name: string): Person[] =>
  people.all().filter((person) => foldName(person.name) === foldName(name));

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
