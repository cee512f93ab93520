import { describe, expect, it } from 'vitest';
import { openSurveyFixture } from '../support/survey.ts';

describe('a dialogue that is completed again', () => {
  it('is the same one, and nobody is asked twice', async () => {
    const fixture = await openSurveyFixture();
    const first = await fixture.ask('T-1');
    const second = await fixture.ask('T-1');
    expect(second.id).toBe(first.id);
    expect(fixture.channel.sent).toHaveLength(1);
  });

  it('has a new round after it was reopened, and the earlier one is superseded', async () => {
    const fixture = await openSurveyFixture();
    const first = await fixture.ask('T-1');
    const stored = await fixture.stored(first);
    await fixture.store.saveDialogue({ ...stored, reopenedAt: fixture.clock.now() });
    fixture.clock.set(8 * 24 * 3_600_000);
    const second = await fixture.ask('T-1');
    expect(second).toMatchObject({ round: 2, superseded: false, reopenedAt: null });
    expect(second.id).not.toBe(first.id);
    expect(await fixture.stored(first)).toMatchObject({ round: 1, superseded: true });
    const third = await fixture.ask('T-1');
    expect(third.id).toBe(second.id);
  });
});

describe('what is kept of an ask', () => {
  it('is which version of the scenario was asked, and when the question arrived', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    expect(await fixture.stored(dialogue)).toMatchObject({
      purpose: 'csat',
      round: 1,
      scenarioVersion: fixture.scenario.version,
      deliveredAt: fixture.clock.now(),
    });
  });
});
