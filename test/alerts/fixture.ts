import { onTestFinished } from 'vitest';
import type { Chat } from '../../src/access/chat.ts';
import type { Person } from '../../src/access/person.ts';
import type { People } from '../../src/access/people.ts';
import { peopleOf } from '../access/persons.ts';
import type { Prompt, Prompts } from '../../src/access/prompts.ts';
import type { StaffEvent } from '../../src/access/staff.ts';
import { type AlertsOptions, createAlerts } from '../../src/alerts/alerts.ts';
import type { Alert } from '../../src/alerts/alert.ts';
import { createAlertRecords } from '../../src/alerts/records.ts';
import type { ChannelAdapter, ClientEvent, Message, Reply } from '../../src/channel.ts';
import { createSetClock } from '../../src/clock.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { readStaffToken } from '../../src/token.ts';
import { recordingLog } from '../support/log.ts';
import { aDialogue, aSurvey } from '../support/dialogues.ts';

/** What stands in a chat now, as its reader sees it. */
export interface Shown {
  channel: string;
  clientId: string;
  messageId: string;
  message: Message;
  edits: number;
}

/** Platforms that remember what stands in each chat; `telegram` edits and forwards, `viber` does neither. */
export function fakePlatforms() {
  const shown: Shown[] = [];
  const forwarded: Array<{ messageId: string; to: string }> = [];
  /** Thrown, or waited for, at each request. */
  const world = { before: async (_clientId: string) => {}, after: async (_clientId: string) => {} };
  const create = (name: string): ChannelAdapter =>
    ({
      name,
      limits: { tokenBytes: 64, textChars: 4096, buttonsPerRow: 8, buttons: 100, buttonChars: 30 },
      clientIdFault: () => null,
      start: async () => {},
      stop: async () => {},
      link: (payload) => payload,
      async send(clientId, message, options) {
        await options?.beforeRequest?.();
        await world.before(clientId);
        const messageId = `m${shown.length + 1}`;
        shown.push({ channel: name, clientId, messageId, message, edits: 0 });
        await world.after(clientId);
        return { messageId };
      },
      ...(name === 'telegram' && {
        async edit(clientId, messageId, message) {
          await world.before(clientId);
          const found = shown.find((one) => one.clientId === clientId && one.messageId === messageId);
          if (found) Object.assign(found, { message, edits: found.edits + 1 });
        },
        async forward({ messageId }, to, options) {
          await options?.beforeRequest?.();
          await world.before(to.clientId);
          forwarded.push({ messageId, to: to.clientId });
          return { messageId: `f${forwarded.length}` };
        },
      }),
      ...(name === 'viber' && { sharedKeyboard: true as const }),
    }) satisfies ChannelAdapter;
  const channels = new Map(['telegram', 'viber'].map((name) => [name, create(name)]));
  return { shown, forwarded, world, channels };
}

type Options = Partial<Pick<AlertsOptions, 'escalation' | 'tellsSeeded' | 'dialogueUrl' | 'zone'>>;

export const MINUTE = 60_000;
let events = 0;

