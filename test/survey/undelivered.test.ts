import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { shipped } from '../support/scenarios.ts';
import { DAY, HOUR } from '../support/service.ts';
import { openSurveyFixture, reported, type SurveyFixture, tapOn } from '../support/survey.ts';
import { about, CLOSED, lastText } from './events.ts';

describe('a question that the platform took and could not deliver', () => {
  const failed = (fixture: SurveyFixture, messageId: string): ClientEvent => ({
    ...about(fixture),
    kind: 'failed',
    messageId,
  });

  it('was not asked', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(failed(fixture, 'm1'));
    expect(await fixture.stored(dialogue)).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'undelivered',
      notAskedAt: fixture.clock.now(),
      askedAt: null,
      wakeAt: null,
    });
  });

  it('is not told before its mark is saved: the event is taken when it comes again', async () => {
    const fixture = await openSurveyFixture();
    let release = (): void => {};
    fixture.channel.beforeSend = () => new Promise((resolve) => (release = resolve));
    const { dialogue } = await fixture.intake.report(reported(fixture.scenario, fixture.clock.now()));
    const event = failed(fixture, 'm1');
    await expect(fixture.onEvent(event)).rejects.toThrow('send the event again');
    release();
    await fixture.outbox.idle();
    await fixture.onEvent(event);
    expect(await fixture.stored(dialogue)).toMatchObject({ notAskedReason: 'undelivered' });
  });

  it('was asked as long as another of its messages has arrived', async () => {
    const csat = shipped('csat');
    const scenario = { ...csat, rules: { ...csat.rules, remind_after: HOUR } };
    const fixture = await openSurveyFixture({ scenario });
    const dialogue = await fixture.ask();
    await fixture.pass(HOUR + 1_000);
    await fixture.onEvent(failed(fixture, 'm2'));
    expect(await fixture.stored(dialogue)).toMatchObject({
      outcome: 'open',
      survey: { prompts: { rate: 'm1' } },
    });
    await fixture.onEvent(failed(fixture, 'm1'));
    expect(await fixture.stored(dialogue)).toMatchObject({ notAskedReason: 'undelivered' });
  });

  it('was asked when somebody taps on it all the same', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(failed(fixture, 'm1'));
    await fixture.onEvent(tapOn(dialogue, 4));
    await fixture.outbox.idle();
    await fixture.onEvent(failed(fixture, 'm1'));
    expect(await fixture.stored(dialogue)).toMatchObject({
      rating: 4,
      outcome: 'answered',
      notAskedReason: null,
      notAskedAt: null,
    });
    expect(lastText(fixture)).toBe('Thank you! Please leave a comment on your rating');
    const late = await fixture.ask('T-2');
    await fixture.onEvent(failed(fixture, 'm3'));
    fixture.clock.set(DAY);
    await fixture.onEvent(tapOn(late, 4));
    expect(await fixture.stored(late)).toMatchObject({ rating: null, notAskedReason: 'undelivered' });
  });

  it.each(['reopen', 'cancel'] as const)('takes no answer once its ask was taken back: %s', async (what) => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(failed(fixture, 'm1'));
    if (what === 'reopen') await fixture.operations.reopen(dialogue, 'api');
    else await fixture.operations.cancel(dialogue, { by: 'api' });
    expect(await fixture.onEvent(tapOn(dialogue, 4))).toMatchObject({ text: CLOSED });
    expect(await fixture.stored(dialogue)).toMatchObject({ outcome: 'not_asked', rating: null });
  });

  it('after an answer, or of another message, takes nothing back', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(failed(fixture, 'something else'));
    await fixture.onEvent(tapOn(dialogue, 5));
    await fixture.outbox.idle();
    await fixture.onEvent(failed(fixture, 'm2'));
    await fixture.onEvent(failed(fixture, 'm1'));
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 5, outcome: 'answered' });
  });
});
