import { describe, expect, it, vi } from 'vitest';
import type { ClientEvent } from '../../../src/channel.ts';
import { ChannelError, StoreError } from '../../../src/errors.ts';
import { MINUTE } from '../../support/service.ts';
import { openSurveyFixture, reported, type SurveyFixture, tapOn } from '../../support/survey.ts';

/** Reports a dialogue of each of `count` clients without waiting for any message. */
async function reportMany(fixture: SurveyFixture, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const report = reported(fixture.scenario, fixture.clock.now(), { clientId: `c${index}` });
    await fixture.intake.report(report);
  }
}

/** How many messages each client got, where that is not one. */
function notOnce(fixture: SurveyFixture, count: number): string[] {
  const times = new Map<string, number>();
  for (const { clientId } of fixture.channel.sent) times.set(clientId, (times.get(clientId) ?? 0) + 1);
  return Array.from({ length: count }, (_, index) => `c${index}`)
    .filter((clientId) => times.get(clientId) !== 1)
    .map((clientId) => `${clientId}: ${times.get(clientId) ?? 0}`);
}

const answersAfter = (fixture: SurveyFixture, ms: number) => () =>
  new Promise<void>((resolve) => void fixture.clock.after(ms, resolve));

describe('a lease that would run out', () => {
  it.each([
    ['answers in 8 s', 8_000],
    ['hangs for a minute', MINUTE],
  ])('asks nobody twice when the platform %s, in one process or two', async (_name, ms) => {
    const fixture = await openSurveyFixture();
    const other = fixture.another();
    fixture.channel.beforeSend = answersAfter(fixture, ms);
    await reportMany(fixture, 70);
    await fixture.pass(6 * ms, [fixture, other]);
    expect(notOnce(fixture, 70)).toEqual([]);
  });

  it('asks nobody twice in a burst that waits for many leases', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.beforeSend = answersAfter(fixture, 1_000);
    await reportMany(fixture, 400);
    await fixture.pass(MINUTE);
    expect(notOnce(fixture, 400)).toEqual([]);
  });

  it('lets an instance that was stopped for 70 s send nothing that another took over', async () => {
    const fixture = await openSurveyFixture();
    const wake: Array<() => void> = [];
    fixture.channel.beforeSend = () => new Promise((resolve) => void wake.push(resolve));
    const paused = fixture.another([fixture.scenario], fixture.stoppedClock);
    await paused.intake.report(reported(fixture.scenario, fixture.clock.now()));
    fixture.channel.beforeSend = async () => {};
    await fixture.pass(70_000);
    expect(fixture.channel.sent).toHaveLength(1);
    for (const resume of wake) resume();
    await paused.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(1);
  });

  it('is given back when the process is told to stop, so that the next start goes on at once', async () => {
    const fixture = await openSurveyFixture();
    const first = fixture.another();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    fixture.channel.beforeSend = () => held;
    for (let index = 0; index < 50; index++) {
      await first.intake.report(reported(fixture.scenario, fixture.clock.now(), { clientId: `c${index}` }));
    }
    const stopping = first.outbox.stop();
    release();
    await stopping;
    fixture.channel.beforeSend = async () => {};
    expect(fixture.channel.sent).toHaveLength(20);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(notOnce(fixture, 50)).toEqual([]);
  });

  it('takes nothing on once it is told to stop; what is committed then is for the next start', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const first = fixture.another();
    await first.outbox.stop();
    await first.onEvent(tapOn(dialogue, 5));
    expect(fixture.channel.sent).toHaveLength(1);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(2);
  });
});

describe('a message that was sent', () => {
  it('is not sent again by the same process while its mark cannot be saved', async () => {
    const fixture = await openSurveyFixture();
    const failing = vi.spyOn(fixture.store, 'saveDialogue').mockRejectedValue(new StoreError('disk full'));
    const { dialogue } = await fixture.intake.report(reported(fixture.scenario, fixture.clock.now()));
    await fixture.pass(2 * MINUTE);
    expect(fixture.channel.sent).toHaveLength(1);
    failing.mockRestore();
    await fixture.pass(MINUTE);
    expect(fixture.channel.sent).toHaveLength(1);
    expect(await fixture.stored(dialogue)).toMatchObject({ outbox: [], survey: { prompts: { rate: 'm1' } } });
  });
});

