import type { Store } from '../store.ts';
import { againIfRaced, createAccess } from './connection/access.ts';
import { createCells } from './cells.ts';
import { createClients } from './clients.ts';
import type { MongoStoreOptions } from './connection/connection.ts';
import { createDialogues } from './dialogues.ts';
import { createFigures } from './figures.ts';
import { createJobs } from './jobs.ts';
import { createRecords } from './records.ts';
import { createScenarios } from './scenarios.ts';
import { createTokenBuckets } from './token-buckets.ts';

/**
 * A store in MongoDB or DocumentDB: a standalone, a replica set or a cluster sharded by channel and clientId.
 * Options of the driver may stand in the URI; acknowledgement by a majority is not one of them.
 */
export function createMongoStore(options: MongoStoreOptions): Store {
  const access = createAccess(options);
  const { name, open, close, run } = access;
  return {
    name,
    isShared: true,
    open,
    close,
    ping: () =>
      run('answer', async ({ connection }) => {
        // By the connection's write concern: a majority, journaled.
        const liveness = connection.collection<{ _id: string; writes: number }>('liveness');
        await againIfRaced(() =>
          liveness.updateOne({ _id: 'service' }, { $inc: { writes: 1 } }, { upsert: true }),
        );
      }),
    ...createDialogues(access),
    ...createFigures(access),
    ...createCells(access),
    ...createClients(access),
    ...createScenarios(access),
    ...createJobs(access),
    ...createRecords(access),
    ...createTokenBuckets(access),
  };
}
