import type { FastifyInstance } from 'fastify';

export interface Drain {
  /** Resolves when every request that was under way is answered. */
  drained: Promise<void>;
  /** Ends the connections that are still open. */
  cut(): void;
}

const LOOK_EVERY_MS = 25;

/** Closes the listening socket and every quiet connection; what is under way is answered and then closed too. */
export function drain(server: FastifyInstance): Drain {
  const look = setInterval(() => server.server.closeIdleConnections(), LOOK_EVERY_MS);
  const drained = server.close().then(
    () => clearInterval(look),
    (error: unknown) => {
      clearInterval(look);
      throw error;
    },
  );
  return { drained, cut: () => server.server.closeAllConnections() };
}
