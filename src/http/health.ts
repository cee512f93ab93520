import type { FastifyPluginAsync } from 'fastify';
import type { Store } from '../store/store.ts';

/** `/healthz`: the process runs. `/readyz`: it can save an answer, so traffic may come. */
export function healthRoutes(store: Pick<Store, 'ping'>): FastifyPluginAsync {
  return async (server) => {
    server.get('/healthz', async () => ({ status: 'ok' }));
    server.get('/readyz', async () => {
      await store.ping();
      return { status: 'ready' };
    });
  };
}
