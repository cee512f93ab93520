import { dimensions, type ReportedDimension, reportedDimensions } from '../../dialogue.ts';
import type { DialogueRange, FigureStore, ListOptions } from '../ports/figures.ts';
import type { Access } from './connection/access.ts';
import type { Bound } from './connection/database.ts';
import { type DialogueRow, type TallyRow, toDialogue, toTally } from './rows.ts';

const named = `${dimensions.join(', ')}, scale`;
const tallied = `${named}, outcome, notAskedReason, rating`;

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
  AND (NOT :onScale OR scale IS :scale)
  AND (:afterId IS NULL OR completedAt < :afterAt OR (completedAt = :afterAt AND id > :afterId))`;
/** The columns of a tally as they stood at :asOf; see TallyRange. */
const asOf = `SELECT ${named}, notAskedReason,
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

/** `:name` is bound from the field of that name. */
export const statements = {
  tallies: `SELECT ${tallied}, comment IS NOT NULL AS commented, count(*) AS count
    FROM dialogues WHERE ${inRange} AND counted GROUP BY ${tallied}, commented`,
  talliesAsOf: `SELECT ${tallied}, commented, count(*) AS count
    FROM (${asOf}) GROUP BY ${tallied}, commented`,
  listNewest: `${listed} ORDER BY completedAt DESC, id LIMIT :limit`,
  listWorst: `${listed} ORDER BY rating IS NULL, rating, completedAt DESC, id LIMIT :limit`,
  lateAnswers: `SELECT * FROM dialogues
    WHERE heardAt >= :from AND completedAt < :completedBefore
      AND ((ratedAt >= :from AND ratedAt < :to) OR (commentedAt >= :from AND commentedAt < :to))
      AND counted
    ORDER BY heardAt, id LIMIT :limit`,
  ...(Object.fromEntries(
    reportedDimensions.map((name) => [
      `latest_${name}`,
      `SELECT ${name} AS name FROM dialogues WHERE ${inRange} AND counted
        AND (:asOf IS NULL OR reportedAt < :asOf) AND ${name} IS NOT NULL
        ORDER BY reportedAt DESC, ${name} LIMIT 1`,
    ]),
  ) as Record<`latest_${ReportedDimension}`, string>),
  firstCompletedAt: 'SELECT min(completedAt) AS completedAt FROM dialogues',
} as const;

export function createFigures({ using }: Access): FigureStore {
  const { read } = using(statements);
  return {
    tallies: ({ asOf, ...range }) =>
      read('count dialogues', (run) =>
        (asOf
          ? run.talliesAsOf.all<TallyRow>({ ...rangeOf(range), asOf: asOf.getTime() })
          : run.tallies.all<TallyRow>(rangeOf(range))
        ).map(toTally),
      ),
    latestName: ({ asOf, ...range }, dimension) =>
      read('look for a name', (run) => {
        const bound = { ...rangeOf(range), asOf: asOf ? asOf.getTime() : null };
        const [row] = run[`latest_${dimension}`].all<{ name: string }>(bound);
        return row ? row.name : null;
      }),
    listDialogues: (options) =>
      read('list dialogues', (run) =>
        run[options.order === 'worst' ? 'listWorst' : 'listNewest']
          .all<DialogueRow>(listOf(options))
          .map(toDialogue),
      ),
    lateAnswers: ({ completedBefore, from, to, limit }) =>
      read('look for late answers', (run) =>
        run.lateAnswers
          .all<DialogueRow>({
            completedBefore: completedBefore.getTime(),
            from: from.getTime(),
            to: to.getTime(),
            limit,
          })
          .map(toDialogue),
      ),
    firstCompletedAt: () =>
      read('look for the first dialogue', (run) => {
        const [row] = run.firstCompletedAt.all<{ completedAt: number | null }>({});
        return row?.completedAt == null ? null : new Date(row.completedAt);
      }),
  };
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

function listOf({ commented = false, counted, rated, scale, after, limit, ...range }: ListOptions): Bound {
  const bound = rangeOf(range);
  return {
    ...bound,
    // The index is entered where the last page ended.
    ...(after && { to: Math.min(Number(bound.to), after.completedAt.getTime() + 1) }),
    counted: counted ? 1 : 0,
    commented: commented === false ? 0 : 1,
    commentedBefore: commented instanceof Date ? commented.getTime() : null,
    rated: rated === undefined ? null : Number(rated),
    onScale: scale === undefined ? 0 : 1,
    scale: scale ?? null,
    afterAt: after ? after.completedAt.getTime() : null,
    afterId: after ? after.id : null,
    limit,
  };
}
