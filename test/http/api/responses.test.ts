import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../../../src/http/api/contract.ts';
import { API_PATH, type Endpoint, isFile } from '../../../src/http/api/endpoint.ts';
import { statisticsRoutes } from '../../../src/http/api/statistics/routes.ts';
import { problem } from '../../../src/http/problems.ts';
import { createServer } from '../../../src/http/server.ts';
import { recordingLog } from '../../support/log.ts';
import { clients, startTestService, type TestService } from '../../support/service.ts';

/** Every endpoint, by its id: `dialogues.create`. */
const endpoints = new Map<string, Endpoint>(
  Object.entries(contract).flatMap(([resource, { endpoints: all }]) =>
    Object.entries<Endpoint>(all).map(([name, endpoint]) => [`${resource}.${name}`, endpoint] as const),
  ),
);

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
const conversation = { channel: 'telegram', clientId: clients.telegram.en, externalId: 'T-1' };

/** A request to each endpoint, with its status; the path behind that of the endpoint, with `{id}` of the first dialogue. */
const requests: Array<[id: string, status: number, behind: string, body?: object]> = [
  ['jobs.list', 200, '?state=done'],
  ['jobs.list', 400, '?state=running'],
  ['jobs.again', 200, '', { kind: 'digest', state: 'given_up' }],
  ['jobs.again', 404, '', { key: 'no such job' }],
  ['jobs.again', 400, '', { kind: 'digest' }],
  ['webhooks.list', 200, ''],
  ['webhooks.deliveries', 200, ''],
  ['webhooks.deliveries', 400, '?state=lost'],
  ['webhooks.again', 404, '', { id: 'none' }],
  ['webhooks.test', 404, '', {}],
  ['dialogues.create', 201, '', { channel: 'telegram', clientId: 77, externalId: 'n' }],
  ['dialogues.create', 200, '', conversation],
  ['dialogues.create', 400, '', { tags: 7 }],
  ['dialogues.create', 404, '', { channel: 'icq', clientId: 1, externalId: 1 }],
  ['dialogues.list', 200, '?limit=2'],
  ['dialogues.list', 400, '?limit=x'],
  ['dialogues.get', 200, ''],
  ['dialogues.void', 200, '', { reason: 'x' }],
  ['dialogues.unvoid', 200, '', {}],
  ['dialogues.correct', 200, '', { operator: 'Olha' }],
  ['dialogues.cancel', 409, '', {}],
  ['dialogues.reopen', 200, '', {}],
  ['dialogues.voidLast', 200, '', { ...conversation, reason: 'x' }],
  ['dialogues.unvoidLast', 200, '', conversation],
  ['dialogues.correctLast', 200, '', { ...conversation, team: 'x' }],
  ['dialogues.cancelLast', 409, '', conversation],
  ['dialogues.reopenLast', 200, '', conversation],
  ['statistics.period', 200, `?${period}&by=operator`],
  ['statistics.period', 400, ''],
  ['statistics.daily', 200, `?${period}`],
  ['statistics.daily', 400, '?by=mood'],
  ['statistics.comments', 200, `?${period}`],
  ['statistics.comments', 400, '?limit=0'],
  ['statistics.alerts', 200, `?${period}`],
  ['dialogues.events', 200, ''],
  ['dialogues.deleteNote', 404, ''],
  ['dialogues.list', 200, '?order=worst&search=fine&commented=true&rated=true&counted=true&outcome=answered'],
  ['dialogues.list', 400, '?order=mood'],
  ['figures.period', 200, `?${period}&by=operator&by=channel&tag=vip&rating=5&rating=4`],
  ['figures.period', 400, `?${period}&by=mood`],
  ['figures.trend', 200, `?${period}&step=week`],
  ['figures.trend', 400, `?${period}&step=year`],
  ['figures.funnel', 200, `?${period}&by=scenario`],
  ['comments.list', 200, '?search=FINE&order=best'],
  ['comments.list', 400, '?counted=true'],
  ['alerts.list', 200, '?state=open'],
  ['alerts.get', 404, ''],
  ['targets.set', 200, '', { metric: 'timeToTake', value: 900 }],
  ['targets.set', 400, '', { metric: 'averageCsat', value: 4 }],
  ['targets.list', 200, ''],
  ['targets.remove', 404, ''],
  ['scenarios.list', 200, '?limit=1'],
  ['scenarios.get', 404, ''],
  ['scenarios.check', 200, '', { text: 'id: x' }],
  ['exports.csv', 200, `?${period}&bom=false`],
  ['exports.csv', 400, ''],
  ['exports.xlsx', 200, `?${period}`],
  ['people.list', 200, ''],
  ['people.invite', 201, '', { name: 'Petro', role: 'analyst' }],
  ['people.invite', 400, '', { name: 'Petro', role: 'operator' }],
  ['people.changeRole', 404, '', { role: 'analyst' }],
  ['people.remove', 404, ''],
  ['keys.list', 200, ''],
  ['keys.create', 201, '', { name: 'reports', scopes: ['figures:read'] }],
  ['keys.create', 409, '', { name: 'Reports', scopes: ['figures:read'] }],
  ['keys.revoke', 404, ''],
  ['disputes.list', 200, ''],
  ['disputes.get', 404, ''],
  ['disputes.raise', 404, '', { dialogueId: 'none', reason: 'x', by: 'x' }],
  ['disputes.decide', 404, '', { verdict: 'upheld', reason: 'x', by: 'x' }],
  ['digests.send', 200, '', { day: 'today' }],
  ['digests.send', 400, '', { day: 'someday' }],
];

