import { z } from 'zod';
import type { Chat, ChatBook } from '../chats.ts';
import { isWebhookUrl } from '../wire/delivery.ts';
import type { Bucket } from '../wire/rates.ts';
import type { Callbacks } from './callbacks.ts';
import { withToken } from './json.ts';
import { checkShownByOldApp, type OutgoingMessage, readMessage } from './message.ts';
import { ViberRefusal } from './refusal.ts';

/** Each throws a ViberRefusal or gives the answer's JSON text. */
export type Methods = Record<string, (body: Record<string, unknown>) => Promise<string> | string>;

const webhookRequest = z.object({ url: z.string(), event_types: z.array(z.string()).nullish() });

export function createMethods({
  book,
  callbacks,
  rate,
  isOutdated,
  deliverToClient,
}: {
  book: ChatBook;
  callbacks: Callbacks;
  /** Null: no limit. */
  rate: Bucket | null;
  /** Whether the client's app is too old for keyboards. */
  isOutdated: (chat: Chat) => boolean;
  /** Shows the message in the chat; gives its token. */
  deliverToClient: (chat: Chat, message: OutgoingMessage) => string;
}): Methods {
  const ok = { status: 0, status_message: 'ok', chat_hostname: 'SN-SIMULATED' };

  return {
    async set_webhook(body) {
      const parsed = webhookRequest.safeParse(body);
      if (!parsed.success) throw new ViberRefusal('missingData', 'missing url');
      const { url, event_types: events } = parsed.data;
      if (url === '') {
        callbacks.removeWebhook();
        return JSON.stringify(ok);
      }
      if (!isWebhookUrl(url)) throw new ViberRefusal('invalidUrl', 'Webhook URL must use SSL');
      if (!(await callbacks.setWebhook(url, events ?? null))) {
        throw new ViberRefusal('invalidUrl', 'Result from webhook was not 200');
      }
      return JSON.stringify({ ...ok, event_types: callbacks.webhook()?.events });
    },
    send_message(body) {
      if (!callbacks.webhook()) throw new ViberRefusal('webhookNotSet');
      const { receiver } = body;
      if (typeof receiver !== 'string' || receiver === '') {
        throw new ViberRefusal('missingData', 'missing receiver');
      }
      const message = readMessage(body);
      const chat = book.find(receiver);
      if (!chat) throw new ViberRefusal('receiverNotRegistered');
      if (!chat.subscribed) throw new ViberRefusal('receiverNotSubscribed');
      if (isOutdated(chat)) checkShownByOldApp(message);
      if (rate && rate.waitMs() > 0) throw new ViberRefusal('tooManyRequests');
      rate?.take();
      const token = deliverToClient(chat, message);
      void callbacks.send('delivered', { user_id: chat.clientId }, { token });
      return withToken(token, { ...ok, billing_status: 1 });
    },
    get_account_info: () =>
      JSON.stringify({
        ...ok,
        id: 'pa:simulated',
        name: 'Afterword (simulated)',
        uri: 'afterword-simulated',
        category: 'Companies, Brands & Products',
        country: 'UA',
        webhook: callbacks.webhook()?.url ?? '',
        event_types: callbacks.webhook()?.events ?? [],
        subscribers_count: book.all().filter((chat) => chat.subscribed).length,
        members: [],
      }),
  };
}
