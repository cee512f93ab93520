import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../src/errors.ts';
import { createWorld } from './digests.ts';

const world = createWorld();

describe('a digest sent now', () => {
  it('is labelled by the day that it reports', async () => {
    const titles = async (day: string) => {
      world.sent = [];
      await world.instance().sendNow(day);
      return world.sent.map(({ message }) => message.title);
    };
    expect(await titles('today')).toEqual([
      'CSAT за сьогодні, день ще триває: нд, 22 лист. (Europe/Kyiv)',
      'CSAT so far today: Sun, Nov 22 (Europe/Kyiv)',
    ]);
    expect((await titles('2026-11-22'))[1]).toBe('CSAT so far today: Sun, Nov 22 (Europe/Kyiv)');
    expect((await titles('yesterday'))[1]).toBe('CSAT digest: Sat, Nov 21 (Europe/Kyiv)');
    expect((await titles('2026-11-20'))[1]).toBe('CSAT digest: Fri, Nov 20 (Europe/Kyiv)');
  });

  it('leaves the daily one to be sent', async () => {
    await world.instance().sendNow('yesterday');
    await world.instance().catchUp();
    await world.instance().sendNow('yesterday');
    expect(world.sent).toHaveLength(6);
  });

  it('tells who did not get it, and why', async () => {
    const blocked = world.failingOnce(new ChannelError('unreachable', 'bot was blocked by the user'));
    expect(await world.instance({ send: blocked }).sendNow('today')).toEqual([
      { supervisor: 'telegram:123', ok: false, error: 'bot was blocked by the user' },
      { supervisor: 'viber:abc=', ok: true },
    ]);
  });

  it('refuses a day that does not exist or has not begun', async () => {
    await expect(world.instance().sendNow('2026-02-30')).rejects.toThrow(
      '"2026-02-30" is not a day; write today, yesterday',
    );
    await expect(world.instance().sendNow('2026-11-23')).rejects.toThrow(
      '2026-11-23 has not begun in Europe/Kyiv',
    );
    expect(world.sent).toEqual([]);
  });
});
