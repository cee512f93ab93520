import { describe, expect, it } from 'vitest';
import { createLoop } from '../../src/jobs/loop.ts';

describe('the loop', () => {
  it('goes round again and again until it is stopped', async () => {
    let rounds = 0;
    let third = () => {};
    const thrice = new Promise<void>((resolve) => (third = resolve));
    const loop = createLoop([async () => void (++rounds === 3 && third())]);
    loop.start(1);
    await thrice;
    await loop.stop();
    const stoppedAt = rounds;
    await new Promise(setImmediate);
    expect(rounds).toBe(stoppedAt);
  });

  it('lets no round wait for another one', async () => {
    let rounds = 0;
    let release = () => {};
    let twice = () => {};
    const done = new Promise<void>((resolve) => (twice = resolve));
    const hanging = () => new Promise<void>((resolve) => (release = resolve));
    const loop = createLoop([hanging, async () => void (++rounds === 2 && twice())]);
    loop.start(1);
    await done;
    release();
    await loop.stop();
  });
});
