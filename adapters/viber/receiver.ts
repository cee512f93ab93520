import { refuseForeign, type WebhookClaim, shownAddress } from '../foreign-webhook.ts';
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
  /** Becomes the receiver. @returns what Viber says of the account @throws {ConfigError} when a stranger receives them */
  claim(): Promise<Answer>;
  /** null: this service receives them; else whose webhook took its place, and whether it was taken back. */
  check(): Promise<{ url: string; takenBack: boolean } | null>;
}

export function createReceiver({ api, accept, ...claim }: ReceiverOptions): Receiver {
  const { own, relayUrl, takeWebhook } = claim;
  /** As of the last claim; undefined: all that there are. */
  let kinds: readonly string[] | undefined = callbackKinds;

  return {
    async claim() {
      const account = await look().catch(refuseToken);
      const { webhook = '', event_types: types = [] } = account;
      refuseForeign('Viber', webhook, 'RELAY_URL_VIBER', claim);
      if (relayUrl !== undefined) kinds = kindsFor(types, webhook === own);
      await register().catch(refuseWebhook);
      return account;
    },
    async check() {
      const { webhook = '' } = await look();
      if (webhook === own) return null;
      if (takeWebhook) await register();
      return { url: webhook === '' ? 'nowhere' : shownAddress(webhook, claim.scrub), takenBack: takeWebhook };
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
      // Nothing tells whether the helpdesk had asked for pictures.
      ...(relayUrl !== undefined && { send_photo: true }),
    };
    accept('set_webhook', await api.setWebhook(webhook));
  }

  /**
   * What the helpdesk behind this service is to be given as well. Nothing tells what it had asked for once this
   * service has registered itself for its own kinds alone, so then it gets all.
   */
  function kindsFor(types: readonly string[], isOwn: boolean): readonly string[] | undefined {
    const alone =
      isOwn && types.length === callbackKinds.length && callbackKinds.every((kind) => types.includes(kind));
    return types.length === 0 || alone ? undefined : [...new Set([...callbackKinds, ...types])];
  }
}
