import { describe, expect, it } from 'vitest';
import { createPacer, type Priority } from '../../../adapters/telegram/pacer.ts';
import { ChannelError } from '../../../src/errors.ts';

/** A pacer whose time passes only while somebody waits. */
function setUp(globalMs: number, perChatMs: number) {
  let now = 0;
  const pacer = createPacer({
    globalMs,
    perChatMs,
    monotonic: () => now,
    wait: async (ms) => {
      const until = now + ms;
      await Promise.resolve();
      now = Math.max(now, until);
    },
  });
  const turn = async (chat: string, priority: Priority = 'message'): Promise<number> => {
    await pacer.acquire(priority, chat);
    return now;
  };
  return { pacer, turn, pass: (ms: number) => (now += ms) };
}

describe('the pacer', () => {
  it('lets a lone message go at once', async () => {
    const { turn, pass } = setUp(36, 300);
    expect(await turn('a')).toBe(0);
    pass(10_000);
    expect(await turn('a')).toBe(10_000);
  });

  it('lets a few go at once and then one in each interval', async () => {
    const { turn } = setUp(36, 0);
    const times: number[] = [];
    for (let index = 0; index < 6; index++) times.push(await turn(`c${index}`));
    expect(times).toEqual([0, 0, 0, 36, 72, 108]);
  });

  it('never lets more than the rate pass, however many come at once', async () => {
    const { turn } = setUp(36, 300);
    const times = await Promise.all(Array.from({ length: 100 }, (_, index) => turn(`c${index % 40}`)));
    const inFirstSecond = times.filter((time) => time < 1_000).length;
    expect(inFirstSecond).toBeLessThanOrEqual(30);
  });

  it('keeps its distance in one chat and forgets a chat that is idle', async () => {
    const { turn } = setUp(0, 300);
    expect(await turn('a')).toBe(0);
    expect(await turn('b')).toBe(0);
    expect(await turn('a')).toBe(300);
    expect(await turn('a')).toBe(600);
  });

  it('holds everybody for as long as the platform says, and refuses who would wait long', async () => {
    const { pacer, turn, pass } = setUp(36, 300);
    pacer.holdFor(1_000);
    expect(await turn('a')).toBe(1_000);
    pacer.holdFor(30_000);
    const error = await pacer.acquire('message', 'b').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ChannelError);
    expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 30_000 });
    pass(30_000);
    expect(await turn('b')).toBe(31_000);
  });

  it('refuses who waits already when the platform says so meanwhile', async () => {
    const { pacer, turn } = setUp(36, 300);
    await turn('a');
    const waiting = pacer.acquire('message', 'a');
    pacer.holdFor(30_000);
    await expect(waiting).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('lets what clients wait for go before edits, and those before what can wait', async () => {
    const { turn } = setUp(36, 0);
    const order: string[] = [];
    const asked: Array<[string, Priority]> = [
      ['digest 1', 'background'],
      ['digest 2', 'background'],
      ['digest 3', 'background'],
      ['digest 4', 'background'],
      ['edit 1', 'edit'],
      ['question 1', 'message'],
      ['edit 2', 'edit'],
      ['question 2', 'message'],
    ];
    await Promise.all(asked.map(([name, priority]) => turn(name, priority).then(() => order.push(name))));
    expect(order).toEqual([
      'digest 1',
      'digest 2',
      'digest 3',
      'question 1',
      'question 2',
      'edit 1',
      'edit 2',
      'digest 4',
    ]);
  });

  it('lets nobody wait for a chat that is not theirs', async () => {
    let now = 0;
    const waits: Array<{ ms: number; over: () => void }> = [];
    const pacer = createPacer({
      globalMs: 10,
      perChatMs: 300,
      monotonic: () => now,
      wait: (ms) => new Promise<void>((over) => waits.push({ ms, over })),
    });
    const acquired: string[] = [];
    const acquire = (chat: string) => pacer.acquire('message', chat).then(() => acquired.push(chat));
    await acquire('a');
    void acquire('a');
    await Promise.all([acquire('b'), acquire('c')]);
    expect(acquired).toEqual(['a', 'b', 'c']);
    // The burst is used up: the next one waits for a token, and not as long as chat a does.
    const next = acquire('d');
    await new Promise(setImmediate);
    expect(waits.map(({ ms }) => ms)).toEqual([300, 10]);
    now = 10;
    waits[1]?.over();
    await next;
    expect(acquired.at(-1)).toBe('d');
  });
});
