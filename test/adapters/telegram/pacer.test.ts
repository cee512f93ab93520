import { describe, expect, it } from 'vitest';
import { createTelegramPacer } from '../../../adapters/telegram/pacing/pace.ts';
import type { Priority } from '../../../adapters/telegram/pacing/pacer.ts';
import { ChannelError } from '../../../src/errors.ts';
import { createTokenBucket, type TokenBucket } from '../../../src/token-bucket.ts';

/** Time that passes only while somebody waits: to the end of the shortest wait. */
function setTime() {
  let now = 0;
  let waits: Array<{ until: number; over: () => void }> = [];
  const next = (): void => {
    const until = Math.min(...waits.map((wait) => wait.until));
    now = Math.max(now, until);
    const over = waits.filter((wait) => wait.until <= now);
    waits = waits.filter((wait) => wait.until > now);
    for (const wait of over) wait.over();
    if (waits.length > 0) setImmediate(next);
  };
  return {
    monotonic: () => now,
    wait: (ms: number) =>
      new Promise<void>((over) => {
        if (waits.length === 0) setImmediate(next);
        waits.push({ until: now + ms, over });
      }),
    pass: (ms: number) => (now += ms),
  };
}

function setUp(globalMs = 35, perChatMs = 300, time = setTime(), bucket?: TokenBucket) {
  const pacer = createTelegramPacer({
    globalMs,
    perChatMs,
    pace: time,
    ...(bucket && { bucket: () => bucket }),
  });
  const turn = async (chat: string, priority: Priority = 'message'): Promise<number> => {
    await pacer.acquire(priority, chat);
    return time.monotonic();
  };
  return { pacer, turn, pass: time.pass };
}

/** The most that any window of so many milliseconds holds. */
function mostWithin(times: readonly number[], windowMs: number): number {
  return Math.max(
    ...times.map((from) => times.filter((time) => time >= from && time < from + windowMs).length),
  );
}

