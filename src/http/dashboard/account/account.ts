import type { FastifyPluginAsync } from 'fastify';
import type { AccountOptions } from './options.ts';
import { sessionRoutes } from './sessions.tsx';
import { signInRoutes } from './sign-in.tsx';

/** Signing in and out, and where one is signed in. */
export const accountRoutes =
  (options: AccountOptions): FastifyPluginAsync =>
  async (server) => {
    await server.register(signInRoutes(options));
    await server.register(sessionRoutes(options));
  };
