import { expect, it } from 'vitest';
import type { Survey } from '../../../src/scenario/survey.ts';
import type { Dialogue } from '../../../src/dialogue.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Pair } from '../../contracts/store.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { StoreError } from '../../../src/errors.ts';

const survey: Survey = {
  version: 'csat@3f2a',
  language: 'uk',
  waitsAt: 'comment',
  waitsSince: 1_795_348_800_000,
  variables: {
    quality_answer: 5,
    half: 3.5,
    none: -1,
    reason: 'slow 🐌',
    'a.b': 1,
    $set: 'x',
    'k.$.l': 2,
    '': 'empty',
    constructor: 'c',
    ['__proto__']: 'p',
  },
  answeredAt: { quality_answer: 1_795_334_461_123, 'a.b': 0 },
  prompts: { rate: '42', $where: '43' },
  expiresAt: 1_795_420_861_123,
  remindAt: null,
  recordedAt: null,
};

const full: Partial<Dialogue> = {
  operator: 'O\'Brien "Наталія"',
  team: 'שירות',
  topic: 'الشحن',
  tags: ['vip', 'two words', '🎉', ''],
  language: 'en-GB',
  completedAt: new Date('2026-11-22T23:59:59.999Z'),
  outcome: 'answered',
  notAskedAt: new Date('2026-11-22T23:59:59.001Z'),
  rating: 5,
  comment: 'Дякую 👩‍👩‍👧‍👦 <b>&amp;</b> \u202Eabc\u202C $5 {"a":1}\n\t\u0001',
  answeredAt: new Date('2026-11-23T00:00:01.001Z'),
  survey,
  events: [
    { id: 'tap-1', at: 1_795_391_999_000 },
    { id: '9007199254740993', at: 1_795_392_000_000 },
  ],
  outbox: [
    {
      id: 1,
      effect: {
        kind: 'send',
        message: { title: 'T', text: '1', choices: [[{ label: '⭐', token: 'd:rate:1' }], []] },
        prompt: 'rate',
      },
      notBefore: 0,
      attempts: 0,
    },
    { id: 2, effect: { kind: 'edit', messageId: '7', message: { text: '' } }, notBefore: 0, attempts: 3 },
  ],
  sendingBy: 'instance-1',
  sendingUntil: new Date('2026-11-23T00:00:31Z'),
  wakeAt: new Date('2026-11-23T00:00:31Z'),
};

