import { vi } from 'vitest';
import { createInvitations } from '../../../src/access/invitations.ts';
import { createPeople } from '../../../src/access/people.ts';
import type { Person } from '../../../src/access/person.ts';
import type { SimulatedMessage, SimulatedPlatform } from '../../../simulator/platform.ts';
import { add } from '../../access/stored.ts';
import { silentLog } from '../../support/log.ts';
import { clients, DAY, startTestService, type TestService } from '../../support/service.ts';

export type ChannelName = 'telegram' | 'viber';

/** Somebody to enrol, and their chat. */
export interface Newcomer extends Partial<Omit<Person, 'chats'>> {
  id: string;
  channel: ChannelName;
  clientId: string;
  locale?: string;
}

export interface Company {
  service: TestService;
  /** Invites somebody as the command line does, and has them open the link. */
  enrol: (newcomer: Newcomer) => Promise<void>;
  /** Removes somebody as the command line does, beside this process. */
  remove: (id: string) => Promise<void>;
  /** A dialogue that its client has rated with so many stars. @returns its id */
  rated: (stars: number, fields?: Record<string, unknown>) => Promise<string>;
  /** What a client does, with everything done that follows. */
  say: (channel: ChannelName, clientId: string, text: string, replyTo?: string) => Promise<void>;
  tap: (channel: ChannelName, clientId: string, label: string, messageId?: string) => Promise<void>;
  /** Does what is due, and what follows from it. */
  settle: () => Promise<void>;
  /** Lets time pass, a minute at a time. */
  pass: (milliseconds: number) => Promise<void>;
  /** What the bot wrote into a chat since it was enrolled, oldest first. */
  told: (channel: ChannelName, clientId: string) => SimulatedMessage[];
  /** The same as texts. */
  texts: (channel: ChannelName, clientId: string) => string[];
  platform: (channel: ChannelName) => SimulatedPlatform;
}

const MINUTE = 60_000;

/** The whole service with people in it, on simulated platforms. The chats of SUPERVISORS are told of no alert. */
export async function openCompany(
  options: Parameters<typeof startTestService>[0] & { newcomers?: readonly Newcomer[] } = {},
): Promise<Company> {
  const service = await startTestService({
    ...options,
    environment: { ALERTS: 'off', ...options.environment },
  });
  const { store, clock, simulator, app } = service;
  const people = createPeople({ store, clock, log: silentLog });
  const invitations = createInvitations({ store, clock });
  const before = new Map<string, number>();
  const platform = (channel: ChannelName): SimulatedPlatform => simulator[channel];

  async function settle(): Promise<void> {
    // What one of them does may give the other something to do.
    for (let round = 0; round < 3; round++) {
      await service.settle();
      await app.worker.runAll();
    }
  }

  const company: Company = {
    service,
    platform,
    settle,
    async enrol({ channel, clientId, locale = 'en', ...person }) {
      platform(channel).addClient({ clientId, name: person.name ?? person.id, locale });
      await add(people, { name: person.id, ...person, chats: [] });
      const expiresAt = new Date(clock.now().getTime() + DAY);
      const links = await invitations.create({ personId: person.id, channels: [channel], expiresAt });
      await platform(channel).open(clientId, links.get(channel));
      // A bot on Viber may write to nobody who has not written first.
      if (channel === 'viber') await platform(channel).say(clientId, 'Hello');
      await settle();
      const messages = (): SimulatedMessage[] => platform(channel).chat(clientId).messages;
      await vi.waitUntil(() => messages().some(({ from }) => from === 'bot'));
      before.set(`${channel}:${clientId}`, messages().length);
    },
    async remove(id) {
      await people.remove(id);
      // This process reads what another one changed when it looks next, after some seconds.
      clock.set(6_000);
      await company.say('telegram', clients.telegram.uk, '/start');
    },
    async rated(stars, fields = {}) {
      const { channel = 'telegram', clientId = clients[channel as ChannelName].en } = fields as {
        channel?: ChannelName;
        clientId?: string;
      };
      const { body } = await service.report({ ...fields, channel, clientId });
      await company.tap(channel, clientId, '⭐'.repeat(stars));
      return body.dialogue.id;
    },
    async say(channel, clientId, text, replyTo) {
      await platform(channel).say(clientId, text, replyTo === undefined ? {} : { replyTo });
      await settle();
    },
    async tap(channel, clientId, label, messageId) {
      // What only changes buttons is sent beside everything else.
      await vi.waitUntil(() => labelsOf(platform(channel), clientId).includes(label));
      await platform(channel).tap(clientId, label, messageId);
      await settle();
    },
    async pass(milliseconds) {
      for (let passed = 0; passed < milliseconds; passed += MINUTE) {
        await service.pass(Math.min(MINUTE, milliseconds - passed));
        await settle();
      }
    },
    told: (channel, clientId) =>
      platform(channel)
        .chat(clientId)
        .messages.slice(before.get(`${channel}:${clientId}`) ?? 0)
        .filter(({ from }) => from === 'bot'),
    texts: (channel, clientId) => company.told(channel, clientId).map(({ text }) => text),
  };
  for (const newcomer of options.newcomers ?? []) await company.enrol(newcomer);
  return company;
}

function labelsOf(platform: SimulatedPlatform, clientId: string): string[] {
  const { messages, bottomKeyboard } = platform.chat(clientId);
  return [...messages.map(({ keyboard }) => keyboard), bottomKeyboard].flat(2).map(({ label }) => label);
}

/** Two supervisors, one on each platform. */
export const olena: Newcomer = { id: 'olena', name: 'Olena', channel: 'telegram', clientId: '701' };
export const vira: Newcomer = { id: 'vira', name: 'Vira', channel: 'viber', clientId: 'vira==' };
