import { refuseForeign, type WebhookClaim, shownAddress } from '../foreign-webhook.ts';
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
  /**
   * Becomes the receiver, by webhook or by fetching.
   * @returns the kinds of update to be asked for; none: all that Telegram sends by default
   * @throws {ConfigError} when a stranger receives them
   */
  claim(): Promise<readonly string[]>;
  /** null: this service receives them; else whose webhook took its place, and whether it was taken back. */
  check(): Promise<{ url: string; takenBack: boolean } | null>;
}

export function createReceiver({ api, secret, ...claim }: ReceiverOptions): Receiver {
  const { own, relayUrl, takeWebhook } = claim;
  /** As of the last claim. */
  let kinds: readonly string[] = updateKinds;

  return {
    async claim() {
      const { url = '', allowed_updates: allowed = [] } = await api.getWebhookInfo();
      refuseForeign('Telegram', url, 'RELAY_URL_TELEGRAM', claim);
      if (relayUrl !== undefined) kinds = kindsFor(allowed, url === own);
      await register();
      return kinds;
    },
    async check() {
      const { url = '' } = await api.getWebhookInfo();
      if (url === (own ?? '')) return null;
      // The helpdesk behind this service set its own again: that is no stranger, but it holds up the surveys as well.
      if (takeWebhook) await register();
      return { url: url === '' ? 'nowhere' : shownAddress(url, claim.scrub), takenBack: takeWebhook };
    },
  };

  async function register(): Promise<void> {
    if (own === undefined) await api.deleteWebhook();
    else await api.setWebhook(own, { secret_token: secret, allowed_updates: kinds }).catch(refuseWebhook);
  }

  /**
   * What the helpdesk behind this service is to be given as well. Nothing tells what it had asked for once this
   * service has registered itself for its own kinds alone, so then it gets all.
   */
  function kindsFor(allowed: readonly string[], isOwn: boolean): readonly string[] {
    const alone =
      isOwn && allowed.length === updateKinds.length && updateKinds.every((k) => allowed.includes(k));
    return allowed.length === 0 || alone ? [] : [...new Set([...updateKinds, ...allowed])];
  }
}