/** Sends a request of the list, by the id of a dialogue. */
async function send(service: TestService, id: string, behind: string, dialogue: string, body?: object) {
  const { method = 'GET', path = '' } = endpoints.get(id) ?? {};
  const response = await fetch(`${service.url}${API_PATH}${path.replace(/\{\w+\}/, dialogue)}${behind}`, {
    method,
    headers: {
      authorization: `Bearer ${service.apiKey}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe('every endpoint', () => {
  it('is asked below', () => {
    expect([...new Set(requests.map(([id]) => id))].toSorted()).toEqual([...endpoints.keys()].toSorted());
  });

  it('answers with just the fields that it declares, dates as ISO 8601', async () => {
    const service = await lived();
    const dialogue = (await service.rows()).find(({ externalId }) => externalId === 'T-1')?.id ?? '';
    for (const [id, status, behind, body] of requests) {
      const answer = await send(service, id, behind, dialogue, body);
      expect([id, answer.status, answer.text]).toEqual([id, status, answer.text]);
      const declared = endpoints.get(id)?.answer;
      if (!declared || (status < 300 && isFile(declared))) continue;
      const schema = status < 300 ? (declared as z.ZodType) : problem;
      expect(answer.type).toBe(`application/${status < 300 ? 'json' : 'problem+json'}; charset=utf-8`);
      expect(JSON.stringify(schema.encode(schema.parse(JSON.parse(answer.text))))).toBe(answer.text);
      if (status < 300)
        expect(Object.keys(endpoints.get(id)?.statuses ?? { 200: '' })).toContain(String(status));
    }
  });

  it('has an example that its schemas take', () => {
    for (const [id, { params, body, query, answer, example }] of endpoints) {
      const given = body ?? query;
      if (example?.params) params?.parse(example.params);
      if (example?.given) {
        const asSent = body ? example.given : inQuery(example.given);
        expect([id, given?.safeParse(asSent).error]).toEqual([id, undefined]);
      }
      if (example?.answer && !isFile(answer)) {
        const read = answer.safeParse(example.answer);
        expect([id, read.error]).toEqual([id, undefined]);
        expect(answer.encode(read.data)).toEqual(example.answer);
      }
    }
  });

  it('refuses a request without a key, and says what to send', async () => {
    const service = await startTestService();
    for (const [, { method, path, scope }] of endpoints) {
      const response = await fetch(`${service.url}${API_PATH}${path}`, { method });
      expect([path, response.status, scope]).toEqual([path, 401, expect.any(String)]);
      expect(problem.parse(await response.json()).code).toBe('unauthorized');
    }
  });
});

/** Texts, as a query has them. */
const inQuery = (given: object): object =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value : String(value)]),
  );

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
      routes: [{ prefix: '', plugin: statisticsRoutes(statistics as never, undefined as never) }],
    });
    const answer = await server.inject('/statistics/daily?from=2026-11-22&to=2026-11-22');
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({
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
