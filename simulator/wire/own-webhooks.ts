import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';

/**
 * Refuses a webhook at another address than the service's own, in the platform's words, so that the simulated
 * platforms call nobody else.
 */
export function ownWebhooksOnly(
  platform: 'telegram' | 'viber',
  ownAddress: string | undefined,
): preHandlerAsyncHookHandler {
  return async (request, reply) => {
    if (ownAddress === undefined || !/\/set_?webhook\/?$/i.test(pathOf(request))) return undefined;
    const own = new URL(ownAddress).origin;
    const strangers = urlsIn(request).filter((url) => url !== '' && originOf(url) !== own);
    return strangers.length > 0 ? refuse(platform, reply, own) : undefined;
  };
}

/** As the router reads it: decoded. */
function pathOf({ url }: FastifyRequest): string {
  const [path = ''] = url.split('?', 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function urlsIn({ query, body }: FastifyRequest): string[] {
  return [query, parsed(body)].flatMap((source) => {
    const { url } = Object(source) as { url?: unknown };
    if (url === undefined || url === null) return [];
    return [typeof url === 'string' ? url : 'no address'];
  });
}

function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const originOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).origin : null);

function refuse(platform: 'telegram' | 'viber', reply: FastifyReply, own: string): FastifyReply {
  const reason = `the simulated platform calls its own service at ${own} and nobody else`;
  return platform === 'telegram'
    ? reply
        .status(400)
        .send({ ok: false, error_code: 400, description: `Bad Request: bad webhook: ${reason}` })
    : reply.status(200).send({ status: 1, status_message: `invalidUrl: ${reason}` });
}
