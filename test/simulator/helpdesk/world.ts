import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, expect } from 'vitest';
import { type Simulator, startSimulator } from '../../../simulator/index.ts';
import type { SimulatorOptions } from '../../../simulator/platform.ts';
import { type Bot, startBot } from '../bot.ts';

export const botToken = '42:token';
const viberToken = 'viber-token';
const relaySecret = 'simulated-helpdesk-secret';
export const apiToken = 'simulated-helpdesk-api-token';

export const world = { now: new Date('2026-11-22T09:00:00Z') };
export let simulator: Simulator & { url: string };
/** Stands for Afterword: what the helpdesk's webhook calls. */
export let receiver: Bot;
const started: Array<() => Promise<void>> = [];

export async function start(options: Partial<SimulatorOptions> = {}): Promise<void> {
  simulator = await startSimulator({
    telegramToken: botToken,
    viberToken,
    now: () => world.now,
    webhookRetries: { times: 0, pauseMs: 0 },
    ...options,
  });
  started.push(() => simulator.stop());
}

// Answers are read as a helpdesk's users without types would.
type Answer = { status: number; body: any };

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
};

/** What the relay passes on from Telegram: the body as it came, with the helpdesk's secret. */
export async function telegram(update: object, secret = relaySecret): Promise<Answer> {
  return read(
    await fetch(`${simulator.url}/helpdesk/telegram`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret },
      body: JSON.stringify(update),
    }),
  );
}

/** The same from Viber, with the platform's own signature over the bytes. */
export async function viber(body: string, key = viberToken): Promise<Answer> {
  const signature = createHmac('sha256', key).update(body).digest('hex');
  return read(
    await fetch(`${simulator.url}/helpdesk/viber`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-viber-content-signature': signature },
      body,
    }),
  );
}

const emily = { id: 501, is_bot: false, first_name: 'Emily', last_name: 'Carter', language_code: 'en' };
let updates = 1000;

export const telegramMessage = (text: string, from = emily, id = ++updates): object => ({
  update_id: id,
  message: { message_id: id, from, chat: { id: from.id, type: 'private' }, date: 1, text },
});
export const viberMessage = (text: string, token: string): string =>
  `{"event":"message","timestamp":1,"message_token":${token},"sender":{"id":"client-james==","name":"James Miller","language":"en"},"message":{"type":"text","text":${JSON.stringify(text)}},"silent":false}`;

/** The page's view, with the conversation that is opened. */
export async function desk(conversation?: number): Promise<any> {
  const query = conversation === undefined ? '' : `?conversation=${conversation}`;
  return (await read(await fetch(`${simulator.url}/page/helpdesk${query}`))).body;
}

/** What an operator does on the page. */
export async function act(action: string, body: object): Promise<any> {
  const { status, body: answer } = await read(
    await fetch(`${simulator.url}/page/helpdesk/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  expect(status).toBe(200);
  return answer;
}

/** A request to the part of Chatwoot's API that the helpdesk speaks. */
export async function api(method: string, path: string, body?: object, token = apiToken): Promise<Answer> {
  return read(
    await fetch(`${simulator.url}/helpdesk/api/v1/accounts/1/conversations${path}`, {
      method,
      headers: { api_access_token: token, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    }),
  );
}

/** The only conversation there is, after a first message of Emily in Telegram. */
export async function openConversation(text = 'My parcel is late'): Promise<number> {
  await telegram(telegramMessage(text));
  const { conversations } = await desk();
  expect(conversations).toHaveLength(1);
  return conversations[0].id;
}

export const texts = async (conversation: number): Promise<string[]> =>
  (await desk(conversation)).open.messages.map(
    ({ from, text }: { from: string; text: string }) => `${from}: ${text}`,
  );

/** Starts a simulated helpdesk and a receiver of its messages before each test of a file, and stops them after it. */
export function useHelpdesk(): void {
  beforeEach(async () => {
    world.now = new Date('2026-11-22T09:00:00Z');
    receiver = await startBot();
    started.push(() => receiver.close());
    await start();
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((stop) => stop()));
  });
}
