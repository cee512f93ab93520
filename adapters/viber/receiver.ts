import {
  isHelpdesks,
  kindsToAskFor,
  refuseForeign,
  type WebhookClaim,
  shownReceiver,
} from '../foreign-webhook.ts';
import { type Answer, refuseToken, refuseWebhook } from './answers.ts';
import type { ViberApi } from './client.ts';
import { callbackKinds } from './events.ts';

export interface ReceiverOptions extends WebhookClaim {
  api: Pick<ViberApi, 'accountInfo' | 'setWebhook'>;
  own: string;
  /** @throws {ChannelError} for an answer that refuses */
  accept: (method: string, answer: Answer) => Answer;
}

/** Who receives the account's callbacks. */
export interface Receiver {
  /** Registers this service's webhook. @returns the account's info @throws {ConfigError} when another service receives the callbacks */
  claim(): Promise<Answer>;
  /** null: this service receives them; else whose webhook took its place, and whether it was taken back. */
  check(): Promise<{ url: string; takenBack: boolean } | null>;
}

export function createReceiver({ api, accept, ...claim }: ReceiverOptions): Receiver {
  const { own, relayUrl, takeWebhook } = claim;
  let kinds: readonly string[] | undefined = callbackKinds;

  return {
    async claim() {
      const account = await look().catch(refuseToken);
      const { webhook: url = '', event_types: asked } = account;
      refuseForeign('Viber', url, 'RELAY_URL_VIBER', claim);
      kinds = kindsToAskFor(callbackKinds, { url, kinds: asked }, claim);
      await register().catch(refuseWebhook);
      return account;
    },
    async check() {
      const { webhook: url = '', event_types: asked } = await look();
      if (url === own) return null;
      if (takeWebhook) {
        if (isHelpdesks(url, claim)) kinds = kindsToAskFor(callbackKinds, { url, kinds: asked }, claim);
        await register();
      }
      return { url: shownReceiver(url, 'RELAY_URL_VIBER', claim), takenBack: takeWebhook };
    },
  };

  async function look(): Promise<Answer> {
    return accept('get_account_info', await api.accountInfo());
  }

  async function register(): Promise<void> {
    const webhook = {
      url: own,
      ...(kinds && { event_types: [...kinds] }),
      send_name: true,
      // Viber does not tell whether the helpdesk had registered for profile photos.
      ...(relayUrl !== undefined && { send_photo: true }),
    };
    accept('set_webhook', await api.setWebhook(webhook));
  }
}
