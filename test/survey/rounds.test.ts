import { describe, expect, it } from 'vitest';
import { openSurveyFixture } from '../support/survey.ts';

describe('a dialogue that is completed again', () => {
  it('is the same one, and nobody is asked twice', async () => {
    const room = await openSurveyFixture();
    const first = await room.ask('T-1');
    const second = await room.ask('T-1');
    expect(second.id).toBe(first.id);
    expect(room.channel.sent).toHaveLength(1);
  });

  it('has a new round after it was reopened, and the earlier one is superseded', async () => {
    const room = await openSurveyFixture();
    const first = await room.ask('T-1');
    const stored = await room.stored(first);
    await room.store.saveDialogue({ ...stored, reopenedAt: room.clock.now() });
    room.clock.set(8 * 24 * 3_600_000);
    const second = await room.ask('T-1');
    expect(second).toMatchObject({ round: 2, superseded: false, reopenedAt: null });
    expect(second.id).not.toBe(first.id);
    expect(await room.stored(first)).toMatchObject({ round: 1, superseded: true });
    const third = await room.ask('T-1');
    expect(third.id).toBe(second.id);
  });
});

describe('what is kept of an ask', () => {
  it('is which version of the scenario was asked, and when the question arrived', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    expect(await room.stored(dialogue)).toMatchObject({
      purpose: 'csat',
      round: 1,
      scenarioVersion: room.scenario.version,
      deliveredAt: room.clock.now(),
    });
  });
});
