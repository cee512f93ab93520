import { existsSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { findMongo } from './mongo-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A MongoDB server, without a database; null: there is none, and its tests are skipped. */
    mongoUri: string | null;
    /** The browser's program; null: there is none, and its tests are skipped. */
    chromiumPath: string | null;
  }
}

/** Finds out once, before any test, which lanes can run; the others are skipped, each with one loud line. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium();
  if (!chromium) {
    skip(
      'REQUIRE_BROWSER',
      'no chromium: the tests in a real browser',
      'install it (apt-get install chromium) or set CHROMIUM_PATH',
    );
  }
  provide('chromiumPath', chromium);
  const mongo = await findMongo();
  if ('reason' in mongo) {
    skip(
      'REQUIRE_MONGO',
      `no MongoDB (${mongo.reason}): the tests over it`,
      'set MONGODB_TEST_URI or put a mongod on PATH',
    );
    provide('mongoUri', null);
    return async () => {};
  }
  provide('mongoUri', mongo.uri);
  return mongo.stop;
}

function findChromium(): string | null {
  const { CHROMIUM_PATH } = process.env;
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  return (CHROMIUM_PATH ? [CHROMIUM_PATH] : known).find((path) => existsSync(path)) ?? null;
}

function skip(requirement: 'REQUIRE_MONGO' | 'REQUIRE_BROWSER', what: string, remedy: string): void {
  if (process.env[requirement] === '1')
    throw new Error(`${requirement}=1, but ${what} cannot run; ${remedy}`);
  process.stderr.write(`\n*** SKIPPED: ${what} are skipped; ${remedy}.\n\n`);
}
