import { describe, expect, it } from 'vitest';
import type { RouteOptions } from 'fastify';
import { z } from 'zod';
import { statisticsRoutes } from '../../../src/http/api/statistics.ts';
import { dialogueRoutes } from '../../../src/http/api/dialogues.ts';
import { jobRoutes } from '../../../src/http/api/jobs.ts';
import { digestRoutes } from '../../../src/http/api/digests.ts';
import { outgoingWebhookRoutes } from '../../../src/http/api/webhooks.ts';
import { healthRoutes } from '../../../src/http/health.ts';
import { createServer } from '../../../src/http/server.ts';
import { recordingLog, silentLog } from '../../support/log.ts';
import { clients, startTestService, type TestService } from '../../support/service.ts';

type Responses = Record<string, z.ZodType>;

/** What each route of the product declares, by method and path; no handler runs. */
async function declared(): Promise<Map<string, Responses>> {
  const found = new Map<string, Responses>();
  const note = ({ method, url, schema }: RouteOptions): void =>
    void found.set(`${String(method)} ${url}`, (schema?.response ?? {}) as Responses);
  await createServer({
    log: silentLog,
    routes: [
      {
        prefix: '',
        plugin: async (scope) => {
          scope.addHook('onRoute', note);
          await scope.register(dialogueRoutes({} as never), { prefix: '/api/v1' });
          await scope.register(statisticsRoutes({ zone: 'UTC' } as never), { prefix: '/api/v1' });
          await scope.register(digestRoutes({} as never), { prefix: '/api/v1' });
          await scope.register(jobRoutes({} as never, {} as never), { prefix: '/api/v1' });
          await scope.register(outgoingWebhookRoutes({} as never), { prefix: '/api/v1' });
          await scope.register(healthRoutes({} as never));
        },
      },
    ],
  });
  return found;
}

/** A service with a rated, a commented and a silent dialogue. */
async function lived(): Promise<TestService> {
  const service = await startTestService();
  for (const text of ['5, fine', '1']) {
    await service.report({ operator: 'Anna', tags: ['vip'] });
    await service.simulator.telegram.say(clients.telegram.en, text);
    await service.settle();
  }
  await service.report({ channel: 'viber', clientId: clients.viber.en });
  return service;
}

const period = 'from=2026-11-21&to=2026-11-22';
const requests: Array<[route: string, status: number, path: string, body?: object]> = [
  ['GET /api/v1/jobs', 200, '/api/v1/jobs?state=done'],
  ['GET /api/v1/jobs', 400, '/api/v1/jobs?state=running'],
  ['POST /api/v1/jobs/again', 200, '/api/v1/jobs/again', { kind: 'digest', state: 'given_up' }],
  ['POST /api/v1/jobs/again', 404, '/api/v1/jobs/again', { key: 'no such job' }],
  ['GET /api/v1/webhooks', 200, '/api/v1/webhooks'],
  ['GET /api/v1/webhooks/deliveries', 200, '/api/v1/webhooks/deliveries'],
  ['GET /api/v1/webhooks/deliveries', 400, '/api/v1/webhooks/deliveries?state=lost'],
  ['POST /api/v1/webhooks/deliveries/again', 404, '/api/v1/webhooks/deliveries/again', { id: 'none' }],
  ['POST /api/v1/webhooks/test', 404, '/api/v1/webhooks/test', {}],
  ['POST /api/v1/jobs/again', 400, '/api/v1/jobs/again', { kind: 'digest' }],
  [
    'POST /api/v1/dialogues',
    201,
    '/api/v1/dialogues',
    { channel: 'telegram', clientId: 77, externalId: 'n' },
  ],
  [
    'POST /api/v1/dialogues',
    200,
    '/api/v1/dialogues',
    { channel: 'telegram', clientId: clients.telegram.en, externalId: 'T-1' },
  ],
  ['POST /api/v1/dialogues', 400, '/api/v1/dialogues', { tags: 7 }],
  ['POST /api/v1/dialogues', 404, '/api/v1/dialogues', { channel: 'icq', clientId: 1, externalId: 1 }],
  ['GET /api/v1/dialogues', 200, '/api/v1/dialogues?limit=2'],
  ['GET /api/v1/dialogues', 400, '/api/v1/dialogues?limit=x'],
  ['GET /api/v1/statistics', 200, `/api/v1/statistics?${period}&by=operator`],
  ['GET /api/v1/statistics', 400, '/api/v1/statistics'],
  ['GET /api/v1/statistics/daily', 200, `/api/v1/statistics/daily?${period}`],
  ['GET /api/v1/statistics/daily', 400, '/api/v1/statistics/daily?by=mood'],
  ['GET /api/v1/statistics/comments', 200, `/api/v1/statistics/comments?${period}`],
  ['GET /api/v1/statistics/comments', 400, '/api/v1/statistics/comments?limit=0'],
  ['POST /api/v1/digests', 200, '/api/v1/digests', { day: 'today' }],
  ['POST /api/v1/digests', 400, '/api/v1/digests', { day: 'someday' }],
  ['GET /healthz', 200, '/healthz'],
  ['GET /readyz', 200, '/readyz'],
];

