import { describe, expect, it, vi } from 'vitest';
import type { ClientEvent } from '../../../src/channel.ts';
import { ChannelError, StoreError } from '../../../src/errors.ts';
import { MINUTE } from '../../support/service.ts';
import { openSurveyFixture, reported, type SurveyFixture, tapOn } from '../../support/survey.ts';

/** Reports a dialogue of each of `count` clients without waiting for any message. */
async function reportMany(room: SurveyFixture, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const report = reported(room.scenario, room.clock.now(), { clientId: `c${index}` });
    await room.intake.report(report);
  }
}

/** How many messages each client got, where that is not one. */
function notOnce(room: SurveyFixture, count: number): string[] {
  const times = new Map<string, number>();
  for (const { clientId } of room.channel.sent) times.set(clientId, (times.get(clientId) ?? 0) + 1);
  return Array.from({ length: count }, (_, index) => `c${index}`)
    .filter((clientId) => times.get(clientId) !== 1)
    .map((clientId) => `${clientId}: ${times.get(clientId) ?? 0}`);
}

const answersAfter = (room: SurveyFixture, ms: number) => () =>
  new Promise<void>((resolve) => void room.clock.after(ms, resolve));

describe('a lease that would run out', () => {
  it.each([
    ['answers in 8 s', 8_000],
    ['hangs for a minute', MINUTE],
  ])('asks nobody twice when the platform %s, in one process or two', async (_name, ms) => {
    const room = await openSurveyFixture();
    const other = room.another();
    room.channel.beforeSend = answersAfter(room, ms);
    await reportMany(room, 70);
    await room.pass(6 * ms, [room, other]);
    expect(notOnce(room, 70)).toEqual([]);
  });

  it('asks nobody twice in a burst that waits for many leases', async () => {
    const room = await openSurveyFixture();
    room.channel.beforeSend = answersAfter(room, 1_000);
    await reportMany(room, 400);
    await room.pass(MINUTE);
    expect(notOnce(room, 400)).toEqual([]);
  });

  it('lets an instance that was stopped for 70 s send nothing that another took over', async () => {
    const room = await openSurveyFixture();
    const wake: Array<() => void> = [];
    room.channel.beforeSend = () => new Promise((resolve) => void wake.push(resolve));
    const paused = room.another([room.scenario], room.stoppedClock);
    await paused.intake.report(reported(room.scenario, room.clock.now()));
    room.channel.beforeSend = async () => {};
    await room.pass(70_000);
    expect(room.channel.sent).toHaveLength(1);
    for (const resume of wake) resume();
    await paused.outbox.idle();
    expect(room.channel.sent).toHaveLength(1);
  });

  it('is given back when the process is told to stop, so that the next start goes on at once', async () => {
    const room = await openSurveyFixture();
    const first = room.another();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    room.channel.beforeSend = () => held;
    for (let index = 0; index < 50; index++) {
      await first.intake.report(reported(room.scenario, room.clock.now(), { clientId: `c${index}` }));
    }
    const stopping = first.outbox.stop();
    release();
    await stopping;
    room.channel.beforeSend = async () => {};
    expect(room.channel.sent).toHaveLength(20);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(notOnce(room, 50)).toEqual([]);
  });

  it('takes nothing on once it is told to stop; what is committed then is for the next start', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const first = room.another();
    await first.outbox.stop();
    await first.onEvent(tapOn(dialogue, 5));
    expect(room.channel.sent).toHaveLength(1);
    await room.dueWork.sweep();
    await room.outbox.idle();
    expect(room.channel.sent).toHaveLength(2);
  });
});

describe('a message that was sent', () => {
  it('is not sent again by the same process while its mark cannot be saved', async () => {
    const room = await openSurveyFixture();
    const failing = vi.spyOn(room.store, 'saveDialogue').mockRejectedValue(new StoreError('disk full'));
    const { dialogue } = await room.intake.report(reported(room.scenario, room.clock.now()));
    await room.pass(2 * MINUTE);
    expect(room.channel.sent).toHaveLength(1);
    failing.mockRestore();
    await room.pass(MINUTE);
    expect(room.channel.sent).toHaveLength(1);
    expect(await room.stored(dialogue)).toMatchObject({ outbox: [], survey: { prompts: { rate: 'm1' } } });
  });
});

