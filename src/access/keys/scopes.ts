import { ApiError } from '../../errors.ts';

/** What a key of the API may be allowed; each route names the one that it needs. */
export const apiScopes = [
  'dialogues:read',
  'dialogues:write',
  'figures:read',
  'comments:read',
  'alerts:read',
  'disputes:read',
  'disputes:write',
  'targets:read',
  'targets:write',
  'scenarios:read',
  'people:read',
  'people:write',
  'keys:read',
  'keys:write',
  'webhooks:read',
  'webhooks:write',
  'digests:write',
  'jobs:read',
  'jobs:write',
  'exports:read',
  'metrics:read',
] as const;

export type ApiScope = (typeof apiScopes)[number];

/** Who calls the API. */
export interface Caller {
  /** The name of the key, for logs and for the course of a dialogue; never the key itself. */
  key: string;
  scopes: ReadonlySet<ApiScope> | 'all';
}

/** Whether a caller's key has a scope. */
export const allows = ({ scopes }: Caller, scope: ApiScope): boolean => scopes === 'all' || scopes.has(scope);

/** Those of `scopes` that a caller does not have themselves, and so may give to no other key. */
export const beyond = (caller: Caller, scopes: readonly ApiScope[]): ApiScope[] =>
  scopes.filter((scope) => !allows(caller, scope));

/**
 * The scopes that were named, each once.
 * @throws {ApiError} `invalid_request`, with every scope that there is, when one is unknown or none is named
 */
export function readScopes(given: readonly string[]): ApiScope[] {
  const all = apiScopes.join(', ');
  if (given.length === 0) throw fault(`a key needs a scope; the scopes are ${all}`);
  const unknown = given.filter((scope) => !isScope(scope));
  if (unknown.length > 0) {
    const named = unknown.map((scope) => JSON.stringify(scope.slice(0, 40))).join(', ');
    throw fault(`there is no scope ${named}; the scopes are ${all}`);
  }
  return apiScopes.filter((scope) => given.includes(scope));
}

const isScope = (given: string): given is ApiScope => apiScopes.some((scope) => scope === given);

const fault = (message: string): ApiError =>
  new ApiError(400, 'invalid_request', message, [{ path: 'scopes', message }]);
