import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Received } from '../../src/channel.ts';
import type { RelayTarget } from '../../src/channel-definition.ts';
import { createSetClock } from '../../src/clock.ts';
import { ChannelError } from '../../src/errors.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createJobRepeat } from '../../src/jobs/repeat.ts';
import { createWorker } from '../../src/jobs/worker.ts';
import { createRelay } from '../../src/relay/relay.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { recordingLog } from '../support/log.ts';
import { startFakeHelpdesk } from './helpdesk.ts';

const NOON = new Date('2026-11-22T12:00:00Z');
const MINUTE = 60_000;

/** A relay with its jobs, over a store in memory. */
async function openRelay(change: Partial<RelayTarget> = {}) {
  const helpdesk = await startFakeHelpdesk();
  const store = createSqliteStore({ path: ':memory:' });
  await store.open();
  onTestFinished(() => store.close());
  const clock = createSetClock(NOON);
  const { log, lines } = recordingLog();
  const carried: Array<Record<string, unknown>> = [];
  const faults: Error[] = [];
  const carryOut = async (request: Record<string, unknown>) => {
    const fault = faults.shift();
    if (fault) throw fault;
    carried.push(request);
  };
  const channels = new Map([
    ['telegram', { carryOut }],
    ['viber', {}],
  ]);
  const target = {
    variable: 'RELAY_URL_TELEGRAM',
    url: helpdesk.url,
    headers: { 'x-secret': 's' },
    ...change,
  };
  const instance = (targets: Map<string, RelayTarget> = new Map([['telegram', target]]), own = clock) => {
    const queue = createJobQueue({ store, clock: own });
    const relay = createRelay({ targets, channels, queue, clock: own, log });
    return { relay, worker: createWorker({ store, kinds: relay.kinds, clock: own, log }) };
  };
  return { ...instance(), instance, target, helpdesk, store, clock, lines, carried, faults };
}

const update = (id: number, queue = '1001', more: Partial<Received> = {}): Received => ({
  id: String(id).padStart(12, '0'),
  queue,
  body: `{"update_id": ${id}, "message":{"chat":{"id":${queue}}}}`,
  headers: {},
  ...more,
});

const taken = (helpdesk: { updates: any[] }): number[] => helpdesk.updates.map(({ update_id: id }) => id);

