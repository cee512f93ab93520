import type {} from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Person } from '../../../access/person.ts';
import { createTranslator, type Language, languages, type Translate } from '../../../locales/index.ts';

/** Who is signed in, as the store knows them at this request. */
export interface Visitor {
  person: Person;
  sessionId: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** null: nobody is signed in. */
    visitor: Visitor | null;
  }
}

/** @throws {Error} where nobody is signed in, which the hook of `auth.ts` lets through to no page */
export function visitorOf(request: FastifyRequest): Visitor {
  if (!request.visitor) throw new Error(`${request.routeOptions.url} is served without a visitor`);
  return request.visitor;
}

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The cookies that keep how pages look to a browser; they say nothing of who it is. */
export const appearanceCookies = { theme: 'aw_theme', language: 'aw_language' } as const;

/** What every page needs to be written. */
export interface View {
  visitor: Visitor | null;
  language: Language;
  t: Translate;
  theme: Theme;
  /** The path with its query, such as `/dashboard?team=Sales`. */
  address: string;
}

/** @param language where neither the browser nor the person chose one */
export function viewOf(request: FastifyRequest, language: Language): View {
  const { visitor, cookies, method, url } = request;
  const chosen = languages.find((one) => one === cookies[appearanceCookies.language]);
  const spoken = chosen ?? visitor?.person.language ?? language;
  const theme = themes.find((one) => one === cookies[appearanceCookies.theme]) ?? 'system';
  // What was sent to an address cannot be opened again there.
  const address = method === 'GET' ? url : '/dashboard';
  return { visitor, language: spoken, t: createTranslator(spoken), theme, address };
}

/** Sends a page that nobody else may see and no cache keeps. */
export function sendPage(reply: FastifyReply, html: string, status = 200): FastifyReply {
  return reply
    .status(status)
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' })
    .type('text/html; charset=utf-8')
    .send(html);
}
