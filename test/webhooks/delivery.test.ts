import { describe, expect, it, vi } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import type { Job } from '../../src/store/ports/jobs.ts';
import { aDialogue } from '../support/dialogues.ts';
import { endpointsOf, entryOf, openDeliveries, rated } from './deliveries.ts';
import { startReceiver } from './receiver.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** One process and one receiver that is told everything. */
async function setUp() {
  const deliveries = await openDeliveries();
  const receiver = await startReceiver(deliveries.clock);
  const endpoints = endpointsOf(entryOf(receiver));
  return { ...deliveries, receiver, endpoints, ...deliveries.instance(endpoints) };
}
/** Lets what is under way go on until something is so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise(setImmediate);
}
const ratingsOf = (requests: ReadonlyArray<{ data: Record<string, unknown> }>): unknown[] =>
  requests.map(({ data }) => data['rating']);

describe('a delivery', () => {
  it('comes in the order of its dialogue, whatever fails in between, and holds up no other dialogue', async () => {
    const { clock, receiver, worker, change, pass } = await setUp();
    const [one, other] = [aDialogue(), aDialogue()];
    let refused = 0;
    receiver.answer = ({ data }) => (data['dialogueId'] === one.id && refused++ < 3 ? 500 : 200);
    await change(one, rated(one, 1));
    clock.set(1);
    await change(rated(one, 1), rated(rated(one, 1), 2));
    clock.set(1);
    await change(other, rated(other, 5));
    await worker.runAll();
    expect(ratingsOf(receiver.taken)).toEqual([5]);
    await pass(worker, MINUTE, 5 * SECOND);
    expect(ratingsOf(receiver.taken)).toEqual([5, 1, 2]);
  });

  it('has the same webhook-id at each attempt, and the time of the attempt', async () => {
    const { receiver, worker, change, pass } = await setUp();
    const dialogue = aDialogue();
    receiver.answer = () => (receiver.received.length < 3 ? 503 : 204);
    await change(dialogue, rated(dialogue, 4));
    await worker.runAll();
    await pass(worker, MINUTE, 5 * SECOND);
    expect(receiver.received.map(({ id }) => id)).toEqual(Array(3).fill(receiver.taken[0]?.id));
    const noon = new Date('2026-11-22T12:00:00Z').getTime() / SECOND;
    expect(receiver.received.map(({ at }) => at - noon)).toEqual([0, 5, 15]);
    expect(new Set(receiver.received.map(({ timestamp }) => timestamp))).toEqual(
      new Set(['2026-11-22T12:00:00.000Z']),
    );
  });

  it('survives an outage of an hour', async () => {
    const { receiver, endpoints, worker, change, pass, clock } = await setUp();
    const dialogues = Array.from({ length: 20 }, () => aDialogue());
    await receiver.stop();
    for (const dialogue of dialogues) await change(dialogue, rated(dialogue, 3));
    await worker.runAll();
    await pass(worker, HOUR, 5 * MINUTE);
    const back = await startReceiver(clock, { port: Number(new URL(endpoints[0]?.url ?? '').port) });
    await pass(worker, 10 * MINUTE, MINUTE);
    expect(new Set(back.taken.map(({ data }) => data['dialogueId']))).toEqual(
      new Set(dialogues.map(({ id }) => id)),
    );
    expect(back.taken).toHaveLength(20);
  });

  it('is given up after a day, each of a dialogue after its own, with a reason that names no secret', async () => {
    const { receiver, worker, change, pass, states, logs } = await setUp();
    const dialogue = aDialogue();
    receiver.answer = () => 500;
    await change(dialogue, rated(dialogue, 1));
    await pass(worker, HOUR, HOUR);
    await change(rated(dialogue, 1), rated(rated(dialogue, 1), 2));
    await pass(worker, 26 * HOUR, 10 * MINUTE);
    const lost = await states('given_up');
    expect(lost.map(({ endedAt, enqueuedAt }) => Number(endedAt) - Number(enqueuedAt))).toEqual([
      expect.closeTo(24 * HOUR, -7),
      expect.closeTo(24 * HOUR, -7),
    ]);
    const { host } = new URL(receiver.url);
    expect(lost.map(({ reason }) => reason)).toEqual(Array(2).fill(`${host} answered 500`));
    expect(logs.join()).not.toMatch(/whsec_|hooks/);
    receiver.answer = () => 200;
    await pass(worker, HOUR, 10 * MINUTE);
    expect(receiver.taken).toEqual([]);
  });

  it('follows no redirect', async () => {
    const { receiver, worker, change, states } = await setUp();
    const other = aDialogue();
    receiver.answer = () => (response) =>
      void response.writeHead(302, { location: `${receiver.url}/elsewhere?token=hidden` }).end();
    await change(other, rated(other, 1));
    await worker.runAll();
    expect(receiver.received).toHaveLength(1);
    const [waiting] = await states('waiting');
    expect(waiting?.reason).toMatch(/^127\.0\.0\.1:\d+ answered 302, a redirect, which is not followed/);
  });

  it('is not tried again when the receiver is gone for good', async () => {
    const { receiver, worker, change, pass, states } = await setUp();
    const dialogue = aDialogue();
    receiver.answer = () => 410;
    await change(dialogue, rated(dialogue, 1));
    await worker.runAll();
    await pass(worker, HOUR, 10 * MINUTE);
    expect(receiver.received).toHaveLength(1);
    expect(await states('given_up')).toMatchObject([
      { reason: expect.stringMatching(/answered 410 Gone/), attempts: 1 },
    ]);
  });

  it('ends with that reason when its endpoint was taken out of the configuration', async () => {
    const { change, instance, states } = await setUp();
    const dialogue = aDialogue();
    await change(dialogue, rated(dialogue, 1));
    await instance([]).worker.runAll();
    expect(await states('given_up')).toMatchObject([
      { reason: expect.stringMatching(/^the endpoint [0-9a-f]{12} is not in WEBHOOKS any more$/) },
    ]);
  });

  it('reaches an endpoint whose secret was changed, signed with the new one', async () => {
    const { clock, change, instance, receiver } = await setUp();
    const dialogue = aDialogue();
    await change(dialogue, rated(dialogue, 1));
    await receiver.stop();
    const secret = `whsec_${Buffer.from('another key of the same endpoint').toString('base64')}`;
    const port = Number(new URL(receiver.url).port);
    const newer = await startReceiver(clock, { port, secret });
    await instance(endpointsOf(`${receiver.url} ${secret}`)).worker.runAll();
    expect(newer.taken).toHaveLength(1);
  });

  it('asks whether it is still this instance’s right before the request', async () => {
    const { receiver, webhooks } = await setUp();
    const payload = {
      endpoint: webhooks.endpoints[0]?.id,
      type: 'test',
      timestamp: '2026-11-22T12:00:00Z',
      data: {},
    };
    const lost = new Error('another instance runs this job');
    const confirm = () => Promise.reject(lost);
    const attempt = { key: 'k', number: 1, origin: null, enqueuedAt: new Date(0), confirm };
    await expect(webhooks.kind.run(payload, attempt)).rejects.toBe(lost);
    expect(receiver.received).toEqual([]);
  });

  it('has arrived with an answer of 2xx, also where the text of that breaks off', async () => {
    const { receiver, worker, change, states } = await setUp();
    const dialogue = aDialogue();
    receiver.answer = () => (response) => {
      response.writeHead(200, { 'content-length': '9' });
      response.write('thank', () => setImmediate(() => response.destroy()));
    };
    await change(dialogue, rated(dialogue, 1));
    await worker.runAll();
    expect(await states('done')).toHaveLength(1);
    expect(receiver.received).toHaveLength(1);
  });

  it('reads no more of an answer than a few kilobytes', async () => {
    const { receiver, worker, change, states } = await setUp();
    const dialogue = aDialogue();
    let sent = 0;
    let isCut = false;
    receiver.answer = () => (response) => {
      response.on('close', () => (isCut = true));
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && sent < 100e6) {
          sent += 65_536;
          if (!response.write(Buffer.alloc(65_536))) return void response.once('drain', more);
        }
      };
      more();
    };
    await change(dialogue, rated(dialogue, 1));
    await worker.runAll();
    expect(await states('done')).toHaveLength(1);
    await until(() => isCut);
    expect(sent).toBeLessThan(50e6);
  });
});

describe('a receiver that hangs', () => {
  it('is given ten seconds, then asked by one delivery at a time, while others go on', async () => {
    const deliveries = await openDeliveries();
    const { clock, states, pass } = deliveries;
    const [hanging, other] = [await startReceiver(clock), await startReceiver(clock)];
    const { worker, change } = deliveries.instance(endpointsOf(entryOf(hanging), entryOf(other)));
    const dialogues = Array.from({ length: 100 }, () => aDialogue());
    const waits = new Set<() => void>();
    hanging.answer = () => (response) => void waits.add(() => response.writeHead(200).end());
    for (const dialogue of dialogues) await change(dialogue, rated(dialogue, 1));
    await worker.round();
    await until(() => hanging.received.length === 20);
    clock.set(10 * SECOND);
    await until(() => other.taken.length === 100);
    const failed = (await states('waiting')).filter(({ reason }) => reason !== null);
    expect(failed[0]?.reason).toMatch(/^127\.0\.0\.1:\d+ did not answer within 10 seconds$/);
    const isAsked = ({ owner }: Job): boolean => owner !== null;
    const isDue = ({ owner, runAt }: Job): boolean => owner === null && runAt <= clock.now();
    for (let tries = 0; tries < 6; tries++) {
      clock.set(20 * SECOND);
      await worker.round();
      await until(async () => {
        const waiting = await states('waiting');
        return waiting.filter(isAsked).length <= 1 && !waiting.some(isDue);
      });
    }
    expect(hanging.received.length).toBeLessThanOrEqual(20 + 6);
    hanging.answer = () => 200;
    for (const end of waits) end();
    await pass(worker, 20 * MINUTE, MINUTE);
    expect(new Set(hanging.received.map(({ id }) => id)).size).toBe(100);
    expect(await states('waiting')).toEqual([]);
    expect(await states('given_up')).toEqual([]);
  });
});

describe('several instances', () => {
  it('tell each thing once', async () => {
    const { receiver, endpoints, instance, change } = await setUp();
    for (let n = 0; n < 40; n++) {
      const dialogue = aDialogue();
      await change(dialogue, rated(dialogue, 5));
    }
    const workers = [1, 2].map(() => instance(endpoints).worker);
    await Promise.all(workers.map((worker) => worker.runAll()));
    expect(receiver.taken).toHaveLength(40);
    expect(new Set(receiver.taken.map(({ id }) => id)).size).toBe(40);
  });

  it('repeat a request once, with the same webhook-id, when one died before it wrote down that it was done', async () => {
    const { receiver, clock, store, endpoints, instance, change, worker, states } = await setUp();
    const dialogue = aDialogue();
    await change(dialogue, rated(dialogue, 5));
    vi.spyOn(store, 'settleJob').mockRejectedValueOnce(new StoreError('killed'));
    vi.spyOn(store, 'releaseJobs').mockRejectedValueOnce(new StoreError('killed'));
    await worker.round();
    await until(() => receiver.taken.length > 0);
    await worker.stop();
    const another = instance(endpoints).worker;
    await another.runAll();
    expect(receiver.taken).toHaveLength(1);
    clock.set(31 * SECOND);
    await another.runAll();
    expect(receiver.taken).toHaveLength(2);
    expect(new Set(receiver.taken.map(({ id }) => id)).size).toBe(1);
    expect(await states('done')).toHaveLength(1);
    await another.runAll();
    expect(receiver.taken).toHaveLength(2);
  });
});

describe('a message of a client', () => {
  it('is told once with what is known of its dialogue, and not to those who did not ask for it', async () => {
    const deliveries = await openDeliveries();
    const [support, crm] = [await startReceiver(deliveries.clock), await startReceiver(deliveries.clock)];
    const endpoints = endpointsOf(entryOf(support, 'client.message'), entryOf(crm, 'survey.answered'));
    const { webhooks, worker } = deliveries.instance(endpoints);
    expect(webhooks.takesClientMessages).toBe(true);
    expect(
      deliveries.instance(endpointsOf(entryOf(crm, 'survey.answered'))).webhooks.takesClientMessages,
    ).toBe(false);
    const dialogue = aDialogue();
    const { channel, clientId } = dialogue;
    const message = { id: '77', channel, clientId, text: 'Where is my parcel?', at: new Date(0) };
    await webhooks.clientMessage(message, dialogue);
    await webhooks.clientMessage(message, dialogue);
    await webhooks.clientMessage({ ...message, id: '78', clientId: 'x' }, null);
    await worker.runAll();
    const told = support.taken.map(({ data }) => [data['text'], data['clientId'], data['externalId']]);
    expect(told).toHaveLength(2);
    expect(told).toContainEqual(['Where is my parcel?', clientId, dialogue.externalId]);
    expect(told).toContainEqual(['Where is my parcel?', 'x', undefined]);
    expect(new Set(support.taken.map(({ type }) => type))).toEqual(new Set(['client.message']));
    expect(crm.received).toEqual([]);
  });
});
