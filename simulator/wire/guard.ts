import type { FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';

/**
 * Keeps other sites of the same browser out: each request must name an address that the simulation printed, which a
 * site that points its own name here does not (DNS rebinding), and must not come from a page of another site. Only
 * the page itself may be opened by a link from elsewhere.
 */
export function createGuard(addresses: () => readonly string[]): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const origins = addresses().flatMap(spellingsOf);
    const [first = ''] = origins;
    if (!origins.includes(originOf(`http://${request.headers.host}`) ?? '')) {
      return refuse(reply, 421, `this is a simulation for one machine: open ${first} in its browser`);
    }
    if (isForeign(request, origins) && !isPageOpened(request)) {
      return refuse(reply, 403, `another site may not use this simulation; open ${first} itself`);
    }
    return undefined;
  };
}

function isForeign({ headers }: FastifyRequest, origins: readonly string[]): boolean {
  const { origin, referer } = headers;
  const site = headers['sec-fetch-site'];
  // A page that sends no referrer sends no origin with its forms either.
  if (site === 'same-origin' && origin === 'null') return false;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  if (origin !== undefined) return !origins.includes(originOf(origin) ?? '');
  return referer !== undefined && !origins.includes(originOf(referer) ?? '');
}

function isPageOpened({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split('?', 1)[0] ?? '';
  const mode = headers['sec-fetch-mode'];
  return (
    method === 'GET' &&
    (mode === undefined || mode === 'navigate') &&
    headers.origin === undefined &&
    /^\/(simulator\/?)?$/.test(path)
  );
}

/** A loopback address under each of its names. */
function spellingsOf(address: string): string[] {
  const own = originOf(address);
  if (own === null) return [];
  const { protocol, hostname, port } = new URL(own);
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return [own];
  const names = ['127.0.0.1', 'localhost', '[::1]'].map(
    (name) => originOf(`${protocol}//${name}${port && `:${port}`}`) ?? own,
  );
  return [own, ...names];
}

/** `http://host:port`; null for what is no address or holds more than a host and a port before its path. */
function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const { origin, username, password, protocol } = new URL(text);
  return username || password || !/^https?:$/.test(protocol) ? null : origin;
}

async function refuse(reply: FastifyReply, status: 403 | 421, message: string): Promise<FastifyReply> {
  const code = status === 421 ? 'misdirected_request' : 'forbidden';
  // As text, since a route that declares what it answers would refuse another shape.
  const body = JSON.stringify({ error: { code, message, faults: [] } });
  return reply.status(status).type('application/json; charset=utf-8').send(body);
}
