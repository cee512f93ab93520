import { cellKey, type CellStore, HOUR_MS, keysAsOf } from '../ports/cells.ts';
import type { Access } from './connection/access.ts';

/** `:name` is bound from the field of that name. */
export const statements = {
  findCells: 'SELECT * FROM cells WHERE key IN (SELECT value FROM json_each(:keys))',
  keepCells: `INSERT INTO cells (key, countedAt, cells) VALUES (:key, :countedAt, :cells)
    ON CONFLICT (key) DO UPDATE SET countedAt = excluded.countedAt, cells = excluded.cells
    WHERE excluded.countedAt >= countedAt`,
  forgetCells: 'DELETE FROM cells WHERE key >= :from AND key < :to AND countedAt < :since',
  confirmCells: 'UPDATE cells SET countedAt = :at WHERE key = :key AND countedAt = :countedAt',
  now: `SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now`,
  changedHours: `SELECT hour, changedAt FROM changed_hours
    WHERE hour > :from / ${HOUR_MS} - 1 AND hour * ${HOUR_MS} < :to AND changedAt > :since`,
} as const;

export function createCells({ using }: Access): CellStore {
  const { read, write } = using(statements);
  return {
    findCells: (ranges) =>
      read('read kept counts', (run) => {
        const byKey = new Map(ranges.map((range) => [cellKey(range), range]));
        const rows = run.findCells.all<{ key: string; countedAt: number; cells: string }>({
          keys: JSON.stringify([...byKey.keys()]),
        });
        return rows.flatMap(({ key, countedAt, cells }) => {
          const range = byKey.get(key);
          return range ? [{ ...range, countedAt: new Date(countedAt), cells }] : [];
        });
      }),
    keepCells: (kept) =>
      write('keep counts', (run) => {
        for (const { countedAt, cells, ...range } of kept) {
          run.keepCells.change({ key: cellKey(range), countedAt: countedAt.getTime(), cells });
        }
      }),
    forgetCells: (since) =>
      write('delete counts that nobody uses', (run) => {
        run.forgetCells.change({ ...keysAsOf, since: since.getTime() });
      }),
    confirmCells: (kept, at) =>
      write('confirm counts', (run) => {
        for (const { countedAt, ...range } of kept) {
          run.confirmCells.change({ key: cellKey(range), countedAt: countedAt.getTime(), at: at.getTime() });
        }
      }),
    changes: ({ since, from, to }) =>
      read('look for changes', (run) => {
        // The time first: what is written after it is looked for the next time.
        const [time] = run.now.all<{ now: number }>({});
        const rows = run.changedHours.all<{ hour: number; changedAt: number }>({
          since: since.getTime(),
          from: from.getTime(),
          to: to.getTime(),
        });
        return {
          now: new Date(time?.now ?? 0),
          hours: rows.map(({ hour, changedAt }) => ({
            hour: new Date(hour * HOUR_MS),
            changedAt: new Date(changedAt),
          })),
        };
      }),
  };
}
