import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Store } from '../store/store.ts';
import { errorResponses } from './refusals.ts';

export interface HealthOptions {
  store: Pick<Store, 'ping'>;
  /** For each channel `started`, or why it is not. */
  channels: () => Record<string, string>;
}

const alive = { response: { 200: z.object({ status: z.literal('ok') }), ...errorResponses } };
const readiness = z.object({
  status: z.enum(['ready', 'degraded']),
  channels: z.record(z.string(), z.string()),
});
const ready = { response: { 200: readiness, ...errorResponses } };

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
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/healthz', { schema: alive }, async () => ({ status: 'ok' as const }));
    server.get('/readyz', { schema: ready }, async () => {
      await ping();
      const states = channels();
      const started = Object.values(states).every((state) => state === 'started');
      return { status: started ? ('ready' as const) : ('degraded' as const), channels: states };
    });
  };
}
