import type { ChannelDefinition, RelayTarget } from '../../src/channel-definition.ts';
import { httpUrl, text } from '../../src/config/values.ts';
import { isChatId } from './chat-id.ts';
import { telegramLimits } from './limits.ts';

export const telegram = {
  title: 'Telegram',
  clientIdExample: '552041877',
  groupIdExample: '-1001234567890',
  chatKindOf: (id) => (!isChatId(id) ? null : id.startsWith('-') ? 'group' : 'person'),
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
    RELAY_URL_TELEGRAM: {
      schema: httpUrl.optional(),
      about:
        'The webhook of the helpdesk on the same Telegram bot: what is not for surveys is passed on to it. See docs/beside-a-helpdesk.md.',
      // Some helpdesks have the bot's token in it.
      secret: true,
    },
    RELAY_SECRET_TELEGRAM: {
      schema: text
        .regex(/^[\w-]{1,256}$/, 'is not a secret token as Telegram takes it (1-256 of A-Z a-z 0-9 _ -)')
        .optional(),
      about: 'The secret token that the helpdesk gave to Telegram with its webhook, if it gave one.',
      secret: true,
    },
  },
  faults: ({ RELAY_URL_TELEGRAM: url, RELAY_SECRET_TELEGRAM: secret }) =>
    secret && !url
      ? ['RELAY_SECRET_TELEGRAM is set without RELAY_URL_TELEGRAM: set the address of the helpdesk’s webhook']
      : [],
  relayTarget({ RELAY_URL_TELEGRAM: url, RELAY_SECRET_TELEGRAM: secret }): RelayTarget | null {
    if (!url) return null;
    const headers: Record<string, string> = secret ? { 'x-telegram-bot-api-secret-token': secret } : {};
    return { variable: 'RELAY_URL_TELEGRAM', url, headers };
  },
  create: async (settings, deps) => {
    const {
      TELEGRAM_BOT_TOKEN: token = '',
      TELEGRAM_API_ROOT: apiRoot,
      RELAY_URL_TELEGRAM: relayUrl,
    } = settings;
    const { createTelegramAdapter } = await import('./adapter.ts');
    return createTelegramAdapter({
      token,
      ...(apiRoot ? { apiRoot } : {}),
      ...(deps.webhookUrl ? { webhookUrl: deps.webhookUrl } : {}),
      ...(relayUrl ? { relayUrl } : {}),
      takeWebhook: deps.takeWebhook,
      ...(deps.simulated ? { perChatMs: 0, globalMs: 0 } : {}),
      ...(deps.bucket ? { bucket: deps.bucket } : {}),
      now: deps.now,
      log: deps.log,
    });
  },
} as const satisfies ChannelDefinition;
