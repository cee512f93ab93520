import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import { shipped } from '../support/scenarios.ts';
import { DAY, HOUR } from '../support/service.ts';
import { openSurveyFixture, reported, type SurveyFixture, tapOn } from '../support/survey.ts';
import { about, lastText } from './events.ts';

describe('a question that the platform took and could not deliver', () => {
  const failed = (room: SurveyFixture, messageId: string): ClientEvent => ({
    ...about(room),
    kind: 'failed',
    messageId,
  });

  it('was not asked', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(failed(room, 'm1'));
    expect(await room.stored(dialogue)).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'undelivered',
      askedAt: null,
      wakeAt: null,
    });
  });

  it('is not told before its mark is saved: the event is taken when it comes again', async () => {
    const room = await openSurveyFixture();
    let release = (): void => {};
    room.channel.beforeSend = () => new Promise((resolve) => (release = resolve));
    const { dialogue } = await room.intake.report(reported(room.scenario, room.clock.now()));
    const event = failed(room, 'm1');
    await expect(room.onEvent(event)).rejects.toThrow('send the event again');
    release();
    await room.outbox.idle();
    await room.onEvent(event);
    expect(await room.stored(dialogue)).toMatchObject({ notAskedReason: 'undelivered' });
  });

  it('was asked as long as another of its messages has arrived', async () => {
    const csat = shipped('csat');
    const scenario = { ...csat, rules: { ...csat.rules, remind_after: HOUR } };
    const room = await openSurveyFixture({ scenario });
    const dialogue = await room.ask();
    await room.pass(HOUR + 1_000);
    await room.onEvent(failed(room, 'm2'));
    expect(await room.stored(dialogue)).toMatchObject({
      outcome: 'open',
      survey: { prompts: { rate: 'm1' } },
    });
    await room.onEvent(failed(room, 'm1'));
    expect(await room.stored(dialogue)).toMatchObject({ notAskedReason: 'undelivered' });
  });

  it('was asked when somebody taps on it all the same', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(failed(room, 'm1'));
    await room.onEvent(tapOn(dialogue, 4));
    await room.outbox.idle();
    await room.onEvent(failed(room, 'm1'));
    expect(await room.stored(dialogue)).toMatchObject({
      rating: 4,
      outcome: 'answered',
      notAskedReason: null,
    });
    expect(lastText(room)).toBe('Thank you! Please leave a comment on your rating');
    const late = await room.ask('T-2');
    await room.onEvent(failed(room, 'm3'));
    room.clock.set(DAY);
    await room.onEvent(tapOn(late, 4));
    expect(await room.stored(late)).toMatchObject({ rating: null, notAskedReason: 'undelivered' });
  });

  it('after an answer, or of another message, takes nothing back', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(failed(room, 'something else'));
    await room.onEvent(tapOn(dialogue, 5));
    await room.outbox.idle();
    await room.onEvent(failed(room, 'm2'));
    await room.onEvent(failed(room, 'm1'));
    expect(await room.stored(dialogue)).toMatchObject({ rating: 5, outcome: 'answered' });
  });
});
