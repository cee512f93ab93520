import type { WebhookClaim } from '../foreign-webhook.ts';
import { createReceiver, type Receiver } from '../receiver.ts';
import type { TelegramApi } from './client.ts';
import { refuseWebhook } from './errors.ts';
import { updateKinds } from './updates/updates.ts';

export interface TelegramReceiverOptions extends WebhookClaim {
  api: Pick<TelegramApi, 'getWebhookInfo' | 'setWebhook' | 'deleteWebhook'>;
  /** The secret token that Telegram sends with each update. */
  secret: string;
}

/** Who receives the bot's updates, by webhook or by polling. */
export function createTelegramReceiver({ api, secret, ...claim }: TelegramReceiverOptions): Receiver {
  return createReceiver({
    ...claim,
    platform: 'Telegram',
    relayVariable: 'RELAY_URL_TELEGRAM',
    ownKinds: updateKinds,
    async look() {
      const { url = '', allowed_updates: kinds } = await api.getWebhookInfo();
      return { url, kinds };
    },
    async register(kinds = []) {
      if (claim.own === undefined) await api.deleteWebhook();
      else
        await api
          .setWebhook(claim.own, { secret_token: secret, allowed_updates: kinds })
          .catch(refuseWebhook);
    },
  });
}