describe('the pacer', () => {
  it('lets a lone message go at once', async () => {
    const { turn, pass } = setUp();
    expect(await turn('1')).toBe(0);
    pass(10_000);
    expect(await turn('1')).toBe(10_000);
  });

  it('lets two go at once and then one in each interval', async () => {
    const { turn } = setUp(35, 0);
    const times: number[] = [];
    for (let index = 0; index < 6; index++) times.push(await turn(`${index}`));
    expect(times).toEqual([0, 0, 35, 70, 105, 140]);
  });

  it('lets 30 pass in no second more, and 28 in each, however many come at once', async () => {
    const { turn } = setUp();
    const times = await Promise.all(Array.from({ length: 300 }, (_, index) => turn(`${index % 150}`)));
    expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(30);
    expect(times.filter((time) => time < 10_000).length).toBeGreaterThanOrEqual(280);
  });

  it('lets 20 pass in no minute more in a group, some of them at once', async () => {
    const { turn } = setUp();
    const times = await Promise.all(Array.from({ length: 60 }, () => turn('-100')));
    expect(mostWithin(times, 60_000)).toBeLessThanOrEqual(20);
    expect(times.filter((time) => time < 300_000).length).toBeGreaterThanOrEqual(55);
    expect(times.filter((time) => time < 1_000).length).toBe(10);
  });

  it('keeps its distance in one chat, which is nobody else’s business', async () => {
    const { turn } = setUp(0, 300);
    expect(await turn('1')).toBe(0);
    expect(await turn('2')).toBe(0);
    expect(await turn('1')).toBe(300);
    expect(await turn('1')).toBe(600);
  });

  it('holds everybody for as long as the platform says, and refuses who would wait long', async () => {
    const { pacer, turn, pass } = setUp();
    pacer.holdFor(1_000);
    expect(await turn('1')).toBe(1_000);
    pacer.holdFor(30_000);
    const error = await pacer.acquire('message', '2').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 });
    pass(30_000);
    expect(await turn('2')).toBe(31_000);
  });

  it('refuses who waits already when the platform says so meanwhile', async () => {
    const { pacer, turn } = setUp();
    await turn('1');
    const waiting = pacer.acquire('message', '1');
    pacer.holdFor(30_000);
    await expect(waiting).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('lets what clients wait for go before edits, and those before what can wait', async () => {
    const { turn } = setUp(35, 0);
    const order: string[] = [];
    const asked: Array<[string, Priority]> = [
      ['question 1', 'message'],
      ['question 2', 'message'],
      ['digest 1', 'background'],
      ['digest 2', 'background'],
      ['edit 1', 'edit'],
      ['question 3', 'message'],
      ['edit 2', 'edit'],
      ['question 4', 'message'],
    ];
    await Promise.all(asked.map(([name, priority]) => turn(name, priority).then(() => order.push(name))));
    expect(order).toEqual([
      'question 1',
      'question 2',
      'question 3',
      'question 4',
      'edit 1',
      'edit 2',
      'digest 1',
      'digest 2',
    ]);
  });

  it('leaves a token for a question while digests go out', async () => {
    const time = setTime();
    const { turn } = setUp(35, 0, time);
    const digests = Array.from({ length: 50 }, (_, index) => turn(`${index}`, 'background'));
    await digests[9];
    const asked = time.monotonic();
    expect(await turn('question')).toBe(asked);
    await Promise.all(digests);
    expect(time.monotonic()).toBeLessThan(35 * 53);
  });

  it('shares a bucket with other instances: the limit holds for all, and each has its part', async () => {
    const time = setTime();
    const bucket = createTokenBucket({ intervalMs: 35, burst: 2 }, time.monotonic);
    const instances = [setUp(35, 0, time, bucket), setUp(35, 0, time, bucket)];
    const times = await Promise.all(
      instances.map(({ turn }) => Promise.all(Array.from({ length: 100 }, (_, index) => turn(`${index}`)))),
    );
    expect(mostWithin(times.flat(), 1_000)).toBeLessThanOrEqual(30);
    for (const own of times) {
      const inFiveSeconds = own.filter((at) => at < 5_000).length;
      expect(inFiveSeconds).toBeGreaterThan(60);
    }
  });

  it('keeps to the limit although the answers of a shared bucket take now long, now no time', async () => {
    const time = setTime();
    const shared = createTokenBucket({ intervalMs: 35, burst: 2 }, time.monotonic);
    let asked = 0;
    const distant: TokenBucket = {
      ...shared,
      async take(count, onlyFull) {
        const taken = await shared.take(count, onlyFull);
        if (asked++ % 8 === 0) await time.wait(200);
        return taken;
      },
    };
    const { turn } = setUp(35, 0, time, distant);
    const times = await Promise.all(Array.from({ length: 120 }, (_, index) => turn(`${index}`)));
    expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(30);
  });

  it('waits when the platform told another instance to', async () => {
    const time = setTime();
    const bucket = createTokenBucket({ intervalMs: 35, burst: 2 }, time.monotonic);
    const [one, other] = [setUp(35, 0, time, bucket), setUp(35, 0, time, bucket)];
    one.pacer.holdFor(5_000);
    await expect(other.turn('1')).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 5_000 });
  });

  it('saves up no tokens that it was given and did not use', async () => {
    const { turn, pass } = setUp(35, 300);
    await Promise.all([turn('1'), turn('2'), turn('3'), turn('4')]);
    pass(60_000);
    const times = await Promise.all(Array.from({ length: 40 }, (_, index) => turn(`${index}`)));
    expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(30);
  });

  it('uses no token after a hold that it was given before it', async () => {
    const { pacer, turn } = setUp(35, 0);
    const turns = Array.from({ length: 60 }, (_, index) => turn(`${index}`));
    await turns[10];
    pacer.holdFor(1_000);
    const times = (await Promise.all(turns)).slice(11);
    expect(mostWithin(times, 1)).toBeLessThanOrEqual(2);
    expect(mostWithin(times, 1_000)).toBeLessThanOrEqual(30);
  });

  it('makes up for nothing after the process stood still: tokens that were given together stay apart', async () => {
    const { turn, pass } = setUp(35, 0);
    const turns = Array.from({ length: 60 }, (_, index) => turn(`${index}`));
    await turns[10];
    pass(500);
    const times = (await Promise.all(turns)).slice(11);
    expect(mostWithin(times, 1)).toBeLessThanOrEqual(2);
  });

  it('lets nobody wait for a chat that is not theirs', async () => {
    const time = setTime();
    const { turn } = setUp(10, 300, time);
    await turn('1');
    const again = turn('1');
    expect(await Promise.all([turn('2'), turn('3'), turn('4')])).toEqual([0, 10, 20]);
    expect(await again).toBe(300);
  });
});
