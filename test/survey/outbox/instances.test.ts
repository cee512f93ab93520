import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createMongoStore } from '../../../src/store/mongo/store.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { describeMongo, emptyDatabase } from '../../support/mongo.ts';
import { testInstances } from './instances.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterword-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

testInstances('SQLite file', async () => {
  const path = join(folder, `${++files}.db`);
  return [createSqliteStore({ path }), createSqliteStore({ path })];
});

describeMongo('over MongoDB', (uri) => {
  testInstances('MongoDB', async () => {
    await emptyDatabase(uri);
    return [createMongoStore({ uri }), createMongoStore({ uri })];
  });
});
