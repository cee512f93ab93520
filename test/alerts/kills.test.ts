import { describe, expect, it } from 'vitest';
import type { ChannelAdapter } from '../../src/channel.ts';
import { ChannelError, StoreError } from '../../src/errors.ts';
import { createJobQueue } from '../../src/jobs/queue.ts';
import { aPerson } from '../access/persons.ts';
import { type AlertsFixture, MINUTE, openAlertsFixture, textOf } from './fixture.ts';
import { turns } from '../support/running/turns.ts';

const olena = aPerson({ id: 'olena', name: 'Olena' });
const vira = aPerson({ id: 'vira', name: 'Vira', chats: [{ channel: 'viber', clientId: 'v1' }] });
const chats = ['900', 'v1'];
/** Longer than a lease. */
const TAKEN_OVER_MS = 31_000;

/**
 * A process that dies at its `steps`-th step: before or after any call of the store or of a platform. What it was about
 * to do is never done, and it learns nothing of what it did last.
 */
function mortal(fixture: AlertsFixture, steps: number) {
  let left = steps;
  let isDead = false;
  let die = (): void => {};
  const died = new Promise<void>((resolve) => {
    die = resolve;
  });
  const step = async (): Promise<void> => {
    if (left-- > 0 && !isDead) return;
    isDead = true;
    die();
    await new Promise(() => {});
  };
  const dying = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, name, receiver) {
        const value: unknown = Reflect.get(of, name, receiver);
        if (typeof value !== 'function') return value;
        return async (...given: unknown[]): Promise<unknown> => {
          await step();
          const result: unknown = await value.apply(of, given);
          await step();
          return result;
        };
      },
    });
  const store = dying(fixture.store);
  const channels = new Map<string, ChannelAdapter>(
    [...fixture.channels].map(([name, adapter]) => [name, dying<ChannelAdapter>(adapter)]),
  );
  const clock = { ...fixture.clock, after: () => () => {} };
  const messenger: Parameters<typeof fixture.instance>[0] = {
    messenger: ({ channel, clientId }, message, options) => {
      const adapter = channels.get(channel);
      if (!adapter) throw new Error('no such channel');
      return adapter.send(clientId, message, { ...options });
    },
  };
  const queue = createJobQueue({ store, clock });
  const instance = fixture.instance({ ...messenger, store, channels, clock, queue });
  /** @returns whether it died meanwhile */
  const run = async (work: () => Promise<unknown>): Promise<boolean> => {
    await Promise.race([work(), died]);
    return isDead;
  };
  return { ...instance, run };
}

/** Has a process die at each of its steps, one after another, until one gets through. @returns how many died */
async function dieEverywhere(story: (steps: number) => Promise<boolean>): Promise<number> {
  for (let steps = 0; ; steps++) if (!(await story(steps))) return steps;
}

