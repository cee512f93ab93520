import type { WebhookClaim } from '../foreign-webhook.ts';
import { createReceiver, type Receiver } from '../receiver.ts';
import { type Answer, refuseWebhook } from './answers.ts';
import type { ViberApi } from './client.ts';
import { callbackKinds } from './events.ts';

export interface ViberReceiverOptions extends WebhookClaim {
  api: Pick<ViberApi, 'setWebhook'>;
  own: string;
  /** What Viber says of the account. @throws {ChannelError} */
  account: () => Promise<Answer>;
  /** @throws {ChannelError} for an answer that refuses */
  accept: (method: string, answer: Answer) => Answer;
}

/** Who receives the account's callbacks. */
export function createViberReceiver({ api, account, accept, ...claim }: ViberReceiverOptions): Receiver {
  return createReceiver({
    ...claim,
    platform: 'Viber',
    relayVariable: 'RELAY_URL_VIBER',
    ownKinds: callbackKinds,
    async look() {
      const { webhook: url = '', event_types: kinds } = await account();
      return { url, kinds };
    },
    async register(kinds) {
      const webhook = {
        url: claim.own,
        ...(kinds && { event_types: [...kinds] }),
        send_name: true,
        // Viber does not tell whether the helpdesk had registered for profile photos.
        ...(claim.relayUrl !== undefined && { send_photo: true }),
      };
      await api
        .setWebhook(webhook)
        .then((answer) => accept('set_webhook', answer))
        .catch(refuseWebhook);
    },
  });
}
