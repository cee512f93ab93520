import { describe, expect, it } from 'vitest';
import { createSetClock } from '../../src/clock.ts';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { createBacklog, keptBacklog, type ReadBacklog } from '../../src/monitoring/backlog.ts';
import { createExposition } from '../../src/monitoring/exposition.ts';
import { createMeter } from '../../src/monitoring/meter.ts';
import { counted, gauges } from '../../src/monitoring/metrics.ts';
import { noteScenarioUses } from '../../src/monitoring/scenario-uses.ts';
import { createTimedStore } from '../../src/monitoring/timed-store.ts';
import { createWatchedChannel } from '../../src/monitoring/watched-channel.ts';
import type { Store } from '../../src/store/store.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { aDialogue } from '../support/dialogues.ts';
import { createRecordingChannel } from '../support/recording-channel.ts';
import { labelsOf, ofMetric, samplesOf } from './scrape.ts';

const start = new Date('2026-11-22T12:00:00Z');

/** What counts, by a clock that is set, and what it says. */
function metered(readBacklog: ReadBacklog = async () => ({ at: start, jobs: [], outboxes: [] })) {
  const clock = createSetClock(start);
  const meter = createMeter(clock);
  const exposition = createExposition({
    families: meter.families,
    version: '1.2.3',
    channels: () => ({ viber: 'started', telegram: 'starting: the platform has not answered yet' }),
    outboxesRunning: () => 3,
    readBacklog,
  });
  return { clock, meter, monitor: meter.monitor, text: () => exposition.text() };
}

describe('a histogram', () => {
  it('counts each time in every bucket that it fits, and sums them up in seconds', async () => {
    const { monitor, text } = metered();
    for (const ms of [0.5, 0.6, 3, 60_000]) monitor.committed(ms);
    const samples = samplesOf(await text());
    const upTo = (le: string) => samples.get(`afterword_commit_seconds_bucket{le="${le}"}`);
    expect(['0.0005', '0.001', '0.0025', '0.005', '10', '+Inf'].map(upTo)).toEqual([1, 2, 2, 3, 3, 4]);
    expect(samples.get('afterword_commit_seconds_sum')).toBeCloseTo(60.0041);
    expect(samples.get('afterword_commit_seconds_count')).toBe(4);
  });
});

