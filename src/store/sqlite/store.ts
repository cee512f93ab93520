import type { Store } from '../store.ts';
import { createAccess, type SqliteStoreOptions } from './connection/access.ts';
import { createCells } from './cells.ts';
import { createClients } from './clients.ts';
import { createDialogues } from './dialogues.ts';
import { createFigures } from './figures.ts';
import { createJobs } from './jobs.ts';
import { createRecords } from './records.ts';
import { createScenarios } from './scenarios.ts';

const statements = {
  proveLiveness: `INSERT INTO liveness (id, writes) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET writes = writes + 1`,
} as const;

/** A store in one file, for one machine; several processes may have it open. */
export function createSqliteStore(options: SqliteStoreOptions): Store {
  const access = createAccess(options);
  const { read, write } = access.using(statements);
  return {
    name: access.name,
    isShared: false,
    open: access.open,
    close: access.close,
    ping: () =>
      write('answer', (run) => {
        run.proveLiveness.change({});
      }),
    ...createDialogues(access),
    ...createFigures(access),
    ...createCells(access),
    ...createClients(access),
    ...createScenarios(access),
    ...createJobs(access),
    ...createRecords(access),
    // A file is mostly used by one process, and a write for each message would cost more than it spares.
    takeTokens: () => read('take tokens of a bucket', () => null),
    holdTokens: () => read('hold a bucket', () => undefined),
  };
}
