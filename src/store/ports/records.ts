/**
 * What is kept besides dialogues, clients and jobs: people, invitations, alerts, settings. Each kind has its own module,
 * which reads the body by a schema; the store knows only what it looks records up by.
 */
export interface StoredRecord {
  /** `person`, `alert`: at most 40 characters. */
  kind: string;
  /** Unique in its kind. */
  id: string;
  /** By which records of a kind are listed. */
  at: Date;
  /** What a list may be narrowed to, such as a state; null: nothing. */
  tag: string | null;
  /** Plain JSON. */
  body: unknown;
  /** Counts the writes; a new record has 0. */
  revision: number;
}

/** Records of one kind, the newest first by `at`, then by id from the greatest. */
export interface RecordQuery {
  kind: string;
  tag?: string;
  /** Only those with `at` in [from, to). */
  from?: Date;
  to?: Date;
  /** Only what follows this one in the list. */
  after?: Pick<StoredRecord, 'at' | 'id'>;
  /** 1..1001. */
  limit: number;
}

export interface RecordStore {
  /** Keeps a new record, with revision 0. False: there is one of this kind and id already, and nothing changes. */
  insertRecord(record: Omit<StoredRecord, 'revision'>): Promise<boolean>;
  findRecord(kind: string, id: string): Promise<StoredRecord | null>;
  listRecords(query: RecordQuery): Promise<StoredRecord[]>;
  /**
   * A text that is another one after a record of these kinds was inserted, saved or deleted, so that what was read need
   * not be read again. It is made of their number and the sums of their times and revisions: one record that takes
   * the place of another of the same millisecond and revision goes unseen.
   */
  fingerprintRecords(kinds: readonly string[]): Promise<string>;
  /**
   * Replaces `at`, `tag` and `body` if the stored revision still equals `record.revision`, and stores revision + 1.
   * False: another writer was first, or there is none any more.
   */
  saveRecord(record: StoredRecord): Promise<boolean>;
  /** Deletes a record if it still has that revision. False as in `saveRecord`. */
  removeRecord(record: Pick<StoredRecord, 'kind' | 'id' | 'revision'>): Promise<boolean>;
  /** Deletes records of a kind with `at` before a moment, the oldest first. @param limit 1..1000 @returns how many */
  forgetRecords(kind: string, before: Date, limit: number): Promise<number>;
}
