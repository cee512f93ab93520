import type { Config } from '../config/config.ts';
import type { Log } from '../log/log.ts';
import { createLogger } from '../log/logger.ts';
import { readConfig, secretsOf } from '../service.ts';
import { createStore } from '../store/index.ts';
import type { Store } from '../store/store.ts';
import { environment } from './environment.ts';

export interface OpenedStore {
  config: Config;
  store: Store;
  log: Log;
}

/** Opens the store of the configuration, beside a running service or without one, and closes it when `work` is over. */
export async function withStore(work: (opened: OpenedStore) => Promise<void>): Promise<void> {
  const config = readConfig(environment());
  const log = await createLogger({ level: 'warn', forPerson: true, secrets: secretsOf(config) });
  const store = await createStore(config.STORE_URL);
  await store.open();
  try {
    await work({ config, store, log });
  } finally {
    await store.close();
  }
}
