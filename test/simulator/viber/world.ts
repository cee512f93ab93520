import { afterEach, beforeEach, expect } from 'vitest';
import { type Simulator, startSimulator } from '../../../simulator/index.ts';
import type { SimulatorOptions } from '../../../simulator/platform.ts';
import { type Bot, startBot } from '../bot.ts';

export const authToken = 'viber-token';
export const client = 'client-james==';
export const stranger = { clientId: 'stranger==', name: 'Ada', locale: 'en' };

export let simulator: Simulator;
export let bot: Bot;
const started: Array<() => Promise<void>> = [];

export async function start(options: Partial<SimulatorOptions> = {}): Promise<void> {
  simulator = await startSimulator({
    telegramToken: '42:token',
    viberToken: authToken,
    now: () => new Date('2026-11-22T09:00:00Z'),
    webhookRetries: { times: 2, pauseMs: 1 },
    ...options,
  });
  started.push(() => simulator.stop());
}

export async function callRaw(
  method: string,
  body: string,
  token: string | null = authToken,
): Promise<string> {
  const response = await fetch(`${simulator.viber.apiUrl}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== null && { 'x-viber-auth-token': token }) },
    body,
  });
  expect(response.status).toBe(200);
  return response.text();
}

export async function call(
  method: string,
  body: object = {},
  token?: string | null,
): Promise<Record<string, unknown>> {
  return JSON.parse(await callRaw(method, JSON.stringify(body), token)) as Record<string, unknown>;
}

export const message = (more: object = {}): object => ({
  receiver: client,
  type: 'text',
  text: 'Hello',
  sender: { name: 'Afterword' },
  min_api_version: 7,
  ...more,
});
export const send = (more: object = {}): Promise<Record<string, unknown>> =>
  call('send_message', message(more));
export const button = (more: object = {}): object => ({
  Columns: 6,
  Rows: 1,
  ActionType: 'reply',
  ActionBody: 'five',
  Text: '5',
  ...more,
});
export const keyboard = (...buttons: object[]): object => ({
  keyboard: { Type: 'keyboard', Buttons: buttons },
});
/** What the bot received since the webhook was set, receipts aside. */
// oxlint-disable-next-line typescript/no-explicit-any -- read as a bot without types would
export const events = (): any[] =>
  bot.received
    .map(({ body }) => JSON.parse(body))
    .filter(({ event }) => !['webhook', 'delivered', 'seen'].includes(event));
export const tokenIn = (text: string): string => /"message_token":(\d+)/.exec(text)?.[1] ?? '';

/** Starts a simulated Viber and a bot with its webhook before each test of a file, and stops them after it. */
export function useViber(): void {
  beforeEach(async () => {
    await start();
    bot = await startBot();
    started.push(() => bot.close());
    expect(await call('set_webhook', { url: bot.url })).toMatchObject({ status: 0 });
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((stop) => stop()));
  });
}
