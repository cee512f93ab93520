import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Chat, chatKey } from '../access/chat.ts';
import { may } from '../access/may.ts';
import type { People } from '../access/people.ts';
import { type Person } from '../access/person.ts';
import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { faultFields, isKnown } from '../errors.ts';
import { endOfRefusal } from '../jobs/end-of-refusal.ts';
import { type Attempt, type JobEnd, type JobKind, jobKind } from '../jobs/job-kind.ts';
import type { JobQueue } from '../jobs/queue.ts';
import type { ScheduleEntry } from '../jobs/schedule.ts';
import { createTranslator } from '../locales/index.ts';
import type { Log } from '../log/log.ts';
import type { RecordStore, StoredRecord } from '../store/ports/records.ts';
import type { Commands } from './commands/command.ts';

export interface MenusOptions {
  people: Pick<People, 'all' | 'current'>;
  channels: ReadonlyMap<string, Pick<ChannelAdapter, 'setMenu'>>;
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'listRecords' | 'saveRecord'>;
  queue: JobQueue;
  /** In the order in which menus show them. */
  commands: Commands;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** The menus of private chats: what a person may ask, in their language. Who is not of the company has none. */
export interface Menus {
  /** Sets the menu of one chat. */
  kind: JobKind;
  /** Looks for menus that are not as they should be, at the start and every five minutes. */
  entry: ScheduleEntry;
  /** Looks at once, in the background: somebody was enrolled, or speaks another language now. */
  refresh(): void;
  /** Resolves when no look is under way. */
  settle(): Promise<void>;
}

type Menu = Array<{ name: string; about: string }>;
type Place = Pick<Chat, 'channel' | 'clientId'>;

const KIND = 'menu';
const PAGE = 500;
const EVERY_MS = 5 * 60_000;
const DAY_MS = 86_400_000;
const NOTHING = hashOf([]);

const payload = z.object({ channel: z.string(), clientId: z.string(), person: z.string().nullable() });
type Payload = z.infer<typeof payload>;

/** What a chat's menu shows, as a hash. */
const body = z.object({ channel: z.string(), clientId: z.string(), shows: z.string() });

/**
 * The menu that a chat was given last is kept as a record, and compared with the one that it should have: so the chat of
 * somebody who was removed, by whichever process, loses its menu as well.
 */
export function createMenus({ people, channels, store, queue, commands, clock, log }: MenusOptions): Menus {
  let looking: Promise<void> | null = null;
  let isWanted = false;

  return {
    kind: jobKind(payload, setMenu, { forgetAfterMs: DAY_MS }),
    entry: {
      name: 'menus',
      isDue: (now, before) => Math.floor(now.getTime() / EVERY_MS) > Math.floor(before.getTime() / EVERY_MS),
      enqueue: look,
    },
    refresh() {
      isWanted = true;
      looking ??= lookWhileWanted().finally(() => {
        looking = null;
      });
    },
    async settle() {
      while (looking) await looking;
    },
  };

  async function lookWhileWanted(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      await look().catch((error: unknown) => {
        const level = isKnown(error) ? 'warn' : 'error';
        log(level, 'Menus could not be compared; they are again within five minutes', {
          ...faultFields(error),
        });
      });
    }
  }

  async function look(): Promise<void> {
    const kept = new Map((await records()).map((record) => [record.id, record]));
    for (const person of people.all()) {
      for (const chat of person.chats) {
        if (!hasMenu(person, chat)) continue;
        const record = kept.get(chatKey(chat));
        kept.delete(chatKey(chat));
        const shows = hashOf(menuOf(person));
        if (record && body.parse(record.body).shows === shows) continue;
        await enqueue(chat, person.id, shows, record);
      }
    }
    // What is left was the chat of somebody who has it no more.
    for (const record of kept.values()) {
      const { shows, ...chat } = body.parse(record.body);
      if (shows !== NOTHING) await enqueue(chat, null, NOTHING, record);
    }
  }

  async function records(): Promise<StoredRecord[]> {
    const all: StoredRecord[] = [];
    for (;;) {
      const after = all.at(-1);
      const page = await store.listRecords({ kind: KIND, limit: PAGE, ...(after && { after }) });
      all.push(...page);
      if (page.length < PAGE) return all;
    }
  }

  /** The same menu is set once; after another one it is set again, and what failed is tried again the next day. */
  function enqueue(chat: Place, person: string | null, shows: string, last?: StoredRecord): Promise<boolean> {
    const { channel, clientId } = chat;
    const after = last ? `${last.at.getTime()}.${last.revision}` : 'none';
    const today = clock.now().toISOString().slice(0, 10);
    return queue.enqueue({
      kind: KIND,
      key: `${KIND}:${chatKey(chat)}:${shows}:${after}:${today}`,
      payload: { channel, clientId, person } satisfies Payload,
      ordering: `${KIND}:${chatKey(chat)}`,
    });
  }

  async function setMenu({ person: id, ...chat }: Payload, { confirm }: Attempt): Promise<JobEnd> {
    const set = channels.get(chat.channel)?.setMenu;
    if (!set) return { state: 'given_up', reason: `channel "${chat.channel}" has no menus` };
    const has = ({ chats }: Person): boolean => chats.some((one) => chatKey(one) === chatKey(chat));
    const person = id === null ? null : await people.current(id);
    const owner = person && has(person) ? person : null;
    // Enrolled since then, for which there is a job of its own.
    if (!owner && people.all().some(has)) return { state: 'done' };
    const menu = owner ? menuOf(owner) : [];
    const record = await store.findRecord(KIND, chatKey(chat));
    const shows = record ? body.parse(record.body).shows : NOTHING;
    if (shows === hashOf(menu)) return { state: 'done' };
    await confirm();
    try {
      await set(chat.clientId, menu);
    } catch (error) {
      return endOfRefusal(error);
    }
    await keep(chat, menu, record);
    return { state: 'done' };
  }

  /**
   * An empty menu is kept as well, after which the one before may be set again. Where another instance was first, what it
   * kept stays, and the next look compares with that.
   */
  async function keep(chat: Place, menu: Menu, record: StoredRecord | null): Promise<void> {
    const next = {
      kind: KIND,
      id: chatKey(chat),
      at: clock.now(),
      tag: null,
      body: { channel: chat.channel, clientId: chat.clientId, shows: hashOf(menu) },
    };
    await (record ? store.saveRecord({ ...next, revision: record.revision }) : store.insertRecord(next));
  }

  function hasMenu({ kind }: Person, { channel }: Chat): boolean {
    return kind === 'person' && channels.get(channel)?.setMenu !== undefined;
  }

  function menuOf(person: Person): Menu {
    const t = createTranslator(person.language);
    return Object.entries(commands)
      .filter(([, { action }]) => action === null || may(person, action))
      .map(([name, { about }]) => ({ name, about: t(about) }));
  }
}

function hashOf(menu: Menu): string {
  return createHash('sha256').update(JSON.stringify(menu)).digest('base64url').slice(0, 16);
}
