import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import type { Connections } from '../connectors/connections.ts';
import { ApiError, faultFields } from '../errors.ts';
import type { Log } from '../log/log.ts';

export interface ConnectRoutes {
  calls: Connections['calls'];
  log: Log;
}

/**
 * `POST /connect/<connector>/<secret>`: the webhook of a helpdesk. The secret replaces an API key, since helpdesks cannot
 * send our header; a wrong one is answered with 404. The answer comes once the dialogue is saved.
 */
export function connectRoutes({ calls, log }: ConnectRoutes): FastifyPluginAsync {
  return async (server) => {
    // A signature is over the bytes as they came.
    server.removeAllContentTypeParsers();
    server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

    for (const { name, secret, connector, apply } of calls) {
      const isSecret = equalTo(secret);
      server.post<{ Params: { secret: string } }>(
        `/${name}/:secret`,
        {
          helmet: false,
          onRequest: async ({ id: reqId, params }, reply) => {
            if (isSecret(params.secret)) return;
            log('warn', 'A call of a helpdesk had another secret in its address', { reqId, connector: name });
            return reply.callNotFound();
          },
        },
        async ({ id: reqId, headers, body }, reply) => {
          const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
          const forged = connector.verify({ headers, rawBody });
          try {
            if (forged !== null) throw new ApiError(401, 'unauthorized', forged);
            const applied = await apply(connector.read(jsonOf(rawBody)));
            if (applied.did === 'ignored')
              log('info', 'A call of a helpdesk was ignored', {
                reqId,
                connector: name,
                reason: applied.reason,
              });
            return await reply.send(applied);
          } catch (error) {
            if (error instanceof ApiError) {
              const faults = error.faults.map(({ path, message }) => `${path} ${message}`);
              log('warn', 'A call of a helpdesk was refused', {
                reqId,
                connector: name,
                ...faultFields(error),
                faults,
              });
            }
            throw error;
          }
        },
      );
    }
  };
}

function jsonOf(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    throw new ApiError(400, 'invalid_request', 'the body is not JSON');
  }
}

/** Compares with `secret` in constant time, whatever the lengths. */
function equalTo(secret: string): (given: string) => boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = digest(secret);
  return (given) => timingSafeEqual(digest(given), expected);
}
