import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { tempFolder } from '../../support/temp.ts';

export function newPath(): string {
  return join(tempFolder(), 'afterword.db');
}

/** A store that is closed when the test has ended. */
export async function opened(path: string, busyTimeoutMS?: number): Promise<Store> {
  const store = createSqliteStore({ path, ...(busyTimeoutMS !== undefined && { busyTimeoutMS }) });
  await store.open();
  onTestFinished(() => store.close());
  return store;
}

/** Why a file cannot be opened. */
export async function openError(path: string): Promise<StoreError> {
  const error: unknown = await createSqliteStore({ path })
    .open()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
}
