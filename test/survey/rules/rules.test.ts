import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../../src/errors.ts';
import { parseScenario } from '../../../src/scenario/file/load.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { aPerson, peopleOf } from '../../access/persons.ts';
import { DAY, HOUR, MINUTE } from '../../support/service.ts';
import { openSurveyFixture, reported, tapOn } from '../../support/survey.ts';

describe('rules of a scenario', () => {
  const slow = (fixture: { scenario: { text: string } }, rules: string) =>
    parseScenario(fixture.scenario.text.replace('delay: 0s', rules), 'csat.yaml');

  it('delay: the question comes when the delay is over', async () => {
    const base = await openSurveyFixture();
    const fixture = await openSurveyFixture({ scenario: slow(base, 'delay: 10m') });
    const dialogue = await fixture.ask();
    expect(dialogue).toMatchObject({ outcome: 'scheduled', askedAt: null });
    fixture.clock.set(10 * MINUTE - 1);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(0);
    fixture.clock.set(1);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(1);
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'open', askedAt: fixture.clock.now() });
  });

  it('cooldown: a client is left in peace after being asked, then asked again', async () => {
    const base = await openSurveyFixture();
    const scenario = parseScenario(base.scenario.text.replace('cooldown: 0s', 'cooldown: 3d'), 'csat.yaml');
    const fixture = await openSurveyFixture({ scenario });
    await fixture.ask('T-1');
    fixture.clock.set(3 * DAY - 1);
    expect(await fixture.ask('T-2')).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'cooldown',
      wakeAt: null,
    });
    fixture.clock.set(1);
    expect(await fixture.ask('T-3')).toMatchObject({ outcome: 'open' });
  });

  it('cooldown: holds for dialogues that come, or are due, at the same moment', async () => {
    const base = await openSurveyFixture();
    const text = base.scenario.text.replace('cooldown: 0s', 'cooldown: 3d');
    const fixture = await openSurveyFixture({ scenario: parseScenario(text, 'csat.yaml') });
    const later = parseScenario(text.replace('delay: 0s', 'delay: 1m'), 'csat.yaml');
    const both = (scenario: Scenario, clientId: string) =>
      ['A', 'B'].map((externalId) =>
        fixture.intake.report(reported(scenario, fixture.clock.now(), { clientId, externalId })),
      );
    await Promise.all(both(fixture.scenario, 'at once'));
    await fixture.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(1);

    const due = fixture.another([later]);
    await Promise.all(both(later, 'later'));
    fixture.clock.set(MINUTE);
    await due.dueWork.sweep();
    await due.outbox.idle();
    expect(fixture.channel.sent).toHaveLength(2);
  });

  it('opting out: a client who wants no surveys is not asked, until they want them again', async () => {
    const fixture = await openSurveyFixture();
    await fixture.store.setOptOut('telegram', 'c1', fixture.clock.now());
    expect(await fixture.ask('T-1')).toMatchObject({ outcome: 'not_asked', notAskedReason: 'opted_out' });
    await fixture.store.setOptOut('telegram', 'c1', null);
    expect(await fixture.ask('T-2')).toMatchObject({ outcome: 'open' });
  });

  it('own dialogue: an operator is not asked about what they led, in whatever spelling, and else as a client', async () => {
    const operators = ['Anna K.', 'anna'];
    const people = peopleOf(
      aPerson({ role: 'operator', operators, chats: [{ channel: 'telegram', clientId: 'c1' }] }),
    );
    const fixture = await openSurveyFixture({ people });
    const outcomeOf = async (operator: string | null, clientId = 'c1') => {
      const { dialogue } = await fixture.intake.report({
        ...reported(fixture.scenario, fixture.clock.now(), {
          clientId,
          externalId: `${operator} ${clientId}`,
        }),
        operator,
      });
      return dialogue.notAskedReason ?? dialogue.outcome;
    };
    expect(await outcomeOf('ANNA  k.')).toBe('own_dialogue');
    expect(await outcomeOf('Boris')).toBe('open');
    expect(await outcomeOf(null)).toBe('open');
    expect(await outcomeOf('Anna', 'c2')).toBe('open');
  });

  it('expire_after: a dialogue that is reported when its survey would be over is not asked about', async () => {
    const fixture = await openSurveyFixture();
    const { dialogue } = await fixture.intake.report(
      reported(fixture.scenario, new Date(fixture.clock.now().getTime() - DAY)),
    );
    expect(dialogue).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'too_late',
      notAskedAt: fixture.clock.now(),
    });
  });

  it('remind_after: no reminder of a question that has not arrived', async () => {
    const base = await openSurveyFixture();
    const fixture = await openSurveyFixture({ scenario: slow(base, 'delay: 0s\n  remind_after: 6h') });
    fixture.channel.faults.push(new ChannelError('rate_limited', 'later', { retryAfterMs: 6 * HOUR }));
    await fixture.ask();
    fixture.clock.set(6 * HOUR);
    for (let round = 0; round < 3; round++) {
      await fixture.dueWork.sweep();
      await fixture.outbox.idle();
    }
    expect(fixture.channel.sent.map(({ message }) => message.text)).toEqual([
      'Please rate the quality of service',
    ]);
  });

  it('remind_after: a silent client is reminded once; one who answered is not', async () => {
    const base = await openSurveyFixture();
    const fixture = await openSurveyFixture({ scenario: slow(base, 'delay: 0s\n  remind_after: 6h') });
    const silent = await fixture.ask('T-1');
    const rated = await fixture.ask('T-2');
    await fixture.onEvent(tapOn(rated, 4));
    await fixture.outbox.idle();
    for (let round = 0; round < 3; round++) {
      fixture.clock.set(6 * HOUR);
      await fixture.dueWork.sweep();
      await fixture.outbox.idle();
    }
    const reminders = fixture.channel.sent.filter(({ message }) =>
      message.text.startsWith('A short reminder:'),
    );
    expect(reminders).toHaveLength(1);
    expect(reminders[0]?.message.choices?.flat()[0]?.token).toBe(`1s${silent.id}:rate:5`);
  });

  it('expire_after: a silent survey is closed and its keyboard taken away; a rated one keeps its rating', async () => {
    const fixture = await openSurveyFixture();
    const silent = await fixture.ask('T-1');
    const rated = await fixture.ask('T-2');
    await fixture.onEvent(tapOn(rated, 4));
    await fixture.outbox.idle();
    fixture.clock.set(DAY);
    await fixture.dueWork.sweep();
    await fixture.outbox.idle();
    expect(await fixture.stored(silent)).toMatchObject({
      outcome: 'silent',
      wakeAt: null,
      survey: { waitsAt: null },
    });
    expect(await fixture.stored(rated)).toMatchObject({
      outcome: 'answered',
      rating: 4,
      comment: null,
      wakeAt: null,
    });
    expect(fixture.channel.edits.at(-1)?.message.choices).toBeUndefined();
  });
});
