import type { CellStore } from './ports/cells.ts';
import type { ClientStore } from './ports/clients.ts';
import type { DialogueStore } from './ports/dialogues.ts';
import type { FigureStore } from './ports/figures.ts';
import type { JobStore } from './ports/jobs.ts';
import type { RecordStore } from './ports/records.ts';
import type { ScenarioStore } from './ports/scenarios.ts';
import type { TokenBucketStore } from './ports/token-buckets.ts';

export type {
  CellStore,
  ClientStore,
  DialogueStore,
  FigureStore,
  JobStore,
  RecordStore,
  ScenarioStore,
  TokenBucketStore,
};

/** The connection behind the ports. */
export interface StoreConnection {
  /** For people, without secrets: `embedded SQLite at ./data/afterword.db`. */
  readonly name: string;
  /** Whether several instances are meant to serve clients with it at once. A file may be open in other processes all the same. */
  readonly isShared: boolean;
  /** Connects, and brings what is there to the newest shape: tables, indexes. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** Makes a tiny write and resolves when it is durable: an answer could be saved now. */
  ping(): Promise<void>;
}

/**
 * A store: a port for each collection. Each method is one round trip (`changes` two) and rejects with a StoreError
 * when it could not be done; a write resolves once it is durable (MongoDB: majority and journal; SQLite: synchronous
 * FULL), but for those of token buckets.
 */
export type Store = StoreConnection &
  DialogueStore &
  FigureStore &
  CellStore &
  ClientStore &
  ScenarioStore &
  JobStore &
  RecordStore &
  TokenBucketStore;
