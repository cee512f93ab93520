import { ConfigError, type StoreError } from '../errors.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  /** Called once when what is written is kept no more, with the reason and the remedy. */
  onLost?: (error: StoreError) => void;
}

/** By the scheme of STORE_URL; a new store is one line here. Its library is loaded with it: mongoose takes 27 MB. */
const stores = {
  sqlite: async (url: string, options: StoreOptions) =>
    (await import('./sqlite/store.ts')).createSqliteStore({
      ...options,
      path: url.replace(/^sqlite:(\/\/)?/, ''),
    }),
  mongodb: async (url: string) => (await import('./mongo/store.ts')).createMongoStore({ uri: url }),
  'mongodb+srv': async (url: string) => (await import('./mongo/store.ts')).createMongoStore({ uri: url }),
} as const satisfies Record<string, (url: string, options: StoreOptions) => Promise<Store>>;

/**
 * The store that STORE_URL names: `sqlite:<path>`, `mongodb://...` or `mongodb+srv://...`; it is not opened yet.
 * @throws {ConfigError} whose fault repeats the scheme alone, since the rest may hold a password
 */
export async function createStore(url: string, options: StoreOptions = {}): Promise<Store> {
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
