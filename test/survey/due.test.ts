import { describe, expect, it, vi } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { shipped } from '../support/scenarios.ts';
import { DAY, MINUTE } from '../support/service.ts';
import { openSurveyFixture, reported } from '../support/survey.ts';

describe('work that is due', () => {
  it('looks again only at the next sweep when the store reads but does not write', async () => {
    const fixture = await openSurveyFixture();
    for (let index = 0; index < 60; index++) {
      await fixture.intake.report(reported(fixture.scenario, fixture.clock.now(), { clientId: `c${index}` }));
    }
    await fixture.outbox.idle();
    fixture.clock.set(DAY);
    const readOnly = vi.spyOn(fixture.store, 'saveDialogue').mockRejectedValue(new StoreError('read only'));
    expect(await fixture.dueWork.sweep()).toBe(50);

    readOnly.mockRestore();
    for (let round = 0; round < 2; round++) {
      await fixture.dueWork.sweep();
      await fixture.outbox.idle();
    }
    expect(await fixture.store.dueDialogues(fixture.clock.now(), 100)).toEqual([]);
  });

  it('survives a sweep in which the store is away, and says so', async () => {
    const fixture = await openSurveyFixture();
    fixture.store.dueDialogues = async () => {
      throw new StoreError('the store is away');
    };
    expect(await fixture.dueWork.sweep()).toBe(0);
    expect(fixture.logs.join()).toMatch(/could not be looked for.*the store is away/);
  });

  it('asks the store only for what may be due: what was written, and every ten seconds what others left', async () => {
    const fixture = await openSurveyFixture({ scenario: shipped('csat', ['delay: 0s', 'delay: 3s']) });
    const asked = vi.spyOn(fixture.store, 'nextWakeAt');
    const lookAfter = async (seconds: number): Promise<number> => {
      asked.mockClear();
      for (let second = 0; second < seconds; second++) {
        fixture.clock.set(1_000);
        await fixture.dueWork.look();
      }
      return asked.mock.calls.length;
    };
    expect(await lookAfter(1)).toBe(1);
    expect(await lookAfter(8)).toBe(0);
    expect(await lookAfter(21)).toBe(3);

    const dialogue = await fixture.ask();
    expect(await lookAfter(2)).toBe(0);
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'scheduled' });
    expect(await lookAfter(1)).toBe(1);
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'open' });

    // The wall clock goes back: what it said before counts no more after ten seconds.
    fixture.clock.step(-3_600_000);
    expect(await lookAfter(11)).toBeGreaterThan(0);
  });

  it('keeps a dialogue whose scenario was removed, and asks when the file is back', async () => {
    const fixture = await openSurveyFixture({ scenario: shipped('csat', ['delay: 0s', 'delay: 1m']) });
    const dialogue = await fixture.ask();
    fixture.clock.set(MINUTE);
    await fixture.another([]).dueWork.sweep();
    expect(fixture.logs.join()).toContain('no scenario \\"csat\\" any more; bring its file back');
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'scheduled' });
    fixture.clock.set(MINUTE);
    await fixture.dueWork.sweep();
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'open' });
  });
});
