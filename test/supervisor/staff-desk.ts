import { onTestFinished } from 'vitest';
import { figuresOf } from '../../src/alerts/figures.ts';
import type { Person } from '../../src/access/person.ts';
import { createPrompts } from '../../src/access/prompts.ts';
import type { StaffAreas } from '../../src/access/staff.ts';
import type { Actor, ChannelAdapter, ClientEvent, Message } from '../../src/channel.ts';
import { createSetClock, type SetClock } from '../../src/clock.ts';
import { createTargets } from '../../src/stats/targets/targets.ts';
import { createStatistics } from '../../src/stats/statistics.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Store } from '../../src/store/store.ts';
import { createAnswers } from '../../src/supervisor/answers.ts';
import type { Commands } from '../../src/supervisor/commands/command.ts';
import { createDesk } from '../../src/supervisor/desk.ts';
import type { Tools } from '../../src/supervisor/tools.ts';
import { peopleOf } from '../access/persons.ts';
import { recordingLog } from '../support/log.ts';

/** What stands in a chat; the last one has the buttons that may be tapped. */
export interface Standing {
  channel: string;
  clientId: string;
  messageId: string;
  message: Message;
  edits: number;
}

export interface StaffDeskWorld {
  store: Store;
  clock: SetClock;
  people: ReturnType<typeof peopleOf>;
  channels: Map<string, ChannelAdapter>;
  tools: Tools;
  /** The texts of the log, with its level. */
  logged: string[];
  standing: Standing[];
}

type Parts = { commands: Commands; areas?: StaffAreas; tools?: Partial<Tools> };

export const zone = 'Europe/Kyiv';
let events = 0;

/**
 * A desk over a store, with people in memory and channels that remember what stands in each chat: `telegram` edits its
 * messages and takes files, `viber` does neither.
 */
export async function openStaffDesk(
  persons: Person[],
  parts: (world: StaffDeskWorld) => Parts | Promise<Parts>,
) {
  const store = createSqliteStore({ path: ':memory:' });
  await store.open();
  onTestFinished(() => store.close());
  const clock = createSetClock(new Date('2026-11-22T12:05:00Z'));
  const people = peopleOf(...persons);
  const standing: Standing[] = [];
  const channels = new Map<string, ChannelAdapter>(
    ['telegram', 'viber'].map((name) => [name, channelOf(name, standing)]),
  );
  const { log, entries } = recordingLog();
  const logged: string[] = [];
  const prompts = createPrompts({ store, channels, clock });
  const tools: Tools = {
    statistics: createStatistics({ store, zone, clock }),
    store,
    targets: createTargets({ store, clock, seed: [] }),
    exports: { begin: async () => false },
    dashboard: { address: null, offer: async () => 'token', hasApps: () => false },
    people,
    prompts,
    clock,
    digestAt: '09:00',
    hasShifts: true,
    welcome: () => 'welcome',
    urlOf: () => null,
    connectors: [],
    offerDispute: async () => null,
    openAlerts: async () => ({ text: 'none' }),
    alertFigures: async () => figuresOf([], null, 0),
    handling: async () => ({ timeToTake: null, takenInTime: null }),
    onMenuChange: () => {},
  };
  const world = { store, clock, people, channels, tools, logged, standing };
  const own = await parts(world);
  Object.assign(tools, own.tools);
  const answers = createAnswers({
    channels,
    log,
    send: async ({ channel, clientId }, message) => channels.get(channel)?.send(clientId, message),
  });
  const desk = createDesk({
    people,
    prompts,
    areas: own.areas ?? {},
    commands: own.commands,
    tools,
    answers,
    log,
  });

  return {
    ...world,
    /** What a person types in their chat, or an actor in a group's. */
    async types(
      person: Person,
      text: string,
      rest: { actor?: Actor; replyTo?: string } = {},
    ): Promise<Message> {
      const [, name, argument = ''] = /^\/(\w+)\s*(.*)$/.exec(text) ?? [];
      return handle(person, {
        kind: 'text',
        text,
        messageId: `own${events}`,
        ...(name !== undefined && { command: { name, argument } }),
        ...rest,
      });
    },
    /** Taps the button of the last message in a person's chat that begins so. */
    async taps(person: Person, label: string, actor?: Actor): Promise<Message> {
      const [message, messageId] = lastIn(person);
      const choice = message.choices?.flat().find((one) => one.label.startsWith(label));
      if (!choice || choice.token === undefined) {
        throw new Error(`no button "${label}" among: ${labels(message).join(' | ')}`);
      }
      return handle(person, { kind: 'tap', token: choice.token, messageId, ...(actor && { actor }) });
    },
    /** Replies to the last message in a person's chat. */
    replies(person: Person, text: string, actor?: Actor): Promise<Message> {
      return this.types(person, text, { replyTo: lastIn(person)[1], ...(actor && { actor }) });
    },
    last: (person: Person) => lastIn(person)[0],
    log: entries,
  };

  async function handle(person: Person, what: Partial<ClientEvent>): Promise<Message> {
    const [chat] = person.chats;
    if (!chat) throw new Error(`${person.name} has no chat`);
    const { channel, clientId } = chat;
    const event = {
      id: `e${++events}`,
      channel,
      clientId,
      chat: person.kind === 'group' ? 'group' : 'private',
      at: clock.now(),
      ...what,
    } as ClientEvent;
    const known = people.find(chat);
    const done = known && (await desk.handle(event, known, async () => undefined));
    if (done?.reply) await channels.get(channel)?.send(clientId, done.reply);
    await answers.settle();
    return lastIn(person)[0];
  }

  function lastIn(person: Person): [Message, string] {
    const [chat] = person.chats;
    const found = standing.findLast((one) => one.channel === chat?.channel && one.clientId === chat.clientId);
    if (!found) throw new Error(`nothing stands in the chat of ${person.name}`);
    return [found.message, found.messageId];
  }
}

/** The labels of a message's buttons, row by row. */
export const rows = ({ choices = [] }: Message): string[] =>
  choices.map((row) => row.map(({ label }) => label).join(' | '));
const labels = ({ choices = [] }: Message): string[] => choices.flat().map(({ label }) => label);

function channelOf(name: string, standing: Standing[]): ChannelAdapter {
  return {
    name,
    limits: { tokenBytes: 64, textChars: 4096, buttonsPerRow: 8, buttons: 100, buttonChars: 30 },
    clientIdFault: () => null,
    start: async () => {},
    stop: async () => {},
    link: (payload) => payload,
    async send(clientId, message, options) {
      await options?.beforeRequest?.();
      const messageId = `m${standing.length + 1}`;
      standing.push({ channel: name, clientId, messageId, message, edits: 0 });
      return { messageId };
    },
    ...(name === 'telegram' && {
      fileBytes: 50_000_000,
      async edit(_clientId: string, messageId: string, message: Message) {
        const found = standing.find((one) => one.messageId === messageId);
        if (found) Object.assign(found, { message, edits: found.edits + 1 });
      },
    }),
    ...(name === 'viber' && { sharedKeyboard: true as const }),
  };
}
