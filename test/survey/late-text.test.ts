import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../src/channel.ts';
import type { Dialogue } from '../../src/dialogue.ts';
import { DAY, MINUTE } from '../support/service.ts';
import { shipped } from '../support/scenarios.ts';
import { openSurveyFixture, type SurveyFixture, tapOn, textOf } from '../support/survey.ts';

const CLOSED = 'This survey is already closed. Thank you!';

const text = (words: string, more: Partial<ClientEvent & { kind: 'text' }> = {}): ClientEvent => ({
  ...(textOf(words) as ClientEvent & { kind: 'text' }),
  ...more,
});

/** A survey that its client has answered with 2 and a comment. */
async function finished(more: object = {}): Promise<{ room: SurveyFixture; dialogue: Dialogue }> {
  const room = await openSurveyFixture();
  const dialogue = await room.ask();
  await room.onEvent(tapOn(dialogue, 2));
  await room.onEvent(text('Waited for an hour', { messageId: '50', ...more }));
  await room.outbox.idle();
  return { room, dialogue };
}

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

describe('a message that is edited', () => {
  it('changes the comment that it gave', async () => {
    const { room, dialogue } = await finished();
    const reply = await room.onEvent(text('Waited for two hours', { messageId: '50', edited: true }));
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Waited for two hours' });
    expect(reply?.text).toBe('Your answer is now: Waited for two hours');
  });

  it('changes its own part of a comment of several', async () => {
    const { room, dialogue } = await finished();
    await room.onEvent(text('second', { messageId: '51' }));
    await room.onEvent(text('third', { messageId: '52' }));
    await room.onEvent(text('the second', { messageId: '51', edited: true }));
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour\nthe second\nthird' });
  });

  it('changes a rating that was typed, and the comment behind it', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(text('5, great', { messageId: '60' }));
    await room.onEvent(text('3, not so great', { messageId: '60', edited: true }));
    expect(await room.stored(dialogue)).toMatchObject({ rating: 3, comment: 'not so great' });
    await room.onEvent(text('4', { messageId: '60', edited: true }));
    expect(await room.stored(dialogue)).toMatchObject({ rating: 4, comment: null });
    await room.onEvent(text('4, fine', { messageId: '60', edited: true }));
    expect(await room.stored(dialogue)).toMatchObject({ rating: 4, comment: 'fine' });
  });

  it('becomes the comment when it was the word that skips, and the other way round', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(tapOn(dialogue, 5));
    await room.onEvent(text('Skip', { messageId: '50' }));
    for (const [words, comment] of [
      ['It was slow', 'It was slow'],
      ['skip', null],
      ['No, it was fine', 'No, it was fine'],
    ] as const) {
      await room.onEvent(text(words, { messageId: '50', edited: true }));
      expect(await room.stored(dialogue)).toMatchObject({ rating: 5, comment });
    }
  });

  it('without another word for it is not told again', async () => {
    const { room } = await finished();
    const same = () => room.onEvent(text('Waited for an hour', { messageId: '50', edited: true }));
    expect(await same()).toBeUndefined();
    await room.onEvent(text('Waited', { messageId: '50', edited: true }));
    expect(await room.onEvent(text('Waited', { messageId: '50', edited: true }))).toBeUndefined();
  });

  it('answers the question that waits when it was not understood before', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(text('gud', { messageId: '60' }));
    await room.onEvent(text('4', { messageId: '60', edited: true }));
    expect(await room.stored(dialogue)).toMatchObject({ rating: 4 });
  });

  it('later, or one that answered nothing, changes nothing', async () => {
    const { room, dialogue } = await finished();
    expect(await room.onEvent(text('Hi', { messageId: '3', edited: true }))).toBeUndefined();
    room.clock.set(15 * MINUTE);
    const late = await room.onEvent(text('It was fine', { messageId: '50', edited: true }));
    expect(late?.text).toBe(CLOSED);
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Waited for an hour' });
  });

  it('from before the question does not answer it', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const before = new Date(room.clock.now().getTime() - 60 * MINUTE);
    await room.onEvent(text('5', { messageId: '1', edited: true, at: before }));
    expect(await room.stored(dialogue)).toMatchObject({ rating: null });
  });
});

describe('a message without words', () => {
  it.each([
    ['sticker', {}],
    ['voice', { seconds: 12 }],
    ['location', {}],
    ['contact', {}],
  ] as const)('a %s at a rating gets the hint with the buttons', async (kind, more) => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const reply = await room.onEvent(text('', { attachment: { kind, ...more } }));
    expect(reply?.text).toContain('Please press one of the buttons');
    expect(reply?.choices?.flat()).toHaveLength(5);
    expect(await room.stored(dialogue)).toMatchObject({ rating: null, outcome: 'open' });
  });

  it.each([
    [{ kind: 'voice', seconds: 12 }, '', '[voice, 0:12]'],
    [{ kind: 'photo' }, 'the broken box', '[photo] the broken box'],
    [{ kind: 'file', name: 'bill.pdf' }, '', '[file, bill.pdf]'],
    [{ kind: 'other' }, '', '[attachment]'],
  ] as const)('%o at a comment is kept in words', async (attachment, caption, kept) => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(tapOn(dialogue, 2));
    await room.onEvent(text(caption, { attachment }));
    expect(await room.stored(dialogue)).toMatchObject({ comment: kept });
  });
});

describe('an album', () => {
  const photo = (words: string): ClientEvent => text(words, { attachment: { kind: 'photo' }, album: 'a1' });

  it('with a rating under one of its photos leaves the next question open', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    expect(await room.onEvent(photo(''))).toBeDefined();
    for (const words of ['', '2', '', '']) expect(await room.onEvent(photo(words))).toBeUndefined();
    expect(await room.stored(dialogue)).toMatchObject({ rating: 2, comment: null });
    await room.onEvent(text('Too slow'));
    expect(await room.stored(dialogue)).toMatchObject({ comment: 'Too slow' });
  });

  it('is one comment, told once, also while another survey waits', async () => {
    const room = await openSurveyFixture();
    const waiting = await room.ask('T-1');
    room.clock.set(1_000);
    const dialogue = await room.ask('T-2');
    await room.onEvent(tapOn(dialogue, 2));
    for (const words of ['The box', '', '']) expect(await room.onEvent(photo(words))).toBeUndefined();
    expect(await room.stored(dialogue)).toMatchObject({ comment: '[photo] The box\n[photo]\n[photo]' });
    expect(await room.stored(waiting)).toMatchObject({ rating: null, comment: null });
  });
});

describe('words under a photo', () => {
  it('do not skip a question', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(tapOn(dialogue, 2));
    await room.onEvent(text('Skip', { attachment: { kind: 'photo' } }));
    expect(await room.stored(dialogue)).toMatchObject({ comment: '[photo] Skip' });
  });

  it('rate, and what follows the rating is kept with the photo', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    await room.onEvent(text('2, broken box', { attachment: { kind: 'photo' } }));
    expect(await room.stored(dialogue)).toMatchObject({ rating: 2, comment: '[photo] broken box' });
  });
});

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
