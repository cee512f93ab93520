import { describe, expect, it } from 'vitest';
import { createApiKeys } from '../../../../src/access/keys/api-keys.ts';
import { type ApiScope, apiScopes } from '../../../../src/access/keys/scopes.ts';
import { contract } from '../../../../src/http/api/contract.ts';
import { API_PATH, type Endpoint } from '../../../../src/http/api/endpoint.ts';
import { startTestService } from '../../../support/service.ts';
import { silentLog } from '../../../support/log.ts';

const endpoints = Object.values(contract).flatMap(({ endpoints: all }) => Object.values<Endpoint>(all));

describe('a key with one scope', () => {
  it('reaches the endpoints of that scope, and is told which one it lacks at every other', async () => {
    const service = await startTestService({ environment: { API_RATE_LIMIT: '0' } });
    const { store, clock } = service;
    const made = createApiKeys({ store, clock, log: silentLog, seeds: [] });
    const keys = new Map<ApiScope, string>();
    for (const scope of apiScopes) {
      keys.set(scope, (await made.create({ name: scope.replace(':', ' '), scopes: [scope] })).key);
    }
    for (const { method, path, scope } of endpoints) {
      for (const [held, key] of keys) {
        const response = await fetch(`${service.url}${API_PATH}${path}?no_such_parameter=1`, {
          method,
          headers: {
            authorization: `Bearer ${key}`,
            ...(method !== 'GET' && { 'content-type': 'application/json' }),
          },
          ...(method !== 'GET' && { body: '{"no_such_field":1}' }),
        });
        const { code, detail } = (await response.json()) as { code: string; detail: string };
        if (held === scope) {
          expect([method, path, held, response.status < 500, code]).not.toContain('forbidden_scope');
        } else {
          expect([method, path, held, response.status, code]).toEqual([
            method,
            path,
            held,
            403,
            'forbidden_scope',
          ]);
          expect(detail).toContain(`"${scope}"`);
        }
      }
    }
  });

  it('can be made for something: each scope is that of an endpoint, or of the metrics', () => {
    const used = new Set(endpoints.map(({ scope }) => scope));
    expect(apiScopes.filter((scope) => !used.has(scope))).toEqual(['metrics:read']);
  });
});
