import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';
import type { Store } from '../store/store.ts';

export interface HealthOptions {
  store: Pick<Store, 'ping'>;
  /** For each channel `started`, or why it is not. */
  channels: () => Record<string, string>;
}

/**
 * `/healthz`: the process runs. `/readyz`: it can save an answer now, which a real write shows; `degraded` while a
 * channel is not started.
 */
export function healthRoutes({ store, channels }: HealthOptions): FastifyPluginAsync {
  let writing: Promise<void> | null = null;
  // Probes that come together share one write.
  const ping = (): Promise<void> => {
    writing ??= nextTurn()
      .then(() => store.ping())
      .finally(() => {
        writing = null;
      });
    return writing;
  };
  return async (server) => {
    server.get('/healthz', async () => ({ status: 'ok' }));
    server.get('/readyz', async () => {
      await ping();
      const states = channels();
      const started = Object.values(states).every((state) => state === 'started');
      return { status: started ? 'ready' : 'degraded', channels: states };
    });
  };
}
