import { dimensions } from '../../dialogue.ts';

/** Every statement of `store.ts`; `:name` is bound from the field of that name. */

const columns = `id ${dimensions.join(' ')} clientId externalId tags language completedAt reportedAt
  outcome notAskedReason scale rating comment askedAt answeredAt survey events outbox sendingBy sendingUntil wakeAt
  ratedAt commentedAt heardAt revision`.split(/\s+/);
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
  AND (NOT :commented OR comment IS NOT NULL)
  AND (:commentedBefore IS NULL OR commentedAt IS NULL OR commentedAt < :commentedBefore)
  AND (:rated IS NULL OR (rating IS NOT NULL) = :rated)
  AND (NOT :onScale OR scale IS :scale)
  AND (:afterId IS NULL OR completedAt < :afterAt OR (completedAt = :afterAt AND id > :afterId))`;
/** The columns of a tally as they stood at :asOf; see TallyRange. */
const asOf = `SELECT ${named}, notAskedReason, reportedAt,
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
  FROM dialogues WHERE ${inRange} AND reportedAt < :asOf`;

export const statements = {
  insertDialogue: `INSERT INTO dialogues (${columns.join(', ')})
    VALUES (${columns.map((column) => `:${column}`).join(', ')})
    ON CONFLICT (channel, clientId, externalId) DO NOTHING`,
  findReported: `SELECT * FROM dialogues
    WHERE channel = :channel AND clientId = :clientId AND externalId = :externalId`,
  findDialogue: 'SELECT * FROM dialogues WHERE id = :id AND channel = :channel AND clientId = :clientId',
  recentDialogues: `SELECT * FROM dialogues
    WHERE channel = :channel AND clientId = :clientId AND askedAt IS NOT NULL
    ORDER BY askedAt DESC, id LIMIT :limit`,
  /** The client's latest ones, and those that took the event; :mark is how its id stands in `events`. */
  dialoguesForEvent: `SELECT * FROM (
      SELECT *, row_number() OVER (ORDER BY askedAt DESC, id) AS rank FROM dialogues
      WHERE channel = :channel AND clientId = :clientId AND askedAt IS NOT NULL
    ) WHERE rank <= :recent OR instr(events, :mark) > 0 ORDER BY rank`,
  unreachedDialogues: `SELECT * FROM dialogues
    WHERE channel = :channel AND clientId = :clientId AND completedAt >= :since
      AND outcome = 'not_asked' AND notAskedReason = 'unreachable'
    ORDER BY completedAt, id`,
  releaseOutboxes: `UPDATE dialogues
    SET sendingBy = NULL, sendingUntil = NULL, wakeAt = :now, revision = revision + 1
    WHERE wakeAt IS NOT NULL AND sendingBy = :instance`,
  saveDialogue: `UPDATE dialogues
    SET ${columns.map((column) => (column === 'revision' ? 'revision = revision + 1' : `${column} = :${column}`)).join(', ')}
    WHERE id = :id AND channel = :channel AND clientId = :clientId AND revision = :revision`,
  dueDialogues: 'SELECT * FROM dialogues WHERE wakeAt <= :now ORDER BY wakeAt, id LIMIT :limit',
  tallies: `SELECT ${tallied}, comment IS NOT NULL AS commented, max(reportedAt) AS reportedAt, count(*) AS count
    FROM dialogues WHERE ${inRange} GROUP BY ${tallied}, commented`,
  talliesAsOf: `SELECT ${tallied}, commented, max(reportedAt) AS reportedAt, count(*) AS count
    FROM (${asOf}) GROUP BY ${tallied}, commented`,
  listNewest: `${listed} ORDER BY completedAt DESC, id LIMIT :limit`,
  listWorst: `${listed} ORDER BY rating IS NULL, rating, completedAt DESC, id LIMIT :limit`,
  lateAnswers: `SELECT * FROM dialogues
    WHERE heardAt >= :from AND completedAt < :completedBefore
      AND ((ratedAt >= :from AND ratedAt < :to) OR (commentedAt >= :from AND commentedAt < :to))
    ORDER BY heardAt, id LIMIT :limit`,
  firstCompletedAt: 'SELECT min(completedAt) AS completedAt FROM dialogues',
  findClient: 'SELECT * FROM clients WHERE channel = :channel AND clientId = :clientId',
  saveClient: `INSERT INTO clients (channel, clientId, name, locale, reachable, seenAt, events)
    VALUES (:channel, :clientId, :name, :locale, :reachable, :seenAt, :events)
    ON CONFLICT (channel, clientId) DO UPDATE
    SET name = :name, locale = :locale, reachable = :reachable, seenAt = :seenAt, events = :events`,
  findScenario: 'SELECT text FROM scenarios WHERE version = :version',
  saveScenario: 'INSERT INTO scenarios (version, text) VALUES (:version, :text) ON CONFLICT DO NOTHING',
  claimDigest: `INSERT INTO digests (day, supervisor, claimedUntil, done) VALUES (:day, :supervisor, :until, 0)
    ON CONFLICT (day, supervisor) DO UPDATE SET claimedUntil = :until WHERE done = 0 AND claimedUntil <= :now`,
  finishDigest: `INSERT INTO digests (day, supervisor, claimedUntil, done, toldUntil)
    VALUES (:day, :supervisor, 0, 1, :toldUntil)
    ON CONFLICT (day, supervisor) DO UPDATE SET done = 1, toldUntil = coalesce(:toldUntil, toldUntil)`,
  lastDigest: `SELECT day, toldUntil FROM digests
    WHERE day < :before AND done = 1 AND iif(:supervisor IS NULL, toldUntil IS NOT NULL, supervisor = :supervisor)
    ORDER BY day DESC LIMIT 1`,
  proveLiveness: `INSERT INTO liveness (id, writes) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET writes = writes + 1`,
  releaseDigest: 'DELETE FROM digests WHERE day = :day AND supervisor = :supervisor AND done = 0',
} as const;
