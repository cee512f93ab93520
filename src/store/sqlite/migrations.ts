import { reportedDimensions } from '../../dialogue.ts';
import { growingIndexes, listIndexes } from './queries/lists.ts';
import { watchFacts } from './queries/watch-facts.ts';

/** What a migration needs of the connection. */
interface Database {
  exec(sql: string): unknown;
  prepare(sql: string): { all(): unknown[]; get(): unknown };
}

/**
 * What brings a file to the shape that this version expects: entry n takes it from `user_version` n to n + 1.
 * An entry that was released is never edited; a change is a new entry at the end.
 *
 * Columns bear the names of the port's fields. Dates are milliseconds since the epoch; `tags`, `survey`,
 * `events` and `outbox` are JSON (see rows.ts and survey-text.ts).
 */
export const migrations: ReadonlyArray<string | ((database: Database) => void)> = [
  `
  CREATE TABLE dialogues (
    id TEXT NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    clientId TEXT NOT NULL,
    externalId TEXT NOT NULL,
    operator TEXT,
    team TEXT,
    topic TEXT,
    tags TEXT NOT NULL,
    scenario TEXT NOT NULL,
    language TEXT,
    completedAt INTEGER NOT NULL,
    reportedAt INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('scheduled', 'open', 'answered', 'silent', 'not_asked')),
    notAskedReason TEXT,
    scale TEXT,
    rating REAL,
    comment TEXT,
    askedAt INTEGER,
    answeredAt INTEGER,
    survey TEXT,
    eventIds TEXT NOT NULL,
    outbox TEXT NOT NULL,
    sendingUntil INTEGER,
    wakeAt INTEGER,
    revision INTEGER NOT NULL,
    UNIQUE (channel, clientId, externalId)
  ) STRICT;
  CREATE INDEX dialogues_recent ON dialogues (channel, clientId, askedAt) WHERE askedAt IS NOT NULL;
  CREATE INDEX dialogues_due ON dialogues (wakeAt) WHERE wakeAt IS NOT NULL;
  CREATE INDEX dialogues_completed ON dialogues (completedAt);

  CREATE TABLE clients (
    channel TEXT NOT NULL,
    clientId TEXT NOT NULL,
    name TEXT,
    locale TEXT,
    reachable INTEGER NOT NULL,
    seenAt INTEGER NOT NULL,
    PRIMARY KEY (channel, clientId)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE scenarios (
    version TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
  ) STRICT;

  CREATE TABLE digests (
    day TEXT NOT NULL,
    supervisor TEXT NOT NULL,
    claimedUntil INTEGER NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (day, supervisor)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  ALTER TABLE dialogues RENAME COLUMN eventIds TO events;
  UPDATE dialogues SET events = (
    SELECT json_group_array(json_object('id', value, 'at', coalesce(answeredAt, askedAt, reportedAt)))
    FROM json_each(events)
  );
  ALTER TABLE dialogues ADD COLUMN sendingBy TEXT;
  ALTER TABLE clients ADD COLUMN events TEXT NOT NULL DEFAULT '[]';
  `,
  'CREATE TABLE liveness (id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), writes INTEGER NOT NULL) STRICT;',
  // When the rating and the comment were first given (see answerTimes), until when a digest told, and an index that
  // also carries the order of the lists.
  `
  ALTER TABLE dialogues ADD COLUMN ratedAt INTEGER;
  ALTER TABLE dialogues ADD COLUMN commentedAt INTEGER;
  ALTER TABLE dialogues ADD COLUMN heardAt INTEGER;
  UPDATE dialogues SET
    ratedAt = iif(rating IS NULL, NULL, coalesce(json_extract(survey, '$.answeredAt.quality_answer'), answeredAt)),
    commentedAt = iif(comment IS NULL, NULL, coalesce(json_extract(survey, '$.answeredAt.quality_comment'), answeredAt));
  UPDATE dialogues SET heardAt = coalesce(max(ratedAt, commentedAt), ratedAt, commentedAt);
  ALTER TABLE digests ADD COLUMN toldUntil INTEGER;
  DROP INDEX dialogues_completed;
  CREATE INDEX dialogues_newest ON dialogues (completedAt DESC, id);
  CREATE INDEX dialogues_heard ON dialogues (heardAt) WHERE heardAt IS NOT NULL;
  `,
  addRounds,
  // Digests became jobs. What was sent, or never will be, has ended; a claim that stood is taken up anew.
  `
  CREATE TABLE jobs (
    key TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    ordering TEXT,
    origin TEXT,
    enqueuedAt INTEGER NOT NULL,
    runAt INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    firstTriedAt INTEGER,
    owner TEXT,
    leaseUntil INTEGER,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'given_up')),
    endedAt INTEGER,
    reason TEXT,
    result TEXT
  ) STRICT;
  CREATE INDEX jobs_due ON jobs (runAt, enqueuedAt, key) WHERE state = 'waiting';
  CREATE INDEX jobs_ordering ON jobs (ordering, enqueuedAt, key) WHERE state = 'waiting' AND ordering IS NOT NULL;
  CREATE INDEX jobs_state ON jobs (state, enqueuedAt, key);
  CREATE INDEX jobs_result ON jobs (kind, key) WHERE result IS NOT NULL;
  INSERT INTO jobs (key, kind, payload, ordering, enqueuedAt, runAt, attempts, state, endedAt, result)
    SELECT 'digest:' || day || ':' || supervisor, 'digest', json_object('day', day, 'supervisor', supervisor),
      'digest:' || supervisor, coalesce(toldUntil, 0), coalesce(toldUntil, 0), 1, 'done', coalesce(toldUntil, 0),
      json_object('toldUntil', toldUntil)
    FROM digests WHERE done = 1;
  DROP TABLE digests;
  `,
  `
  CREATE TABLE cells (
    key TEXT NOT NULL PRIMARY KEY,
    countedAt INTEGER NOT NULL,
    cells TEXT NOT NULL
  ) STRICT;
  CREATE TABLE changed_hours (hour INTEGER NOT NULL PRIMARY KEY, changedAt INTEGER NOT NULL) STRICT;
  `,
  // Shorter rows (surveys as they are written anew), and one index less: the unique one begins with the client too, and
  // a client has few dialogues.
  `
  ${['dialogues', 'clients'].map(shortenEvents).join('')}
  DROP INDEX dialogues_recent;
  `,
  `
  ALTER TABLE dialogues ADD COLUMN course TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE clients ADD COLUMN optedOutAt INTEGER;
  ALTER TABLE clients ADD COLUMN wroteAt INTEGER;
  CREATE INDEX jobs_kind ON jobs (kind, state, enqueuedAt, key);
  `,
  `
  CREATE TABLE records (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    tag TEXT,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT;
  CREATE INDEX records_newest ON records (kind, at, id);
  CREATE INDEX records_tag ON records (kind, tag, at, id) WHERE tag IS NOT NULL;
  `,
  'CREATE INDEX dialogues_external ON dialogues (externalId);',
  'ALTER TABLE dialogues ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0;',
  // Whether surveys were finished is counted. Rows that are there keep NULL, so that a large file is not written anew.
  'ALTER TABLE dialogues ADD COLUMN finished INTEGER;',
  listIndexes,
  'ALTER TABLE dialogues ADD COLUMN notAskedAt INTEGER;',
  growingIndexes,
  // What is still to be sent, apart from its dialogue: see queries/whole.ts.
  `
  CREATE TABLE outboxes (dialogue TEXT NOT NULL PRIMARY KEY, entries TEXT NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO outboxes (dialogue, entries) SELECT id, outbox FROM dialogues WHERE outbox != '[]';
  ALTER TABLE dialogues DROP COLUMN outbox;
  `,
];

