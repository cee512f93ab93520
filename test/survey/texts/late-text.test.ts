import { describe, expect, it } from 'vitest';
import { shipped } from '../../support/scenarios.ts';
import { DAY, MINUTE } from '../../support/service.ts';
import { openSurveyFixture, tapOn } from '../../support/survey.ts';
import { CLOSED, finished, text } from '../events.ts';

describe('words after the end', () => {
  it('in time are added to the comment, which the client is told', async () => {
    const { fixture, dialogue } = await finished();
    const reply = await fixture.onEvent(text('and nobody helped'));
    expect(await fixture.stored(dialogue)).toMatchObject({
      comment: 'Waited for an hour\nand nobody helped',
    });
    expect(reply?.text).toBe('Your answer is now: Waited for an hour\nand nobody helped');
  });

  it('become the comment of a rating whose comment was skipped', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 5));
    await fixture.onEvent(tapOn(dialogue, '~skip', 'comment'));
    await fixture.onEvent(text('One thing more: thank you'));
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 5, comment: 'One thing more: thank you' });
  });

  it('are added in time also when the survey has expired meanwhile', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    fixture.clock.set(DAY - 5 * MINUTE);
    await fixture.onEvent(tapOn(dialogue, 2));
    fixture.clock.set(10 * MINUTE);
    await fixture.onEvent(text('Too slow'));
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: 'Too slow' });
  });

  it('later are told once that the survey is closed', async () => {
    const { fixture, dialogue } = await finished();
    fixture.clock.set(15 * MINUTE);
    expect((await fixture.onEvent(text('Hello?')))?.text).toBe(CLOSED);
    expect(await fixture.onEvent(text('Anybody?'))).toBeUndefined();
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour' });
  });

  it('after an expiry without an answer are told once that it is closed, swept or not', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    fixture.clock.set(DAY);
    expect((await fixture.onEvent(text('5')))?.text).toBe(CLOSED);
    expect(await fixture.onEvent(text('5'))).toBeUndefined();
    await fixture.dueWork.sweep();
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: null, outcome: 'silent' });
  });

  it('follow a skip, also where nothing was answered', async () => {
    const fixture = await openSurveyFixture({ scenario: shipped('comment-only') });
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, '~skip', 'comment'));
    await fixture.onEvent(text('Well, it was slow'));
    expect(await fixture.stored(dialogue)).toMatchObject({
      comment: 'Well, it was slow',
      outcome: 'answered',
    });
  });

  it.each(['   ', '\u200B \u2060'])('that are none to the eye are none: %j', async (blank) => {
    const { fixture, dialogue } = await finished();
    expect(await fixture.onEvent(text(blank))).toBeUndefined();
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour' });
    fixture.clock.set(DAY);
    expect((await fixture.onEvent(text('Hello?')))?.text).toBe(CLOSED);
    const asked = await fixture.ask('T-2');
    await fixture.onEvent(tapOn(asked, 2));
    await fixture.onEvent(text(blank));
    expect(await fixture.stored(asked)).toMatchObject({ comment: null });
  });

  it('are told in the thread of the question', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent({ ...tapOn(dialogue, 2), thread: '7' });
    await fixture.onEvent(text('Too slow'));
    expect(await fixture.onEvent(text('and rude'))).toMatchObject({ thread: '7' });
  });

  it('of a photo or a voice are kept in words', async () => {
    const { fixture, dialogue } = await finished();
    await fixture.onEvent(text('', { attachment: { kind: 'voice', seconds: 72 } }));
    await fixture.onEvent(text('the parcel', { attachment: { kind: 'photo' } }));
    expect(await fixture.stored(dialogue)).toMatchObject({
      comment: 'Waited for an hour\n[voice, 1:12]\n[photo] the parcel',
    });
  });
});
