import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';

/** How the helpdesk answers requests: as it should, with 500, never, or late. */
export const outageModes = ['works', 'down', 'hangs', 'slow'] as const;
export type OutageMode = (typeof outageModes)[number];

export interface Outage {
  mode(): OutageMode;
  /** Hanging requests are dropped. */
  set(mode: OutageMode): void;
  /** Answers with what `perform` gives, or as the mode says; `missed` is called when `perform` is not. */
  answer(reply: FastifyReply, perform: () => Promise<object>, missed?: () => void): Promise<FastifyReply>;
  stop(): void;
}

/** Noticeable, but less than the three seconds that Viber waits for a welcome message. */
const slowMs = 2_000;

export function createOutage(): Outage {
  let mode: OutageMode = 'works';
  const hanging = new Set<ServerResponse>();
  const stopping = new AbortController();
  const drop = (): void => {
    for (const response of hanging) response.destroy();
  };

  return {
    mode: () => mode,
    set(next) {
      mode = next;
      drop();
    },
    async answer(reply, perform, missed) {
      if (mode === 'down') {
        missed?.();
        return reply.code(500).send({ error: 'The helpdesk is down' });
      }
      if (mode === 'hangs') {
        missed?.();
        reply.hijack();
        hanging.add(reply.raw);
        reply.raw.on('close', () => hanging.delete(reply.raw));
        return reply;
      }
      const isSlow = mode === 'slow';
      const body = await perform();
      if (isSlow) await pause(slowMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      return reply.send(body);
    },
    stop() {
      stopping.abort();
      drop();
    },
  };
}
