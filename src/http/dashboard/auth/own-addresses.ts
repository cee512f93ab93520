import type { IncomingHttpHeaders } from 'node:http';

/** The addresses under which people open the dashboard, and which requests come from its own pages. */
export interface OwnAddresses {
  /** Where somebody who came by another name is sent. */
  first: string;
  /** Whether a request names one of the addresses: a site that points its own name here does not (DNS rebinding). */
  isNamed(headers: IncomingHttpHeaders): boolean;
  /** Whether a request comes from a page of the dashboard itself, by what browsers let no page change. */
  isFromOwnPage(headers: IncomingHttpHeaders): boolean;
}

/** @param addresses such as `https://csat.example.com`; one of this machine stands for each of its names */
export function ownAddresses(addresses: readonly [string, ...string[]]): OwnAddresses {
  const origins = addresses.flatMap(spellingsOf);
  return {
    first: addresses[0],
    isNamed: ({ host }) =>
      host !== undefined &&
      // Behind a proxy the scheme is the proxy's; a name without a port means the port of each.
      origins.some((origin) => originOf(`${new URL(origin).protocol}//${host}`) === origin),
    isFromOwnPage(headers) {
      const site = headers['sec-fetch-site'];
      if (site !== undefined) return site === 'same-origin';
      const { origin } = headers;
      return origin !== undefined && origins.includes(originOf(origin) ?? '');
    },
  };
}

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

function spellingsOf(address: string): string[] {
  const { protocol, hostname, port, origin } = new URL(address);
  if (!loopback.includes(hostname)) return [origin];
  return loopback.map((name) => new URL(`${protocol}//${name}${port && `:${port}`}`).origin);
}

/** `http://host:port`; null for what is no address, or holds more than a host and a port. */
function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { origin, username, password, pathname, search, hash } = new URL(text);
  return username || password || pathname !== '/' || search || hash ? null : origin;
}
