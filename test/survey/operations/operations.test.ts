import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { testCorrections } from './corrections.ts';
import { testReopening } from './reopening.ts';

const create = async () => createSqliteStore({ path: ':memory:' });
testReopening('SQLite', create);
testCorrections('SQLite', create);
