import type { ChannelDefinitions, ChannelSettings } from '../channel-definition.ts';

/** Where the simulated helpdesk receives what is passed on to it. */
const SIMULATED_HELPDESK = '/simulator/helpdesk/';

/** What is known of this service's own address. */
interface OwnAddress {
  PUBLIC_URL?: string | undefined;
  HOST: string;
  PORT: number;
  simulated: boolean;
  channels: Readonly<Record<string, ChannelSettings>>;
}

/** The `RELAY_URL_...` variables that point to this service itself: a line each. */
export function relayFaults(config: OwnAddress, definitions: ChannelDefinitions): string[] {
  return Object.entries(definitions).flatMap(([name, definition]) => {
    const target = definition.relayTarget(config.channels[name] ?? {});
    return target && isSelf(target.url, config)
      ? [`${target.variable} points to this service itself; set the webhook that the helpdesk registered`]
      : [];
  });
}

function isSelf(address: string, { PUBLIC_URL, HOST, PORT, simulated }: OwnAddress): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, hostname, port, pathname, protocol } = new URL(address);
  const at = Number(port) || (protocol === 'https:' ? 443 : 80);
  const isHere = at === PORT && [HOST, '127.0.0.1', 'localhost', '[::1]', '0.0.0.0'].includes(hostname);
  if (isHere) return !(simulated && pathname.startsWith(SIMULATED_HELPDESK));
  if (PUBLIC_URL === undefined || origin !== new URL(PUBLIC_URL).origin) return false;
  // Behind one name several services may stand, each at a path of its own.
  const own = new URL(PUBLIC_URL).pathname.replace(/\/$/, '');
  return pathname === own || pathname.startsWith(`${own}/`);
}
