import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll } from 'vitest';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { testStore } from '../../contracts/store.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterword-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = join(folder, 'data', 'afterword.db');

async function age(ms: number): Promise<void> {
  const file = new Database(path);
  file.exec(`UPDATE cells SET countedAt = countedAt - ${ms};
    UPDATE changed_hours SET changedAt = changedAt - ${ms}`);
  file.close();
}

testStore(
  'SQLite',
  async () => {
    const store = createSqliteStore({ path });
    return { store, dispose: () => store.close() };
  },
  { sharesBuckets: false, age },
);
