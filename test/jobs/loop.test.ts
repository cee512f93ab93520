import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createSetClock } from '../../src/clock.ts';
import { createLoop } from '../../src/jobs/loop.ts';
import { createQuietTime } from '../../src/jobs/quiet-time.ts';

const REST_MS = 1_000;
const START = new Date('2026-11-22T09:00:00Z');

/** A loop over work that is due then and then, whose looks are noted with the seconds since the start. */
function loopOver(due: number[], work = async (): Promise<void> => {}) {
  vi.useFakeTimers({ now: START });
  onTestFinished(() => void vi.useRealTimers());
  const clock = { now: () => new Date(), monotonic: () => performance.now() };
  const begun = performance.now();
  const looks: number[] = [];
  const quiet = createQuietTime(clock);
  const seconds = (): number => (performance.now() - begun) / 1_000;
  const look = async (): Promise<void> => {
    const [next] = due;
    const isOver = await quiet.isOver(async () =>
      next === undefined ? null : new Date(START.getTime() + next * 1_000),
    );
    looks.push(seconds());
    if (isOver) due.shift();
    await work();
  };
  const loop = createLoop([{ look, quiet }], REST_MS);
  onTestFinished(() => loop.stop());
  loop.start();
  return { loop, quiet, looks };
}

describe('the loop', () => {
  it('looks at the start, and seldom while nothing is due', async () => {
    const { looks } = loopOver([]);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(looks).toEqual([0, 10, 20]);
  });

  it('looks at all that it watches in one moment while nothing is due, whenever each was looked at', async () => {
    const [one, other] = [loopOver([]), loopOver([3])];
    await vi.advanceTimersByTimeAsync(25_000);
    expect(one.looks).toEqual([0, 10, 20]);
    expect(other.looks).toEqual([0, 3, 4, 10, 20]);
  });

  it('looks when something becomes due, to the millisecond', async () => {
    const { looks } = loopOver([4.321]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(looks).toEqual([0, 4.321]);
  });

  it('does not rest after a timer that ended early', async () => {
    const { looks, quiet } = loopOver([2]);
    const early = vi.spyOn(quiet, 'msLeft').mockReturnValueOnce(1_999.4);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(early.mock.calls.length).toBeGreaterThan(2);
    expect(looks).toEqual([0, 2]);
  });

  it('rests between two looks while something is due all the time', async () => {
    const { looks } = loopOver([0, 0, 0]);
    await vi.advanceTimersByTimeAsync(2_500);
    expect(looks).toEqual([0, 1, 2]);
  });

  it('looks earlier for what was written meanwhile', async () => {
    const { looks, quiet } = loopOver([]);
    await vi.advanceTimersByTimeAsync(3_000);
    quiet.endAt(new Date(START.getTime() + 6_000));
    quiet.endAt(new Date(START.getTime() + 5_000));
    quiet.endAt(new Date(START.getTime() + 8_000));
    await vi.advanceTimersByTimeAsync(4_000);
    expect(looks).toEqual([0, 5]);
  });

  it('goes on after what was written while it looked', async () => {
    let release = (): void => {};
    const { looks, quiet } = loopOver([], () => new Promise((resolve) => (release = resolve)));
    await vi.advanceTimersByTimeAsync(2_000);
    quiet.endAt(START);
    release();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(looks).toEqual([0, 3]);
    release();
  });

  it('looks no more once it was stopped', async () => {
    const { loop, looks, quiet } = loopOver([]);
    await vi.advanceTimersByTimeAsync(1_000);
    await loop.stop();
    quiet.endAt(START);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(looks).toEqual([0]);
  });

  it('lets none wait for another one', async () => {
    const clock = createSetClock(START);
    const quiet = createQuietTime(clock);
    let release = (): void => {};
    let done = (): void => {};
    const looked = new Promise<void>((resolve) => (done = resolve));
    const loop = createLoop(
      [
        { look: () => new Promise<void>((resolve) => (release = resolve)), quiet },
        { look: async () => done(), quiet: createQuietTime(clock) },
      ],
      REST_MS,
    );
    loop.start();
    await looked;
    release();
    await loop.stop();
  });
});