describe('a process that dies at any step', () => {
  it('loses no alert, and has each chat told at most once more', async () => {
    const deaths = await dieEverywhere(async (steps) => {
      const fixture = await openAlertsFixture([olena, vira], { escalation: [] });
      const dialogue = await fixture.ask();
      await fixture.save(dialogue, { rating: 1, comment: 'Bad', outcome: 'answered' });
      const first = mortal(fixture, steps);
      const isDead = await first.run(() => first.worker.runAll());
      fixture.clock.set(TAKEN_OVER_MS);
      await fixture.worker.runAll();
      const told = chats.map((chat) => fixture.chat(chat).length);
      expect(Math.min(...told)).toBeGreaterThanOrEqual(1);
      expect(Math.max(...told)).toBeLessThanOrEqual(isDead ? 2 : 1);
      return isDead;
    });
    expect(deaths).toBeGreaterThan(20);
  }, 60_000);

  it('leaves no message behind that does not show what became of the alert', async () => {
    await dieEverywhere(async (steps) => {
      const fixture = await openAlertsFixture([olena, vira], { escalation: [] });
      const dialogue = await fixture.rated(1);
      await fixture.save(dialogue, { comment: 'Bad' });
      const first = mortal(fixture, steps);
      const isDead = await first.run(() => first.worker.runAll());
      fixture.clock.set(TAKEN_OVER_MS);
      await fixture.worker.runAll();
      expect(fixture.chat('900')).toHaveLength(1);
      expect(textOf(fixture.chat('900')[0])).toContain('“Bad”');
      const comments = fixture.chat('v1').filter((message) => textOf(message).includes('“Bad”'));
      expect(comments.length).toBeGreaterThanOrEqual(1);
      expect(comments.length).toBeLessThanOrEqual(isDead ? 2 : 1);
      return isDead;
    });
  }, 60_000);

  it('during a tap forgets nothing of it: the platform sends it again', async () => {
    await dieEverywhere(async (steps) => {
      const fixture = await openAlertsFixture([olena, vira], { escalation: [] });
      const { id } = await fixture.rated(1);
      const chat = { channel: 'telegram', clientId: '900' };
      const event = fixture.event(chat, { kind: 'tap' as const, token: '' });
      const by = { event, person: olena, place: olena, chat };
      const first = mortal(fixture, steps);
      const isDead = await first.run(() => first.alerts.area.tap(`take:${id}`, by));
      if (isDead) expect((await fixture.alerts.area.tap(`take:${id}`, by))?.text).toMatch(/^It is yours/);
      await fixture.worker.runAll();
      expect(textOf(fixture.chat('900')[0])).toContain('Taken by Olena');
      expect(textOf(fixture.chat('v1').at(-1))).toContain('Taken by Olena');
      return isDead;
    });
  }, 60_000);

  it('sends a letter, and brings its reply back, at most once more', async () => {
    await dieEverywhere(async (steps) => {
      const fixture = await openAlertsFixture([olena], { escalation: [] });
      await fixture.rated(1, { clientId: '1001' });
      await fixture.tap('Write to the client', olena);
      const { chat, prompt } = fixture.asked.at(-1)!;
      const event = fixture.event(chat, { kind: 'text' as const, text: 'Sorry!' });
      const by = { event, person: olena, place: olena, chat };
      await fixture.alerts.area.written?.(prompt.argument, 'Sorry!', by);
      const first = mortal(fixture, steps);
      const isDead = await first.run(() => first.worker.runAll());
      fixture.clock.set(TAKEN_OVER_MS);
      await fixture.worker.runAll();
      const letters = fixture.shown.filter(({ clientId }) => clientId === '1001');
      expect(letters.length).toBeGreaterThanOrEqual(1);
      expect(letters.length).toBeLessThanOrEqual(isDead ? 2 : 1);
      const client = { channel: 'telegram', clientId: '1001' };
      const replyTo = letters.at(-1)?.messageId;
      const reply = fixture.event(client, { kind: 'text' as const, text: 'Thanks', replyTo });
      expect(await fixture.alerts.letters.take({ ...reply, kind: 'text' })).toBe(true);
      return isDead;
    });
  }, 60_000);
});

describe('a platform that is away for an hour', () => {
  it('gets every alert once it is back, each once, and those of a chat together where they are many', async () => {
    const fixture = await openAlertsFixture([olena, vira], { escalation: [] });
    let isAway = true;
    fixture.world.before = async (clientId) => {
      if (isAway && clientId === '900') throw new ChannelError('network', 'away');
    };
    for (let index = 0; index < 3; index++) {
      await fixture.rated(1, { externalId: `T-${index}` });
      await fixture.pass(20 * MINUTE);
    }
    expect(fixture.chat('900')).toEqual([]);
    expect(fixture.chat('v1')).toHaveLength(3);
    isAway = false;
    await fixture.pass(11 * MINUTE);
    const ids = fixture.chat('900').map((message) => /T-\d/.exec(textOf(message))?.[0]);
    expect(ids).toHaveLength(3);
    expect(new Set(ids)).toEqual(new Set(['T-0', 'T-1', 'T-2']));
  });

  it('is not told of what was resolved meanwhile', async () => {
    const fixture = await openAlertsFixture([olena, vira], { escalation: [] });
    let isAway = true;
    fixture.world.before = async (clientId) => {
      if (isAway && clientId === '900') throw new ChannelError('network', 'away');
    };
    await fixture.rated(1);
    await fixture.tap('Resolved', vira);
    await fixture.tap('Without a note', vira);
    isAway = false;
    await fixture.pass(60 * MINUTE);
    expect(fixture.chat('900')).toEqual([]);
  });
});

it('sends nothing twice because what was sent could not be written down', async () => {
  const fixture = await openAlertsFixture([olena], { escalation: [] });
  const bare = { ...fixture.store };
  let faults = 3;
  fixture.store.saveRecord = (record) => {
    if (record.kind === 'alert' && faults-- > 0) return Promise.reject(new StoreError('away'));
    return bare.saveRecord(record);
  };
  const dialogue = await fixture.ask();
  await fixture.save(dialogue, { rating: 1, outcome: 'answered' });
  const running = fixture.worker.runAll();
  for (let second = 0; second < 20; second++) {
    await turns(10);
    fixture.clock.set(1_000);
  }
  await running;
  expect(fixture.chat('900')).toHaveLength(1);
  expect((await fixture.alert(dialogue.id)).told).toHaveLength(1);
});
