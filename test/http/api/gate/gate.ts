import { onTestFinished } from 'vitest';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { ApiScope, Caller } from '../../../../src/access/keys/scopes.ts';
import { createSetClock, type SetClock } from '../../../../src/clock.ts';
import { api } from '../../../../src/http/api/index.ts';
import { createServer } from '../../../../src/http/server.ts';
import { createSqliteStore } from '../../../../src/store/sqlite/store.ts';
import type { Store } from '../../../../src/store/store.ts';
import { recordingLog } from '../../../support/log.ts';
import { NOON } from '../../../support/service.ts';

/** Keys that are as long as real ones, with what each may do. */
export const keys = {
  all: 'aw_0123456789abcdefghijklmnopqrstuvwxyz',
  reader: 'aw_1123456789abcdefghijklmnopqrstuvwxyz',
} as const;

const callers = new Map<string, Caller>([
  [keys.all, { key: 'API_KEYS 1', scopes: 'all' }],
  [keys.reader, { key: 'reports', scopes: new Set<ApiScope>(['figures:read']) }],
]);

export interface Gate {
  server: FastifyInstance;
  store: Store;
  clock: SetClock;
  logs: string[];
  /** With the key of all scopes, unless another or none (null) is given. */
  send(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    given?: { body?: object; key?: string | null; idempotencyKey?: string },
  ): Promise<{ status: number; headers: Record<string, unknown>; body: any; text: string }>;
}

/** The API's hooks before routes of a test. */
export async function openGate(
  routes: FastifyPluginAsync,
  options: { requestsPerSecond?: number; store?: Store } = {},
): Promise<Gate> {
  const store = options.store ?? createSqliteStore({ path: ':memory:' });
  await store.open();
  const clock = createSetClock(NOON);
  const { log, lines: logs } = recordingLog();
  const plugin = api({
    keys: { find: async (given) => callers.get(given) ?? null },
    requestsPerSecond: options.requestsPerSecond ?? 0,
    channels: ['telegram'],
    baseUrl: 'https://csat.example.com',
    store,
    clock,
    log,
    resources: [routes],
  });
  const server = await createServer({ log, routes: [{ prefix: '/api/v1', plugin }] });
  onTestFinished(async () => {
    await server.close();
    await store.close();
  });
  return {
    server,
    store,
    clock,
    logs,
    async send(method, path, { body, key = keys.all, idempotencyKey } = {}) {
      const answer = await server.inject({
        method,
        url: `/api/v1${path}`,
        headers: {
          ...(key !== null && { authorization: `Bearer ${key}` }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        },
        ...(body && { payload: body }),
      });
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: answer.json(),
        text: answer.body,
      };
    },
  };
}