describe('a wall clock that is set', () => {
  it('back by an hour does not hold up what is tried again', async () => {
    const room = await openSurveyFixture();
    room.channel.faults.push(new ChannelError('network', 'no answer'));
    const dialogue = await room.ask();
    room.clock.step(-60 * MINUTE);
    await room.pass(6_000);
    expect(room.channel.sent).toHaveLength(1);
    expect(await room.stored(dialogue)).toMatchObject({ outbox: [], sendingBy: null });
  });

  it.each([-60, 60])('by %i minutes while a message is sent repeats nothing', async (minutes) => {
    const room = await openSurveyFixture();
    room.channel.beforeSend = answersAfter(room, 8_000);
    await reportMany(room, 30);
    room.clock.step(minutes * MINUTE);
    await room.pass(30_000);
    expect(notOnce(room, 30)).toEqual([]);
  });

  it('back by an hour does not leave a dead process its lease for an hour', async () => {
    const room = await openSurveyFixture();
    room.channel.beforeSend = () => new Promise(() => {});
    const died = room.another([room.scenario], room.stoppedClock);
    await died.intake.report(reported(room.scenario, room.clock.now()));
    room.channel.beforeSend = async () => {};
    room.clock.step(-60 * MINUTE);
    const { dialogues } = await room.store.findForEvent({
      channel: 'telegram',
      clientId: 'c1',
      eventId: '',
      recent: 1,
    });
    const [left] = dialogues;
    if (!left) throw new Error('nothing is left');
    const { mine } = room.outbox.claim(left);
    expect(mine).toBe(true);
  });
});

describe('an edit', () => {
  it('that hangs does not delay the next question, nor the one after it', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    room.channel.edit = () => new Promise(() => {});
    await room.onEvent(tapOn(dialogue, 5));
    await expect.poll(() => room.channel.sent.length).toBe(2);
    await room.onEvent(tapOn(dialogue, '~skip', 'comment'));
    await expect.poll(() => room.channel.sent.length).toBe(3);
  });

  it('that is refused with a time to wait is tried again then', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const slowDown = new ChannelError('rate_limited', 'slow down', { retryAfterMs: 7_000 });
    vi.spyOn(room.channel, 'edit').mockRejectedValueOnce(slowDown);
    await room.onEvent(tapOn(dialogue, 5));
    await room.outbox.idle();
    expect(room.channel.edits).toHaveLength(0);
    await room.pass(7_000);
    expect(room.channel.edits).toMatchObject([{ messageId: 'm1' }]);
    expect(await room.stored(dialogue)).toMatchObject({ outbox: [], sendingBy: null });
  });

  it('that waited for its turn gives way to what another instance did meanwhile', async () => {
    const room = await openSurveyFixture();
    const paused = room.another([room.scenario], room.stoppedClock);
    const edit = room.channel.edit?.bind(room.channel);
    const release: Array<() => void> = [];
    room.channel.edit = () => new Promise((resolve) => void release.push(resolve));
    for (let index = 0; index < 20; index++) {
      await paused.onEvent(tapOn(await room.ask(`other-${index}`), 5));
    }
    const dialogue = await room.ask();
    await paused.onEvent({ ...tapOn(dialogue, 5), messageId: 'last' } as ClientEvent);
    await expect.poll(() => release.length).toBe(20);
    if (edit) room.channel.edit = edit;
    await room.pass(MINUTE);
    await room.onEvent({ ...tapOn(dialogue, 2), messageId: 'last' } as ClientEvent);
    await room.outbox.idle();
    for (const go of release) go();
    await paused.outbox.idle();
    const edits = room.channel.edits.filter(({ messageId }) => messageId === 'last');
    expect(edits.at(-1)?.message.text).toMatch(/\n⭐⭐$/);
  });

  it('gives way to a newer one of the same message', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const slowDown = new ChannelError('rate_limited', 'slow down', { retryAfterMs: 7_000 });
    vi.spyOn(room.channel, 'edit').mockRejectedValueOnce(slowDown);
    await room.onEvent(tapOn(dialogue, 5));
    await room.outbox.idle();
    await room.onEvent(tapOn(dialogue, 2));
    await room.pass(8_000);
    expect(room.channel.edits.map(({ message }) => message.text)).toEqual([expect.stringMatching(/\n⭐⭐$/)]);
  });
});