function shortenEvents(table: string): string {
  return `UPDATE ${table} SET events = (
      SELECT json_group_array(json_array(json_extract(value, '$.id'), json_extract(value, '$.at'))) FROM json_each(events)
    ) WHERE events != '[]';`;
}

/**
 * Several rounds of one conversation are several rows, so the table's uniqueness changes, which SQLite does only by
 * making it anew; columns that were added for a dimension are carried over.
 */
function addRounds(database: Database): void {
  const columns = columnsOf(database);
  database.exec(`
  DROP INDEX dialogues_recent;
  DROP INDEX dialogues_due;
  DROP INDEX dialogues_newest;
  DROP INDEX dialogues_heard;
  ALTER TABLE dialogues RENAME TO earlier;
  CREATE TABLE dialogues (
    id TEXT NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    clientId TEXT NOT NULL,
    externalId TEXT NOT NULL,
    purpose TEXT NOT NULL DEFAULT 'csat',
    round INTEGER NOT NULL DEFAULT 1,
    reopenedAt INTEGER,
    superseded INTEGER NOT NULL DEFAULT 0,
    voided TEXT,
    counted INTEGER NOT NULL DEFAULT 1,
    operator TEXT,
    team TEXT,
    topic TEXT,
    tags TEXT NOT NULL,
    scenario TEXT NOT NULL,
    scenarioVersion TEXT,
    language TEXT,
    completedAt INTEGER NOT NULL,
    reportedAt INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('scheduled', 'open', 'answered', 'silent', 'not_asked')),
    notAskedReason TEXT,
    scale TEXT,
    rating REAL,
    comment TEXT,
    askedAt INTEGER,
    deliveredAt INTEGER,
    answeredAt INTEGER,
    ratedAt INTEGER,
    commentedAt INTEGER,
    heardAt INTEGER,
    survey TEXT,
    events TEXT NOT NULL,
    outbox TEXT NOT NULL,
    sendingBy TEXT,
    sendingUntil INTEGER,
    wakeAt INTEGER,
    revision INTEGER NOT NULL,
    UNIQUE (channel, clientId, externalId, purpose, round)
  ) STRICT;
  `);
  const there = columnsOf(database);
  for (const name of columns.filter((column) => !there.includes(column))) {
    database.exec(`ALTER TABLE dialogues ADD COLUMN ${name} TEXT`);
  }
  const list = columns.join(', ');
  database.exec(`
  INSERT INTO dialogues (${list}, scenarioVersion, deliveredAt)
    SELECT ${list}, json_extract(survey, '$.version'),
      iif(answeredAt IS NOT NULL OR json_extract(survey, '$.prompts') != '{}', askedAt, NULL)
    FROM earlier;
  DROP TABLE earlier;
  CREATE INDEX dialogues_recent ON dialogues (channel, clientId, askedAt) WHERE askedAt IS NOT NULL;
  CREATE INDEX dialogues_due ON dialogues (wakeAt) WHERE wakeAt IS NOT NULL;
  CREATE INDEX dialogues_newest ON dialogues (completedAt DESC, id);
  CREATE INDEX dialogues_heard ON dialogues (heardAt) WHERE heardAt IS NOT NULL;
  `);
}

