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
  /** Becomes the receiver, by webhook or by fetching. @throws {ConfigError} when a stranger receives them */
  claim(): Promise<void>;
  /** The kinds of update to be asked for; none: all that Telegram sends by default. */
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
      // The helpdesk behind this service set its own again: that is no stranger, but it holds up the surveys as well.
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
