import { describe, expect, it } from 'vitest';
import { shipped } from '../../support/scenarios.ts';
import { DAY, MINUTE } from '../../support/service.ts';
import { openSurveyFixture, tapOn } from '../../support/survey.ts';
import { CLOSED, finished, text } from '../events.ts';

describe('words after the end', () => {
  it('in time are added to the comment, which the client is told', async () => {
    const { room, dialogue } = await finished();
    const reply = await room.onEvent(text('and nobody helped'));
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour\nand nobody helped' });
    expect(reply?.text).toBe('Your answer is now: Waited for an hour\nand nobody helped');
  });

  it('become the comment of a rating whose comment was skipped', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(tapOn(dialogue, 5));
    await room.onEvent(tapOn(dialogue, '~skip', 'comment'));
    await room.onEvent(text('One thing more: thank you'));
    expect(await room.stored(dialogue)).toMatchObject({ rating: 5, comment: 'One thing more: thank you' });
  });

  it('are added in time also when the survey has expired meanwhile', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    room.clock.set(DAY - 5 * MINUTE);
    await room.onEvent(tapOn(dialogue, 2));
    room.clock.set(10 * MINUTE);
    await room.onEvent(text('Too slow'));
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Too slow' });
  });

  it('later are told once that the survey is closed', async () => {
    const { room, dialogue } = await finished();
    room.clock.set(15 * MINUTE);
    expect((await room.onEvent(text('Hello?')))?.text).toBe(CLOSED);
    expect(await room.onEvent(text('Anybody?'))).toBeUndefined();
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour' });
  });

  it('after an expiry without an answer are told once that it is closed, swept or not', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    room.clock.set(DAY);
    expect((await room.onEvent(text('5')))?.text).toBe(CLOSED);
    expect(await room.onEvent(text('5'))).toBeUndefined();
    await room.dueWork.sweep();
    expect(await room.stored(dialogue)).toMatchObject({ rating: null, outcome: 'silent' });
  });

  it('follow a skip, also where nothing was answered', async () => {
    const room = await openSurveyFixture({ scenario: shipped('comment-only') });
    const dialogue = await room.ask();
    await room.onEvent(tapOn(dialogue, '~skip', 'comment'));
    await room.onEvent(text('Well, it was slow'));
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Well, it was slow', outcome: 'answered' });
  });

  it.each(['   ', '\u200B \u2060'])('that are none to the eye are none: %j', async (blank) => {
    const { room, dialogue } = await finished();
    expect(await room.onEvent(text(blank))).toBeUndefined();
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour' });
    room.clock.set(DAY);
    expect((await room.onEvent(text('Hello?')))?.text).toBe(CLOSED);
    const asked = await room.ask('T-2');
    await room.onEvent(tapOn(asked, 2));
    await room.onEvent(text(blank));
    expect(await room.stored(asked)).toMatchObject({ comment: null });
  });

  it('are told in the thread of the question', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent({ ...tapOn(dialogue, 2), thread: '7' });
    await room.onEvent(text('Too slow'));
    expect(await room.onEvent(text('and rude'))).toMatchObject({ thread: '7' });
  });

  it('of a photo or a voice are kept in words', async () => {
    const { room, dialogue } = await finished();
    await room.onEvent(text('', { attachment: { kind: 'voice', seconds: 72 } }));
    await room.onEvent(text('the parcel', { attachment: { kind: 'photo' } }));
    expect(await room.stored(dialogue)).toMatchObject({
      comment: 'Waited for an hour\n[voice, 1:12]\n[photo] the parcel',
    });
  });
});
