import { dimensions } from '../../../dialogue.ts';
import { inRange } from './range.ts';

const named = `${dimensions.join(', ')}, scale`;
const flags = 'disputed, delivered, finished';
const tallied = `${named}, outcome, notAskedReason, rating, commented, ${flags}`;
const times = `max(reportedAt) AS reportedAt,
    max(max(reportedAt, ifnull(askedAt, 0), ifnull(ratedAt, 0), ifnull(commentedAt, 0))) AS lastFactAt`;

/** As of `Count`. */
export const delivered = 'deliveredAt IS NOT NULL OR rating IS NOT NULL OR comment IS NOT NULL';
const isNone = (...paths: string[]): string =>
  paths.map((path) => `json_extract(survey, '$.${path}') IS NULL`).join(' AND ');
/** As `isFinished` has it. The rows of an earlier release have no `finished`, so there the survey's text is read. */
export const finished = `CASE
      WHEN finished IS NOT NULL THEN finished
      WHEN survey IS NULL THEN 0
      WHEN json_extract(survey, '$.F') IS NOT NULL THEN json_extract(survey, '$.F') = 'f'
      ELSE ${isNone('w', 'a', 'T.w', 'waitsAt', 'awaits', 'withdrawnAt')}
        AND NOT (${isNone('T.d', 'recordedAt')})
    END`;

const rows = `SELECT ${named}, outcome, notAskedReason, rating, comment IS NOT NULL AS commented, disputed,
    ${delivered} AS delivered, ${finished} AS finished, reportedAt, askedAt, ratedAt, commentedAt
  FROM dialogues WHERE ${inRange} AND counted`;
/** The columns of a tally as they stood at :asOf; see TallyRange. */
const asOf = `SELECT ${named}, notAskedReason, disputed, reportedAt, askedAt, ratedAt, commentedAt,
    ${delivered} AS delivered, ${finished} AS finished,
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
  FROM dialogues WHERE ${inRange} AND counted AND reportedAt < :asOf
    AND (:rating IS NULL OR ratedAt IS NULL OR ratedAt < :asOf)`;

/** All groups are then counted before the first is given, which is what libsql does on another thread. */
const atOnce = 'ORDER BY count';
const countOf = (from: string): string =>
  `SELECT ${tallied}, count(*) AS count, ${times} FROM (${from}) GROUP BY ${tallied} ${atOnce}`;

export const tallies = countOf(rows);
export const talliesAsOf = countOf(asOf);
