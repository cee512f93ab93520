import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Person } from '../../../access/person.ts';
import type { Sessions } from '../../../access/sessions/sessions.ts';
import type { Language } from '../../../locales/index.ts';
import { sendPage, type Visitor, viewOf } from '../kit/view.ts';
import { refusalPage } from './refusal-page.tsx';
import type { OwnAddresses } from './own-addresses.ts';
import type { SessionCookie } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** True: the route is for everybody; `request.visitor` may be null there. */
    isPublic?: true;
  }
}

export interface AuthOptions {
  sessions: Pick<Sessions, 'read'>;
  cookie: SessionCookie;
  addresses: OwnAddresses;
  /** Of pages where the browser chose none. */
  language: Language;
  /** Who is signed in where nobody did: the administrator of a simulation. Default: nobody. */
  automatic?: (() => Promise<Person | null>) | undefined;
}

/** The `sessionId` of who is signed in without a session. */
export const withoutSession = '';

export const signInPath = '/dashboard/sign-in';

/**
 * Answers 421 to a request by another name than the service's own, and 403 to one that changes something and does not
 * come from its own pages. For everything below `/dashboard`.
 */
export function ownPagesOnly(
  options: Pick<AuthOptions, 'addresses' | 'language'>,
): onRequestAsyncHookHandler {
  const { addresses, language } = options;
  return async (request, reply) => {
    const isNamed = addresses.isNamed(request.headers);
    if (isNamed && (isSafe(request) || addresses.isFromOwnPage(request.headers))) return undefined;
    const view = viewOf(request, language);
    const refusal = isNamed ? 'otherSite' : 'otherHost';
    return sendPage(reply, refusalPage(view, refusal, `${addresses.first}/dashboard`), isNamed ? 403 : 421);
  };
}

/** Puts the visitor into each request, and answers who is not signed in, except at routes for everybody. */
export function addAuth(server: FastifyInstance, options: Omit<AuthOptions, 'addresses'>): void {
  const { sessions, cookie, automatic, language } = options;
  server.addHook('onRequest', async (request, reply) => {
    request.visitor = await visitorOf(request);
    if (request.visitor || request.routeOptions.config.isPublic) return undefined;
    return refuse(request, reply);
  });

  async function visitorOf(request: FastifyRequest): Promise<Visitor | null> {
    const secret = cookie.read(request);
    const found = secret === null ? null : await sessions.read(secret);
    if (found) return { person: found.person, sessionId: found.session.id };
    const person = (await automatic?.()) ?? null;
    return person && { person, sessionId: withoutSession };
  }

  /** A page that is fetched by another one sends the whole browser to the sign-in page. */
  function refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    void reply.header('cache-control', 'no-store');
    if (request.headers['hx-request'] === 'true')
      return reply.status(401).header('hx-redirect', signInPath).send();
    if (isSafe(request)) return reply.redirect(signInPath);
    return sendPage(reply, refusalPage(viewOf(request, language), 'signedOut', signInPath), 401);
  }
}

const isSafe = ({ method }: FastifyRequest): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);
