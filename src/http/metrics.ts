import type { FastifyPluginAsync, onRequestAsyncHookHandler } from 'fastify';
import type { Exposition } from '../monitoring/exposition.ts';

/** `GET /metrics` in the text format of Prometheus. @param guard refuses who may not read it; absent: everybody may */
export function metricsRoutes(
  exposition: Pick<Exposition, 'contentType' | 'text'>,
  guard?: onRequestAsyncHookHandler,
): FastifyPluginAsync {
  return async (server) => {
    server.get('/metrics', guard ? { onRequest: guard } : {}, async (_request, reply) =>
      reply.type(exposition.contentType).send(await exposition.text()),
    );
  };
}
