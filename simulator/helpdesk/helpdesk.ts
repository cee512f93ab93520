import type { FastifyPluginAsync } from 'fastify';
import type { SimulatorOptions } from '../platform.ts';
import type { SimulatorState } from '../state.ts';
import type { HelpdeskChannel, Reading } from './channels/channel.ts';
import { createTelegramChannel } from './channels/telegram.ts';
import { createViberChannel } from './channels/viber.ts';
import { createApiRoutes } from './chatwoot/api.ts';
import { statusChanged } from './chatwoot/objects.ts';
import { sendWebhook, type WebhookAttempt } from './chatwoot/webhook.ts';
import { credentials } from './credentials.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createOutage, type Outage } from './outage.ts';
import { createReceived, type Received } from './received.ts';
import { createReceivers } from './receivers.ts';
import type { Conversation, HelpdeskChannelName, HelpdeskMessage } from './state.ts';

/**
 * A simulated helpdesk on the same bot as Afterword: it receives what is relayed to it, writes to clients through the bot
 * APIs, and has Chatwoot's webhook and API.
 */
export interface Helpdesk {
  inbox: Inbox;
  outage: Outage;
  received: Received;
  settings(): { webhookUrl: string; signingSecret: string };
  /** @throws for an address that the helpdesk may not call */
  changeSettings(settings: { webhookUrl: string; signingSecret: string }): void;
  /** The newest first. */
  webhooks(): WebhookAttempt[];
  /** Writes to the client as an operator; the message has the platform's reason if it was refused. */
  answer(conversation: Conversation, text: string): Promise<HelpdeskMessage>;
  /** Resolves or reopens, and sends the webhook; settles once that was answered. */
  setStatus(conversation: Conversation, status: Conversation['status']): Promise<void>;
  /** Where its updates are to be sent. */
  addressOf(channel: HelpdeskChannelName): string;
  /** Makes that the bot's webhook, as saving the inbox does. @throws with the platform's reason */
  register(channel: HelpdeskChannelName): Promise<void>;
  /** Lines for Afterword's `.env`, and what else is copied. */
  connection(): { env: string[]; webhookUrl: string };
  routes: FastifyPluginAsync;
  stop(): void;
}

/** The author's name of its automatic messages. */
export const greeter = 'Greeting';

/** How many webhook attempts are shown. */
const webhooksKept = 20;

export function createHelpdesk(
  options: SimulatorOptions,
  state: SimulatorState,
  under: (path: string) => () => string,
): Helpdesk {
  const now = options.now ?? (() => new Date());
  const inbox = createInbox({
    state: state.helpdesk,
    next: (counter) => state.next(counter),
    now,
    changed: () => state.changed(),
  });
  const outage = createOutage();
  const received = createReceived();
  const channels: Record<HelpdeskChannelName, HelpdeskChannel> = {
    telegram: createTelegramChannel({
      token: options.telegramToken,
      secret: credentials.telegramSecret,
      apiUrl: under('/telegram'),
    }),
    viber: createViberChannel({ authToken: options.viberToken, apiUrl: under('/viber/pa') }),
  };
  const webhooks: WebhookAttempt[] = [];
  const base = under('/helpdesk');
  const addressOf = (channel: HelpdeskChannelName): string => `${base()}/${channel}`;

  const announce = async (conversation: Conversation, previous: Conversation['status']): Promise<void> => {
    const { webhookUrl: url, signingSecret: secret } = state.helpdesk;
    if (url === '') return;
    const { id, status } = conversation;
    const at = now();
    const answered = await sendWebhook({ url, secret, at }, statusChanged(conversation, previous));
    webhooks.unshift({ at, conversation: id, status, answered });
    webhooks.splice(webhooksKept);
    state.changed();
  };

  const take = (channel: HelpdeskChannelName, reading: Reading): object => {
    const { client, entry } = reading;
    if (!client || !entry) {
      state.changed();
      return {};
    }
    const taken = inbox.take({ channel, ...client }, entry);
    if (taken.isRepeat) return {};
    const { body, says } = channels[channel].answerTo(reading, taken.isNew);
    if (says !== null && taken.conversation) {
      inbox.add(taken.conversation, { from: 'operator', author: greeter, text: says });
    }
    if (taken.isReopened && taken.conversation) void announce(taken.conversation, 'resolved');
    return body;
  };

  const answer: Helpdesk['answer'] = async (conversation, text) => {
    const { channel, clientId, assignee: author } = conversation;
    try {
      const sourceId = await channels[channel].send(clientId, text);
      return inbox.add(conversation, { from: 'operator', author, text, sourceId });
    } catch (error) {
      return inbox.add(conversation, { from: 'operator', author, text, failed: (error as Error).message });
    }
  };

  return {
    inbox,
    outage,
    received,
    settings: () => ({
      webhookUrl: state.helpdesk.webhookUrl,
      signingSecret: state.helpdesk.signingSecret,
    }),
    changeSettings(settings) {
      checkWebhookUrl(settings.webhookUrl, options.onlyCalls);
      Object.assign(state.helpdesk, settings);
      state.changed();
    },
    webhooks: () => webhooks,
    answer,
    async setStatus(conversation, status) {
      const previous = conversation.status;
      const what = status === 'open' ? 'Reopened' : 'Resolved';
      if (!inbox.setStatus(conversation, status, `${what} by ${conversation.assignee || 'an operator'}`))
        return;
      await announce(conversation, previous);
    },
    addressOf,
    register: (channel) => channels[channel].register(addressOf(channel)),
    connection() {
      const { telegramSecret, apiToken, connectSecret, accountId } = credentials;
      return {
        env: [
          `RELAY_URL_TELEGRAM=${addressOf('telegram')}`,
          `RELAY_SECRET_TELEGRAM=${telegramSecret}`,
          `RELAY_URL_VIBER=${addressOf('viber')}`,
          `CONNECT_CHATWOOT_SECRET=${connectSecret}`,
          `CONNECT_CHATWOOT_URL=${base()}`,
          `CONNECT_CHATWOOT_API_TOKEN=${apiToken}`,
          `CONNECT_CHATWOOT_ACCOUNT=${accountId}`,
        ],
        webhookUrl: `${new URL(base()).origin}/connect/chatwoot/${connectSecret}`,
      };
    },
    routes: async (app) => {
      // Signatures are over the bytes as they came.
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      await app.register(createReceivers({ channels, outage, received, take }));
      await app.register(createApiRoutes({ inbox, outage, answer, now }));
    },
    stop: () => outage.stop(),
  };
}

/** The simulation calls its own service and nobody else. @throws with the reason */
function checkWebhookUrl(url: string, onlyCalls: string | undefined): void {
  if (url === '') return;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new Error('The webhook URL must begin with http:// or https://');
  }
  if (onlyCalls !== undefined && new URL(url).origin !== new URL(onlyCalls).origin) {
    throw new Error(
      `The simulated helpdesk calls its own service and nobody else: begin with ${new URL(onlyCalls).origin}/`,
    );
  }
}