describe('what is passed on', () => {
  it('is the body byte for byte, with the headers as they came and those of the helpdesk', async () => {
    const { relay, worker, helpdesk } = await openRelay();
    const body = '{ "update_id" : 7,\n "text":"\\u0000 Ї \u2028"  }';
    await relay.pass('telegram', update(7, '1001', { body, headers: { 'x-signature': 'ab' } }));
    await worker.runAll();
    expect(helpdesk.requests[0]?.body).toBe(body);
    expect(helpdesk.requests[0]?.headers).toMatchObject({ 'x-signature': 'ab', 'x-secret': 's' });
  });

  it('keeps the order of each client, also of updates that came in one moment', async () => {
    const { relay, worker, helpdesk } = await openRelay();
    for (let id = 1; id <= 30; id++) await relay.pass('telegram', update(id, String(1001 + (id % 3))));
    await worker.runAll();
    for (const rest of [0, 1, 2]) {
      const ids = taken(helpdesk).filter((id) => id % 3 === rest);
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    }
    expect(taken(helpdesk)).toHaveLength(30);
  });

  it('keeps the order of a client when the clock is set back, and through an instance whose clock is behind', async () => {
    const { relay, worker, instance, helpdesk, clock } = await openRelay();
    await relay.pass('telegram', update(1));
    clock.step(-60 * MINUTE);
    await instance().relay.pass('telegram', update(2));
    const behind = createSetClock(new Date(clock.now().getTime() - 700));
    await instance(undefined, behind).relay.pass('telegram', update(3));
    await relay.pass('telegram', update(4));
    clock.set(61 * MINUTE);
    await worker.runAll();
    expect(taken(helpdesk)).toEqual([1, 2, 3, 4]);
  });

  it('goes once, however often the platform sends it', async () => {
    const { relay, worker, helpdesk } = await openRelay();
    await relay.pass('telegram', update(7));
    await worker.runAll();
    await relay.pass('telegram', update(7));
    await worker.runAll();
    expect(taken(helpdesk)).toEqual([7]);
  });

  it('waits for a helpdesk that is down for an hour, in order, and holds up no other client for long', async () => {
    const { relay, worker, helpdesk, clock } = await openRelay();
    helpdesk.answer = () => ({ status: 500 });
    for (let id = 1; id <= 6; id++) await relay.pass('telegram', update(id, String(1001 + (id % 2))));
    for (let minute = 0; minute < 60; minute++) {
      await worker.runAll();
      clock.set(MINUTE);
    }
    expect(taken(helpdesk)).toEqual([]);
    helpdesk.answer = () => ({ status: 200 });
    await worker.runAll();
    expect(taken(helpdesk).filter((id) => id % 2 === 0)).toEqual([2, 4, 6]);
    expect(taken(helpdesk).filter((id) => id % 2 === 1)).toEqual([1, 3, 5]);
  });

  it('goes to one helpdesk while that of another channel gives no answer', async () => {
    const { instance, target, helpdesk, clock } = await openRelay();
    const silent = await startFakeHelpdesk();
    silent.answer = () => ({ status: 0 });
    const { relay, worker } = instance(
      new Map([
        ['telegram', target],
        ['viber', { ...target, url: silent.url }],
      ]),
    );
    for (let id = 1; id <= 30; id++) await relay.pass('viber', update(id, String(2000 + id)));
    await worker.round();
    await relay.pass('telegram', update(31));
    await worker.round();
    await vi.waitFor(() => expect(taken(helpdesk)).toEqual([31]));
    clock.set(10_000);
    await worker.stop();
  });

  it('is given up after a day, is listed with the reason, and goes when it is sent again', async () => {
    const { relay, worker, helpdesk, store, clock } = await openRelay();
    helpdesk.answer = () => ({ status: 502 });
    await relay.pass('telegram', update(1));
    await relay.pass('telegram', update(2));
    await worker.runAll();
    clock.set(25 * 60 * MINUTE);
    await worker.runAll();
    await worker.runAll();
    const givenUp = await store.listJobs('given_up', 10, 'relay_telegram');
    expect(givenUp.map(({ key }) => key)).toEqual([
      'relay:telegram:000000000002',
      'relay:telegram:000000000001',
    ]);
    expect(givenUp[0]?.reason).toContain('The helpdesk behind telegram answered 502');
    helpdesk.answer = () => ({ status: 200 });
    const repeat = createJobRepeat({ store, kinds: relay.kinds, clock, onNew: () => {} });
    await repeat.givenUp('relay_telegram');
    await worker.runAll();
    expect(taken(helpdesk)).toEqual([1, 2]);
  });

  it('goes on through a restart and with another instance', async () => {
    const { relay, worker, helpdesk, instance } = await openRelay();
    helpdesk.answer = () => ({ status: 503 });
    await relay.pass('telegram', update(1));
    await worker.stop();
    helpdesk.answer = () => ({ status: 200 });
    await instance().worker.runAll();
    expect(taken(helpdesk)).toEqual([1]);
  });

  it('is given up with a reason when there is no helpdesk any more', async () => {
    const { relay, instance, store } = await openRelay();
    await relay.pass('telegram', update(1));
    await instance(new Map()).worker.runAll();
    expect((await store.listJobs('given_up', 10))[0]?.reason).toContain(
      'there is no helpdesk behind telegram',
    );
  });
});

describe('a helpdesk that answers otherwise than with 200', () => {
  it.each([
    [302, /a redirect, which is not followed; set RELAY_URL_TELEGRAM/],
    [401, /compare RELAY_URL_TELEGRAM and its secret/],
    [404, /compare RELAY_URL_TELEGRAM with what the helpdesk registered/],
    [508, /RELAY_URL_TELEGRAM leads back to this service/],
  ])('is named with its status and the remedy: %i', async (status, remedy) => {
    const { relay, worker, helpdesk, store } = await openRelay();
    helpdesk.answer = () => ({ status, headers: { location: helpdesk.url } });
    await relay.pass('telegram', update(1));
    await worker.round();
    await worker.stop();
    const [waiting] = await store.listJobs('waiting', 10);
    expect(waiting?.reason).toMatch(remedy);
    expect(waiting?.reason).not.toContain(helpdesk.url);
    expect(helpdesk.updates).toEqual([]);
  });

  it('is asked again when nobody listens', async () => {
    const { relay, worker, store } = await openRelay({
      url: 'http://127.0.0.1:9/hook?token=secret-in-the-query',
    });
    await relay.pass('telegram', update(1));
    await worker.round();
    await worker.stop();
    const [waiting] = await store.listJobs('waiting', 10);
    expect(waiting?.reason).toMatch(/gave no answer: its port is none that may be called/);
    expect(waiting?.reason).not.toContain('secret-in-the-query');
  });
});

