import { type Chat, chatKey } from './chat.ts';
import type { Language } from '../locales/index.ts';
import { personSettings, seedId } from './person.ts';
import type { StoredPeople } from './people.ts';

/** A chat that SUPERVISORS names. */
export interface SeedChat extends Chat {
  language: Language;
  isGroup?: boolean;
}

/**
 * Makes each chat of SUPERVISORS that is nobody's an administrator, since the environment is the first key, and removes
 * whom an earlier SUPERVISORS made and this one names no more. What was changed of those who stay is left as it is.
 * @throws {StoreError}
 */
export async function seedPeople(people: StoredPeople, supervisors: readonly SeedChat[]): Promise<void> {
  const isNamed = new Set(supervisors.map(seedId));
  for (const { id, seeded, chats } of await people.fresh()) {
    // The chat of a group that became a supergroup has another id than its person's.
    const stays = isNamed.has(id) || chats.some((chat) => isNamed.has(seedId(chat)));
    if (seeded && !stays) await people.remove(id);
  }
  for (const chat of supervisors) {
    const id = seedId(chat);
    if (people.find(chat) || (await people.current(id))?.chats.length) continue;
    await people.add({
      id,
      kind: chat.isGroup ? 'group' : 'person',
      name: chatKey(chat),
      role: 'administrator',
      language: chat.language,
      teams: 'all',
      channels: 'all',
      scenarios: 'all',
      operators: [],
      settings: personSettings.parse({}),
    });
    await people.claim(chat, id);
  }
}
