import type { ChannelDefinition } from '../../src/channel-definition.ts';
import { httpUrl, text } from '../../src/config/values.ts';
import { telegramLimits } from './limits.ts';

export const telegram = {
  title: 'Telegram',
  clientIdExample: '552041877',
  limits: telegramLimits,
  tokenVariable: 'TELEGRAM_BOT_TOKEN',
  variables: {
    TELEGRAM_BOT_TOKEN: {
      schema: text
        .regex(/^\d+:[\w-]{20,}$/, 'is not a token as BotFather gives it (digits, a colon, letters)')
        .optional(),
      about:
        'Token of the Telegram bot, from @BotFather. Without a token of any platform all of them are simulated.',
      secret: true,
    },
    TELEGRAM_API_ROOT: {
      schema: httpUrl.optional(),
      about: 'Another Bot API server than https://api.telegram.org.',
    },
  },
  faults: () => [],
  create: async ({ TELEGRAM_BOT_TOKEN: token = '', TELEGRAM_API_ROOT: apiRoot }, deps) => {
    const { createTelegramAdapter } = await import('./adapter.ts');
    return createTelegramAdapter({
      token,
      ...(apiRoot ? { apiRoot } : {}),
      ...(deps.webhookUrl ? { webhookUrl: deps.webhookUrl } : {}),
      ...(deps.simulated ? { perChatMs: 0, globalMs: 0 } : {}),
      ...(deps.bucket ? { bucket: deps.bucket } : {}),
      now: deps.now,
      log: deps.log,
    });
  },
} as const satisfies ChannelDefinition;
