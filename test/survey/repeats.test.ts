import { describe, expect, it, vi } from 'vitest';
import { HOUR } from '../support/service.ts';
import { openSurveyFixture, tapOn, textOf } from '../support/survey.ts';

describe('an event that the platform repeats', () => {
  it('does nothing when it had changed nothing: taps 4, 4, 1 and the second again stay a 1', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const second = tapOn(dialogue, 4);
    for (const tap of [tapOn(dialogue, 4), second, tapOn(dialogue, 1), second]) await fixture.onEvent(tap);
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 1 });
  });

  it('does not become a comment when it was unclear at the rating', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const unclear = textOf('well...');
    await fixture.onEvent(unclear);
    await fixture.onEvent(tapOn(dialogue, 2));
    expect(await fixture.onEvent(unclear)).toBeUndefined();
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 2, comment: null });
  });

  it('gets one hint, however often it comes, and also at the same moment', async () => {
    const fixture = await openSurveyFixture();
    await fixture.ask();
    const unclear = textOf('well...');
    const replies = await Promise.all([1, 2, 3].map(() => fixture.onEvent(unclear)));
    expect(replies.filter((reply) => reply !== undefined)).toHaveLength(1);
  });

  it('is known among more taps than anybody makes', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const first = tapOn(dialogue, 4);
    await fixture.onEvent(first);
    for (let index = 0; index < 60; index++) await fixture.onEvent(tapOn(dialogue, index % 2 ? 2 : 3));
    await fixture.onEvent(first);
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 2 });
  });

  it('is known after many newer surveys, whether it answered or not', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const [unclear, answer] = [textOf('well...'), textOf('5')];
    await fixture.onEvent(unclear);
    await fixture.onEvent(answer);
    for (let index = 0; index < 12; index++) await fixture.ask(`later-${index}`);
    for (const event of [unclear, answer]) expect(await fixture.onEvent(event)).toBeUndefined();
    const { dialogues } = await fixture.store.findForEvent({ ...answer, eventId: 'none', recent: 20 });
    expect(dialogues.filter(({ rating }) => rating !== null).map(({ id }) => id)).toEqual([dialogue.id]);
  });

  it('that came outside any survey does not answer one which begins later', async () => {
    const fixture = await openSurveyFixture();
    const early = textOf('5');
    await fixture.onEvent(early);
    const dialogue = await fixture.ask();
    await fixture.onEvent(early);
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: null });
  });

  it('is remembered for 48 hours and then forgotten', async () => {
    const fixture = await openSurveyFixture();
    const event = textOf('hello');
    await fixture.onEvent(event);
    fixture.clock.set(48 * HOUR - 1);
    await fixture.onEvent(textOf('hello again'));
    const remembered = async () =>
      (await fixture.store.findClient('telegram', 'c1'))?.events.map(({ id }) => id);
    expect(await remembered()).toContain(event.id);
    fixture.clock.set(1);
    await fixture.onEvent(textOf('once more'));
    expect(await remembered()).not.toContain(event.id);
  });

  it('a start is greeted once', async () => {
    const fixture = await openSurveyFixture();
    const start = { ...textOf('x'), kind: 'start' } as const;
    expect(await fixture.onEvent(start)).toMatchObject({ text: expect.stringContaining('Hello!') });
    expect(await fixture.onEvent(start)).toBeUndefined();
  });
});

describe('two events of one client at the same moment', () => {
  it('both count, in the order in which they came, while the store takes its time', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const { store } = fixture;
    const save = store.saveDialogue.bind(store);
    vi.spyOn(store, 'saveDialogue').mockImplementation(async (given) => {
      await new Promise((resolve) => void setImmediate(resolve));
      return save(given);
    });
    await Promise.all([fixture.onEvent(textOf('5')), fixture.onEvent(textOf('Quick and kind'))]);
    await fixture.outbox.idle();
    expect(await fixture.stored(dialogue)).toMatchObject({ rating: 5, comment: 'Quick and kind' });
  });

  it('settle when they are 300, on two instances', async () => {
    const fixture = await openSurveyFixture();
    const dialogue = await fixture.ask();
    const other = fixture.another();
    const taps = Array.from({ length: 300 }, (_, index) => tapOn(dialogue, (index % 5) + 1));
    const answers = taps.map((tap, index) => (index % 2 ? fixture : other).onEvent(tap));
    expect((await Promise.allSettled(answers)).filter(({ status }) => status === 'rejected')).toEqual([]);
    await Promise.all([fixture.outbox.idle(), other.outbox.idle()]);
    const stored = await fixture.stored(dialogue);
    expect(stored).toMatchObject({ outbox: [], sendingBy: null });
    expect(fixture.channel.sent).toHaveLength(2);
  });
});
