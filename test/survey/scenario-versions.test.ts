import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/file/load.ts';
import { shipped } from '../support/scenarios.ts';
import { MINUTE } from '../support/service.ts';
import { openSurveyFixture, tapOn } from '../support/survey.ts';

describe('a survey that has begun', () => {
  it('finishes on the version of the file that it began with', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const reworded = fixture.scenario.text.replace(
      '{ text: "⭐⭐⭐", value: 3 }',
      '{ text: "so-so", value: 3 }',
    );
    const edited = parseScenario(reworded, 'csat.yaml');
    expect(edited.version).not.toBe(fixture.scenario.version);
    const later = fixture.another([edited]);
    await later.onEvent(tapOn(dialogue, 3));
    await later.outbox.idle();
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 3 });
    expect(fixture.channel.edits[0]?.message.text).toContain('⭐⭐⭐');
  });

  it('is told that it is closed when its version is gone, which no repeat would mend', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const stranger = fixture.another([]);
    fixture.store.findScenario = async () => null;
    expect((await stranger.onEvent(tapOn(dialogue, 3)))?.text).toBe(
      'This survey is already closed. Thank you!',
    );
    expect(fixture.logs.join()).toMatch(/cannot go on.*stored version/);
    fixture.store.findScenario = async () => 'id: broken';
    expect((await stranger.onEvent(tapOn(dialogue, 3)))?.text).toBe(
      'This survey is already closed. Thank you!',
    );
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: null, outcome: 'open' });
  });
});

describe('a scenario that is edited before a scheduled dialogue is asked', () => {
  it('is asked as it is then, on its scale', async () => {
    const fixture = await openSurveyFixture({ scenario: shipped('csat', ['delay: 0s', 'delay: 1m']) });
    const dialogue = await fixture.ask();
    const edited = shipped(
      'csat',
      ['scale: 1-5', 'scale: ces'],
      ['    buttons:', '    buttons:\n      - { text: "7", value: 7 }\n      - { text: "6", value: 6 }'],
    );
    const later = fixture.another([edited]);
    fixture.clock.set(MINUTE);
    await later.dueWork.sweep();
    expect(await fixture.stored(dialogue)).toMatchObject({ scale: 'ces', outcome: 'open' });
  });
});
