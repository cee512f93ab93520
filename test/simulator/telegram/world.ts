import { afterEach, beforeEach, expect } from 'vitest';
import { type Simulator, startSimulator } from '../../../simulator/index.ts';
import type { SimulatorOptions } from '../../../simulator/platform.ts';
import { type Bot, startBot } from '../bot.ts';

export const token = '42:simulated-token';

export interface Answer {
  ok: boolean;
  result?: never;
  error_code?: number;
  description?: string;
  parameters?: { retry_after: number };
}

export const world = { now: new Date('2026-11-22T09:00:00Z') };
export let simulator: Simulator;
export let bot: Bot;
const started: Array<() => Promise<void>> = [];

export async function start(options: Partial<SimulatorOptions> = {}): Promise<void> {
  simulator = await startSimulator({
    telegramToken: token,
    viberToken: 'viber-token',
    now: () => world.now,
    webhookRetries: { times: 2, pauseMs: 1 },
    ...options,
  });
  started.push(() => simulator.stop());
}

export async function call(method: string, parameters: object = {}, as = token): Promise<Answer> {
  const response = await fetch(`${simulator.telegram.apiUrl}/bot${as}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(parameters),
  });
  const answer = (await response.json()) as Answer;
  expect(response.status).toBe(answer.ok ? 200 : answer.error_code);
  return answer;
}

export const send = (text: string, more: object = {}): Promise<Answer> =>
  call('sendMessage', { chat_id: 501, text, ...more });
export const html = (text: string): Promise<Answer> => send(text, { parse_mode: 'HTML' });
export const keyboard = (text: string, data: string): object => ({
  reply_markup: { inline_keyboard: [[{ text, callback_data: data }]] },
});
export const poll = (parameters: object = {}): Promise<Answer> => call('getUpdates', parameters);
/** Answers are read as a bot without types would. */
export const result = (answer: Answer): any => answer.result;
export const hook = (more: object = {}): Promise<Answer> => call('setWebhook', { url: bot.url, ...more });
export const updates = (): any[] => bot.received.map(({ body }) => JSON.parse(body));

/** Starts a simulated Telegram and a bot before each test of a file, and stops them after it. */
export function useTelegram(): void {
  beforeEach(async () => {
    world.now = new Date('2026-11-22T09:00:00Z');
    await start();
    bot = await startBot();
    started.push(() => bot.close());
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((stop) => stop()));
  });
}
