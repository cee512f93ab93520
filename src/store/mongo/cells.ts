import { cellKey, type CellStore, HOUR_MS, keysAsOf } from '../ports/cells.ts';
import { type Access, insertOnce } from './connection/access.ts';
import type { Database } from './connection/connection.ts';

/** `_id` is the range's `cellKey`. */
interface CellsDocument {
  _id: string;
  countedAt: Date;
  cells: string;
}

const cellsOf = ({ connection }: Database) => connection.collection<CellsDocument>('cells');

export function createCells({ run }: Access): CellStore {
  return {
    findCells: (ranges) =>
      run('read kept counts', async (database) => {
        const byKey = new Map(ranges.map((range) => [cellKey(range), range]));
        const found = await cellsOf(database)
          .find({ _id: { $in: [...byKey.keys()] } })
          .toArray();
        return found.flatMap(({ _id, countedAt, cells }) => {
          const range = byKey.get(_id);
          return range ? [{ ...range, countedAt, cells }] : [];
        });
      }),
    keepCells: (kept) =>
      run('keep counts', async (database) => {
        if (kept.length === 0) return;
        // Where a later count is kept nothing matches, and its key refuses another document.
        const writes = kept.map(({ countedAt, cells, ...range }) => ({
          updateOne: {
            filter: { _id: cellKey(range), countedAt: { $lte: countedAt } },
            update: { $set: { countedAt, cells } },
            upsert: true,
          },
        }));
        await insertOnce(() => cellsOf(database).bulkWrite(writes, { ordered: false }));
      }),
    forgetCells: (since) =>
      run('delete counts that nobody uses', async (database) => {
        const asOf = { $gte: keysAsOf.from, $lt: keysAsOf.to };
        await cellsOf(database).deleteMany({ _id: asOf, countedAt: { $lt: since } });
      }),
    confirmCells: (kept, at) =>
      run('confirm counts', async (database) => {
        if (kept.length === 0) return;
        const unchanged = kept.map(({ countedAt, ...range }) => ({ _id: cellKey(range), countedAt }));
        await cellsOf(database).updateMany({ $or: unchanged }, { $set: { countedAt: at } });
      }),
    changes: ({ since, from, to }) =>
      run('look for changes', async ({ connection, dialogues }) => {
        // The time first: what is written after it is looked for the next time.
        const hello = await connection.getClient().db().command({ hello: 1 });
        const now = hello.localTime as Date;
        const completed = { $toLong: '$completedAt' };
        const hours = await dialogues.aggregate<{ _id: number; changedAt: Date }>([
          { $match: { changedAt: { $gt: since, $type: 'date' }, completedAt: { $gte: from, $lt: to } } },
          {
            $group: {
              _id: { $subtract: [completed, { $mod: [completed, HOUR_MS] }] },
              changedAt: { $max: '$changedAt' },
            },
          },
        ]);
        return {
          now,
          hours: hours.map(({ _id, changedAt }) => ({ hour: new Date(Number(_id)), changedAt })),
        };
      }),
  };
}
