import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/file/load.ts';
import { shipped } from '../support/scenarios.ts';
import { MINUTE } from '../support/service.ts';
import { openSurveyFixture, tapOn } from '../support/survey.ts';

describe('a survey that has begun', () => {
  it('finishes on the version of the file that it began with', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const reworded = room.scenario.text.replace(
      '{ text: "⭐⭐⭐", value: 3 }',
      '{ text: "so-so", value: 3 }',
    );
    const edited = parseScenario(reworded, 'csat.yaml');
    expect(edited.version).not.toBe(room.scenario.version);
    const later = room.another([edited]);
    await later.onEvent(tapOn(dialogue, 3));
    await later.outbox.idle();
    expect(await room.stored(dialogue)).toMatchObject({ rating: 3 });
    expect(room.channel.edits[0]?.message.text).toContain('⭐⭐⭐');
  });

  it('is told that it is closed when its version is gone, which no repeat would mend', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const stranger = room.another([]);
    room.store.findScenario = async () => null;
    expect((await stranger.onEvent(tapOn(dialogue, 3)))?.text).toBe(
      'This survey is already closed. Thank you!',
    );
    expect(room.logs.join()).toMatch(/cannot go on.*stored version/);
    room.store.findScenario = async () => 'id: broken';
    expect((await stranger.onEvent(tapOn(dialogue, 3)))?.text).toBe(
      'This survey is already closed. Thank you!',
    );
    expect(await room.stored(dialogue)).toMatchObject({ rating: null, outcome: 'open' });
  });
});

describe('a scenario that is edited before a scheduled dialogue is asked', () => {
  it('is asked as it is then, on its scale', async () => {
    const room = await openSurveyFixture({ scenario: shipped('csat', ['delay: 0s', 'delay: 1m']) });
    const dialogue = await room.ask();
    const edited = shipped(
      'csat',
      ['scale: 1-5', 'scale: ces'],
      ['    buttons:', '    buttons:\n      - { text: "7", value: 7 }\n      - { text: "6", value: 6 }'],
    );
    const later = room.another([edited]);
    room.clock.set(MINUTE);
    await later.dueWork.sweep();
    expect(await room.stored(dialogue)).toMatchObject({ scale: 'ces', outcome: 'open' });
  });
});