/** Alerts over a store and fake platforms, with a clock that the test sets. */
export async function openAlertsFixture(people: Person[], options: Options = {}) {
  const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
  const opened = createSqliteStore({ path: ':memory:' });
  await opened.open();
  onTestFinished(() => opened.close());
  const store: Store = { ...opened };
  const { log, entries } = recordingLog();
  const platforms = fakePlatforms();
  const { channels } = platforms;
  const company = { persons: people };
  /** Whoever is changed by a test is another person from then on. */
  const known = (): People => peopleOf(...company.persons);
  const live: People = {
    find: (chat) => known().find(chat),
    all: () => company.persons,
    whoMay: (...asked) => known().whoMay(...asked),
    fresh: async () => company.persons,
    place: (chat) => known().place(chat),
    current: (id) => known().current(id),
    change: (...change) => known().change(...change),
  };
  const asked: Array<{ chat: Chat; message: Message; prompt: Prompt }> = [];
  const messenger: AlertsOptions['messenger'] = async ({ channel, clientId }, message, sending) => {
    const adapter = channels.get(channel);
    if (!adapter) throw new Error('no such channel');
    return adapter.send(clientId, message, { background: true, ...sending });
  };
  const prompts: Prompts = {
    async ask(chat, message, prompt) {
      await messenger(chat, message);
      asked.push({ chat, message, prompt });
    },
    find: async () => null,
  };
  const queue = createJobQueue({ store, clock });
  /** One process; `own` takes the place of what it shares with the others. */
  const instance = (own: Partial<AlertsOptions> = {}) => {
    const alerts = createAlerts({
      store,
      people: live,
      prompts,
      channels,
      messenger,
      queue,
      escalation: [
        { afterMs: 15 * MINUTE, role: 'supervisor' },
        { afterMs: 60 * MINUTE, role: 'administrator' },
      ],
      tellsSeeded: true,
      dialogueUrl: () => null,
      zone: 'UTC',
      clock,
      log,
      ...options,
      ...own,
    });
    const lives = { store: (own.store ?? store) as Store, clock: own.clock ?? clock };
    return { alerts, worker: createWorker({ ...lives, kinds: alerts.kinds, log }) };
  };
  const { alerts, worker } = instance();

  /** Saves a change of a dialogue and enqueues what it leads to, as the outbox does. */
  async function save(before: Dialogue, change: Partial<Dialogue>): Promise<Dialogue> {
    const changed = { ...before, ...change };
    const next = alerts.announce(before, { ...changed, outbox: [] });
    if (!(await store.saveDialogue({ ...next, outbox: [] }, { before }))) throw new Error('lost a race');
    for (const { id, effect } of next.outbox) {
      if (effect.kind !== 'enqueue') continue;
      const { kind, payload, ordering } = effect.job;
      const { channel, clientId, id: dialogueId } = next;
      await queue.enqueue({
        key: `${kind}:${dialogueId}:${id}`,
        kind,
        payload,
        origin: { channel, clientId, dialogueId, block: null },
        ...(ordering !== undefined && { ordering }),
      });
    }
    return { ...next, outbox: [], revision: before.revision + 1 };
  }

  return {
    ...platforms,
    clock,
    store,
    log: entries,
    company,
    asked,
    queue,
    alerts,
    worker,
    instance,
    records: createAlertRecords(store, log),
    save,
    /** A dialogue that was asked about. */
    ask: async (fields: Partial<Dialogue> = {}): Promise<Dialogue> => {
      const dialogue = aDialogue({ survey: aSurvey(), ...fields });
      await store.insertDialogue(dialogue);
      return dialogue;
    },
    /** One that its client has rated, with everything done that follows. */
    rated: async (rating: number, fields: Partial<Dialogue> = {}): Promise<Dialogue> => {
      const dialogue = aDialogue({ survey: aSurvey(), ...fields, rating: null, comment: null });
      await store.insertDialogue(dialogue);
      const { comment = null } = fields;
      const next = await save(dialogue, { rating, comment, outcome: 'answered' });
      await worker.runAll();
      return next;
    },
    change: async (dialogue: Dialogue, change: Partial<Dialogue>): Promise<Dialogue> => {
      const next = await save(dialogue, change);
      await worker.runAll();
      return next;
    },
    /** Lets time pass, with all that is due done in each step. */
    pass: async (ms: number, step = MINUTE): Promise<void> => {
      for (let passed = 0; passed < ms; passed += step) {
        clock.set(Math.min(step, ms - passed));
        await worker.runAll();
      }
    },
    alert: async (id: string): Promise<Alert> => {
      const found = await createAlertRecords(store, log).find(id);
      if (!found) throw new Error('no such alert');
      return found;
    },
    /** What stands in a chat, oldest first. */
    chat: (clientId: string): Message[] =>
      platforms.shown.filter((one) => one.clientId === clientId).map(({ message }) => message),
    /** Taps a button by its label in the newest message of a chat that has it, with everything done that follows. */
    tap: async (
      label: string,
      person: Person,
      more: Partial<StaffEvent> = {},
    ): Promise<Reply | undefined> => {
      const place = more.place ?? person;
      const chat = more.chat ?? place.chats[0];
      if (!chat) throw new Error('no chat');
      const found = platforms.shown.findLast(
        ({ clientId, message }) => clientId === chat.clientId && tokenOf(message, label) !== undefined,
      );
      const token = found && tokenOf(found.message, label);
      const read = token === undefined ? null : readStaffToken(token);
      if (!read) throw new Error(`no button ${label}`);
      const reply = await alerts.area.tap(read.argument, {
        event: event(chat, { kind: 'tap', token: token ?? '', messageId: found?.messageId ?? '' }),
        person,
        place,
        chat,
      });
      await worker.runAll();
      return reply;
    },
    /** Writes to the last prompt. */
    write: async (text: string, person: Person): Promise<Reply | undefined> => {
      const { chat, prompt } = asked.at(-1) ?? {};
      if (!chat || !prompt) throw new Error('nobody was asked');
      const by = { event: event(chat, { kind: 'text', text }), person, place: person, chat };
      const reply = await alerts.area.written?.(prompt.argument, text, by);
      await worker.runAll();
      return reply;
    },
    event,
  };

  function event<Kind extends object>(chat: Chat, kind: Kind) {
    const { channel, clientId } = chat;
    const base = { id: `e${++events}`, channel, clientId, chat: 'private' as const, at: clock.now() };
    return { ...base, ...kind } as ClientEvent & Kind;
  }
}
export type AlertsFixture = Awaited<ReturnType<typeof openAlertsFixture>>;

function tokenOf({ choices = [] }: Message, label: string): string | undefined {
  return choices.flat().find((choice) => choice.label === label)?.token;
}

/** The whole text that a message shows. */
export const textOf = (message: Message | undefined): string =>
  message ? [message.title, message.text].filter(Boolean).join('\n') : '';
