import { ConfigError, type StoreError } from '../errors.ts';
import { createMongoStore } from './mongo/store.ts';
import { createSqliteStore } from './sqlite/store.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** Called once when what is written is kept no more, with the reason and the remedy. */
  onLost?: (error: StoreError) => void;
}

/** By the scheme of STORE_URL; a new store is one line here. */
const stores = {
  sqlite: (url: string, options: StoreOptions) =>
    createSqliteStore({ ...options, path: url.replace(/^sqlite:(\/\/)?/, '') }),
  mongodb: (url: string) => createMongoStore({ uri: url }),
  'mongodb+srv': (url: string) => createMongoStore({ uri: url }),
} as const satisfies Record<string, (url: string, options: StoreOptions) => Store>;

/**
 * The store that STORE_URL names: `sqlite:<path>`, `mongodb://...` or `mongodb+srv://...`; it is not opened yet.
 * @throws {ConfigError} whose fault repeats the scheme alone, since the rest may hold a password
 */
export function createStore(url: string, options: StoreOptions = {}): Store {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(?:\/\/)?(.*)$/s.exec(url) ?? [];
  if (!isKnown(scheme)) throw refusal(scheme ? `begins with "${scheme}:"` : 'has no scheme');
  if (rest === '') throw refusal(`has nothing after "${scheme}:"`);
  return stores[scheme](url, options);
}

function isKnown(scheme: string): scheme is keyof typeof stores {
  return Object.hasOwn(stores, scheme);
}

function refusal(what: string): ConfigError {
  return new ConfigError([
    `STORE_URL ${what}; set it to sqlite:./data/afterword.db, mongodb://host/afterword or mongodb+srv://host/afterword`,
  ]);
}
