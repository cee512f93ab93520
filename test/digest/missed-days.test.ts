import { beforeEach, describe, expect, it } from 'vitest';
import type { Dialogue } from '../../src/dialogue.ts';
import { digestJob } from '../../src/digest/job.ts';
import { ChannelError } from '../../src/errors.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { createStatistics } from '../../src/stats/statistics.ts';
import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { dialogue } from '../stats/dialogues.ts';
import { createWorld, minute, zone, personAt } from './digests.ts';

const world = createWorld();

describe('days missed while the service was down', () => {
  const kyiv = (day: string, time = '09:00') => new Date(`2026-11-${day}T${time}:00+02:00`);
  const completed = (id: string, day: string, changes: Partial<Dialogue> = {}) =>
    world.store.insertDialogue(dialogue({ id, completedAt: kyiv(day, '12:00'), ...changes }));

  beforeEach(async () => {
    for (const day of ['23', '24', '25', '26']) await completed(`d${day}`, day);
    await world.instance().catchUp(); // of November 21
    world.sent = [];
  });

  it('are told with the number of their comments, which the message has no fixture for', async () => {
    await completed('words', '24', { rating: null, comment: 'Only words' });
    world.clock.set(kyiv('26'));
    await world.instance().catchUp();
    expect(world.english()[0]?.text).toContain(
      'Tue, Nov 24: 5.0 of 5, CSAT 100%, 1 rating; 1 comment; surveys 2, dialogues 2',
    );
  });

  it('are all told in one message, and each once', async () => {
    world.clock.set(kyiv('26', '11:17'));
    await Promise.all([world.instance().catchUp(), world.instance().catchUp()]);
    await world.instance().catchUp();
    expect(world.recipients().toSorted()).toEqual(['telegram:123', 'viber:abc=']);
    const [message] = world.english();
    expect(message?.title).toBe('CSAT digest: Wed, Nov 25 (Europe/Kyiv)');
    expect(message?.text).toContain(`Earlier days without a digest:
Sun, Nov 22: 1.0 of 5, CSAT 0%, 1 rating; surveys 1, dialogues 1
Mon, Nov 23: 5.0 of 5, CSAT 100%, 1 rating; surveys 1, dialogues 1
Tue, Nov 24: 5.0 of 5, CSAT 100%, 1 rating; surveys 1, dialogues 1`);
    world.sent = [];
    world.clock.set(kyiv('27'));
    await world.instance().catchUp();
    expect(world.english()[0]?.title).toBe('CSAT digest: Thu, Nov 26 (Europe/Kyiv)');
    expect(world.english()[0]?.text).not.toContain('without a digest');
  });

  it('reach a supervisor whose chat failed meanwhile, and repeat nothing for the others', async () => {
    world.clock.set(kyiv('23'));
    const failing = world.instance({
      send: async ({ channel, clientId }, message) => {
        if (channel === 'viber') throw new ChannelError('network', 'no answer');
        world.sent.push({ to: `${channel}:${clientId}`, message });
      },
    });
    await failing.catchUp();
    world.clock.set(kyiv('24'));
    await world.instance().catchUp();
    expect(world.english()[0]?.text).toContain('Earlier days without a digest:\nSun, Nov 22:');
    expect(world.sent.filter(({ to }) => to === 'telegram:123').at(-1)?.message.text).not.toContain(
      'за які не було',
    );
  });

  it('wait for an instance that is telling one of them', async () => {
    world.clock.set(kyiv('23'));
    const { store, clock } = world;
    await createJobQueue({ store, clock }).enqueue(
      digestJob('2026-11-22', { channel: 'viber', clientId: 'abc=' }),
    );
    world.clock.set(kyiv('24'));
    const now = clock.now();
    const until = new Date(now.getTime() + 30_000);
    await store.claimJobs({ owner: 'another', kinds: ['digest'], now, until, limit: 1 });
    await world.instance().catchUp();
    expect(world.recipients()).toEqual(['telegram:123']);
    world.clock.set(minute);
    await world.instance().catchUp();
    expect(world.english()[0]?.text).toContain('Sun, Nov 22:');
  });

  it('are summed up in one line where they are more than fourteen', async () => {
    world.clock.set(new Date('2026-12-20T09:00:00+02:00'));
    await world.instance().catchUp();
    const { text = '' } = world.english()[0] ?? {};
    // Those that the screen has no room for are folded, under the same heading.
    const lines = text
      .split('\n')
      .filter((line) => line.includes('; surveys ') || line.includes(': surveys '));
    expect(lines).toHaveLength(15);
    expect(lines[0]).toBe('Sun, Nov 22 – Fri, Dec 4: 4.2 of 5, CSAT 80%, 5 ratings; surveys 5, dialogues 5');
    expect(lines.at(-1)).toBe('Fri, Dec 18: surveys 0, dialogues 0');
  });

  it('are none for a supervisor who is new, where digests went out', async () => {
    world.clock.set(kyiv('23'));
    await world.instance().catchUp();
    world.clock.set(kyiv('24'));
    const newcomer = personAt('viber:new=');
    await world.instance({ people: [newcomer] }).catchUp();
    expect(world.sent.at(-1)?.message.text).not.toContain('without a digest');
  });

  it('are none before the first dialogue', async () => {
    const fresh = createSqliteStore({ path: ':memory:' });
    await fresh.open();
    await fresh.insertDialogue(dialogue({ id: 'x', completedAt: kyiv('24', '12:00') }));
    world.clock.set(kyiv('26'));
    await world
      .instance({ store: fresh, statistics: createStatistics({ store: fresh, zone, clock: world.clock }) })
      .catchUp();
    expect(world.english()[0]?.text).toMatch(/Earlier days without a digest:\nTue, Nov 24: [^\n]*$/);
    await fresh.close();
  });
});
