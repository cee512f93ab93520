import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { demoPeople, type Simulator } from '../../simulator/index.ts';
import type { SimulatedChat, SimulatedPlatform } from '../../simulator/platform.ts';
import { createSetClock, type SetClock } from '../../src/clock.ts';
import { type Client, createClient } from '../../src/http/api/client/client.ts';
import { readConfig, type Service, startService } from '../../src/service.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import type { Store } from '../../src/store/store.ts';
import { recordingLog } from './log.ts';

export interface TestService extends Omit<Service, 'simulator'> {
  simulator: Simulator;
  clock: SetClock;
  logs: string[];
  /** Reports a dialogue over the HTTP API. */
  report(fields?: Record<string, unknown>): Promise<{ status: number; body: ReportAnswer }>;
  /** With the key; a method for each endpoint. */
  client: Client;
  /** Any request to the HTTP API, with the key: for what the client would not send. */
  api(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  /** Resolves when every message that is due was sent. */
  settle(): Promise<void>;
  /** Moves the clock and does what is due then. */
  pass(milliseconds: number): Promise<void>;
  /** The latest dialogues as they are stored. */
  rows(): Promise<Dialogue[]>;
}

export interface ReportAnswer {
  dialogue: { id: string; outcome: string; rating: number | null; comment: string | null };
  asked: boolean;
  reason: string | null;
  error?: { code: string; message: string; faults: Array<{ path: string; message: string }> };
}

export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
export const NOON = new Date('2026-11-22T12:00:00Z');

/** A client on each platform whose language is English, and one whose language is Ukrainian. */
export const clients = {
  telegram: { en: demoPeople.telegram.clients[0].clientId, uk: demoPeople.telegram.clients[1].clientId },
  viber: { en: demoPeople.viber.clients[0].clientId, uk: demoPeople.viber.clients[1].clientId },
};
export const supervisors = {
  telegram: demoPeople.telegram.supervisor.clientId,
  viber: demoPeople.viber.supervisor.clientId,
};

interface TestServiceOptions {
  environment?: Record<string, string>;
  store?: Store;
  now?: Date;
  /** Takes what ends the service. Default: it ends with the test. */
  onEnd?: (end: () => Promise<void>) => void;
}

/** One service for all tests of a file, for those that leave nothing behind. @returns gives it to a test */
export function sharedTestService(options: TestServiceOptions = {}): () => TestService {
  let service: TestService | undefined;
  let end = async (): Promise<void> => {};
  beforeAll(async () => {
    service = await startTestService({ ...options, onEnd: (given) => (end = given) });
  });
  afterAll(() => end());
  return () => {
    if (!service) throw new Error('the service is there once the tests run');
    return service;
  };
}

/** The whole service on simulated platforms, as `npm start` runs it, with a clock that the test sets. */
export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const clock = createSetClock(options.now ?? NOON);
  const { log, lines: logs } = recordingLog();
  const service = await startService(
    readConfig({ STORE_URL: 'sqlite::memory:', PORT: '0', ...options.environment }),
    {
      clock,
      log,
      simulatorState: null,
      ...(options.store ? { store: options.store } : {}),
    },
  );
  (options.onEnd ?? onTestFinished)(() => service.stop());
  const { simulator } = service;
  if (!simulator) throw new Error('no simulator');
  let reported = 0;

  const api: TestService['api'] = async (method, path, body) => {
    const response = await fetch(`${service.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${service.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const settle = (): Promise<void> => service.app.outbox.idle();
  return {
    ...service,
    simulator,
    clock,
    logs,
    client: createClient({ baseUrl: service.url, key: service.apiKey ?? '' }),
    api,
    settle,
    async report(fields = {}) {
      const answer = await api('POST', '/dialogues', {
        channel: 'telegram',
        clientId: clients.telegram.en,
        externalId: `T-${++reported}`,
        ...fields,
      });
      await settle();
      return answer;
    },
    async pass(milliseconds) {
      clock.set(milliseconds);
      await service.app.dueWork.sweep();
      await settle();
    },
    rows: () => service.store.listDialogues({ from: new Date(0), to: new Date(8.64e15), limit: 500 }),
  };
}

/** The texts that the bot wrote into a chat after its welcome, oldest first. */
export const botTexts = (chat: SimulatedChat): string[] =>
  chat.messages
    .filter(({ from }) => from === 'bot')
    .map(({ text }) => text)
    .filter((text) => !/^(Hello|Вітаємо)[!,]/.test(text));

/** Of those the digests, without what else supervisors are told, oldest first. */
export const digestTexts = (chat: SimulatedChat): string[] =>
  botTexts(chat).filter((text) => /^(CSAT digest|CSAT so far|Дайджест CSAT)/.test(text));

/** What comes before the colon of those, sorted: digests that are due at once come in any order. */
export const digestTitles = (chat: SimulatedChat): string[] =>
  digestTexts(chat)
    .map((text) => text.split(':')[0] ?? '')
    .toSorted((a, b) => a.localeCompare(b));

/** The labels of the newest keyboard that a client sees. */
export function keyboardOf(platform: SimulatedPlatform, clientId: string): string[] {
  const chat = platform.chat(clientId);
  const inline = chat.messages.findLast(({ keyboard }) => keyboard.length > 0)?.keyboard ?? [];
  return (platform.name === 'viber' ? chat.bottomKeyboard : inline).flat().map(({ label }) => label);
}
