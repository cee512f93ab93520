import {
  isHelpdesks,
  kindsToAskFor,
  refuseForeign,
  shownReceiver,
  type WebhookClaim,
} from './foreign-webhook.ts';

/** Who receives the bot's events, as the platform says. */
export interface Registration {
  /** Empty: no webhook. */
  url: string;
  /** The kinds of event that are asked for; undefined: all that the platform sends by default. */
  kinds: readonly string[] | undefined;
}

export interface ReceiverOptions extends WebhookClaim {
  /** As people write it: `Telegram`. */
  platform: string;
  /** The variable that names the helpdesk on the same bot. */
  relayVariable: string;
  /** The kinds of event that this service takes. */
  ownKinds: readonly string[];
  /** @throws {ChannelError} */
  look: () => Promise<Registration>;
  /** Registers this service. @param kinds as in `Registration` @throws {ChannelError} {ConfigError} */
  register: (kinds: Registration['kinds']) => Promise<void>;
}

/** Makes this service the receiver of a bot's events, and sees whether it still is. */
export interface Receiver {
  /** @throws {ConfigError} when another service receives the events */
  claim(): Promise<void>;
  /** The kinds of event to ask for, as of the last registration; undefined: the platform's default. */
  kinds(): Registration['kinds'];
  /** null: this service receives them; else whose webhook took its place, and whether it was taken back. */
  check(): Promise<{ url: string; takenBack: boolean } | null>;
}

export function createReceiver(options: ReceiverOptions): Receiver {
  const { platform, relayVariable, ownKinds, look, register, own = '', takeWebhook } = options;
  let kinds: Registration['kinds'] = ownKinds;

  return {
    async claim() {
      const registered = await look();
      refuseForeign(platform, registered.url, relayVariable, options);
      kinds = kindsToAskFor(ownKinds, registered, options);
      await register(kinds);
    },
    kinds: () => kinds,
    async check() {
      const registered = await look();
      const { url } = registered;
      if (url === own) return null;
      // Also the helpdesk on the same bot: with its webhook, no answer to a survey comes here.
      if (takeWebhook) {
        if (isHelpdesks(url, options)) kinds = kindsToAskFor(ownKinds, registered, options);
        await register(kinds);
      }
      return { url: shownReceiver(url, relayVariable, options), takenBack: takeWebhook };
    },
  };
}