/**
 * Runs inside the write lock, so that one of several processes that start together does it.
 * @throws {Error} when a newer version has been here
 */
export function migrate(database: Database): void {
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (version > migrations.length) {
    throw new Error(
      `the file has version ${version} and this Afterword knows ${migrations.length}: update it`,
    );
  }
  for (const migration of migrations.slice(version)) {
    if (typeof migration === 'string') database.exec(migration);
    else migration(database);
  }
  database.exec(`PRAGMA user_version = ${migrations.length}`);
  const added = addDimensions(database);
  if (version === migrations.length && added.length === 0) return;
  // The counts that are kept know nothing of a new dimension, or of what else is counted apart since.
  database.exec('DELETE FROM cells');
  watchFacts(database);
}

/** A dimension that is new in the domain gets its column; the dialogues that are there have none. */
function addDimensions(database: Database): string[] {
  const columns = columnsOf(database);
  const missing = reportedDimensions.filter((name) => !columns.includes(name));
  for (const dimension of missing) database.exec(`ALTER TABLE dialogues ADD COLUMN ${dimension} TEXT`);
  return missing;
}

function columnsOf(database: Database): string[] {
  const columns = database.prepare('PRAGMA table_info(dialogues)').all() as Array<{ name: string }>;
  return columns.map(({ name }) => name);
}
