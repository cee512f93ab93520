import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../support/service.ts';
import { shipped } from '../../support/scenarios.ts';
import { openSurveyFixture, tapOn } from '../../support/survey.ts';
import { finished, text } from '../events.ts';

describe('an answer given to a certain question', () => {
  it('is that of the message which it replies to, not of the survey that asked last', async () => {
    const fixture = await openSurveyFixture();
    const first = await fixture.ask('T-1');
    fixture.clock.set(1_000);
    const second = await fixture.ask('T-2');
    await fixture.onEvent(text('4', { replyTo: 'm1' }));
    expect(await fixture.stored(first)).toMatchObject({ rating: 4 });
    expect(await fixture.stored(second)).toMatchObject({ rating: null });
  });

  it('is that of the question that the platform says it follows, where it does not say what is replied to', async () => {
    const fixture = await openSurveyFixture({ scenario: shipped('comment-only') });
    const first = await fixture.ask('T-1');
    fixture.clock.set(1_000);
    const second = await fixture.ask('T-2');
    await fixture.onEvent(text('Kind', { replyKey: `${first.id}:comment` }));
    expect(await fixture.stored(first)).toMatchObject({ comment: 'Kind' });
    expect(await fixture.stored(second)).toMatchObject({ comment: null });
  });

  it('changes it when the message that it replies to was answered', async () => {
    const { fixture, dialogue } = await finished();
    await fixture.onEvent(text('1', { replyTo: 'm1' }));
    await fixture.onEvent(text('and rude', { replyTo: 'm2' }));
    expect(await fixture.stored(dialogue)).toMatchObject({
      rating: 1,
      comment: 'Waited for an hour\nand rude',
    });
  });

  it('is none of another survey when it replies to what was only said, such as the thanks', async () => {
    const { fixture, dialogue } = await finished();
    await fixture.outbox.idle();
    const second = await fixture.ask('T-2');
    await fixture.onEvent(text('5', { replyTo: 'm3' }));
    expect(await fixture.stored(second)).toMatchObject({ rating: null });
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour\n5' });
  });

  it('is found among many newer surveys', async () => {
    const fixture = await openSurveyFixture();
    const first = await fixture.ask('T-1');
    for (let index = 0; index < 12; index++) await fixture.ask(`later-${index}`);
    await fixture.onEvent(text('3', { replyTo: 'm1' }));
    expect(await fixture.stored(first)).toMatchObject({ rating: 3 });
  });

  it('is not a text that is older than the question', async () => {
    const fixture = await openSurveyFixture();
    const old = new Date(fixture.clock.now().getTime() - 120 * MINUTE);
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 2));
    expect(await fixture.onEvent(text('Where is my parcel?', { at: old }))).toBeUndefined();
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: null });
    const skewed = new Date(fixture.clock.now().getTime() - 2 * MINUTE);
    await fixture.onEvent(text('It was lost', { at: skewed }));
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: 'It was lost' });
  });

  it('may be older than the newest question and answer the one before', async () => {
    const fixture = await openSurveyFixture();
    const first = await fixture.ask('T-1');
    const between = new Date(fixture.clock.now().getTime() + MINUTE);
    fixture.clock.set(60 * MINUTE);
    const second = await fixture.ask('T-2');
    await fixture.onEvent(text('4', { at: between }));
    expect(await fixture.stored(first)).toMatchObject({ rating: 4 });
    expect(await fixture.stored(second)).toMatchObject({ rating: null });
  });
});
