/** An empty store of a bench, and what becomes of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface BenchStore {
  /** `sqlite:/tmp/.../bench.db` or `mongodb://127.0.0.1/afterword_bench_1` */
  uri: string;
  /** The file of SQLite; '' with MongoDB. */
  path: string;
  remove(): Promise<void>;
}

let stores = 0;

/** @param mongo MongoDB's address without a database; undefined: SQLite in a file */
export function createBenchStore(mongo: string | undefined): BenchStore {
  if (mongo) {
    const uri = `${mongo}/afterword_bench_${process.pid}_${++stores}`;
    return { uri, path: '', remove: () => dropDatabase(uri) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'afterword-bench-'));
  const path = join(folder, 'bench.db');
  return {
    uri: `sqlite:${path}`,
    path,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function dropDatabase(uri: string): Promise<void> {
  const { default: mongoose } = await import('mongoose');
  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await connection.destroy();
}
