import type { Database } from './connection.ts';

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

/**
 * What brings the documents to the shape that this version expects: entry n takes them from version n to n + 1. Each
 * may run again, and beside another instance that runs it too.
 */
const migrations: readonly Migration[] = [keepTimes];

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