describe('what is scraped', () => {
  it('is each metric of the list under its name with its labels alone', async () => {
    const { monitor, text } = metered(async () => ({
      at: start,
      jobs: [
        { kind: 'digest', waiting: 2, due: 1, dueSince: new Date(start.getTime() - 90_000), givenUp: 4 },
      ],
      outboxes: [{ channel: 'viber', dialogues: 5, since: null }],
    }));
    monitor.event('viber', 'survey', 1);
    monitor.sent('viber', 'rate_limited', 1, 1);
    monitor.retried('send');
    monitor.job('digest', 'done', 1, 1);
    monitor.relayed('viber', 1);
    monitor.digest('daily', 'sent');
    monitor.stored('ping', false, 1);
    monitor.committed(1);
    monitor.request('GET', '/healthz', 204, 1);
    monitor.request('BREW', null, 404, 1);
    const scraped = await text();
    const labels = labelsOf(scraped);
    for (const { name, type, help, labels: names } of [...Object.values(counted), ...Object.values(gauges)]) {
      expect(scraped).toContain(`# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`);
      expect([...(labels.get(type === 'histogram' ? `${name}_count` : name) ?? [])]).toEqual([...names]);
    }
    const ours = [...scraped.matchAll(/^# HELP (afterword_\w+)/gm)].map(([, name]) => name);
    expect(ours.length).toBe(Object.keys(counted).length + Object.keys(gauges).length);
    expect(ofMetric(scraped, 'afterword_http_requests_total')).toEqual({
      'afterword_http_requests_total{method="GET",route="/healthz",status="2xx"}': 1,
      'afterword_http_requests_total{method="any",route="none",status="4xx"}': 1,
    });
    const samples = samplesOf(scraped);
    expect(samples.get('afterword_jobs_oldest_seconds{kind="digest"}')).toBe(90);
    expect(samples.get('afterword_outbox_oldest_seconds{channel="viber"}')).toBe(0);
    expect(samples.get('afterword_channel_up{channel="telegram"}')).toBe(0);
    expect(samples.get('afterword_info{version="1.2.3"}')).toBe(1);
  });

  it('is all but the queues while the store cannot be reached', async () => {
    const { monitor, text } = metered(() => Promise.reject(new StoreError('away')));
    monitor.event('viber', 'refused', 1);
    const samples = samplesOf(await text());
    expect(samples.get('afterword_store_readable')).toBe(0);
    expect(samples.get('afterword_events_total{channel="viber",outcome="refused"}')).toBe(1);
    expect(samples.get('afterword_outbox_running')).toBe(3);
    expect([...samples.keys()].filter((name) => name.startsWith('afterword_jobs_waiting'))).toEqual([]);
  });
});

describe('the depth of the queues', () => {
  it('is read once for whoever asks within five seconds, or longer where that takes long, and again after a failure', async () => {
    const clock = createSetClock(start);
    let reads = 0;
    let isAway = true;
    let takesMs = 0;
    const store = {
      countJobs: async () => {
        reads++;
        clock.set(takesMs);
        if (isAway) throw new StoreError('away');
        return [];
      },
      countOutboxes: async () => [],
    };
    const read = keptBacklog(createBacklog(store, clock), clock);
    await expect(read()).rejects.toThrow('away');
    isAway = false;
    await Promise.all([read(), read()]);
    clock.set(4_999);
    expect(await read()).toEqual({ at: start, jobs: [], outboxes: [] });
    expect(reads).toBe(2);
    takesMs = 1_000;
    clock.set(1);
    const { at } = await read();
    expect(reads).toBe(3);
    // What takes long is read more seldom.
    clock.set(19_999);
    expect((await read()).at).toEqual(at);
    clock.set(1);
    expect((await read()).at).not.toEqual(at);
    expect(reads).toBe(4);
  });
});

describe('a store that is timed', () => {
  const wrapped = (replaced: Partial<Store>) => {
    const { clock, monitor, text } = metered();
    const store = Object.assign(Object.create(createSqliteStore({ path: ':memory:' })), replaced) as Store;
    return { clock, store, timed: createTimedStore(store, monitor, clock), text };
  };

  it('gives what the store gives, and times every call of it but opening and closing', async () => {
    const { clock, timed, store, text } = wrapped({});
    await timed.open();
    const dialogue = aDialogue();
    expect(await timed.insertDialogue(dialogue)).toMatchObject({ created: true });
    // A method that is replaced later is the one that is called.
    store.findClient = async () => {
      clock.set(20);
      return null;
    };
    expect(await timed.findClient('viber', '1')).toBeNull();
    await timed.close();
    const samples = samplesOf(await text());
    expect(samples.get('afterword_store_seconds_sum{operation="findClient"}')).toBe(0.02);
    const operations = [...samples.keys()].filter((name) => name.startsWith('afterword_store_seconds_count'));
    expect(operations).toEqual([
      'afterword_store_seconds_count{operation="insertDialogue"}',
      'afterword_store_seconds_count{operation="findClient"}',
    ]);
  });

  it('counts what failed, and passes it on', async () => {
    const { timed, text } = wrapped({ ping: () => Promise.reject(new StoreError('away')) });
    await expect(timed.ping()).rejects.toThrow('away');
    expect(ofMetric(await text(), 'afterword_store_errors_total')).toEqual({
      'afterword_store_errors_total{operation="ping"}': 1,
    });
  });

  it('counts as commits the writes of dialogues that somebody waits for', async () => {
    const { timed, text } = wrapped({ saveDialogue: async () => true });
    await timed.saveDialogue(aDialogue());
    await timed.saveDialogue(aDialogue(), { mayWait: true });
    const samples = samplesOf(await text());
    expect(samples.get('afterword_commit_seconds_count')).toBe(1);
    expect(samples.get('afterword_store_seconds_count{operation="saveDialogue"}')).toBe(2);
  });
});

describe('a channel that is watched', () => {
  it('tells the wait for a turn from the platform’s own time, and how each send ended', async () => {
    const { clock, monitor, text } = metered();
    const adapter = createRecordingChannel('viber');
    const errors: unknown[] = [];
    const sending = Object.assign(Object.create(adapter), {
      async send(_to: string, _message: object, options: { beforeRequest?: () => Promise<void> }) {
        clock.set(300);
        await options.beforeRequest?.();
        clock.set(2_000);
        if (errors.length > 0) throw errors.shift();
        return { messageId: '1' };
      },
    }) as typeof adapter;
    const watched = createWatchedChannel(sending, monitor, clock);
    const message = { text: 'Hi' };
    expect(await watched.send('1', message)).toEqual({ messageId: '1' });
    for (const error of [new ChannelError('rejected', 'no'), new TypeError('a bug')]) {
      errors.push(error);
      await expect(watched.send('1', message)).rejects.toBe(error);
    }
    const gone = new Error('another instance does it');
    await expect(watched.send('1', message, { beforeRequest: () => Promise.reject(gone) })).rejects.toBe(
      gone,
    );
    const scraped = await text();
    expect(ofMetric(scraped, 'afterword_sends_total')).toEqual(
      Object.fromEntries(
        ['sent', 'rejected', 'failed', 'withdrawn'].map((result) => [
          `afterword_sends_total{channel="viber",result="${result}"}`,
          1,
        ]),
      ),
    );
    const samples = samplesOf(scraped);
    expect(samples.get('afterword_send_wait_seconds_sum{channel="viber"}')).toBeCloseTo(0.9);
    expect(samples.get('afterword_send_seconds_sum{channel="viber"}')).toBeCloseTo(6);
    // All else is the adapter's own.
    expect(watched.link('x')).toBe(adapter.link('x'));
  });
});

describe('since when a version of a scenario is in use', () => {
  it('is kept over restarts, and begins anew with another version', async () => {
    const store = createSqliteStore({ path: ':memory:' });
    await store.open();
    const later = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
    const one = [{ id: 'csat', version: 'a' }];
    const uses = (scenarios: typeof one, hours: number) => noteScenarioUses(store, scenarios, later(hours));
    expect(await uses(one, 0)).toEqual([{ id: 'csat', version: 'a', since: start }]);
    expect(await uses(one, 1)).toEqual([{ id: 'csat', version: 'a', since: start }]);
    const other = [{ id: 'csat', version: 'b' }];
    expect(await uses(other, 2)).toEqual([{ id: 'csat', version: 'b', since: later(2) }]);
    expect(await uses(other, 3)).toEqual([{ id: 'csat', version: 'b', since: later(2) }]);
    await store.close();
  });
});
