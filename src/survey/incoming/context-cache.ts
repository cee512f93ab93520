import { deserialize, serialize } from 'node:v8';
import type { Clock } from '../../clock.ts';
import type { Client, Dialogue } from '../../dialogue.ts';
import { clientKey } from '../../keyed-mutex.ts';
import type { EventContext, EventQuery } from '../../store/ports/dialogues.ts';
import type { Store } from '../../store/store.ts';
import { RECENT } from './event-target.ts';

type Whose = Parameters<typeof clientKey>[0];

/** What this process read or wrote last of a client; another one takes its place when the client's own data are written. */
interface Entry {
  /** Undefined: not read since it was written; null: there is none. */
  client?: Client | null;
  /** When `client` was read, by the monotonic clock. */
  readAt: number;
  dialogues: Array<Pick<Dialogue, 'id' | 'revision'> & { state: Dialogue | Packed }>;
  /** Whether the last `RECENT` that the client was asked about are among them. */
  isWhole: boolean;
}

/** Of so many clients, the last read or written: what is kept of one takes some 1.5 KB. */
const MOST_CLIENTS = 2_000;
/** Of a client with more dialogues nothing is kept, nor of one whose survey has just ended. */
const MOST_DIALOGUES = 10;
/** So long another instance's news of a client may go unnoticed, such as that a message could not be delivered. */
const SHARED_FOR_MS = 10 * 60_000;

/**
 * The same store, but `findForEvent` gives what this process knows where `mayBeCached` allows that: the dialogue that is
 * named, and on a store that is not shared the client's latest ones too.
 */
export function cacheContexts(store: Store, clock: Pick<Clock, 'monotonic'>): Store {
  const entries = new Map<string, Entry>();

  const caching: Partial<Store> = {
    async findForEvent(query) {
      const known = query.mayBeCached ? contextOf(query) : undefined;
      if (known) return known;
      return noting(query, store.findForEvent(query), ({ client, dialogues }, entry) => {
        setClient(entry, client);
        addLatest(entry, dialogues, query.recent);
      });
    },
    findClient: (channel, clientId) =>
      noting({ channel, clientId }, store.findClient(channel, clientId), (client, entry) =>
        setClient(entry, client),
      ),
    recentDialogues: (channel, clientId, limit) =>
      noting({ channel, clientId }, store.recentDialogues(channel, clientId, limit), (dialogues, entry) =>
        addLatest(entry, dialogues, limit),
      ),
    async insertDialogue(dialogue) {
      const kept = await store.insertDialogue(dialogue);
      add(entryOf(kept.dialogue), kept.dialogue);
      return kept;
    },
    async saveDialogue(dialogue, options) {
      const isSaved = await store.saveDialogue(dialogue, options);
      if (!isSaved || isOver(dialogue)) entries.delete(clientKey(dialogue));
      else add(entryOf(dialogue), { ...dialogue, revision: dialogue.revision + 1 });
      return isSaved;
    },
    saveClient: (client, event) => forgetting(client, () => store.saveClient(client, event)),
    setOptOut: (channel, clientId, at) =>
      forgetting({ channel, clientId }, () => store.setOptOut(channel, clientId, at)),
    async releaseOutboxes(instance, now) {
      entries.clear();
      await store.releaseOutboxes(instance, now);
    },
  };
  return Object.assign(Object.create(store), caching);

  function contextOf({ channel, clientId, dialogueId, recent }: EventQuery): EventContext | undefined {
    const entry = entries.get(clientKey({ channel, clientId }));
    if (entry?.client === undefined) return undefined;
    const isOld = clock.monotonic() - entry.readAt > SHARED_FOR_MS;
    if (store.isShared && (recent > 0 || isOld)) return undefined;
    if (recent > 0 && !entry.isWhole) return undefined;
    const wanted = entry.dialogues.filter(({ id }) => recent > 0 || id === dialogueId);
    const known = wanted.map(({ state }) => (typeof state === 'string' ? unpack(state) : state));
    const named = known.find(({ id }) => id === dialogueId);
    if (!named) return undefined;
    const latest = known
      .filter(({ askedAt }) => askedAt)
      .toSorted(byAskedAt)
      .slice(0, recent);
    const dialogues = latest.includes(named) ? latest : [...latest, named];
    return { client: entry.client, dialogues, isCached: true };
  }

  /** Notes what was read, unless the client's own data were written meanwhile. */
  async function noting<T>(
    whose: Whose,
    reading: Promise<T>,
    note: (read: T, entry: Entry) => void,
  ): Promise<T> {
    const entry = entryOf(whose);
    const read = await reading;
    if (entries.get(clientKey(whose)) === entry) note(read, entry);
    return read;
  }

  async function forgetting(whose: Whose, write: () => Promise<void>): Promise<void> {
    forgetClient(whose);
    try {
      await write();
    } finally {
      // What was read meanwhile may be from before.
      forgetClient(whose);
    }
  }

  function forgetClient(whose: Whose): void {
    const entry = entries.get(clientKey(whose));
    if (entry) entries.set(clientKey(whose), { ...entry, client: undefined });
  }

  function setClient(entry: Entry, client: Client | null): void {
    entry.client = client;
    entry.readAt = clock.monotonic();
  }

  /** @param limit how many of the client's latest were asked for */
  function addLatest(entry: Entry, dialogues: readonly Dialogue[], limit: number): void {
    for (const dialogue of dialogues) add(entry, dialogue);
    if (limit >= RECENT || dialogues.length < limit) entry.isWhole = true;
  }

  function add(entry: Entry, dialogue: Dialogue): void {
    const { id, revision } = dialogue;
    const known = entry.dialogues.find((one) => one.id === id);
    if (known && known.revision >= revision) return;
    const others = entry.dialogues.filter((one) => one !== known);
    // While something is being sent, another state follows at once.
    const state = dialogue.outbox.length > 0 ? dialogue : pack(dialogue);
    entry.dialogues = [...others, { id, revision, state }];
    if (entry.dialogues.length > MOST_DIALOGUES) entries.delete(clientKey(dialogue));
  }

  /** Kept longer than those of all other clients from now on. */
  function entryOf(whose: Whose): Entry {
    const key = clientKey(whose);
    const entry = entries.get(key) ?? { readAt: 0, dialogues: [], isWhole: false };
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size > MOST_CLIENTS) forgetOldest();
    return entry;
  }

  function forgetOldest(): void {
    const [oldest] = entries.keys();
    if (oldest !== undefined) entries.delete(oldest);
  }
}

/** Whether hardly a tap follows. */
function isOver({ survey, outbox }: Dialogue): boolean {
  return survey?.ended !== undefined && outbox.length === 0;
}

/** A dialogue as one string, which takes half the memory of its objects. A client is too small for that to pay. */
type Packed = string;
const pack = (dialogue: Dialogue): Packed => serialize(dialogue).toString('latin1');
const unpack = (packed: Packed): Dialogue => deserialize(Buffer.from(packed, 'latin1')) as Dialogue;

/** The last asked first. */
function byAskedAt(one: Dialogue, other: Dialogue): number {
  const [at, otherAt] = [one.askedAt?.getTime() ?? 0, other.askedAt?.getTime() ?? 0];
  return otherAt - at || (one.id < other.id ? -1 : 1);
}
