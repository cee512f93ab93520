import { setImmediate } from 'node:timers/promises';
import { type Dialogue, dimensions } from '../../dialogue.ts';
import type { DialogueRange, FigureStore, ListOptions } from '../ports/figures.ts';
import type { Access } from './connection/access.ts';
import type { Bound } from './connection/database.ts';
import { type DialogueRow, type TallyRow, toDialogue, toTally } from './rows.ts';

const named = `${dimensions.join(', ')}, scale`;
const tallied = `${named}, outcome, notAskedReason, rating, disputed`;
const times = `max(reportedAt) AS reportedAt,
    max(max(reportedAt, ifnull(askedAt, 0), ifnull(ratedAt, 0), ifnull(commentedAt, 0))) AS lastFactAt`;

/** A filter that is null does not narrow; else it is a list in JSON. */
const narrowed = dimensions
  .map((field) => `AND (:${field} IS NULL OR ${field} IN (SELECT value FROM json_each(:${field})))`)
  .join('\n  ');
const inRange = `
  completedAt >= :from AND completedAt < :to
  ${narrowed}`;
const listed = `SELECT * FROM dialogues WHERE ${inRange}
  AND (NOT :counted OR counted)
  AND (NOT :commented OR comment IS NOT NULL)
  AND (:commentedBefore IS NULL OR commentedAt IS NULL OR commentedAt < :commentedBefore)
  AND (:rated IS NULL OR (rating IS NOT NULL) = :rated)
  AND (:disputed IS NULL OR disputed = :disputed)
  AND (NOT :onScale OR scale IS :scale)
  AND (:afterId IS NULL OR completedAt < :afterAt OR (completedAt = :afterAt AND id > :afterId))`;
/** The columns of a tally as they stood at :asOf; see TallyRange. */
const asOf = `SELECT ${named}, notAskedReason, disputed, reportedAt, askedAt, ratedAt, commentedAt,
    iif(ratedAt >= :asOf, NULL, rating) AS rating,
    comment IS NOT NULL AND (commentedAt IS NULL OR commentedAt < :asOf) AS commented,
    CASE
      WHEN outcome IN ('scheduled', 'not_asked') THEN outcome
      WHEN (rating IS NOT NULL AND (ratedAt IS NULL OR ratedAt < :asOf))
        OR (comment IS NOT NULL AND (commentedAt IS NULL OR commentedAt < :asOf)) THEN outcome
      WHEN askedAt >= :asOf THEN 'scheduled'
      WHEN outcome = 'answered' THEN 'open'
      ELSE outcome
    END AS outcome
  FROM dialogues WHERE ${inRange} AND counted AND reportedAt < :asOf`;

/** All groups are then counted before the first is given, which is what libsql does on another thread. */
const atOnce = 'ORDER BY count';

/** `:name` is bound from the field of that name. */
export const statements = {
  tallies: `SELECT ${tallied}, comment IS NOT NULL AS commented, count(*) AS count, ${times}
    FROM dialogues WHERE ${inRange} AND counted GROUP BY ${tallied}, commented ${atOnce}`,
  talliesAsOf: `SELECT ${tallied}, commented, count(*) AS count, ${times}
    FROM (${asOf}) GROUP BY ${tallied}, commented ${atOnce}`,
  listNewest: `${listed} ORDER BY completedAt DESC, id LIMIT :limit`,
  listWorst: `${listed} ORDER BY rating IS NULL, rating, completedAt DESC, id LIMIT :limit`,
  lateAnswers: `SELECT * FROM dialogues
    WHERE heardAt >= :from AND completedAt < :completedBefore
      AND ((ratedAt >= :from AND ratedAt < :to) OR (commentedAt >= :from AND commentedAt < :to))
      AND counted
    ORDER BY heardAt, id LIMIT :limit`,
  firstCompletedAt: 'SELECT min(completedAt) AS completedAt FROM dialogues',
} as const;

const ROWS_A_TURN = 200;

export function createFigures({ using }: Access): FigureStore {
  const { read, readInBackground } = using(statements);
  return {
    tallies: async ({ asOf, ...range }) => {
      const bound = rangeOf(range);
      const rows = await (asOf
        ? readInBackground<TallyRow>('count dialogues', 'talliesAsOf', { ...bound, asOf: asOf.getTime() })
        : readInBackground<TallyRow>('count dialogues', 'tallies', bound));
      return rows.map(toTally);
    },
    listDialogues: async (options) => {
      const statement = options.order === 'worst' ? 'listWorst' : 'listNewest';
      return toDialogues(await readInBackground<DialogueRow>('list dialogues', statement, listOf(options)));
    },
    lateAnswers: async ({ completedBefore, from, to, limit }) => {
      const rows = await readInBackground<DialogueRow>('look for late answers', 'lateAnswers', {
        completedBefore: completedBefore.getTime(),
        from: from.getTime(),
        to: to.getTime(),
        limit,
      });
      return toDialogues(rows);
    },
    firstCompletedAt: () =>
      read('look for the first dialogue', (run) => {
        const [row] = run.firstCompletedAt.all<{ completedAt: number | null }>({});
        return row?.completedAt == null ? null : new Date(row.completedAt);
      }),
  };
}

/** Of many rows in turns, between which others have theirs. */
async function toDialogues(rows: readonly DialogueRow[]): Promise<Dialogue[]> {
  const dialogues: Dialogue[] = [];
  for (const row of rows) {
    dialogues.push(toDialogue(row));
    if (dialogues.length % ROWS_A_TURN === 0) await setImmediate();
  }
  return dialogues;
}

function rangeOf({ from, to, filter = {} }: DialogueRange): Bound {
  const list = (wanted: string | readonly string[] | undefined): string | null =>
    wanted === undefined ? null : JSON.stringify([wanted].flat());
  return {
    from: from.getTime(),
    to: to.getTime(),
    ...Object.fromEntries(dimensions.map((name) => [name, list(filter[name])])),
  };
}

function listOf({
  commented = false,
  counted,
  disputed,
  rated,
  scale,
  after,
  limit,
  ...range
}: ListOptions): Bound {
  const bound = rangeOf(range);
  return {
    ...bound,
    // The index is entered where the last page ended.
    ...(after && { to: Math.min(Number(bound.to), after.completedAt.getTime() + 1) }),
    counted: counted ? 1 : 0,
    commented: commented === false ? 0 : 1,
    commentedBefore: commented instanceof Date ? commented.getTime() : null,
    disputed: disputed === undefined ? null : Number(disputed),
    rated: rated === undefined ? null : Number(rated),
    onScale: scale === undefined ? 0 : 1,
    scale: scale ?? null,
    afterAt: after ? after.completedAt.getTime() : null,
    afterId: after ? after.id : null,
    limit,
  };
}
