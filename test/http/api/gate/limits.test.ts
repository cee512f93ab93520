import { describe, expect, it } from 'vitest';
import { problem } from '../../../../src/http/problems.ts';
import { clients, startTestService } from '../../../support/service.ts';
import { keys, openGate } from './gate.ts';

const open = (requestsPerSecond: number) =>
  openGate(
    async (server) => {
      server.get('/things', { config: { scope: 'figures:read' } }, async () => ({ things: [] }));
    },
    { requestsPerSecond },
  );

describe('the rate limit', () => {
  it('counts down in the headers, and refuses what is more with the time to wait', async () => {
    const gate = await open(0.3);
    for (const remaining of ['2', '1', '0']) {
      const { status, headers } = await gate.send('GET', '/things');
      expect([status, headers['ratelimit-limit'], headers['ratelimit-remaining']]).toEqual([
        200,
        '3',
        remaining,
      ]);
      expect(Number(headers['ratelimit-reset'])).toBeLessThanOrEqual(10);
    }
    const { status, headers, body } = await gate.send('GET', '/things');
    expect([status, body.code, headers['ratelimit-remaining']]).toEqual([429, 'rate_limited', '0']);
    expect(headers['retry-after']).toBe('10');
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body.detail).toBe('there were too many requests; send the next one in 10 seconds');
    gate.clock.set(9_001);
    expect((await gate.send('GET', '/things')).body.detail).toContain('in 1 second');
    gate.clock.set(999);
    expect((await gate.send('GET', '/things')).status).toBe(200);
  });

  it('is of each key, and without a valid one of the address and lower', async () => {
    const gate = await open(2);
    const statuses = async (key: string | null, count: number): Promise<number[]> => {
      const answers = await Promise.all(
        Array.from({ length: count }, () => gate.send('GET', '/things', { key })),
      );
      return answers.map(({ status }) => status);
    };
    expect((await statuses(keys.all, 21)).filter((status) => status === 429)).toHaveLength(1);
    expect((await statuses(keys.reader, 20)).filter((status) => status === 429)).toHaveLength(0);
    expect(await statuses('aw_made_up', 2)).toEqual([401, 401]);
    expect(await statuses(null, 2)).toEqual([429, 429]);
  });

  it('is none where it is 0', async () => {
    const { status, headers } = await (await open(0)).send('GET', '/things');
    expect([status, headers['ratelimit-limit']]).toEqual([200, undefined]);
  });
});

describe('1,000 requests at once', () => {
  it('get the right answer or are told to wait, and what was reported is kept once', async () => {
    const service = await startTestService({ environment: { API_RATE_LIMIT: '20' } });
    const request = async (index: number): Promise<number> => {
      const report = { channel: 'telegram', clientId: clients.telegram.en, externalId: `N-${index % 7}` };
      const isReport = index % 2 === 0;
      const response = await fetch(`${service.url}/api/v1/dialogues`, {
        method: isReport ? 'POST' : 'GET',
        headers: {
          authorization: `Bearer ${service.apiKey}`,
          ...(isReport && { 'content-type': 'application/json' }),
        },
        ...(isReport && { body: JSON.stringify(report) }),
      });
      const body = await response.json();
      if (response.status === 429) expect(problem.parse(body).code).toBe('rate_limited');
      return response.status;
    };
    const at = (from: number, to: number): Promise<number[]> =>
      Promise.all(Array.from({ length: to - from }, (_, index) => request(from + index)));
    // A report, which has a body, may reach the service after all that have none.
    const statuses = [...(await at(0, 100)), ...(await at(100, 1_000))];
    expect(new Set(statuses)).toEqual(new Set([200, 201, 429]));
    expect(statuses.filter((status) => status !== 429)).toHaveLength(200);
    const created = statuses.filter((status) => status === 201);
    expect(await service.rows()).toHaveLength(created.length);
    // Nobody else is limited.
    expect((await fetch(`${service.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${service.url}/webhooks/icq`, { method: 'POST' })).status).toBe(404);
  });
});
