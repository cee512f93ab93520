import { describe, expect, it } from 'vitest';
import { MINUTE } from '../support/service.ts';
import { openSurveyFixture, tapOn } from '../support/survey.ts';
import { finished, text } from './events.ts';

describe('an answer given to a certain question', () => {
  it('is that of the message which it replies to, not of the survey that asked last', async () => {
    const room = await openSurveyFixture();
    const first = await room.ask('T-1');
    room.clock.set(1_000);
    const second = await room.ask('T-2');
    await room.onEvent(text('4', { replyTo: 'm1' }));
    expect(await room.stored(first)).toMatchObject({ rating: 4 });
    expect(await room.stored(second)).toMatchObject({ rating: null });
  });

  it('changes it when the message that it replies to was answered', async () => {
    const { room, dialogue } = await finished();
    await room.onEvent(text('1', { replyTo: 'm1' }));
    await room.onEvent(text('and rude', { replyTo: 'm2' }));
    expect(await room.stored(dialogue)).toMatchObject({ rating: 1, comment: 'Waited for an hour\nand rude' });
  });

  it('is none of another survey when it replies to what was only said, such as the thanks', async () => {
    const { room, dialogue } = await finished();
    await room.outbox.idle();
    const second = await room.ask('T-2');
    await room.onEvent(text('5', { replyTo: 'm3' }));
    expect(await room.stored(second)).toMatchObject({ rating: null });
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour\n5' });
  });

  it('is found among many newer surveys', async () => {
    const room = await openSurveyFixture();
    const first = await room.ask('T-1');
    for (let index = 0; index < 12; index++) await room.ask(`later-${index}`);
    await room.onEvent(text('3', { replyTo: 'm1' }));
    expect(await room.stored(first)).toMatchObject({ rating: 3 });
  });

  it('is not a text that is older than the question', async () => {
    const room = await openSurveyFixture();
    const old = new Date(room.clock.now().getTime() - 120 * MINUTE);
    const dialogue = await room.ask();
    await room.onEvent(tapOn(dialogue, 2));
    expect(await room.onEvent(text('Where is my parcel?', { at: old }))).toBeUndefined();
    expect(await room.stored(dialogue)).toMatchObject({ comment: null });
    const skewed = new Date(room.clock.now().getTime() - 2 * MINUTE);
    await room.onEvent(text('It was lost', { at: skewed }));
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'It was lost' });
  });

  it('may be older than the newest question and answer the one before', async () => {
    const room = await openSurveyFixture();
    const first = await room.ask('T-1');
    const between = new Date(room.clock.now().getTime() + MINUTE);
    room.clock.set(60 * MINUTE);
    const second = await room.ask('T-2');
    await room.onEvent(text('4', { at: between }));
    expect(await room.stored(first)).toMatchObject({ rating: 4 });
    expect(await room.stored(second)).toMatchObject({ rating: null });
  });
});
