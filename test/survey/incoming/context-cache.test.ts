import { describe, expect, it } from 'vitest';
import { createSetClock } from '../../../src/clock.ts';
import type { Dialogue, OutboxEntry } from '../../../src/dialogue.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { cacheContexts } from '../../../src/survey/incoming/context-cache.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';
import { shipped } from '../../support/scenarios.ts';
import { openSurveyFixture, tapOn } from '../../support/survey.ts';

const MINUTE = 60_000;
const expiring = shipped('csat', ['expire_after: 24h', 'expire_after: 1m']);
const client = { channel: 'telegram', clientId: '1001', name: 'Ann', locale: 'en', reachable: true };
const known = { ...client, seenAt: new Date('2026-11-22T09:00:00Z') };

const anEntry: OutboxEntry = {
  id: 1,
  effect: { kind: 'send', message: { text: 'Thank you' } },
  attempts: 0,
  notBefore: 0,
};

/** A cached store over `store`, which other instances write to. */
async function setUp({ isShared = false } = {}) {
  const bare = createSqliteStore({ path: ':memory:' });
  await bare.open();
  const store: Store = { ...bare, isShared };
  const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
  const cached = cacheContexts(store, clock);
  const query = (dialogue: Dialogue, recent = 0) => ({
    channel: dialogue.channel,
    clientId: dialogue.clientId,
    eventId: 'e1',
    dialogueId: dialogue.id,
    recent,
    mayBeCached: true,
  });
  return {
    store,
    cached,
    clock,
    query,
    find: (dialogue: Dialogue, recent = 0) => cached.findForEvent(query(dialogue, recent)),
    isCached: async (dialogue: Dialogue, recent = 0) =>
      (await cached.findForEvent(query(dialogue, recent))).isCached === true,
  };
}

/** A client who was read and asked, as a report leaves them. */
async function ask(cached: Store, overrides: Partial<Dialogue> = {}): Promise<Dialogue> {
  const dialogue = aDialogue(overrides);
  await cached.findClient(dialogue.channel, dialogue.clientId);
  await cached.insertDialogue(dialogue);
  return dialogue;
}

describe('what a tap concerns', () => {
  it('is known without the store where this process asked the question', async () => {
    const { store, cached, find, query } = await setUp();
    await store.saveClient(known);
    const dialogue = await ask(cached, { survey: aSurvey(), events: [{ id: 'e0', at: 5 }] });
    const context = await find(dialogue);
    expect(context.isCached).toBe(true);
    const read = await store.findForEvent(query(dialogue));
    expect(context).toEqual({ ...read, isCached: true });
  });

  it('is what was saved last', async () => {
    const { cached, find } = await setUp();
    const dialogue = await ask(cached);
    await cached.saveDialogue({ ...dialogue, rating: 4 }, { before: dialogue });
    const context = await find(dialogue);
    expect(context).toMatchObject({ isCached: true, dialogues: [{ rating: 4, revision: 1 }] });
  });

  it('is read again after another instance was first to save', async () => {
    const { store, cached, find, isCached } = await setUp();
    const dialogue = await ask(cached);
    await store.saveDialogue({ ...dialogue, team: 'sales' });
    expect(await cached.saveDialogue({ ...dialogue, rating: 4 })).toBe(false);
    expect(await isCached(dialogue)).toBe(false);
    expect((await find(dialogue)).dialogues).toMatchObject([{ team: 'sales', revision: 1 }]);
  });

  it('is read again after the client was written', async () => {
    const { cached, find, isCached } = await setUp();
    const dialogue = await ask(cached);
    expect(await isCached(dialogue)).toBe(true);
    await cached.saveClient({ ...known, reachable: false }, { id: 'e7', at: 1 });
    expect(await isCached(dialogue)).toBe(false);
    expect((await find(dialogue)).client).toMatchObject({ reachable: false, events: [{ id: 'e7', at: 1 }] });
    await cached.setOptOut('telegram', '1001', known.seenAt);
    expect(await isCached(dialogue)).toBe(false);
    expect((await find(dialogue)).client).toMatchObject({ optedOutAt: known.seenAt });
  });

  it('is not what was read while the client was being written', async () => {
    const { store, cached, isCached } = await setUp();
    const dialogue = await ask(cached);
    let end = (): void => {};
    const read = new Promise<void>((resolve) => (end = resolve));
    store.findClient = async () => {
      await read;
      return null;
    };
    const reading = cached.findClient('telegram', '1001');
    await cached.saveClient(known);
    end();
    await reading;
    expect(await isCached(dialogue)).toBe(false);
  });

  it('is read where nothing is known of the client or of the dialogue', async () => {
    const { store, cached, isCached } = await setUp();
    const [asked, others] = [aDialogue(), aDialogue()];
    await cached.insertDialogue(asked);
    expect(await isCached(asked)).toBe(false);
    await store.insertDialogue(others);
    expect(await isCached(others)).toBe(false);
  });

  it('is forgotten of all but the last two thousand clients', async () => {
    const { cached, isCached } = await setUp();
    const [first, second] = [await ask(cached), await ask(cached, { clientId: '1002' })];
    for (let other = 0; other < 1_998; other++) await cached.findClient('telegram', `other-${other}`);
    expect(await isCached(second)).toBe(true);
    await cached.findClient('telegram', 'one-more');
    expect(await isCached(first)).toBe(false);
  });

  it('is forgotten once the survey has ended and all was sent', async () => {
    const { cached, isCached } = await setUp();
    const dialogue = await ask(cached, { survey: aSurvey({ ended: undefined }), outbox: [anEntry] });
    const ended = { ...dialogue, survey: aSurvey({ ended: 'finished' }) };
    await cached.saveDialogue(ended);
    expect(await isCached(dialogue)).toBe(true);
    await cached.saveDialogue({ ...ended, revision: 1, outbox: [] });
    expect(await isCached(dialogue)).toBe(false);
  });

  it('is known of a client whose earlier survey has ended', async () => {
    const { store, cached, isCached } = await setUp();
    const earlier = { askedAt: new Date('2026-11-20T09:00:00Z'), survey: aSurvey({ ended: 'finished' }) };
    await store.insertDialogue(aDialogue(earlier));
    await Promise.all([cached.recentDialogues('telegram', '1001', 1), cached.findClient('telegram', '1001')]);
    const dialogue = aDialogue();
    await cached.insertDialogue(dialogue);
    expect(await isCached(dialogue)).toBe(true);
  });

  it('is read again when all outboxes were given back', async () => {
    const { cached, clock, isCached } = await setUp();
    const dialogue = await ask(cached);
    await cached.releaseOutboxes('mine', clock.now());
    expect(await isCached(dialogue)).toBe(false);
  });
});

