import type { Chat } from '../../src/access/chat.ts';
import type { Prompt } from '../../src/access/prompts.ts';
import type { Person } from '../../src/access/person.ts';
import type { StaffEvent } from '../../src/access/staff.ts';
import type { Message, Reply } from '../../src/channel.ts';
import type { Dialogue, DisputeVerdict } from '../../src/dialogue.ts';
import { type DisputeService, createDisputeService } from '../../src/disputes/service.ts';
import { writeWish } from '../../src/disputes/buttons.ts';
import { authorIs } from '../../src/disputes/rules.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import type { Store } from '../../src/store/store.ts';
import { aPerson, peopleOf } from '../access/persons.ts';
import { aDialogue } from '../support/dialogues.ts';
import { recordingLog } from '../support/log.ts';
import { createRecordingChannel, type RecordingChannel } from '../support/recording-channel.ts';
import { openSurveyFixture, type SurveyFixture } from '../support/survey.ts';

const chat = (clientId: string, channel = 'telegram'): Chat[] => [{ channel, clientId }];

/** Iryna looks after everything, Petro after Support; Olena and Andriy are operators of Support; Marta is of Sales. */
export const iryna = aPerson({ id: 'iryna', name: 'Iryna', role: 'administrator', chats: chat('901') });
export const petro = aPerson({ id: 'petro', name: 'Petro', teams: ['Support'], chats: chat('902') });
export const olena = aPerson({
  id: 'olena',
  name: 'Olena K.',
  role: 'operator',
  operators: ['olena'],
  chats: chat('903'),
});
export const andriy = aPerson({
  id: 'andriy',
  name: 'Andriy',
  role: 'operator',
  operators: ['Andriy'],
  chats: chat('904'),
});
export const marta = aPerson({ id: 'marta', name: 'Marta', teams: ['Sales'], chats: chat('905') });
export const everybody = [iryna, petro, olena, andriy, marta];

export interface Desk extends DisputeService {
  fixture: SurveyFixture;
  store: Store;
  channel: RecordingChannel;
  asked: Array<{ chat: Chat; message: Message; prompt: Prompt }>;
  /** A dialogue of Olena in Support that was rated 2 of 5 an hour ago. */
  rated(changes?: Partial<Dialogue>): Promise<Dialogue>;
  stored(dialogue: Dialogue): Promise<Dialogue>;
  /** Raises a dispute as if its reason was written; fails the test when that is refused. @returns its id */
  raise(dialogue: Dialogue, by?: Person, reason?: string): Promise<string>;
  /** Taps a button, then replies to what is asked. */
  verdict(id: string, what: DisputeVerdict, by: Person, text: string): Promise<Reply | undefined>;
  /** Lets time pass and jobs run. */
  pass(ms: number): Promise<void>;
  /** What was sent to a person, newest last: title, text, buttons. */
  sentTo(person: Person): string[];
}

export async function openDesk(
  persons: readonly Person[] = everybody,
  options: { channel?: RecordingChannel; store?: Store } = {},
): Promise<Desk> {
  const fixture = await openSurveyFixture(options.store ? { store: options.store } : {});
  const { store, clock } = fixture;
  const channel = options.channel ?? createRecordingChannel();
  const { log } = recordingLog();
  const queue = createJobQueue({ store, clock });
  const asked: Desk['asked'] = [];
  const service = createDisputeService({
    store,
    people: peopleOf(...persons),
    operations: fixture.operations,
    queue,
    channels: new Map([['telegram', channel]]),
    send: ({ clientId }, message, sending) => channel.send(clientId, message, sending),
    prompts: { ask: async (to, message, prompt) => void asked.push({ chat: to, message, prompt }) },
    urlOf: (externalId) => `https://desk.example/${externalId}`,
    clock,
    log,
  });
  const worker = createWorker({ store, kinds: service.kinds, clock, log });
  const desk: Desk = {
    ...service,
    fixture,
    store,
    channel,
    asked,
    async rated(changes = {}) {
      const completedAt = new Date(clock.now().getTime() - 3_600_000);
      const facts = { operator: 'Olena', team: 'Support', rating: 2, outcome: 'answered' as const };
      const given = aDialogue({ completedAt, answeredAt: completedAt, ...facts, ...changes });
      return (await store.insertDialogue(given)).dialogue;
    },
    stored: (dialogue) => fixture.stored(dialogue),
    async raise(dialogue, by = olena, reason = 'The bank was down') {
      const place = by.chats[0] ?? { channel: 'telegram', clientId: '0' };
      const outcome = await service.disputes.raise(dialogue.id, reason, {
        author: authorIs(by),
        person: by,
        place,
      });
      if ('refused' in outcome) throw new Error(outcome.refused.code);
      return outcome.done.id;
    },
    async verdict(id, what, by, text) {
      const argument = writeWish({ what, disputeId: id });
      const refused = await service.area.tap(argument, tapBy(by));
      return refused ?? service.area.written?.(argument, text, tapBy(by));
    },
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += 1_000) {
        clock.set(1_000);
        await worker.runAll();
      }
    },
    sentTo: (person) =>
      channel.sent
        .filter(({ clientId }) => person.chats.some((one) => one.clientId === clientId))
        .map(({ message }) => shown(message)),
  };
  return desk;
}

/** Title, text and the labels of the buttons. */
export function shown({ title, text, choices = [] }: Message): string {
  const labels = choices.map((row) => row.map(({ label }) => `[${label}]`).join(''));
  return [title, text, ...labels].filter((part) => part !== undefined).join('\n');
}

export function tapBy(person: Person): StaffEvent & { event: { kind: 'tap' } & StaffEvent['event'] } {
  const own = person.chats[0] ?? { channel: 'telegram', clientId: '0' };
  const { channel, clientId } = own;
  const at = new Date(0);
  const event = { kind: 'tap', id: 'e', channel, clientId, chat: 'private', at, token: '' } as const;
  return { event, person, place: person, chat: own };
}
