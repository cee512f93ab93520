import { onTestFinished } from 'vitest';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Person } from '../../../src/access/person.ts';
import type { Dialogue } from '../../../src/dialogue.ts';
import { dashboardRoutes } from '../../../src/http/dashboard/dashboard.ts';
import { createServer } from '../../../src/http/server.ts';
import { createStatistics, type Statistics } from '../../../src/stats/statistics.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { silentLog } from '../../support/log.ts';
import { personBody } from '../../../src/access/person.ts';

export const zone = 'Europe/Kyiv';
export const now = new Date('2026-11-30T12:00:00Z');
export const clock = { now: () => now };

/** Somebody who may see everything, changed as a test needs it. */
export function aPerson(changes: Partial<Person> = {}): Person {
  const body = personBody.parse({
    kind: 'person',
    name: 'Ірина',
    role: 'administrator',
    language: 'en',
    teams: 'all',
    channels: 'all',
    scenarios: 'all',
    operators: [],
  });
  return { id: 'p1', chats: [], seeded: false, revision: 0, ...body, ...changes };
}

/** Pages over a store with these dialogues. */
export interface Dashboard {
  server: FastifyInstance;
  store: Store;
  statistics: Statistics;
  /** Who is signed in. */
  visitor: { person: Person };
  /** @throws what a page failed of */
  close: () => Promise<void>;
  /** @returns the page, and its status */
  get: (
    address: string,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; html: string; headers: Record<string, unknown> }>;
}

/** The same until the test is over. */
export async function withDashboard(...args: Parameters<typeof openDashboard>): Promise<Dashboard> {
  const dashboard = await openDashboard(...args);
  onTestFinished(dashboard.close);
  return dashboard;
}

/** @param pagesOf the pages that are served, over that store */
export async function openDashboard(
  dialogues: readonly Dialogue[],
  pagesOf: (made: Pick<Dashboard, 'store' | 'statistics'>) => FastifyPluginAsync[],
): Promise<Dashboard> {
  const store = createSqliteStore({ path: ':memory:' });
  await store.open();
  for (const one of dialogues) await store.insertDialogue(one);
  const statistics = createStatistics({ store, zone, clock });
  const visitor = { person: aPerson() };
  const auth: FastifyPluginAsync = async (guarded) => {
    guarded.addHook('onRequest', async (request) => {
      request.visitor = { person: visitor.person, sessionId: 's1' };
    });
  };
  const faults: unknown[] = [];
  const plugin = dashboardRoutes({
    language: 'en',
    auth,
    pages: pagesOf({ store, statistics }),
    onFault: (error) => faults.push(error),
  });
  const server = await createServer({ log: silentLog, routes: [{ prefix: '/dashboard', plugin }] });
  return {
    server,
    async close() {
      await server.close();
      await store.close();
      if (faults.length > 0) throw faults[0];
    },
    store,
    statistics,
    visitor,
    async get(address, headers = {}) {
      const answer = await server.inject({ url: address, headers: { host: 'localhost', ...headers } });
      return { status: answer.statusCode, html: answer.body, headers: answer.headers };
    },
  };
}