describe("a client's latest dialogues beside it", () => {
  it('are known where they were read before', async () => {
    const { store, cached, find, isCached } = await setUp();
    await store.insertDialogue(aDialogue({ askedAt: new Date('2026-11-22T08:00:00Z') }));
    const dialogue = await ask(cached);
    expect(await isCached(dialogue, 5)).toBe(false);
    const context = await find(dialogue, 5);
    expect(context.isCached).toBe(true);
    expect(context.dialogues).toHaveLength(2);
    const asked = await ask(cached, { askedAt: new Date('2026-11-22T11:00:00Z') });
    const { dialogues } = await find(dialogue, 5);
    expect(dialogues.map(({ id }) => id)).toEqual([asked.id, ...context.dialogues.map(({ id }) => id)]);
  });

  it('are known where there were fewer than were asked for', async () => {
    const { cached, isCached } = await setUp();
    expect(await cached.recentDialogues('telegram', '1001', 1)).toEqual([]);
    const dialogue = await ask(cached);
    expect(await isCached(dialogue, 5)).toBe(true);
  });

  it('are read on a store that other instances write to', async () => {
    const { cached, isCached } = await setUp({ isShared: true });
    expect(await cached.recentDialogues('telegram', '1001', 1)).toEqual([]);
    const dialogue = await ask(cached);
    expect(await isCached(dialogue, 5)).toBe(false);
    expect(await isCached(dialogue)).toBe(true);
  });

  it('are read of a client with many', async () => {
    const { cached, isCached } = await setUp();
    const all: Dialogue[] = [];
    for (let count = 0; count < 11; count++) all.push(await ask(cached));
    expect(await isCached(all[10] ?? aDialogue())).toBe(false);
  });
});

it('what is known of a client is read again after ten minutes on a store that other instances write to', async () => {
  const { cached, clock, isCached } = await setUp({ isShared: true });
  const dialogue = await ask(cached);
  clock.set(10 * MINUTE);
  expect(await isCached(dialogue)).toBe(true);
  clock.set(1);
  expect(await isCached(dialogue)).toBe(false);
});

describe('a tap after another instance was first', () => {
  it('keeps what that one saved', async () => {
    const fixture = await openSurveyFixture();
    const asked = await fixture.ask();
    const before = await fixture.stored(asked);
    await fixture.store.saveDialogue({ ...before, team: 'sales' });
    await fixture.onEvent(tapOn(asked, 4));
    expect(await fixture.stored(asked)).toMatchObject({ rating: 4, team: 'sales' });
  });

  it('is taken where that one opened the question again', async () => {
    const fixture = await openSurveyFixture({ scenario: expiring });
    const asked = await fixture.ask();
    const { survey, outcome } = await fixture.stored(asked);
    await fixture.pass(2 * MINUTE);
    const expired = await fixture.stored(asked);
    expect(expired.survey?.ended).toBe('expired');
    await fixture.store.saveDialogue({
      ...expired,
      outcome,
      survey: survey && { ...survey, expiresAt: null },
    });
    await fixture.onEvent(tapOn(asked, 5));
    expect(await fixture.stored(asked)).toMatchObject({ rating: 5 });
  });

  it('is known as a repeat where that one took it', async () => {
    const fixture = await openSurveyFixture();
    const asked = await fixture.ask();
    await fixture.outbox.idle();
    const tap = tapOn(asked, 4);
    const other = fixture.another();
    await other.onEvent(tap);
    await other.outbox.idle();
    const { revision } = await fixture.stored(asked);
    await fixture.onEvent(tap);
    await fixture.outbox.idle();
    expect(await fixture.stored(asked)).toMatchObject({ rating: 4, revision });
  });
});