describe('every route', () => {
  it('declares what it answers, refusals and faults included, and is asked below', async () => {
    const routes = await declared();
    expect([...routes.keys()].toSorted()).toEqual([...new Set(requests.map(([route]) => route))].toSorted());
    for (const responses of routes.values()) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['200', '4xx', '5xx']));
    }
  });

  it('answers with just the fields that it declares, dates as ISO 8601', async () => {
    const routes = await declared();
    const service = await lived();
    for (const [route, status, path, body] of requests) {
      const [method = ''] = route.split(' ');
      const response = await fetch(`${service.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${service.apiKey}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      expect([route, response.status]).toEqual([route, status]);
      const responses = routes.get(route);
      const schema = responses?.[status] ?? responses?.[`${Math.trunc(status / 100)}xx`];
      const parsed = schema?.safeParse(JSON.parse(text, dated));
      expect([route, parsed?.error]).toEqual([route, undefined]);
      expect(JSON.stringify(parsed?.data)).toBe(text);
    }
  });

  it('refuses a request without a key in the shape that it declares', async () => {
    const routes = await declared();
    const service = await startTestService();
    const response = await fetch(`${service.url}/api/v1/dialogues`);
    expect(response.status).toBe(401);
    routes.get('GET /api/v1/dialogues')?.['4xx']?.parse(await response.json());
  });
});

describe('a field that no schema lists', () => {
  it('reaches nobody, though the dialogue or the tallies have it', async () => {
    const service = await lived();
    const { store } = service;
    const [list, tallies] = [store.listDialogues.bind(store), store.tallies.bind(store)];
    store.listDialogues = async (options) =>
      (await list(options)).map((dialogue) => ({ ...dialogue, secretField: 'inner' }));
    store.tallies = async (range) =>
      (await tallies(range)).map((tally) => ({ ...tally, secretField: 'inner' }));
    for (const path of [
      'dialogues',
      `statistics?${period}&by=team`,
      `statistics/daily?${period}`,
      `statistics/comments?${period}`,
    ]) {
      const { status, body } = await service.api('GET', `/${path}`);
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toMatch(/secretField|inner|outbox|revision|"survey"/);
    }
  });
});

describe('an answer that does not fit its schema', () => {
  it('is a bug: 500 without a word of it, and logged with its stack and the place', async () => {
    const { log, entries } = recordingLog();
    const statistics = {
      zone: 'UTC',
      daily: async () => [{ day: '2026-11-22', summary: { completed: 'a private text' } }],
    };
    const server = await createServer({
      log,
      routes: [{ prefix: '', plugin: statisticsRoutes(statistics as never) }],
    });
    const answer = await server.inject('/statistics/daily?from=2026-11-22&to=2026-11-22');
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toEqual({
      error: { code: 'internal', message: 'something went wrong here; the log says what', faults: [] },
    });
    const [entry] = entries;
    expect(entry).toMatchObject({ level: 'error', message: 'GET /statistics/daily failed' });
    expect(entry?.fields).toMatchObject({
      stack: expect.stringContaining('    at '),
      cause: expect.stringContaining('completed'),
    });
    expect(JSON.stringify(entry)).not.toContain('a private text');
  });
});

/** Reads the dates of an answer as what the schemas call them. */
const dated = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)
    ? new Date(value)
    : value;
