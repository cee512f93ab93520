import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { SECRET, startReceiver } from '../../webhooks/receiver.ts';
import { DAY, startTestService } from '../../support/service.ts';
import { refused } from './client/refused.ts';

async function setUp() {
  const clock = { ...systemClock };
  const [one, other] = [await startReceiver(clock), await startReceiver(clock)];
  const WEBHOOKS = `${one.url}?token=hidden-words ${SECRET}, ${other.url} ${SECRET} survey.answered`;
  const service = await startTestService({ environment: { WEBHOOKS } });
  clock.now = () => service.clock.now();
  const deliver = async () => {
    await service.settle();
    await service.app.worker.runAll();
  };
  const { webhooks } = service.client;
  const { endpoints } = await webhooks.list();
  const [first, second] = endpoints;
  return {
    service,
    webhooks,
    one,
    other,
    first: first?.id ?? '',
    second: second?.id ?? '',
    deliver,
    endpoints,
  };
}

describe('the webhooks', () => {
  it('are listed without secrets', async () => {
    const { one, other, first, second, endpoints } = await setUp();
    const types = ['survey.asked', 'survey.answered', 'survey.commented', 'survey.expired', 'client.message'];
    expect(endpoints).toEqual([
      { id: first, url: one.url, types },
      { id: second, url: other.url, types: ['survey.answered'] },
    ]);
  });

  it('are tested the way that everything goes: one or all', async () => {
    const { webhooks, one, other, second, deliver } = await setUp();
    const tested = await webhooks.test({ endpoint: second });
    await deliver();
    expect(one.received).toEqual([]);
    expect(other.taken).toMatchObject([
      { type: 'test', id: tested.deliveries[0]?.id, timestamp: '2026-11-22T12:00:00.000Z' },
    ]);
    expect((await webhooks.test()).deliveries).toHaveLength(2);
    await deliver();
    expect([one.taken.length, other.taken.length]).toEqual([1, 2]);
    const { status, code, message } = await refused(webhooks.test({ endpoint: 'none' }));
    expect([status, code, message]).toEqual([404, 'unknown_endpoint', expect.stringContaining(second)]);
  });
});

describe('the deliveries', () => {
  it('are listed, the newest first, with their dialogue and without what they say', async () => {
    const { service, webhooks, one, first, second, deliver } = await setUp();
    one.answer = () => 410;
    const { body } = await service.report({ externalId: 'T-9' });
    await deliver();
    service.clock.set(1_000);
    await webhooks.test({ endpoint: second });
    await deliver();
    const list = async (query: Parameters<typeof webhooks.deliveries>[0] = {}) =>
      (await webhooks.deliveries(query)).deliveries;
    const test = { type: 'test', endpoint: second, state: 'done', dialogueId: null, externalId: null };
    const asked = {
      type: 'survey.asked',
      endpoint: first,
      state: 'given_up',
      attempts: 1,
      reason: expect.stringMatching(/^127\.0\.0\.1:\d+ answered 410 Gone/),
      dialogueId: body.dialogue.id,
      externalId: 'T-9',
    };
    const all = await list();
    expect(all).toMatchObject([test, asked]);
    expect(JSON.stringify(all)).not.toMatch(/payload|whsec|hidden|completedAt/);
    expect(await list({ state: 'given_up' })).toMatchObject([asked]);
    expect(await list({ state: 'waiting' })).toEqual([]);
    const { deliveries, next } = await webhooks.deliveries({ limit: 1 });
    expect(deliveries).toMatchObject([test]);
    expect(await list({ cursor: next ?? '' })).toMatchObject([asked]);
  });

  it('are sent again with the same webhook-id, given up or not, and no other job is', async () => {
    const { service, webhooks, one, deliver } = await setUp();
    one.answer = () => 500;
    await service.report();
    for (let hour = 0; hour <= 25; hour++) {
      await deliver();
      service.clock.set(DAY / 24);
    }
    const [given] = (await webhooks.deliveries({ state: 'given_up' })).deliveries;
    const id = given?.id ?? '';
    one.answer = () => 200;
    expect(await webhooks.again({ id })).toEqual({ again: 1 });
    await deliver();
    expect(await webhooks.again({ id })).toEqual({ again: 1 });
    await deliver();
    expect(one.taken.map((request) => request.id)).toEqual([id, id]);
    await service.app.queue.enqueue({ key: 'lost', kind: 'digest', payload: {} });
    await deliver();
    expect((await refused(webhooks.again({ id: 'lost' }))).code).toBe('unknown_job');
    expect((await refused(webhooks.again({ id: 'webhook:none' }))).code).toBe('unknown_job');
  });

  it('show no secret in any log line, whatever fails', async () => {
    const { service, webhooks, one, deliver } = await setUp();
    await one.stop();
    await service.report();
    await deliver();
    const { deliveries } = await webhooks.deliveries({ state: 'waiting' });
    expect(deliveries[0]?.reason).toMatch(/^127\.0\.0\.1:\d+ gave no answer: ECONNREFUSED$/);
    expect(service.logs.join('\n')).not.toMatch(/hidden-words|whsec|\/hooks/);
  });
});
