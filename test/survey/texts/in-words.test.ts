import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../../src/channel.ts';
import { openSurveyFixture, tapOn } from '../../support/survey.ts';
import { text } from '../events.ts';

describe('a message without words', () => {
  it.each([
    ['sticker', {}],
    ['voice', { seconds: 12 }],
    ['location', {}],
    ['contact', {}],
  ] as const)('a %s at a rating gets the hint with the buttons', async (kind, more) => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const reply = await fixture.onEvent(text('', { attachment: { kind, ...more } }));
    expect(reply?.text).toContain('Please press one of the buttons');
    expect(reply?.choices?.flat()).toHaveLength(5);
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: null, outcome: 'open' });
  });

  it.each([
    [{ kind: 'voice', seconds: 12 }, '', '[voice, 0:12]'],
    [{ kind: 'photo' }, 'the broken box', '[photo] the broken box'],
    [{ kind: 'file', name: 'bill.pdf' }, '', '[file, bill.pdf]'],
    [{ kind: 'other' }, '', '[attachment]'],
  ] as const)('%o at a comment is kept in words', async (attachment, caption, kept) => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 2));
    await fixture.onEvent(text(caption, { attachment }));
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: kept });
  });
});

describe('an album', () => {
  const photo = (words: string): ClientEvent => text(words, { attachment: { kind: 'photo' }, album: 'a1' });

  it('with a rating under one of its photos leaves the next question open', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    expect(await fixture.onEvent(photo(''))).toBeDefined();
    for (const words of ['', '2', '', '']) expect(await fixture.onEvent(photo(words))).toBeUndefined();
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 2, comment: null });
    await fixture.onEvent(text('Too slow'));
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: 'Too slow' });
  });

  it('is one comment, told once, also while another survey waits', async () => {
    const fixture = await openSurveyFixture();
    const waiting = await fixture.ask('T-1');
    fixture.clock.set(1_000);
    const dialogue = await fixture.ask('T-2');
    await fixture.onEvent(tapOn(dialogue, 2));
    for (const words of ['The box', '', '']) expect(await fixture.onEvent(photo(words))).toBeUndefined();
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: '[photo] The box\n[photo]\n[photo]' });
    expect(await fixture.stored(waiting)).toMatchObject({ rating: null, comment: null });
  });
});

describe('words under a photo', () => {
  it('do not skip a question', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(tapOn(dialogue, 2));
    await fixture.onEvent(text('Skip', { attachment: { kind: 'photo' } }));
    expect(await fixture.stored(dialogue)).toMatchObject({ comment: '[photo] Skip' });
  });

  it('rate, and what follows the rating is kept with the photo', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    await fixture.onEvent(text('2, broken box', { attachment: { kind: 'photo' } }));
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 2, comment: '[photo] broken box' });
  });
});
