import type { Database } from './connection/connection.ts';

type Migration = (database: Database) => Promise<unknown>;

/** The moment at which a variable was first answered, as the survey keeps it; else the dialogue's first answer. */
const givenAt = (variable: string) => ({
  $ifNull: [
    {
      $let: {
        vars: {
          pair: {
            $first: {
              $filter: {
                input: { $ifNull: ['$survey.answeredAt', []] },
                as: 'one',
                cond: { $eq: ['$$one.name', variable] },
              },
            },
          },
        },
        in: { $toDate: '$$pair.value' },
      },
    },
    '$answeredAt',
  ],
});
const unless = (field: string, given: object) => ({ $cond: [{ $eq: [field, null] }, null, given] });

/** Version 0.1 kept bare ids of events, and not when the rating and the comment were first given. */
const keepTimes: Migration = async ({ dialogues }) => {
  await dialogues.collection.updateMany({ eventIds: { $exists: true } }, [
    {
      $set: {
        events: {
          $map: {
            input: '$eventIds',
            as: 'id',
            in: {
              id: '$$id',
              at: { $toLong: { $ifNull: ['$answeredAt', { $ifNull: ['$askedAt', '$reportedAt'] }] } },
            },
          },
        },
      },
    },
    { $unset: 'eventIds' },
  ]);
  await dialogues.collection.updateMany({ heardAt: { $exists: false } }, [
    {
      $set: {
        ratedAt: unless('$rating', givenAt('quality_answer')),
        commentedAt: unless('$comment', givenAt('quality_comment')),
      },
    },
    { $set: { heardAt: { $max: ['$ratedAt', '$commentedAt'] } } },
  ]);
};

/** Several rounds of one conversation are several documents, so another index is unique; and digests became jobs. */
const addRounds: Migration = async ({ dialogues, connection }) => {
  const isThere = async (): Promise<boolean> =>
    (await dialogues.collection.indexes().catch(() => [])).some(({ name }) => name === 'reported_once');
  if (await isThere()) {
    await dialogues.collection.dropIndex('reported_once').catch(async (error: unknown) => {
      // Another instance may have dropped it first.
      if (await isThere()) throw error;
    });
  }
  await dialogues.collection.updateMany({ round: { $exists: false } }, [
    {
      $set: {
        purpose: 'csat',
        round: 1,
        scenarioVersion: { $ifNull: ['$survey.version', null] },
        // Within seconds.
        deliveredAt: {
          $cond: [
            {
              $or: [
                { $ne: [{ $ifNull: ['$answeredAt', null] }, null] },
                { $gt: [{ $size: { $ifNull: ['$survey.prompts', []] } }, 0] },
              ],
            },
            '$askedAt',
            null,
          ],
        },
      },
    },
  ]);
  const digests = connection.collection<{ _id: string; toldUntil?: Date | null }>('digests');
  for await (const { _id, toldUntil = null } of digests.find({ done: true })) {
    const [day = '', supervisor = ''] = _id.split(/ (.*)/s);
    const at = toldUntil ?? new Date(0);
    const ended = {
      kind: 'digest',
      payload: { day, supervisor },
      ordering: `digest:${supervisor}`,
      origin: null,
      enqueuedAt: at,
      runAt: at,
      attempts: 1,
      owner: null,
      leaseUntil: null,
      state: 'done' as const,
      endedAt: at,
      reason: null,
      result: { toldUntil: toldUntil && toldUntil.getTime() },
    };
    await connection
      .collection<{ _id: string }>('jobs')
      .updateOne({ _id: `digest:${day}:${supervisor}` }, { $setOnInsert: ended }, { upsert: true });
  }
  // What was claimed and not sent is enqueued anew.
  await digests.drop().catch(() => false);
};

/** Counts are kept; they would miss the writes of a version that notes no `changedAt`, so such a one must not start. */
const noteChanges: Migration = async ({ connection }) => {
  await connection.collection('cells').deleteMany({});
};

/**
 * What is new (a dialogue's course, what a client wrote last, the opt-out) is missing where there is none. A version that
 * knows no opt-out must not start: it would ask those who want no surveys.
 */
const keepOptOuts: Migration = async () => {};

/** People, alerts and settings are new; a version that knows none of them must not start: it would tell nobody. */
const keepRecords: Migration = async () => {};

/**
 * Counts are kept, and disputed dialogues are counted apart from now on; a version that knows of no dispute must not keep
 * counts beside.
 */
const countDisputes: Migration = noteChanges;

/**
 * Whether surveys were finished is counted from now on, of earlier ones as `isFinished` has it; a version that notes no
 * `finished` must not keep counts beside.
 */
const countFinished: Migration = async (database) => {
  const recorded = { 'survey.recordedAt': { $type: 'number' } } as const;
  const ended = { 'survey.waitsAt': null, 'survey.awaits': null, 'survey.withdrawnAt': null } as const;
  await database.dialogues.collection.updateMany(
    { ...recorded, ...ended, 'survey.ended': null, finished: { $exists: false } },
    { $set: { finished: true } },
  );
  await noteChanges(database);
};

/**
 * What brings the documents to the shape that this version expects: entry n takes them from version n to n + 1. Each
 * may run again, and beside another instance that runs it too.
 */
const migrations: readonly Migration[] = [
  keepTimes,
  addRounds,
  noteChanges,
  keepOptOuts,
  keepRecords,
  countDisputes,
  countFinished,
];

/** @throws {Error} when a newer version has been here */
export async function migrate(database: Database): Promise<void> {
  const { schema } = database;
  const version = (await schema.findById('dialogues').lean())?.version ?? 0;
  if (version > migrations.length) {
    throw new Error(
      `the database has version ${version} and this Afterword knows ${migrations.length}: update it`,
    );
  }
  for (const migration of migrations.slice(version)) await migration(database);
  if (version === migrations.length) return;
  await schema.updateOne({ _id: 'dialogues' }, { $max: { version: migrations.length } }, { upsert: true });
}