describe('what a helpdesk asks for in its answer', () => {
  it('is carried out, once', async () => {
    const { relay, worker, helpdesk, carried } = await openRelay();
    const call = { method: 'sendMessage', chat_id: 1001, text: 'Hello from the helpdesk' };
    helpdesk.answer = () => ({ status: 200, body: JSON.stringify(call) });
    await relay.pass('telegram', update(1));
    await worker.runAll();
    expect(carried).toEqual([call]);
  });

  it('is tried again after a limit of the platform, and does not have the update passed on again', async () => {
    const { relay, worker, helpdesk, carried, faults, clock } = await openRelay();
    helpdesk.answer = () => ({ status: 200, body: '{"method":"sendMessage","chat_id":1001}' });
    faults.push(new ChannelError('rate_limited', 'too many', { retryAfterMs: 3_000 }));
    await relay.pass('telegram', update(1));
    await worker.runAll();
    expect(carried).toEqual([]);
    clock.set(3_000);
    await worker.runAll();
    expect(carried).toHaveLength(1);
    expect(taken(helpdesk)).toEqual([1]);
  });

  it('is given up with its reason where the platform refuses it', async () => {
    const { relay, worker, helpdesk, faults, store } = await openRelay();
    helpdesk.answer = () => ({ status: 200, body: '{"method":"sendMessage","chat_id":0}' });
    faults.push(new ChannelError('rejected', 'Bad Request: chat_id is empty'));
    await relay.pass('telegram', update(1));
    await worker.runAll();
    expect(await store.listJobs('given_up', 10)).toMatchObject([
      { kind: 'relay_call_telegram', reason: 'Bad Request: chat_id is empty' },
    ]);
  });

  it.each(['', 'ok', '{}', '[1]', 'null', '{"method":'])('is nothing in %j', async (body) => {
    const { relay, worker, helpdesk, carried, store } = await openRelay();
    helpdesk.answer = () => ({ status: 200, body });
    await relay.pass('telegram', update(1));
    await worker.runAll();
    expect(carried).toEqual([]);
    expect(await store.listJobs('done', 10)).toHaveLength(1);
  });
});

describe('what is asked at once', () => {
  it('gives the answer of the helpdesk', async () => {
    const { relay, helpdesk } = await openRelay();
    helpdesk.answer = () => ({ status: 200, body: '{"type":"text","text":"Welcome"}' });
    expect(await relay.ask('telegram', update(1))).toEqual({
      status: 200,
      body: { type: 'text', text: 'Welcome' },
    });
  });

  it.each(['', 'ok', '"ok"', '[1]', 'null', '{"type":', 'x'.repeat(100_000)])(
    'is taken without an answer when that is none: %.9j',
    async (body) => {
      const { relay, worker, helpdesk } = await openRelay();
      helpdesk.answer = () => ({ status: 200, body });
      expect(await relay.ask('telegram', update(1))).toBeNull();
      await worker.runAll();
      expect(taken(helpdesk)).toEqual([1]);
    },
  );

  it('is taken without an answer by 204', async () => {
    const { relay, helpdesk } = await openRelay();
    helpdesk.answer = () => ({ status: 204 });
    expect(await relay.ask('telegram', update(1))).toBeNull();
    expect(taken(helpdesk)).toEqual([1]);
  });

  it('is kept when the helpdesk is down, and goes when it is back', async () => {
    const { relay, worker, helpdesk } = await openRelay();
    helpdesk.answer = () => ({ status: 500 });
    expect(await relay.ask('telegram', update(1))).toBeNull();
    helpdesk.answer = () => ({ status: 200 });
    await worker.runAll();
    expect(taken(helpdesk)).toEqual([1]);
  });
});

it('knows a request that it sent itself', async () => {
  const { relay, worker, helpdesk } = await openRelay();
  await relay.pass('telegram', update(1));
  await worker.runAll();
  const headers = helpdesk.requests[0]?.headers ?? {};
  expect(relay.isOwnRequest('telegram', headers)).toBe(true);
  expect(relay.isOwnRequest('telegram', { via: '1.1 proxy' })).toBe(false);
  expect(relay.isOwnRequest('viber', headers)).toBe(false);
});
