import { createSqliteStore } from '../../src/store/sqlite/store.ts';
import { testMainJob } from './main-job.ts';

testMainJob('SQLite', async () => createSqliteStore({ path: ':memory:' }));
