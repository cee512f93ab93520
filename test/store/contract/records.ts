import { describe, expect, it } from 'vitest';
import type { Pair } from '../../contracts/store.ts';
import type { StoredRecord } from '../../../src/store/ports/records.ts';

let kinds = 0;
/** Tests of one database do not see each other's. */
const aKind = (): string => `kind-${process.pid}-${++kinds}`;

const minute = (n: number): Date => new Date(Date.UTC(2026, 10, 1, 0, n));
const record = (
  kind: string,
  id: string,
  rest: Partial<StoredRecord> = {},
): Omit<StoredRecord, 'revision'> => ({ kind, id, at: minute(0), tag: null, body: { id }, ...rest });

export function testRecords(pair: Pair): void {
  it('keeps a record once, with whatever stands in its body', async () => {
    const kind = aKind();
    const body = { $set: 1, 'a.b': [null, 'текст', { deep: true }], empty: {} };
    expect(await pair.one.insertRecord(record(kind, 'a', { body }))).toBe(true);
    expect(await pair.other.insertRecord(record(kind, 'a', { body: 'another' }))).toBe(false);
    expect(await pair.other.findRecord(kind, 'a')).toEqual({ ...record(kind, 'a', { body }), revision: 0 });
    expect(await pair.one.findRecord(kind, 'b')).toBeNull();
    expect(await pair.one.findRecord(aKind(), 'a')).toBeNull();
  });

  it('saves a record for the first of two writers alone', async () => {
    const kind = aKind();
    await pair.one.insertRecord(record(kind, 'a'));
    const read = { ...record(kind, 'a'), revision: 0 };
    const saved = await Promise.all([
      pair.one.saveRecord({ ...read, body: 'one', tag: 'open', at: minute(1) }),
      pair.other.saveRecord({ ...read, body: 'other', tag: 'open', at: minute(1) }),
    ]);
    expect(saved.toSorted()).toEqual([false, true]);
    const kept = await pair.one.findRecord(kind, 'a');
    expect(kept).toEqual({
      ...read,
      body: saved[0] ? 'one' : 'other',
      tag: 'open',
      at: minute(1),
      revision: 1,
    });
    expect(await pair.one.saveRecord({ ...read, id: 'none' })).toBe(false);
  });

  it('is inserted by one of twenty writers', async () => {
    const kind = aKind();
    const inserted = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 ? pair.one : pair.other).insertRecord(record(kind, 'a', { body: i })),
      ),
    );
    expect(inserted.filter(Boolean)).toHaveLength(1);
  });

  it('deletes a record that nobody changed meanwhile', async () => {
    const kind = aKind();
    await pair.one.insertRecord(record(kind, 'a'));
    await pair.one.saveRecord({ ...record(kind, 'a'), revision: 0 });
    expect(await pair.other.removeRecord({ kind, id: 'a', revision: 0 })).toBe(false);
    expect(await pair.other.removeRecord({ kind, id: 'a', revision: 1 })).toBe(true);
    expect(await pair.one.findRecord(kind, 'a')).toBeNull();
    expect(await pair.one.removeRecord({ kind, id: 'a', revision: 1 })).toBe(false);
  });

  it('gives another fingerprint of some kinds after each of their changes, and of no other', async () => {
    const [kind, beside, unasked] = [aKind(), aKind(), aKind()];
    const seen: string[] = [];
    const look = async (): Promise<void> => {
      const fingerprint = await pair.other.fingerprintRecords([kind, beside]);
      expect(seen).not.toContain(fingerprint);
      seen.push(fingerprint);
      await pair.one.insertRecord(record(unasked, `${seen.length}`));
      expect(await pair.one.fingerprintRecords([kind, beside])).toBe(fingerprint);
    };
    await look();
    await pair.one.insertRecord(record(kind, 'a'));
    await look();
    await pair.one.insertRecord(record(beside, 'a', { at: minute(1) }));
    await look();
    await pair.one.saveRecord({ ...record(kind, 'a'), revision: 0 });
    await look();
    await pair.one.removeRecord({ kind, id: 'a', revision: 1 });
    await look();
    await pair.one.insertRecord(record(kind, 'a', { at: minute(2) }));
    await look();
  });

  describe('lists', () => {
    const ids = (records: StoredRecord[]): string => records.map(({ id }) => id).join(' ');

    it('gives the newest first, in pages, between two moments and with a tag', async () => {
      const kind = aKind();
      for (const [id, at, tag] of [
        ['a', 1, 'open'],
        ['b', 2, 'taken'],
        ['c', 2, 'open'],
        ['d', 3, null],
      ] as const)
        await pair.one.insertRecord(record(kind, id, { at: minute(at), tag }));
      const list = async (query: object): Promise<string> =>
        ids(await pair.other.listRecords({ kind, limit: 10, ...query }));
      expect(await list({})).toBe('d c b a');
      expect(await list({ limit: 2 })).toBe('d c');
      expect(await list({ after: { at: minute(2), id: 'c' } })).toBe('b a');
      expect(await list({ from: minute(2), to: minute(3) })).toBe('c b');
      expect(await list({ tag: 'open' })).toBe('c a');
      expect(await list({ tag: 'open', after: { at: minute(2), id: 'c' } })).toBe('a');
      expect(await list({ tag: 'none' })).toBe('');
    });

    it('forgets the oldest of a kind, as many as are allowed', async () => {
      const kind = aKind();
      for (const n of [3, 1, 2]) await pair.one.insertRecord(record(kind, `r${n}`, { at: minute(n) }));
      expect(await pair.other.forgetRecords(kind, minute(3), 1)).toBe(1);
      expect(ids(await pair.one.listRecords({ kind, limit: 10 }))).toBe('r3 r2');
      expect(await pair.other.forgetRecords(kind, minute(3), 10)).toBe(1);
      expect(await pair.other.forgetRecords(kind, minute(3), 10)).toBe(0);
    });
  });
}
