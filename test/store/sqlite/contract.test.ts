import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { testStore } from '../../contracts/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterword-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

testStore(
  'SQLite',
  async () => {
    const store = createSqliteStore({ path: join(folder, 'data', 'afterword.db') });
    return { store, dispose: () => store.close() };
  },
  { sharesBuckets: false },
);
