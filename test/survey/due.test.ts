import { describe, expect, it, vi } from 'vitest';
import { StoreError } from '../../src/errors.ts';
import { shipped } from '../support/scenarios.ts';
import { DAY, MINUTE } from '../support/service.ts';
import { openSurveyFixture, reported } from '../support/survey.ts';

describe('work that is due', () => {
  it('looks again only at the next sweep when the store reads but does not write', async () => {
    const room = await openSurveyFixture();
    for (let index = 0; index < 60; index++) {
      await room.intake.report(reported(room.scenario, room.clock.now(), { clientId: `c${index}` }));
    }
    await room.outbox.idle();
    room.clock.set(DAY);
    const readOnly = vi.spyOn(room.store, 'saveDialogue').mockRejectedValue(new StoreError('read only'));
    expect(await room.dueWork.sweep()).toBe(50);

    readOnly.mockRestore();
    for (let round = 0; round < 2; round++) {
      await room.dueWork.sweep();
      await room.outbox.idle();
    }
    expect(await room.store.dueDialogues(room.clock.now(), 100)).toEqual([]);
  });

  it('survives a sweep in which the store is away, and says so', async () => {
    const room = await openSurveyFixture();
    room.store.dueDialogues = async () => {
      throw new StoreError('the store is away');
    };
    expect(await room.dueWork.sweep()).toBe(0);
    expect(room.logs.join()).toMatch(/could not be looked for.*the store is away/);
  });

  it('keeps a dialogue whose scenario was removed, and asks when the file is back', async () => {
    const room = await openSurveyFixture({ scenario: shipped('csat', ['delay: 0s', 'delay: 1m']) });
    const dialogue = await room.ask();
    room.clock.set(MINUTE);
    await room.another([]).dueWork.sweep();
    expect(room.logs.join()).toContain('no scenario \\"csat\\" any more; bring its file back');
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'scheduled' });
    room.clock.set(MINUTE);
    await room.dueWork.sweep();
    expect(await room.stored(dialogue)).toMatchObject({ outcome: 'open' });
  });
});
