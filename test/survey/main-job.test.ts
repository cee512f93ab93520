import { createSqliteStore } from '../../src/store/sqlite.ts';
import { testMainJob } from './main-job.ts';

testMainJob('SQLite', async () => createSqliteStore({ path: ':memory:' }));
