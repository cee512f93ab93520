import { afterEach, beforeEach } from 'vitest';
import type { Message } from '../../src/channel.ts';
import { createSetClock, type SetClock } from '../../src/clock.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import type { People } from '../../src/access/people.ts';
import { type Person, type PersonSettings, personSettings } from '../../src/access/person.ts';
import type { StaffArea } from '../../src/access/staff.ts';
import type { SendDigest } from '../../src/digest/delivery/deliver.ts';
import type { PictureKindOptions } from '../../src/digest/delivery/picture.ts';
import { createDigests, type DigestsOptions } from '../../src/digest/digests.ts';
import type { SendDigestNow } from '../../src/digest/send-now.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { createLog, type LogFields } from '../../src/log/log.ts';
import { createStatistics, type Statistics } from '../../src/stats/statistics.ts';
import type { Target } from '../../src/stats/targets/target.ts';
import { csatTarget } from '../../src/stats/targets/targets.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { createDialogueUrl } from '../../src/text/dialogue-url.ts';
import { aPerson, peopleOf } from '../access/persons.ts';
import { dialogue } from '../stats/dialogues.ts';

export const zone = 'Europe/Kyiv';
export const minute = 60_000;

const dailyAlone = { daily: true, weekly: false, monthly: false, shift: false };

/** A supervisor with one chat, `telegram:123`, who gets daily digests alone unless these settings say otherwise. */
export function personAt(
  chat: string,
  { settings = {}, ...rest }: Partial<Omit<Person, 'settings'>> & { settings?: Partial<PersonSettings> } = {},
): Person {
  const [channel = '', clientId = '', thread] = chat.split(':');
  const chats = [{ channel, clientId, ...(thread !== undefined && { thread }) }];
  return aPerson({
    id: chat,
    chats,
    settings: personSettings.parse({ reports: dailyAlone, ...settings }),
    ...rest,
  });
}

/** Where a test is about texts alone, nobody wants pictures. */
const withoutPicture = (person: Person): Person => ({
  ...person,
  settings: { ...person.settings, picture: false },
});

export const olena = personAt('telegram:123', { language: 'uk' });
export const tom = personAt('viber:abc=');
export const channels = new Map([
  ['telegram', { folds: true }],
  ['viber', { folds: true }],
] as const);

interface Changes {
  store?: Store;
  statistics?: Statistics;
  send?: SendDigest;
  people?: readonly Person[] | Pick<People, 'place' | 'whoMay'>;
  /** CSAT % that is wanted, 0..1; or any targets. */
  target?: number | readonly Target[];
  shifts?: DigestsOptions['shifts'];
  dialogueUrl?: string;
  connectors?: readonly string[];
  pictures?: Pick<PictureKindOptions, 'draw' | 'files'>;
  channels?: DigestsOptions['channels'];
  handling?: DigestsOptions['handling'];
}

/** An instance of the service, as far as digests go. */
export interface Digests {
  /** Enqueues what is due, as the schedule does, and runs it. */
  catchUp(): Promise<void>;
  enqueue(): Promise<unknown>;
  sendNow: SendDigestNow;
  area: StaffArea;
  isDue(before: Date): boolean;
}

export interface World {
  store: Store;
  clock: SetClock;
  sent: Array<{ to: string; message: Message }>;
  logged: Array<{ level: string; message: string; fields: LogFields }>;
  instance(changes?: Changes): Digests;
  recipients(): string[];
  /** What Tom got; each text with what is folded below it. */
  english(): Message[];
  /** Refuses the first supervisor once, then takes everything. */
  failingOnce(error: Error): SendDigest;
}

/** Two supervisors in Kyiv at nine in the morning, after a day with one dialogue; anew for each test. */
export function createWorld(): World {
  const log = createLog((level, message, fields) => void world.logged.push({ level, message, fields }));
  const send: SendDigest = async ({ channel, clientId }, message) => {
    world.sent.push({ to: `${channel}:${clientId}`, message });
  };
  const world: World = {
    store: createSqliteStore({ path: ':memory:' }),
    clock: createSetClock(new Date(0)),
    sent: [],
    logged: [],
    recipients: () => world.sent.map(({ to }) => to),
    english: () =>
      world.sent
        .filter(({ to }) => to === 'viber:abc=')
        .map(({ message }) => ({ ...message, text: wholeText(message) })),
    failingOnce(error) {
      let failed = false;
      return async (recipient, message) => {
        if (failed) return send(recipient, message);
        failed = true;
        throw error;
      };
    },
    instance(changes = {}) {
      const { clock } = world;
      const { store = world.store, people = [olena, tom], target = [], dialogueUrl, ...rest } = changes;
      const { statistics = createStatistics({ store, zone, clock }) } = changes;
      const queue = createJobQueue({ store, clock });
      const digests = createDigests({
        store,
        targets: { list: async () => (typeof target === 'number' ? [csatTarget(target)] : target) },
        people:
          'place' in people ? people : peopleOf(...people.map(rest.pictures ? (one) => one : withoutPicture)),
        channels,
        queue,
        send,
        urlOf: createDialogueUrl(dialogueUrl, rest.connectors ?? []),
        connectors: [],
        shifts: [],
        handling: async () => ({ timeToTake: null, takenInTime: null }),
        pictures: { draw: async () => new Uint8Array(), files: { address: async () => null } },
        zone,
        at: '09:00',
        clock,
        log,
        ...rest,
        statistics,
      });
      const worker = createWorker({ store, kinds: digests.kinds, clock, log });
      const { schedule } = digests;
      return {
        enqueue: () => schedule.enqueue(),
        async catchUp() {
          await schedule.enqueue();
          await worker.runAll();
        },
        sendNow: digests.sendNow,
        area: digests.area,
        isDue: (before) => schedule.isDue(clock.now(), before),
      };
    },
  };

  beforeEach(async () => {
    world.store = createSqliteStore({ path: ':memory:' });
    await world.store.open();
    await world.store.insertDialogue(
      dialogue({ id: 'a', completedAt: new Date('2026-11-21T10:00:00Z'), comment: 'Дякую' }),
    );
    await world.store.insertDialogue(
      dialogue({ id: 'b', completedAt: new Date('2026-11-22T06:00:00Z'), rating: 1 }),
    );
    world.clock = createSetClock(new Date('2026-11-22T07:00:00Z')); // 09:00 in Kyiv
    world.sent = [];
    world.logged = [];
  });
  afterEach(() => world.store.close());
  return world;
}

/** A text with what is folded below it. */
export const wholeText = ({ text, more }: Message): string =>
  more === undefined ? text : `${text}\n\n${more}`;

/** Changes a dialogue in the store. */
export async function change(store: Store, one: Dialogue, changes: Partial<Dialogue>): Promise<void> {
  const found = await store.findDialogue(one.channel, one.clientId, one.id);
  if (!found || !(await store.saveDialogue({ ...found, ...changes }))) throw new Error('it is gone');
}
