import { createHmac } from 'node:crypto';
import { createTelegramAdapter } from '../../adapters/telegram/adapter.ts';
import { createViberAdapter } from '../../adapters/viber/adapter.ts';
import { startSimulator } from '../../simulator/index.ts';
import type { ChannelAdapter } from '../../src/channel.ts';
import type { ChannelHarness, HarnessOptions } from '../contracts/channel/harness.ts';
import { startWebhookHost } from './webhook-host.ts';
import { recordingLog } from './log.ts';

const telegramToken = '7012345678:AAF-simulated_0123456789abcdefghijk';
const viberToken = '4453b6ac1s345678-e02c5f12174805f9-daec9cbb5448c51f';

/** The Telegram adapter and a simulated Telegram, with updates by webhook or by long polling. */
export function createTelegramHarness(mode: 'webhook' | 'polling') {
  return async ({ timeoutMs = 5000, wrongToken = false }: HarnessOptions): Promise<ChannelHarness> => {
    const simulator = await startTestSimulator();
    const { log, lines: logs } = recordingLog();
    const token = wrongToken ? '7012345678:AAF-wrong' : telegramToken;
    const host = await startWebhookHost(() => adapter);
    const adapter: ChannelAdapter = createTelegramAdapter({
      token,
      apiRoot: simulator.telegram.apiUrl,
      ...(mode === 'webhook' && { webhookUrl: host.url }),
      perChatMs: 0,
      globalMs: 0,
      timeoutMs,
      now: () => new Date(),
      log,
    });
    const secret = createHmac('sha256', token).update('afterword telegram webhook').digest('hex');
    const clients: [string, string] = ['552041877', '77001'];
    simulator.telegram.addClient({ clientId: clients[0], name: 'Олена <b>', locale: 'uk' });
    simulator.telegram.addClient({ clientId: clients[1], name: 'Tom', locale: 'en-GB' });
    return {
      adapter,
      platform: simulator.telegram,
      clients,
      webhook: { url: host.url, sign: () => ({ 'x-telegram-bot-api-secret-token': secret }) },
      unknownEvent: '{"update_id":7,"message_reaction":{"chat":{"id":1}}}',
      logs,
      token,
      tokenVariable: 'TELEGRAM_BOT_TOKEN',
      buttonData: (data) => data,
      stop: async () => {
        await adapter.stop();
        await simulator.stop();
        await host.stop();
      },
    };
  };
}

/** The Viber adapter and a simulated Viber. */
export async function createViberHarness({
  timeoutMs = 5000,
  wrongToken = false,
}: HarnessOptions): Promise<ChannelHarness> {
  const simulator = await startTestSimulator();
  const { log, lines: logs } = recordingLog();
  const token = wrongToken ? 'wrong-viber-token' : viberToken;
  const host = await startWebhookHost(() => adapter);
  const adapter: ChannelAdapter = createViberAdapter({
    token,
    apiUrl: simulator.viber.apiUrl,
    webhookUrl: host.url,
    senderName: 'Afterword',
    timeoutMs,
    now: () => new Date(),
    log,
  });
  const clients: [string, string] = ['01234567890A+b/c==', 'T0m+T0m/T0m=='];
  simulator.viber.addClient({ clientId: clients[0], name: 'Олена <b>', locale: 'uk' });
  simulator.viber.addClient({ clientId: clients[1], name: 'Tom', locale: 'en' });
  return {
    adapter,
    platform: simulator.viber,
    clients,
    webhook: {
      url: host.url,
      sign: (body) => ({
        'x-viber-content-signature': createHmac('sha256', token).update(body).digest('hex'),
      }),
    },
    unknownEvent: '{"event":"reaction","message_token":5700000000000000001}',
    logs,
    token,
    tokenVariable: 'VIBER_AUTH_TOKEN',
    buttonData: (data) => `#tap:${data}`,
    stop: async () => {
      await adapter.stop();
      await simulator.stop();
      await host.stop();
    },
  };
}

function startTestSimulator() {
  return startSimulator({
    telegramToken,
    viberToken,
    rateLimits: false,
    webhookRetries: { times: 3, pauseMs: 1 },
  });
}
