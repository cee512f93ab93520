import { dimensions } from '../../dialogue.ts';
import type { FigureStore, NarrowingFacts } from '../ports/figures.ts';
import type { Access } from './connection/access.ts';
import { createLists, toDialogues } from './lists.ts';
import { rangeOf } from './queries/range.ts';
import { tallies, talliesAsOf } from './queries/tallies.ts';
import { whole } from './queries/whole.ts';
import { type DialogueRow, type Row, type TallyRow, toTally } from './rows.ts';

/** `:name` is bound from the field of that name. */
export const statements = {
  tallies,
  talliesAsOf,
  lateAnswers: `SELECT ${whole} FROM dialogues
    WHERE heardAt >= :from AND completedAt < :completedBefore
      AND ((ratedAt >= :from AND ratedAt < :to) OR (commentedAt >= :from AND commentedAt < :to))
      AND counted
    ORDER BY heardAt, id LIMIT :limit`,
  narrowingFacts: `SELECT id, ${dimensions.join(', ')}, scenarioVersion, tags, rating, disputed FROM dialogues
    WHERE id IN (SELECT value FROM json_each(:ids))`,
  firstCompletedAt: 'SELECT min(completedAt) AS completedAt FROM dialogues',
} as const;

export function createFigures(access: Access): FigureStore {
  const { read, readInBackground } = access.using(statements);
  return {
    tallies: async ({ asOf, ...range }) => {
      const bound = rangeOf(range);
      const rows = await (asOf
        ? readInBackground<TallyRow>('count dialogues', 'talliesAsOf', { ...bound, asOf: asOf.getTime() })
        : readInBackground<TallyRow>('count dialogues', 'tallies', bound));
      return rows.map(toTally);
    },
    ...createLists(access),
    lateAnswers: async ({ completedBefore, from, to, limit }) => {
      const rows = await readInBackground<DialogueRow>('look for late answers', 'lateAnswers', {
        completedBefore: completedBefore.getTime(),
        from: from.getTime(),
        to: to.getTime(),
        limit,
      });
      return toDialogues(rows);
    },
    narrowingFacts: async (ids) => {
      const rows = await readInBackground<Row<NarrowingFacts>>('read facts of dialogues', 'narrowingFacts', {
        ids: JSON.stringify(ids),
      });
      return rows.map((row) => ({ ...row, tags: JSON.parse(row.tags), disputed: row.disputed === 1 }));
    },
    firstCompletedAt: () =>
      read('look for the first dialogue', (run) => {
        const [row] = run.firstCompletedAt.all<{ completedAt: number | null }>({});
        return row?.completedAt == null ? null : new Date(row.completedAt);
      }),
  };
}