/** In JSON, so that records without a prototype compare as well. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export function testDialogues(pair: Pair): void {
  const find = ({ channel, clientId, id }: Dialogue) => pair.other.findDialogue(channel, clientId, id);

  it.each<[string, Partial<Dialogue>]>([
    ['with every field', full],
    [
      'with nothing but what is required',
      { operator: null, team: null, topic: null, askedAt: null, scale: null },
    ],
    ['that was not asked', { outcome: 'not_asked', notAskedReason: 'cooldown', askedAt: null }],
    [
      'with a survey that has nothing yet',
      { survey: { ...survey, variables: {}, answeredAt: {}, prompts: {}, waitsAt: null } },
    ],
    ['with 10,000 characters of comment', { comment: '🙂ї'.repeat(3_334) }],
    ['with a rating of 0 and an empty comment', { rating: 0, comment: '' }],
  ])('keeps a dialogue %s as it was', async (_, fields) => {
    const given = aDialogue(fields);
    const inserted = await pair.one.insertDialogue(given);
    expect(inserted.created).toBe(true);
    expect(plain(inserted.dialogue)).toEqual(plain(given));
    const found = await find(given);
    expect(found).toEqual(given);
    expect(plain(found)).toEqual(plain(given));
    expect(Object.keys(found ?? {}).toSorted()).toEqual(Object.keys(given).toSorted());
    expect(found?.completedAt).toBeInstanceOf(Date);
    expect(Object.getPrototypeOf(found?.survey?.variables ?? {})).toBe(Object.prototype);
  });

  it('saves every field as it was, and counts the revision', async () => {
    const given = aDialogue();
    await pair.one.insertDialogue(given);
    const changed = { ...given, ...full };
    expect(await pair.one.saveDialogue(changed)).toBe(true);
    expect(await find(given)).toEqual({ ...changed, revision: 1 });
    const emptied = { ...given, revision: 1 };
    expect(await pair.other.saveDialogue(emptied)).toBe(true);
    expect(await find(given)).toEqual({ ...emptied, revision: 2 });
  });

  it.each(Object.keys(full) as Array<keyof Dialogue>)(
    'saves a changed %s alone, and its absence again',
    async (field) => {
      const given = aDialogue();
      await pair.one.insertDialogue(given);
      const changed = { ...given, [field]: full[field] };
      expect(await pair.one.saveDialogue(changed, { before: given })).toBe(true);
      expect(await find(given)).toEqual({ ...changed, revision: 1 });
      const again = { ...given, revision: 1 };
      expect(await pair.other.saveDialogue(again, { before: { ...changed, revision: 1 } })).toBe(true);
      expect(await find(given)).toEqual({ ...again, revision: 2 });
    },
  );

  it('writes nothing but what differs from the dialogue as it was read', async () => {
    const given = aDialogue({ comment: 'kept' });
    await pair.one.insertDialogue(given);
    const mistaken = { ...given, comment: 'as it never was' };
    expect(await pair.one.saveDialogue({ ...mistaken, rating: 2 }, { before: mistaken })).toBe(true);
    expect(await find(given)).toEqual({ ...given, rating: 2, revision: 1 });
    expect(await pair.other.saveDialogue({ ...given, rating: 3 }, { before: given })).toBe(false);
  });

  it('leaves out fields that are undefined', async () => {
    const message = { text: 'Thanks', title: undefined, choices: undefined };
    const given = aDialogue({
      outbox: [
        { id: 1, effect: { kind: 'send', message, prompt: undefined } as never, notBefore: 0, attempts: 0 },
      ],
    });
    await pair.one.insertDialogue(given);
    const found = await find(given);
    expect(found?.outbox).toStrictEqual([
      { id: 1, effect: { kind: 'send', message: { text: 'Thanks' } }, notBefore: 0, attempts: 0 },
    ]);
  });

  it('loses nothing after a NUL character', async () => {
    const given = aDialogue({ comment: 'before\0after', tags: ['a\0b'] });
    await pair.one.insertDialogue(given);
    const found = await find(given);
    expect(found?.comment).toMatch(/^before.after$/s);
    expect(found?.tags).toEqual(['a\0b']);
  });

  it('takes half a surrogate pair', async () => {
    const given = aDialogue({ comment: 'cut \ud83d' });
    await pair.one.insertDialogue(given);
    expect((await find(given))?.comment).toMatch(/^cut ./);
  });

  it('gives the dialogue that is there when it is reported again', async () => {
    const first = aDialogue({ clientId: 'again' });
    await pair.one.insertDialogue(first);
    await pair.one.saveDialogue({ ...first, rating: 4 });
    const second = aDialogue({ clientId: 'again', externalId: first.externalId, operator: 'Another' });
    expect(await pair.other.insertDialogue(second)).toEqual({
      created: false,
      dialogue: { ...first, rating: 4, revision: 1 },
    });
    expect(await find(second)).toBeNull();
  });

  it('takes one externalId from two clients, and on two channels', async () => {
    const first = aDialogue({ clientId: 'same-1' });
    const { externalId } = first;
    await pair.one.insertDialogue(first);
    const others = [
      aDialogue({ externalId, clientId: 'same-2' }),
      aDialogue({ externalId, clientId: 'same-1', channel: 'viber' }),
    ];
    for (const other of others) expect((await pair.one.insertDialogue(other)).created).toBe(true);
  });

  it('creates one of 20 that are reported at once', async () => {
    const { externalId } = aDialogue();
    const reports = Array.from({ length: 20 }, () => aDialogue({ clientId: 'crowd', externalId }));
    const results = await Promise.all(
      reports.map((report, i) => (i % 2 ? pair.one : pair.other).insertDialogue(report)),
    );
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(results.map(({ dialogue }) => dialogue.id)).size).toBe(1);
  });

  it('lets one of 50 writers at a revision win', async () => {
    const given = aDialogue();
    await pair.one.insertDialogue(given);
    const saves = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        (i % 2 ? pair.one : pair.other).saveDialogue({ ...given, comment: String(i) }),
      ),
    );
    expect(saves.filter(Boolean)).toHaveLength(1);
    expect(await find(given)).toEqual({ ...given, comment: String(saves.indexOf(true)), revision: 1 });
  });

  it('tells each of two writers of 20 dialogues which of them it has saved', async () => {
    const given = Array.from({ length: 20 }, () => aDialogue());
    for (const dialogue of given) await pair.one.insertDialogue(dialogue);
    const saveAll = (store: Store, comment: string) =>
      Promise.all(given.map((dialogue) => store.saveDialogue({ ...dialogue, comment })));
    const [ones, others] = await Promise.all([saveAll(pair.one, 'one'), saveAll(pair.other, 'other')]);
    const winners = given.map((_, i) => [ones[i] && 'one', others[i] && 'other'].filter(Boolean));
    expect(winners.every(({ length }) => length === 1)).toBe(true);
    const kept = await Promise.all(given.map(find));
    expect(kept.map((dialogue) => dialogue?.comment)).toEqual(winners.flat());
  });

  it('refuses a stale revision, one from the future and a dialogue that is not there', async () => {
    const given = aDialogue();
    await pair.one.insertDialogue(given);
    await pair.one.saveDialogue(given);
    expect(await pair.other.saveDialogue({ ...given, comment: 'stale' })).toBe(false);
    expect(await pair.other.saveDialogue({ ...given, revision: 7 })).toBe(false);
    expect(await pair.other.saveDialogue(aDialogue())).toBe(false);
    expect(await find(given)).toEqual({ ...given, revision: 1 });
  });

  it("does not save over another client's dialogue", async () => {
    const given = aDialogue({ clientId: 'owner' });
    await pair.one.insertDialogue(given);
    expect(await pair.one.saveDialogue({ ...given, clientId: 'thief' })).toBe(false);
  });

  it('finds a dialogue only for its client on its channel', async () => {
    const given = aDialogue({ clientId: 'mine' });
    await pair.one.insertDialogue(given);
    expect(await pair.one.findDialogue('telegram', 'mine', given.id)).toEqual(given);
    expect(await pair.one.findDialogue('telegram', 'yours', given.id)).toBeNull();
    expect(await pair.one.findDialogue('viber', 'mine', given.id)).toBeNull();
    expect(await pair.one.findDialogue('telegram', 'mine', 'nothing')).toBeNull();
  });

  it.each<[string, Partial<Dialogue>]>([
    ['a date that is none', { completedAt: new Date(Number.NaN) }],
    ['an outcome that is none', { outcome: 'perhaps' as never }],
  ])('refuses %s, in a new dialogue and in one that is there', async (_, fault) => {
    const given = aDialogue();
    await expect(pair.one.insertDialogue({ ...given, ...fault })).rejects.toThrow(StoreError);
    expect(await find(given)).toBeNull();
    await pair.one.insertDialogue(given);
    await expect(pair.one.saveDialogue({ ...given, ...fault })).rejects.toThrow(StoreError);
    await expect(pair.one.saveDialogue({ ...given, ...fault }, { before: given })).rejects.toThrow(
      StoreError,
    );
    expect(await find(given)).toEqual(given);
  });

  it('refuses an id that another dialogue has', async () => {
    const given = aDialogue();
    await pair.one.insertDialogue(given);
    const clash = pair.one.insertDialogue(aDialogue({ id: given.id, clientId: 'clash' }));
    await expect(clash).rejects.toThrow(StoreError);
    expect(await find(given)).toEqual(given);
  });

  it('counts the dialogues of each channel with something to be sent, and since when', async () => {
    const channel = 'counted';
    const now = new Date('2026-11-23T09:00:00Z');
    const at = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
    const entry = (id: number, since?: number) => ({
      id,
      effect: { kind: 'send' as const, message: { text: 'Hi' } },
      attempts: 0,
      notBefore: 0,
      ...(since !== undefined && { since }),
    });
    const keep = (clientId: string, wakeAt: Date | null, outbox: ReturnType<typeof entry>[]) =>
      pair.one.insertDialogue(aDialogue({ channel, clientId, wakeAt, outbox }));
    const count = async (until: Date) =>
      (await pair.other.countOutboxes(until)).find((one) => one.channel === channel);

    // An open survey that waits for its reminder has nothing to be sent.
    await keep('1', now, []);
    expect(await count(at(1))).toBeUndefined();
    await keep('2', now, [entry(1)]);
    expect(await count(at(1))).toEqual({ channel, dialogues: 1, since: null });
    await keep('3', at(1), [entry(1, at(-2).getTime()), entry(2, at(-1).getTime())]);
    await keep('4', at(5), [entry(1, at(-9).getTime())]);
    expect(await count(at(1))).toEqual({ channel, dialogues: 2, since: at(-2) });
    expect(await count(at(5))).toEqual({ channel, dialogues: 3, since: at(-9) });
  });
}
