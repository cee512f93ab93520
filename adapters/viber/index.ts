import type { ChannelDefinition } from '../../src/channel-definition.ts';
import { httpUrl, text } from '../../src/config/values.ts';
import { USER_ID, viberLimits } from './limits.ts';

const defaultSender = 'Support';

export const viber = {
  title: 'Viber',
  clientIdExample: 'abc==',
  chatKindOf: (id) => (USER_ID.test(id) ? 'person' : null),
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
    RELAY_URL_VIBER: {
      schema: httpUrl.optional(),
      about:
        'The webhook of the helpdesk on the same Viber bot: what is not for surveys is passed on to it. See docs/beside-a-helpdesk.md.',
      secret: true,
    },
  },
  relayTarget: ({ RELAY_URL_VIBER: url }) => (url ? { variable: 'RELAY_URL_VIBER', url, headers: {} } : null),
  faults: (_settings, { publicUrl }) =>
    publicUrl
      ? []
      : ['PUBLIC_URL is missing; Viber calls a webhook, so set the https address of this service'],
  create: async (settings, deps) => {
    const { VIBER_AUTH_TOKEN: token = '', VIBER_SENDER_NAME: senderName, VIBER_API_URL: api } = settings;
    const { RELAY_URL_VIBER: relayUrl } = settings;
    const { createViberAdapter } = await import('./adapter.ts');
    return createViberAdapter({
      token,
      senderName: senderName ?? defaultSender,
      webhookUrl: deps.webhookUrl ?? '',
      ...(api ? { apiUrl: api } : {}),
      ...(relayUrl ? { relayUrl } : {}),
      takeWebhook: deps.takeWebhook,
      now: deps.now,
      log: deps.log,
    });
  },
} as const satisfies ChannelDefinition;
