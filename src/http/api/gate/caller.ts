import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import { allows, type ApiScope, type Caller } from '../../../access/keys/scopes.ts';
import type { ApiKeys } from '../../../access/keys/api-keys.ts';
import { ApiError } from '../../../errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose key the request came with; null: with none, or none that is known. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** Of a route of the API: what a key must be allowed; null: no key is needed. */
    scope?: ApiScope | null;
  }
}

/** The key of a request, untrusted; null: it has none. */
export function keyOf(authorization: string | undefined): string | null {
  const [, given] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
  return given ?? null;
}

/** Notes at each request whose key it came with. */
export function identify(server: FastifyInstance, find: ApiKeys['find']): void {
  server.decorateRequest('caller', null);
  server.addHook('onRequest', async (request) => {
    const key = keyOf(request.headers.authorization);
    if (key !== null) request.caller = await find(key);
  });
}

/** Refuses a request whose key does not have the scope of its route. */
export function authorize(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { scope } = request.routeOptions.config;
    const { caller } = request;
    if (scope === null) done();
    else if (!caller) done(unauthorized());
    else if (scope !== undefined && !allows(caller, scope)) done(forbidden([scope]));
    else done();
  });
}

/** The same for a route outside of the API. */
export function requireScope(find: ApiKeys['find'], scope: ApiScope): onRequestAsyncHookHandler {
  return async ({ headers }) => {
    const key = keyOf(headers.authorization);
    const caller = key === null ? null : await find(key);
    if (!caller) throw unauthorized();
    if (!allows(caller, scope)) throw forbidden([scope]);
  };
}

const unauthorized = (): ApiError =>
  new ApiError(
    401,
    'unauthorized',
    'send the header "Authorization: Bearer <key>" with a key that is valid: one of API_KEYS, or one that was made by "afterword key create"',
  );

/** @param scopes those that the key lacks */
export function forbidden(scopes: readonly ApiScope[]): ApiError {
  const named = scopes.map((scope) => `"${scope}"`).join(', ');
  return new ApiError(403, 'forbidden_scope', `the key lacks the scope ${named}; use one that has it`);
}

/** Under what name the course of a dialogue has what a key did: keys of the environment have none of their own. */
export const courseName = ({ key, scopes }: Caller): string => (scopes === 'all' ? 'api' : key);