describe('a wall clock that is set', () => {
  it('back by an hour does not hold up what is tried again', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.faults.push(new ChannelError('network', 'no answer'));
    const dialogue = await fixture.ask();
    fixture.clock.step(-60 * MINUTE);
    await fixture.pass(6_000);
    expect(fixture.channel.sent).toHaveLength(1);
    expect(await fixture.stored(dialogue)).toMatchObject({ outbox: [], sendingBy: null });
  });

  it.each([-60, 60])('by %i minutes while a message is sent repeats nothing', async (minutes) => {
    const fixture = await openSurveyFixture();
    fixture.channel.beforeSend = answersAfter(fixture, 8_000);
    await reportMany(fixture, 30);
    fixture.clock.step(minutes * MINUTE);
    await fixture.pass(30_000);
    expect(notOnce(fixture, 30)).toEqual([]);
  });

  it('back by an hour does not leave a dead process its lease for an hour', async () => {
    const fixture = await openSurveyFixture();
    fixture.channel.beforeSend = () => new Promise(() => {});
    const died = fixture.another([fixture.scenario], fixture.stoppedClock);
    await died.intake.report(reported(fixture.scenario, fixture.clock.now()));
    fixture.channel.beforeSend = async () => {};
    fixture.clock.step(-60 * MINUTE);
    const { dialogues } = await fixture.store.findForEvent({
      channel: 'telegram',
      clientId: 'c1',
      eventId: '',
      recent: 1,
    });
    const [left] = dialogues;
    if (!left) throw new Error('nothing is left');
    const { mine } = fixture.outbox.claim(left);
    expect(mine).toBe(true);
  });
});

describe('an edit', () => {
  it('that hangs does not delay the next question, nor the one after it', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    fixture.channel.edit = () => new Promise(() => {});
    await fixture.onEvent(tapOn(dialogue, 5));
    await expect.poll(() => fixture.channel.sent.length).toBe(2);
    await fixture.onEvent(tapOn(dialogue, '~skip', 'comment'));
    await expect.poll(() => fixture.channel.sent.length).toBe(3);
  });

  it('that is refused with a time to wait is tried again then', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const slowDown = new ChannelError('rate_limited', 'slow down', { retryAfterMs: 7_000 });
    vi.spyOn(fixture.channel, 'edit').mockRejectedValueOnce(slowDown);
    await fixture.onEvent(tapOn(dialogue, 5));
    await fixture.outbox.idle();
    expect(fixture.channel.edits).toHaveLength(0);
    await fixture.pass(7_000);
    expect(fixture.channel.edits).toMatchObject([{ messageId: 'm1' }]);
    expect(await fixture.stored(dialogue)).toMatchObject({ outbox: [], sendingBy: null });
  });

  it('that waited for its turn gives way to what another instance did meanwhile', async () => {
    const fixture = await openSurveyFixture();
    const paused = fixture.another([fixture.scenario], fixture.stoppedClock);
    const edit = fixture.channel.edit?.bind(fixture.channel);
    const release: Array<() => void> = [];
    fixture.channel.edit = () => new Promise((resolve) => void release.push(resolve));
    for (let index = 0; index < 20; index++) {
      await paused.onEvent(tapOn(await fixture.ask(`other-${index}`), 5));
    }
    const dialogue = await fixture.ask();
    await paused.onEvent({ ...tapOn(dialogue, 5), messageId: 'last' } as ClientEvent);
    await expect.poll(() => release.length).toBe(20);
    if (edit) fixture.channel.edit = edit;
    await fixture.pass(MINUTE);
    await fixture.onEvent({ ...tapOn(dialogue, 2), messageId: 'last' } as ClientEvent);
    await fixture.outbox.idle();
    for (const go of release) go();
    await paused.outbox.idle();
    const edits = fixture.channel.edits.filter(({ messageId }) => messageId === 'last');
    expect(edits.at(-1)?.message.text).toMatch(/\n⭐⭐$/);
  });

  it('gives way to a newer one of the same message', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const slowDown = new ChannelError('rate_limited', 'slow down', { retryAfterMs: 7_000 });
    vi.spyOn(fixture.channel, 'edit').mockRejectedValueOnce(slowDown);
    await fixture.onEvent(tapOn(dialogue, 5));
    await fixture.outbox.idle();
    await fixture.onEvent(tapOn(dialogue, 2));
    await fixture.pass(8_000);
    expect(fixture.channel.edits.map(({ message }) => message.text)).toEqual([
      expect.stringMatching(/\n⭐⭐$/),
    ]);
  });
});
