import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

export interface Drain {
  /** Resolves when every request that was under way is answered. */
  drained: Promise<void>;
  /** Ends the connections that are still open. */
  cut(): void;
}

const LOOK_EVERY_MS = 25;

/**
 * Closes the listening socket at once. For `graceMs` requests are still taken on connections that are open, since
 * one may have been sent already, and each answer ends its connection; then quiet connections are closed, and those
 * with a request under way after their answer.
 */
export function drain(server: FastifyInstance, graceMs = 0): Drain {
  // Not the HTTP server's own close: it would end quiet connections now.
  const ended = new Promise<void>((resolve) => {
    Server.prototype.close.call(server.server, () => resolve());
  });
  const drained = (async () => {
    if (graceMs > 0) await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
    const look = setInterval(() => server.server.closeIdleConnections(), LOOK_EVERY_MS);
    try {
      await server.close();
      await ended;
    } finally {
      clearInterval(look);
    }
  })();
  return { drained, cut: () => server.server.closeAllConnections() };
}
