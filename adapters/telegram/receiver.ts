import {
  isHelpdesks,
  kindsToAskFor,
  refuseForeign,
  type WebhookClaim,
  shownReceiver,
} from '../foreign-webhook.ts';
import type { TelegramApi } from './client.ts';
import { refuseWebhook } from './errors.ts';
import { updateKinds } from './updates/updates.ts';

export interface ReceiverOptions extends WebhookClaim {
  api: Pick<TelegramApi, 'getWebhookInfo' | 'setWebhook' | 'deleteWebhook'>;
  /** The secret token that Telegram sends with each update. */
  secret: string;
}

/** Who receives the bot's updates. */
export interface Receiver {
  /** Registers this service, by webhook or for polling. @throws {ConfigError} when another service receives the updates */
  claim(): Promise<void>;
  /** The kinds of update to register for; empty: Telegram's default. */
  kinds(): readonly string[];
  /** null: this service receives them; else whose webhook took its place, and whether it was taken back. */
  check(): Promise<{ url: string; takenBack: boolean } | null>;
}

export function createReceiver({ api, secret, ...claim }: ReceiverOptions): Receiver {
  const { own, takeWebhook } = claim;
  let kinds: readonly string[] | undefined = updateKinds;

  return {
    async claim() {
      const { url = '', allowed_updates: asked } = await api.getWebhookInfo();
      refuseForeign('Telegram', url, 'RELAY_URL_TELEGRAM', claim);
      kinds = kindsToAskFor(updateKinds, { url, kinds: asked }, claim);
      await register();
    },
    kinds: () => kinds ?? [],
    async check() {
      const { url = '', allowed_updates: asked } = await api.getWebhookInfo();
      if (url === (own ?? '')) return null;
      // Also the helpdesk of RELAY_URL_TELEGRAM: with its webhook, no answer to a survey comes here.
      if (takeWebhook) {
        if (isHelpdesks(url, claim)) kinds = kindsToAskFor(updateKinds, { url, kinds: asked }, claim);
        await register();
      }
      return { url: shownReceiver(url, 'RELAY_URL_TELEGRAM', claim), takenBack: takeWebhook };
    },
  };

  async function register(): Promise<void> {
    if (own === undefined) await api.deleteWebhook();
    else
      await api.setWebhook(own, { secret_token: secret, allowed_updates: kinds ?? [] }).catch(refuseWebhook);
  }
}
