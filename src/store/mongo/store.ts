import { messageOf, StoreError } from '../../errors.ts';
import { buildIndexes, connect, type Database, type MongoStoreOptions } from './connection.ts';
import { type DialogueDocument, digestId, listed, toClient, toDialogue, toDocument } from './documents.ts';
import { eventPipeline, type EventRow, toEventContext } from './event-query.ts';
import { isDuplicateKey, isWriteConflict, remedyOf } from './faults.ts';
import { waiting } from './schemas.ts';
import { migrate } from './migrations.ts';
import { type TallyGroup, tallyPipeline, toTally } from './tally-query.ts';
import { readMongoUri } from './uri.ts';
import { EVENT_MEMORY_MS, EVENTS_REMEMBERED } from '../../dialogue.ts';
import type { ListOptions, Store } from '../store.ts';

/** Twenty writers of one new document need three at the most. */
const UPSERT_TRIES = 10;

/**
 * A store in MongoDB or DocumentDB: a standalone, a replica set or a cluster sharded by channel and clientId.
 * Options of the driver may stand in the URI; acknowledgement by a majority is not one of them.
 */
export function createMongoStore(options: MongoStoreOptions): Store {
  const address = readMongoUri(options.uri);
  const name = `MongoDB at ${address.place}`;
  let database: Database | null = null;

  /** @throws {StoreError} for whatever went wrong, with the place, the remedy and no secret */
  async function attempt<T>(what: string, work: () => PromiseLike<T>, otherwise = ''): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const remedy = remedyOf(error) || otherwise;
      const message = address.scrub(messageOf(error));
      throw new StoreError(`${name}: could not ${what}: ${message}${remedy && `; ${remedy}`}`, {
        cause: scrubbed(error, (text) => address.scrub(text)),
      });
    }
  }

  async function run<T>(what: string, work: (database: Database) => PromiseLike<T>): Promise<T> {
    const open = database;
    if (!open) throw new StoreError(`${name} is not open`);
    return attempt(what, () => work(open));
  }

  async function open(): Promise<void> {
    if (database) return;
    const connected = await attempt('connect', () => connect(options, address));
    try {
      const remedy = 'remove the documents or the index that stand in the way, and start again';
      await attempt('bring it to the newest shape', () => migrate(connected));
      await attempt('build its indexes', () => buildIndexes(connected), remedy);
    } catch (error) {
      await connected.connection.destroy();
      throw error;
    }
    database = connected;
  }

  return {
    name,
    open,
    close: async () => {
      const open = database;
      database = null;
      if (open) await attempt('close', () => open.connection.destroy());
    },
    ping: () =>
      run('answer', async ({ connection }) => {
        // By the connection's write concern: a majority, journaled.
        const liveness = connection.collection<{ _id: string; writes: number }>('liveness');
        await againIfRaced(() =>
          liveness.updateOne({ _id: 'service' }, { $inc: { writes: 1 } }, { upsert: true }),
        );
      }),

    insertDialogue: (dialogue) =>
      run('keep a dialogue', async ({ dialogues }) => {
        const { channel, clientId, externalId, ...rest } = toDocument(dialogue);
        const { value, lastErrorObject } = await againIfRaced(() =>
          dialogues.findOneAndUpdate(
            { channel, clientId, externalId },
            { $setOnInsert: rest },
            {
              upsert: true,
              returnDocument: 'after',
              includeResultMetadata: true,
              runValidators: true,
              lean: true,
            },
          ),
        );
        if (!value) throw new Error('the server gave no document');
        return { dialogue: toDialogue(value), created: lastErrorObject?.upserted !== undefined };
      }),
    findDialogue: (channel, clientId, id) =>
      run('find a dialogue', async ({ dialogues }) => {
        const found = await dialogues.findOne({ _id: id, channel, clientId }).lean();
        return found && toDialogue(found);
      }),
    findForEvent: (query) =>
      run('read what an event concerns', async ({ dialogues }) =>
        toEventContext(await dialogues.aggregate<EventRow>(eventPipeline(query))),
      ),
    recentDialogues: (channel, clientId, limit) =>
      run("read a client's dialogues", async ({ dialogues }) => {
        const asked = dialogues.find({ channel, clientId, askedAt: { $ne: null } });
        return (await asked.sort({ askedAt: -1, _id: 1 }).limit(limit).lean()).map(toDialogue);
      }),
    saveDialogue: (dialogue) =>
      run('save a dialogue', async ({ dialogues }) => {
        const { _id, channel, clientId, revision, ...rest } = toDocument(dialogue);
        const { matchedCount } = await dialogues.replaceOne(
          { _id, channel, clientId, revision },
          { _id, channel, clientId, revision: revision + 1, ...rest },
          { runValidators: true },
        );
        return matchedCount === 1;
      }),
    dueDialogues: (now, limit) =>
      run('look for due dialogues', async ({ dialogues }) => {
        const due = dialogues.find({ wakeAt: { $lte: now, ...waiting } });
        return (await due.sort({ wakeAt: 1, _id: 1 }).limit(limit).lean()).map(toDialogue);
      }),
    unreachedDialogues: (channel, clientId, since) =>
      run("read a client's dialogues", async ({ dialogues }) => {
        const found = dialogues.find({
          channel,
          clientId,
          completedAt: { $gte: since },
          outcome: 'not_asked',
          notAskedReason: 'unreachable',
        });
        return (await found.sort({ completedAt: 1, _id: 1 }).lean()).map(toDialogue);
      }),
    releaseOutboxes: (instance, now) =>
      run('give outboxes back', async ({ dialogues }) => {
        await dialogues.updateMany(
          { wakeAt: waiting, sendingBy: instance },
          { $set: { sendingBy: null, sendingUntil: null, wakeAt: now }, $inc: { revision: 1 } },
        );
      }),
    tallies: (range) =>
      run('count dialogues', async ({ dialogues }) => {
        const groups = await dialogues.aggregate<TallyGroup>(tallyPipeline(range));
        return groups.map(toTally);
      }),
    listDialogues: (options) =>
      run('list dialogues', async ({ dialogues }) => {
        const found = await dialogues.aggregate<DialogueDocument>([
          { $match: listed(options) },
          ...orderOf(options),
          { $limit: options.limit },
          { $unset: 'unrated' },
        ]);
        return found.map(toDialogue);
      }),
    lateAnswers: ({ completedBefore, from, to, limit }) =>
      run('look for late answers', async ({ dialogues }) => {
        const given = { $gte: from, $lt: to };
        const late = dialogues.find({
          heardAt: { $gte: from, $type: 'date' },
          completedAt: { $lt: completedBefore },
          $or: [{ ratedAt: given }, { commentedAt: given }],
        });
        return (await late.sort({ heardAt: 1, _id: 1 }).limit(limit).lean()).map(toDialogue);
      }),
    firstCompletedAt: () =>
      run('look for the first dialogue', async ({ dialogues }) => {
        const [first] = await dialogues
          .find()
          .sort({ completedAt: 1, _id: -1 })
          .select({ completedAt: 1 })
          .limit(1)
          .lean();
        return first?.completedAt ?? null;
      }),

    findClient: (channel, clientId) =>
      run('find a client', async ({ clients }) => {
        const found = await clients.findOne({ channel, clientId }).select({ _id: 0 }).lean();
        return found && toClient(found);
      }),
    saveClient: ({ channel, clientId, ...facts }, event) =>
      run('save a client', async ({ clients }) => {
        const known = { $ifNull: ['$events', []] };
        const fresh = {
          $filter: { input: known, cond: { $gt: ['$$this.at', (event?.at ?? 0) - EVENT_MEMORY_MS] } },
        };
        const events = event
          ? { $slice: [{ $concatArrays: [fresh, [{ $literal: event }]] }, -EVENTS_REMEMBERED] }
          : known;
        // A name may look like an expression of the pipeline: `$salary`.
        const literal = Object.entries(facts).map(([name, value]) => [name, { $literal: value }]);
        await againIfRaced(() =>
          clients.updateOne({ channel, clientId }, [{ $set: { ...Object.fromEntries(literal), events } }], {
            upsert: true,
            updatePipeline: true,
          }),
        );
      }),

    findScenario: (version) =>
      run(
        'find a scenario',
        async ({ scenarios }) => (await scenarios.findById(version).lean())?.text ?? null,
      ),
    saveScenario: (version, text) =>
      run('save a scenario', async ({ scenarios }) => {
        await againIfRaced(() =>
          scenarios.updateOne({ _id: version }, { $setOnInsert: { text } }, { upsert: true }),
        );
      }),

    // A claim that stands keeps the filter from matching, and its _id then keeps the upsert from inserting.
    claimDigest: (key, now, until) =>
      run('claim a digest', async ({ digests }) => {
        const free = { _id: digestId(key), done: false, claimedUntil: { $lte: now } };
        try {
          await digests.updateOne(free, { $set: { claimedUntil: until } }, { upsert: true });
          return true;
        } catch (error) {
          if (isDuplicateKey(error)) return false;
          throw error;
        }
      }),
    settleDigest: (key, done, toldUntil) =>
      run('settle a digest', async ({ digests }) => {
        const _id = digestId(key);
        const finished = { $set: { done, ...(toldUntil && { toldUntil }) } };
        if (!done) await digests.deleteOne({ _id, done: false });
        else await againIfRaced(() => digests.updateOne({ _id }, finished, { upsert: true }));
      }),
    lastDigest: (supervisor, before) =>
      run('look for the last digest', async ({ digests }) => {
        const found = await digests
          .find({
            done: true,
            ...(supervisor === null
              ? { _id: { $lt: before }, toldUntil: { $type: 'date' } }
              : { _id: { $lt: before, $regex: endingIn(` ${supervisor}`) } }),
          })
          .sort({ _id: -1 })
          .limit(1)
          .lean();
        const [last] = found;
        return last ? { day: last._id.slice(0, 10), toldUntil: last.toldUntil ?? null } : null;
      }),
  };
}

/** A copy that shows no secret: an error of the driver repeats what it was given. */
function scrubbed(error: unknown, scrub: (text: string) => string): unknown {
  if (!(error instanceof Error)) return scrub(String(error));
  const copy = new Error(scrub(error.message));
  copy.name = error.name;
  copy.stack = scrub(error.stack ?? '');
  return copy;
}

/** Two upserts of one key may both try to insert, or wait for each other: the one that lost runs again. */
async function againIfRaced<T>(upsert: () => PromiseLike<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await upsert();
    } catch (error) {
      if (tries === UPSERT_TRIES || !(isDuplicateKey(error) || isWriteConflict(error))) throw error;
    }
  }
}

function endingIn(text: string): RegExp {
  return new RegExp(`${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}

/** A sort by what is computed reads every document, so `unrated` is computed only where both kinds may come. */
function orderOf({ order, rated }: ListOptions) {
  const newest = { completedAt: -1, _id: 1 } as const;
  if (order !== 'worst' || rated === false) return [{ $sort: newest }];
  if (rated) return [{ $sort: { rating: 1, ...newest } as const }];
  return [
    { $set: { unrated: { $eq: ['$rating', null] } } },
    { $sort: { unrated: 1, rating: 1, ...newest } as const },
  ];
}
