import { ConfigError } from '../src/errors.ts';

/** Whose webhook may be replaced when the bot's events are taken. */
export interface WebhookClaim {
  /** The address of this service's webhook; undefined: events are fetched. */
  own: string | undefined;
  /** The helpdesk behind this service, whose place it takes. */
  relayUrl: string | undefined;
  /** True: anybody's. */
  takeWebhook: boolean;
}

/** True when another service than this one, or the helpdesk behind it, receives the bot's events. */
export function isForeign(registered: string, { own, relayUrl }: WebhookClaim): boolean {
  return registered !== '' && registered !== own && !(relayUrl !== undefined && isSame(registered, relayUrl));
}

/**
 * @param relayVariable the variable that names the helpdesk
 * @throws {ConfigError} when the registered webhook is somebody else's
 */
export function refuseForeign(
  platform: string,
  registered: string,
  relayVariable: string,
  claim: WebhookClaim,
): void {
  if (claim.takeWebhook || !isForeign(registered, claim)) return;
  const shown = withoutQuery(registered);
  throw new ConfigError([
    `${platform} sends this bot's events to ${shown}, which is neither this service nor ${relayVariable}: to pass on to it what is not for surveys, set ${relayVariable}=${shown}; to take the bot away from it, set TAKE_WEBHOOK=true`,
  ]);
}

/** An address without what may be a secret. */
export function withoutQuery(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const hidden = url.search !== '' || url.username !== '' || url.password !== '';
  url.search = url.username = url.password = url.hash = '';
  return hidden ? `${url.href} (shown without its query)` : address;
}

function isSame(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) ? new URL(one).href === new URL(other).href : one === other;
}
