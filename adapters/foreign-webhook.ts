import { ConfigError } from '../src/errors.ts';

/** Which registered webhook may be replaced by this service's own. */
export interface WebhookClaim {
  /** The address of this service's webhook; undefined: events are fetched. */
  own: string | undefined;
  /** `RELAY_URL_...`: the webhook of the helpdesk on the same bot, which may be replaced. */
  relayUrl: string | undefined;
  /** True: any webhook may be replaced. */
  takeWebhook: boolean;
  /** Takes the bot's token out of an address: some helpdesks have it in theirs. */
  scrub: (text: string) => string;
}

/** True when neither this service nor the helpdesk of `RELAY_URL_...` receives the bot's events. */
function isForeign(registered: string, claim: WebhookClaim): boolean {
  return registered !== '' && registered !== claim.own && !isHelpdesks(registered, claim);
}

/** True when the helpdesk of `RELAY_URL_...` receives the bot's events itself. */
export function isHelpdesks(registered: string, { relayUrl }: Pick<WebhookClaim, 'relayUrl'>): boolean {
  return relayUrl !== undefined && isSame(registered, relayUrl);
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
  const shown = shownAddress(registered, claim.scrub);
  throw new ConfigError([
    `${platform} sends this bot's events to ${shown}, which is neither this service nor ${relayVariable}: to pass on to it what is not for surveys, set ${relayVariable}=${shown}; to take the bot away from it, set TAKE_WEBHOOK=true`,
  ]);
}

/**
 * The kinds of event to register for: this service's, and those that the helpdesk had registered for; undefined: the
 * platform's default.
 * @param ours the kinds for this service alone
 * @param asked what is registered now; where that is exactly `ours` under another address than the helpdesk's, nothing
 * tells what the helpdesk had registered for, so it gets the default
 */
export function kindsToAskFor(
  ours: readonly string[],
  asked: { url: string; kinds: readonly string[] | undefined },
  claim: Pick<WebhookClaim, 'relayUrl'>,
): readonly string[] | undefined {
  if (claim.relayUrl === undefined) return ours;
  const { url, kinds = [] } = asked;
  const isOursAlone = kinds.length === ours.length && ours.every((kind) => kinds.includes(kind));
  if (kinds.length === 0 || (isOursAlone && !isHelpdesks(url, claim))) return undefined;
  return [...new Set([...ours, ...kinds])];
}

/** Who receives the events instead of this service, for logs and `/readyz`. */
export function shownReceiver(registered: string, relayVariable: string, claim: WebhookClaim): string {
  if (registered === '') return 'nowhere';
  return isHelpdesks(registered, claim)
    ? `the helpdesk of ${relayVariable}`
    : shownAddress(registered, claim.scrub);
}

/** An address without its secrets, and what was left out of it. */
function shownAddress(address: string, scrub: (text: string) => string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const hidden: string[] = [];
  if (url && (url.search !== '' || url.hash !== '')) hidden.push('its query');
  if (url && (url.username !== '' || url.password !== '')) hidden.push('its user and password');
  if (url) url.search = url.hash = url.username = url.password = '';
  const plain = url && hidden.length > 0 ? url.href : address;
  const shown = scrub(plain);
  if (shown !== plain) hidden.push("the bot's token");
  return hidden.length > 0 ? `${shown} (without ${hidden.join(' and ')})` : shown;
}

function isSame(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) ? new URL(one).href === new URL(other).href : one === other;
}
