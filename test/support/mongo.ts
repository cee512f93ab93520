import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, describe, inject } from 'vitest';

/**
 * Tests over MongoDB, skipped together where there is none (`test/support/requirements/requirements.ts` says so once). `uri`
 * names a database of these tests' own, which is dropped after them.
 */
export function describeMongo(name: string, tests: (uri: string) => void): void {
  const server = inject('mongoUri');
  describe.skipIf(server === null)(name, () => {
    const uri = inDatabase(server ?? '', `afterword_${randomUUID().slice(0, 8)}`);
    afterAll(() => dropDatabase(uri));
    tests(uri);
  });
}

/** The URI of a database on the server of `uri`, with the same options. */
function inDatabase(uri: string, database: string): string {
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${database}`);
}

/** Removes the documents and keeps the indexes: making those anew can take a second each. */
export async function emptyDatabase(uri: string): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  for (const collection of (await connection.db?.collections()) ?? []) await collection.deleteMany({});
  await connection.destroy();
}

async function dropDatabase(uri: string): Promise<void> {
  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await connection.destroy();
}
