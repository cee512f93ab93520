import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDigestSchedule, type DigestSchedule } from '../../src/digest/schedule.ts';

const minute = 60_000;
let runs: string[];
let logged: unknown[][];
let schedule: DigestSchedule;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T06:56:30Z') }); // 08:56:30 in Kyiv
  runs = [];
  logged = [];
});

afterEach(async () => {
  await schedule.stop();
  vi.useRealTimers();
});

const start = (catchUp: () => Promise<void>, at = '09:02') => {
  schedule = createDigestSchedule({
    job: {
      catchUp: () => {
        runs.push(new Date().toISOString().slice(11, 16));
        return catchUp();
      },
    },
    clock: { now: () => new Date() },
    at,
    zone: 'Europe/Kyiv',
    log: (...entry) => logged.push(entry),
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
    expect(logged[0]).toEqual(['error', 'The digests failed', { error: 'boom' }]);
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
});
