import type { ChannelDefinition } from '../../src/channel-definition.ts';
import { httpUrl, text } from '../../src/config/values.ts';
import { viberLimits } from './limits.ts';

const defaultSender = 'Support';

export const viber = {
  title: 'Viber',
  clientIdExample: 'abc==',
  limits: viberLimits,
  tokenVariable: 'VIBER_AUTH_TOKEN',
  variables: {
    VIBER_AUTH_TOKEN: {
      schema: text.optional(),
      about: 'Token of the Viber bot, from its admin panel. Needs PUBLIC_URL.',
      secret: true,
    },
    VIBER_SENDER_NAME: {
      schema: text.max(28, 'is longer than the 28 characters that Viber shows').default(defaultSender),
      about: 'The name above the bot’s messages in Viber, at most 28 characters.',
    },
    VIBER_API_URL: {
      schema: httpUrl.optional(),
      about: 'Another Viber REST API than https://chatapi.viber.com/pa.',
    },
  },
  faults: (_settings, { publicUrl }) =>
    publicUrl
      ? []
      : ['PUBLIC_URL is missing; Viber calls a webhook, so set the https address of this service'],
  create: async (
    { VIBER_AUTH_TOKEN: token = '', VIBER_SENDER_NAME: senderName, VIBER_API_URL: api },
    deps,
  ) => {
    const { createViberAdapter } = await import('./adapter.ts');
    return createViberAdapter({
      token,
      senderName: senderName ?? defaultSender,
      webhookUrl: deps.webhookUrl ?? '',
      ...(api ? { apiUrl: api } : {}),
      now: deps.now,
      log: deps.log,
    });
  },
} as const satisfies ChannelDefinition;
