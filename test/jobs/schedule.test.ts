import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isSendingTime, latestDue } from '../../src/digest/due.ts';
import { createSchedule, type Schedule } from '../../src/jobs/schedule.ts';
import type { Log } from '../../src/log/log.ts';
import { type RecordingLog, recordingLog } from '../support/log.ts';

const minute = 60_000;
let runs: string[];
let log: Log;
let logged: RecordingLog['entries'];
let schedule: Schedule;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T06:56:30Z') }); // 08:56:30 in Kyiv
  runs = [];
  ({ log, entries: logged } = recordingLog());
});

afterEach(async () => {
  await schedule.stop();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const start = (catchUp: () => Promise<void>, at = '09:02', zone = 'Europe/Kyiv') => {
  const digests = {
    name: 'digests',
    isDue: (now: Date, before: Date) =>
      isSendingTime(now, before, [
        latestDue(now, { at, zone, weekdays: [1, 2, 3, 4, 5, 6, 7] }, zone)?.at ?? now,
      ]),
    enqueue: () => {
      runs.push(new Date().toISOString().slice(11, 16));
      return catchUp();
    },
  };
  schedule = createSchedule({
    entries: [digests],
    clock: { now: () => new Date() },
    log,
  });
  schedule.start();
};

describe('the schedule of digests', () => {
  it('catches up at the start, at its time of the zone and every five minutes', async () => {
    start(async () => {});
    expect(runs).toEqual(['06:56']);
    await vi.advanceTimersByTimeAsync(12 * minute);
    expect(runs).toEqual(['06:56', '07:00', '07:02', '07:05']);
    expect(logged).toEqual([]);
  });

  it('tells when it ran, why the last run failed and when the next one comes', async () => {
    let isAway = false;
    start(async () => {
      if (isAway) throw new Error('the store is away');
    }, '09:03');
    const at = (time: string) => new Date(`2026-11-22T${time}Z`);
    await vi.advanceTimersByTimeAsync(0);
    const known = { name: 'digests', kinds: [], fault: null };
    expect(schedule.runs()).toEqual([{ ...known, ranAt: at('06:56:30'), nextRun: at('07:00:00') }]);
    isAway = true;
    await vi.advanceTimersByTimeAsync(4 * minute);
    expect(schedule.runs()).toEqual([
      { ...known, fault: 'the store is away', ranAt: at('06:56:30'), nextRun: at('07:03:00') },
    ]);
    isAway = false;
    await vi.advanceTimersByTimeAsync(3 * minute);
    expect(schedule.runs()).toEqual([{ ...known, ranAt: at('07:03:00'), nextRun: at('07:05:00') }]);
  });

  it('runs one at a time, and once it is free makes up for what came due meanwhile', async () => {
    let finish = () => {};
    start(() => new Promise((resolve) => (finish = resolve)), '09:00');
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(runs).toEqual(['06:56']);
    finish();
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(runs).toEqual(['06:56', '07:02']);
    finish();
    await vi.advanceTimersByTimeAsync(5 * minute);
    expect(runs).toEqual(['06:56', '07:02', '07:07']);
    finish();
  });

  it('logs a failure and goes on', async () => {
    start(() => Promise.reject(new Error('boom')));
    await vi.advanceTimersByTimeAsync(4 * minute);
    expect(runs).toEqual(['06:56', '07:00']);
    expect(logged[0]).toMatchObject({
      level: 'error',
      message: 'The schedule failed and is tried again',
      fields: { schedule: 'digests', error: 'boom', stack: expect.stringContaining('schedule.test.ts') },
    });
  });

  it('stops once the digest that is being sent is out', async () => {
    const order: string[] = [];
    let finish = () => {};
    start(() => new Promise((resolve) => (finish = resolve)));
    const stopped = schedule.stop().then(() => order.push('stopped'));
    await vi.advanceTimersByTimeAsync(0);
    order.push('sent');
    finish();
    await stopped;
    await vi.advanceTimersByTimeAsync(24 * 60 * minute);
    expect(order).toEqual(['sent', 'stopped']);
    expect(runs).toEqual(['06:56']);
  });

  it.each([
    // The gap: 03:30 is shown never, and means 04:30.
    ['2026-03-28T22:00:00Z', 23, '03:33', 'Europe/Kyiv', '2026-03-29T01:33'],
    // Shown twice, and meant the first time.
    ['2026-10-24T21:00:00Z', 25, '03:33', 'Europe/Kyiv', '2026-10-25T00:33'],
    ['2026-11-01T04:00:00Z', 25, '01:33', 'America/New_York', '2026-11-01T05:33'],
    ['2026-04-04T13:00:00Z', 24.5, '01:44', 'Australia/Lord_Howe', '2026-04-04T14:44'],
    ['2026-10-03T13:30:00Z', 23.5, '02:14', 'Australia/Lord_Howe', '2026-10-03T15:44'],
    ['2026-04-23T22:00:00Z', 23, '00:33', 'Africa/Cairo', '2026-04-23T22:33'],
    ['2026-09-06T04:00:00Z', 23, '00:33', 'America/Santiago', '2026-09-06T04:33'],
  ])(
    'is on time and once on a day when the clocks change (%s, %d hours, %s, %s)',
    async (from, hours, at, zone, due) => {
      vi.setSystemTime(new Date(new Date(from).getTime() - 30_000));
      const moments: string[] = [];
      start(
        async () => {
          moments.push(new Date().toISOString().slice(0, 16));
        },
        at,
        zone,
      );
      await vi.advanceTimersByTimeAsync(hours * 60 * minute);
      const [first, ...rest] = moments;
      expect(first).toBe(new Date(new Date(from).getTime() - 30_000).toISOString().slice(0, 16));
      expect(rest.filter((moment) => !/[05]$/.test(moment))).toEqual([due]);
      expect(rest.filter((moment) => /[05]$/.test(moment))).toHaveLength(hours * 12);
      expect(new Set(moments).size).toBe(moments.length);
      expect(logged).toEqual([]);
    },
  );

  it.each([
    ['2026-10-25T00:56:00Z', 'Europe/Kyiv'],
    ['2026-11-01T05:56:00Z', 'America/New_York'],
    ['2026-03-29T00:56:00Z', 'Europe/Kyiv'],
  ])('keeps its times when the clocks of the process itself change (%s, %s)', async (from, zone) => {
    vi.stubEnv('TZ', zone);
    vi.setSystemTime(new Date(from));
    const offset = new Date().getTimezoneOffset();
    const after = (minutes: number) =>
      new Date(new Date(from).getTime() + minutes * minute).toISOString().slice(11, 16);
    start(async () => {}, after(6), 'UTC');
    await vi.advanceTimersByTimeAsync(10 * minute);
    expect(new Date().getTimezoneOffset()).not.toBe(offset);
    expect(runs).toEqual([0, 4, 6, 9].map(after));
  });
});
