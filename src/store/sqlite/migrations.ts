/**
 * What brings a file to the shape that `sqlite.ts` expects: entry n takes it from `user_version` n to n + 1.
 * An entry that was released is never edited; a change is a new entry at the end.
 *
 * Columns bear the names of the port's fields. Dates are milliseconds since the epoch; `tags`, `survey`,
 * `events` and `outbox` are JSON.
 */
export const migrations: readonly string[] = [
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
];
