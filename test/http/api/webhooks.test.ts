import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { SECRET, startReceiver } from '../../webhooks/receiver.ts';
import { DAY, startTestService } from '../../support/service.ts';

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
  const { body } = await service.api('GET', '/webhooks');
  const [first, second] = body.endpoints as Array<{ id: string }>;
  return { service, one, other, first: first?.id ?? '', second: second?.id ?? '', deliver, endpoints: body };
}

describe('the webhooks', () => {
  it('are listed without secrets', async () => {
    const { one, other, first, second, endpoints } = await setUp();
    const types = ['survey.asked', 'survey.answered', 'survey.commented', 'survey.expired', 'client.message'];
    expect(endpoints).toEqual({
      endpoints: [
        { id: first, url: one.url, types },
        { id: second, url: other.url, types: ['survey.answered'] },
      ],
    });
  });

  it('are tested the way that everything goes: one or all', async () => {
    const { service, one, other, second, deliver } = await setUp();
    const tested = await service.api('POST', '/webhooks/test', { endpoint: second });
    expect(tested.status).toBe(200);
    await deliver();
    expect(one.received).toEqual([]);
    expect(other.taken).toMatchObject([
      { type: 'test', id: tested.body.deliveries[0].id, timestamp: '2026-11-22T12:00:00.000Z' },
    ]);
    expect((await service.api('POST', '/webhooks/test', {})).body.deliveries).toHaveLength(2);
    await deliver();
    expect([one.taken.length, other.taken.length]).toEqual([1, 2]);
    const { status, body } = await service.api('POST', '/webhooks/test', { endpoint: 'none' });
    expect([status, body.error.code]).toEqual([404, 'unknown_endpoint']);
    expect(body.error.message).toContain(second);
  });
});

describe('the deliveries', () => {
  it('are listed, the newest first, with their dialogue and without what they say', async () => {
    const { service, one, first, second, deliver } = await setUp();
    one.answer = () => 410;
    const { body } = await service.report({ externalId: 'T-9' });
    await deliver();
    service.clock.set(1_000);
    await service.api('POST', '/webhooks/test', { endpoint: second });
    await deliver();
    const list = async (query = '') =>
      (await service.api('GET', `/webhooks/deliveries${query}`)).body.deliveries;
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
    expect(await list('?state=given_up')).toMatchObject([asked]);
    expect(await list('?state=waiting')).toEqual([]);
    expect(await list('?limit=1')).toMatchObject([test]);
  });

  it('are sent again with the same webhook-id, given up or not, and no other job is', async () => {
    const { service, one, deliver } = await setUp();
    one.answer = () => 500;
    await service.report();
    for (let hour = 0; hour <= 25; hour++) {
      await deliver();
      service.clock.set(DAY / 24);
    }
    const { body } = await service.api('GET', '/webhooks/deliveries?state=given_up');
    const [{ id }] = body.deliveries;
    one.answer = () => 200;
    const again = (body: object) => service.api('POST', '/webhooks/deliveries/again', body);
    expect(await again({ id })).toEqual({ status: 200, body: { again: 1 } });
    await deliver();
    expect(await again({ id })).toEqual({ status: 200, body: { again: 1 } });
    await deliver();
    expect(one.taken.map((request) => request.id)).toEqual([id, id]);
    await service.app.queue.enqueue({ key: 'lost', kind: 'digest', payload: {} });
    await deliver();
    expect((await again({ id: 'lost' })).body.error.code).toBe('unknown_job');
    expect((await again({ id: 'webhook:none' })).body.error.code).toBe('unknown_job');
  });

  it('show no secret in any log line, whatever fails', async () => {
    const { service, one, deliver } = await setUp();
    await one.stop();
    await service.report();
    await deliver();
    const { body } = await service.api('GET', '/webhooks/deliveries?state=waiting');
    expect(body.deliveries[0].reason).toMatch(/^127\.0\.0\.1:\d+ gave no answer: ECONNREFUSED$/);
    expect(service.logs.join('\n')).not.toMatch(/hidden-words|whsec|\/hooks/);
  });
});
