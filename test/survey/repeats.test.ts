import { describe, expect, it, vi } from 'vitest';
import { HOUR } from '../support/service.ts';
import { openSurveyFixture, tapOn, textOf } from '../support/survey.ts';

describe('an event that the platform repeats', () => {
  it('does nothing when it had changed nothing: taps 4, 4, 1 and the second again stay a 1', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const second = tapOn(dialogue, 4);
    for (const tap of [tapOn(dialogue, 4), second, tapOn(dialogue, 1), second]) await room.onEvent(tap);
    expect(await room.stored(dialogue)).toMatchObject({ rating: 1 });
  });

  it('does not become a comment when it was unclear at the rating', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const unclear = textOf('well...');
    await room.onEvent(unclear);
    await room.onEvent(tapOn(dialogue, 2));
    expect(await room.onEvent(unclear)).toBeUndefined();
    expect(await room.stored(dialogue)).toMatchObject({ rating: 2, comment: null });
  });

  it('gets one hint, however often it comes, and also at the same moment', async () => {
    const room = await openSurveyFixture();
    await room.ask();
    const unclear = textOf('well...');
    const replies = await Promise.all([1, 2, 3].map(() => room.onEvent(unclear)));
    expect(replies.filter((reply) => reply !== undefined)).toHaveLength(1);
  });

  it('is known among more taps than anybody makes', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const first = tapOn(dialogue, 4);
    await room.onEvent(first);
    for (let index = 0; index < 60; index++) await room.onEvent(tapOn(dialogue, index % 2 ? 2 : 3));
    await room.onEvent(first);
    expect(await room.stored(dialogue)).toMatchObject({ rating: 2 });
  });

  it('is known after many newer surveys, whether it answered or not', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const [unclear, answer] = [textOf('well...'), textOf('5')];
    await room.onEvent(unclear);
    await room.onEvent(answer);
    for (let index = 0; index < 12; index++) await room.ask(`later-${index}`);
    for (const event of [unclear, answer]) expect(await room.onEvent(event)).toBeUndefined();
    const { dialogues } = await room.store.findForEvent({ ...answer, eventId: 'none', recent: 20 });
    expect(dialogues.filter(({ rating }) => rating !== null).map(({ id }) => id)).toEqual([dialogue.id]);
  });

  it('that came outside any survey does not answer one which begins later', async () => {
    const room = await openSurveyFixture();
    const early = textOf('5');
    await room.onEvent(early);
    const dialogue = await room.ask();
    await room.onEvent(early);
    expect(await room.stored(dialogue)).toMatchObject({ rating: null });
  });

  it('is remembered for 48 hours and then forgotten', async () => {
    const room = await openSurveyFixture();
    const event = textOf('hello');
    await room.onEvent(event);
    room.clock.set(48 * HOUR - 1);
    await room.onEvent(textOf('hello again'));
    const remembered = async () =>
      (await room.store.findClient('telegram', 'c1'))?.events.map(({ id }) => id);
    expect(await remembered()).toContain(event.id);
    room.clock.set(1);
    await room.onEvent(textOf('once more'));
    expect(await remembered()).not.toContain(event.id);
  });

  it('a start is greeted once', async () => {
    const room = await openSurveyFixture();
    const start = { ...textOf('x'), kind: 'start' } as const;
    expect(await room.onEvent(start)).toMatchObject({ text: expect.stringContaining('Hello!') });
    expect(await room.onEvent(start)).toBeUndefined();
  });
});

describe('two events of one client at the same moment', () => {
  it('both count, in the order in which they came, while the store takes its time', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const { store } = room;
    const save = store.saveDialogue.bind(store);
    vi.spyOn(store, 'saveDialogue').mockImplementation(async (given) => {
      await new Promise((resolve) => void setImmediate(resolve));
      return save(given);
    });
    await Promise.all([room.onEvent(textOf('5')), room.onEvent(textOf('Quick and kind'))]);
    await room.outbox.idle();
    expect(await room.stored(dialogue)).toMatchObject({ rating: 5, comment: 'Quick and kind' });
  });

  it('settle when they are 300, on two instances', async () => {
    const room = await openSurveyFixture();
    const dialogue = await room.ask();
    const other = room.another();
    const taps = Array.from({ length: 300 }, (_, index) => tapOn(dialogue, (index % 5) + 1));
    const answers = taps.map((tap, index) => (index % 2 ? room : other).onEvent(tap));
    expect((await Promise.allSettled(answers)).filter(({ status }) => status === 'rejected')).toEqual([]);
    await Promise.all([room.outbox.idle(), other.outbox.idle()]);
    const stored = await room.stored(dialogue);
    expect(stored).toMatchObject({ outbox: [], sendingBy: null });
    expect(room.channel.sent).toHaveLength(2);
  });
});
