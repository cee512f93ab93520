import cookies, { fastifyCookie } from '@fastify/cookie';
import forms from '@fastify/formbody';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Language } from '../../locales/index.ts';
import { notFound, type Refusal, refusalOf } from '../refusals.ts';
import { appearanceRoutes } from './appearance.ts';
import { assetRoutes } from './assets.ts';
import { sendRefusal } from './kit/faults/page.tsx';
import { viewOf } from './kit/view.ts';

export interface DashboardOptions {
  /** Of pages where neither the browser nor the person chose one. */
  language: Language;
  /** Sees every request first and may refuse it. */
  guard?: onRequestAsyncHookHandler;
  /** Puts the visitor into each request, or answers who is not signed in. Registered before the pages. */
  auth: FastifyPluginAsync;
  /** The pages; their addresses are below `/dashboard`. */
  pages: readonly FastifyPluginAsync[];
  /** Whether what is sent to an address below `/dashboard` failed is logged. */
  onFault: (error: unknown, route: string, reqId: string) => void;
}

/**
 * What a browser may load and do on a page: files of this service, and nothing that is written into the page itself, so
 * that text which somebody got into a page runs as no script.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Everything below `/dashboard`: pages for people, in HTML, their assets and their errors. */
export function dashboardRoutes(options: DashboardOptions): FastifyPluginAsync {
  const { language, guard, auth, pages, onFault } = options;
  return async (server) => {
    await server.register(cookies);
    await server.register(forms);
    server.decorateRequest('visitor', null);
    server.addHook('onRequest', async (_request, reply) => {
      void reply.header('content-security-policy', policy);
    });
    if (guard) server.addHook('onRequest', guard);
    server.setErrorHandler((error, request, reply) => {
      const refusal = refusalOf(error);
      if (refusal.status >= 500)
        onFault(error, `${request.method} ${request.routeOptions.url ?? '?'}`, request.id);
      return sendRefusal(reply, viewOf(request, language), refusal);
    });
    server.setNotFoundHandler((request, reply) => sendRefusal(reply, viewOf(request, language), notFound));
    await server.register(assetRoutes);
    await server.register(async (guarded) => {
      // Hooks of a plugin are its own; these are for all pages.
      await auth(guarded, {});
      await guarded.register(appearanceRoutes);
      for (const page of pages) await guarded.register(page);
    });
  };
}

/** The page of an address below `/dashboard` that is none, such as one that was cut within a character. */
export const unroutedPage =
  (language: Language) =>
  (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply => {
    // No hook has read it.
    request.visitor = null;
    request.cookies = fastifyCookie.parse(request.headers.cookie ?? '');
    void reply.header('content-security-policy', policy);
    return sendRefusal(reply, viewOf(request, language), refusal);
  };
