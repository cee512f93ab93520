import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../support/service.ts';
import { openSurveyFixture, tapOn } from '../../support/survey.ts';
import { CLOSED, finished, text } from '../events.ts';

describe('a message that is edited', () => {
  it('changes the comment that it gave', async () => {
    const { fixture, dialogue } = await finished();
    const reply = await fixture.onEvent(text('Waited for two hours', { messageId: '50', edited: true }));
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: 'Waited for two hours' });
    expect(reply?.text).toBe('Your answer is now: Waited for two hours');
  });

  it('changes its own part of a comment of several', async () => {
    const { fixture, dialogue } = await finished();
    await fixture.onEvent(text('second', { messageId: '51' }));
    await fixture.onEvent(text('third', { messageId: '52' }));
    await fixture.onEvent(text('the second', { messageId: '51', edited: true }));
    expect(await fixture.stored(dialogue)).toMatchObject({
      comment: 'Waited for an hour\nthe second\nthird',
    });
  });

  it('changes a rating that was typed, and the comment behind it', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(text('5, great', { messageId: '60' }));
    await fixture.onEvent(text('3, not so great', { messageId: '60', edited: true }));
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 3, comment: 'not so great' });
    await fixture.onEvent(text('4', { messageId: '60', edited: true }));
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 4, comment: null });
    await fixture.onEvent(text('4, fine', { messageId: '60', edited: true }));
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 4, comment: 'fine' });
  });

  it('becomes the comment when it was the word that skips, and the other way round', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 5));
    await fixture.onEvent(text('Skip', { messageId: '50' }));
    for (const [words, comment] of [
      ['It was slow', 'It was slow'],
      ['skip', null],
      ['No, it was fine', 'No, it was fine'],
    ] as const) {
      await fixture.onEvent(text(words, { messageId: '50', edited: true }));
      expect(await fixture.stored(dialogue)).toMatchObject({ rating: 5, comment });
    }
  });

  it('without another word for it is not told again', async () => {
    const { fixture } = await finished();
    const same = () => fixture.onEvent(text('Waited for an hour', { messageId: '50', edited: true }));
    expect(await same()).toBeUndefined();
    await fixture.onEvent(text('Waited', { messageId: '50', edited: true }));
    expect(await fixture.onEvent(text('Waited', { messageId: '50', edited: true }))).toBeUndefined();
  });

  it('answers the question that waits when it was not understood before', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(text('gud', { messageId: '60' }));
    await fixture.onEvent(text('4', { messageId: '60', edited: true }));
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 4 });
  });

  it('later, or one that answered nothing, changes nothing', async () => {
    const { fixture, dialogue } = await finished();
    expect(await fixture.onEvent(text('Hi', { messageId: '3', edited: true }))).toBeUndefined();
    fixture.clock.set(15 * MINUTE);
    const late = await fixture.onEvent(text('It was fine', { messageId: '50', edited: true }));
    expect(late?.text).toBe(CLOSED);
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour' });
  });

  it('from before the question does not answer it', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const before = new Date(fixture.clock.now().getTime() - 60 * MINUTE);
    await fixture.onEvent(text('5', { messageId: '1', edited: true, at: before }));
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: null });
  });
});
