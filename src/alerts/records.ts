import type { Clock } from '../clock.ts';
import { faultFields, StoreError } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { createKeyedMutex } from '../keyed-mutex.ts';
import type { RecordQuery, RecordStore } from '../store/ports/records.ts';
import { type Alert, bodyOf, readAlert } from './alert.ts';

/** The alerts as they are kept. Everything may throw a {@link StoreError}. */
export interface AlertRecords {
  find(id: string): Promise<Alert | null>;
  /**
   * Changes an alert, again from what another writer left.
   * @param change null: leave it as it is
   * @returns the alert as it is kept then, and whether this call changed it; null: there is none
   */
  change(
    id: string,
    change: (alert: Alert | null) => Alert | null,
  ): Promise<{ alert: Alert; isChanged: boolean } | null>;
  /** The newest first, read some at a time. One that cannot be read is logged and left out. */
  each(query: Omit<RecordQuery, 'kind' | 'limit'>): AsyncGenerator<Alert>;
}

const KIND = 'alert';
/** How many are read at once. */
const PAGE = 200;
/** Writers of other instances that may be first. */
const TRIES = 50;

export function createAlertRecords(
  store: Pick<RecordStore, 'insertRecord' | 'findRecord' | 'saveRecord' | 'listRecords'>,
  log: Log,
): AlertRecords {
  // Ten messages of one alert are marked at once: they would only get in each other's way.
  const mutex = createKeyedMutex();
  return {
    find,
    change: (id, change) => mutex.run(id, () => tryToChange(id, change)),
    each,
  };

  async function find(id: string): Promise<Alert | null> {
    const record = await store.findRecord(KIND, id);
    return record && readAlert(id, record.body, record.revision);
  }

  async function* each(query: Omit<RecordQuery, 'kind' | 'limit'>): AsyncGenerator<Alert> {
    for (let after = query.after; ; ) {
      const page = await store.listRecords({ ...query, ...(after && { after }), kind: KIND, limit: PAGE });
      for (const { id, body, revision } of page) {
        const alert = readable(id, body, revision);
        if (alert) yield alert;
      }
      after = page.at(-1);
      if (page.length < PAGE) return;
    }
  }

  function readable(id: string, body: unknown, revision: number): Alert | null {
    try {
      return readAlert(id, body, revision);
    } catch (error) {
      log('error', 'An alert could not be read and is left out', { dialogue: id, ...faultFields(error) });
      return null;
    }
  }

  async function tryToChange(
    id: string,
    change: (alert: Alert | null) => Alert | null,
  ): ReturnType<AlertRecords['change']> {
    for (let tries = 0; tries < TRIES; tries++) {
      const alert = await find(id);
      const next = change(alert);
      if (!next) return alert && { alert, isChanged: false };
      const record = { kind: KIND, id, at: new Date(next.raisedAt), tag: next.state, body: bodyOf(next) };
      if (!alert) {
        if (await store.insertRecord(record)) return { alert: { ...next, revision: 0 }, isChanged: true };
      } else if (await store.saveRecord({ ...record, revision: alert.revision })) {
        return { alert: { ...next, revision: alert.revision + 1 }, isChanged: true };
      }
    }
    throw new StoreError(`an alert was changed ${TRIES} times by others first; try again`);
  }
}

const LONGEST_PAUSE_MS = 30_000;

/**
 * Saves what was done already, such as that a message was sent, however long the store is away: otherwise it would be
 * done once more.
 */
export async function untilKept<T>(clock: Pick<Clock, 'after'>, save: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await save();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const ms = Math.min(1_000 * 2 ** tries, LONGEST_PAUSE_MS);
      await new Promise<void>((resolve) => void clock.after(ms, resolve));
    }
  }
}
