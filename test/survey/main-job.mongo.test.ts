import mongoose from 'mongoose';
import { beforeEach } from 'vitest';
import { createMongoStore } from '../../src/store/mongo.ts';
import { describeMongo } from '../support/mongo.ts';
import { testMainJob } from './main-job.ts';

describeMongo('over MongoDB', (uri) => {
  // One database for the file, emptied before each test: making its indexes anew takes a second each.
  beforeEach(async () => {
    const connection = await mongoose.createConnection(uri).asPromise();
    for (const collection of (await connection.db?.collections()) ?? []) await collection.deleteMany({});
    await connection.destroy();
  });

  testMainJob('MongoDB', async () => createMongoStore({ uri }));
});
