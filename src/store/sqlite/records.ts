import type { RecordStore, StoredRecord } from '../ports/records.ts';
import type { Access } from './connection/access.ts';

const statements = {
  insertRecord: `INSERT INTO records (kind, id, at, tag, body, revision) VALUES (:kind, :id, :at, :tag, :body, 0)
    ON CONFLICT DO NOTHING`,
  findRecord: 'SELECT * FROM records WHERE kind = :kind AND id = :id',
  listRecords: `SELECT * FROM records
    WHERE kind = :kind AND (:tag IS NULL OR tag = :tag) AND at >= :from AND at < :to
      AND (:afterId IS NULL OR (at, id) < (:afterAt, :afterId))
    ORDER BY at DESC, id DESC LIMIT :limit`,
  fingerprintRecords: `SELECT concat_ws(' ', count(*), sum(at), sum(revision)) AS fingerprint FROM records
    WHERE kind IN (SELECT value FROM json_each(:kinds))`,
  saveRecord: `UPDATE records SET at = :at, tag = :tag, body = :body, revision = revision + 1
    WHERE kind = :kind AND id = :id AND revision = :revision`,
  removeRecord: 'DELETE FROM records WHERE kind = :kind AND id = :id AND revision = :revision',
  forgetRecords: `DELETE FROM records WHERE rowid IN
    (SELECT rowid FROM records WHERE kind = :kind AND at < :before ORDER BY at LIMIT :limit)`,
} as const;

interface RecordRow {
  kind: string;
  id: string;
  at: number;
  tag: string | null;
  body: string;
  revision: number;
}

/** The greatest time of a Date. */
const LAST_MOMENT = 8.64e15;

export function createRecords({ using }: Access): RecordStore {
  const { read, write } = using(statements);
  return {
    insertRecord: ({ kind, id, at, tag, body }) =>
      write(
        'save a record',
        (run) =>
          run.insertRecord.change({ kind, id, at: at.getTime(), tag, body: JSON.stringify(body) }) === 1,
      ),
    findRecord: (kind, id) =>
      read('find a record', (run) => {
        const [row] = run.findRecord.all<RecordRow>({ kind, id });
        return row ? toRecord(row) : null;
      }),
    listRecords: ({ kind, tag = null, from, to, after, limit }) =>
      read('list records', (run) =>
        run.listRecords
          .all<RecordRow>({
            kind,
            tag,
            from: from?.getTime() ?? -LAST_MOMENT,
            to: to?.getTime() ?? LAST_MOMENT,
            afterAt: after?.at.getTime() ?? null,
            afterId: after?.id ?? null,
            limit,
          })
          .map(toRecord),
      ),
    fingerprintRecords: (kinds) =>
      read('look for changed records', (run) => {
        const [row] = run.fingerprintRecords.all<{ fingerprint: string }>({ kinds: JSON.stringify(kinds) });
        return row?.fingerprint ?? '';
      }),
    saveRecord: ({ kind, id, at, tag, body, revision }) =>
      write('save a record', (run) => {
        const values = { kind, id, at: at.getTime(), tag, body: JSON.stringify(body), revision };
        return run.saveRecord.change(values) === 1;
      }),
    removeRecord: ({ kind, id, revision }) =>
      write('delete a record', (run) => run.removeRecord.change({ kind, id, revision }) === 1),
    forgetRecords: (kind, before, limit) =>
      write('delete old records', (run) =>
        run.forgetRecords.change({ kind, before: before.getTime(), limit }),
      ),
  };
}

const toRecord = ({ at, body, ...row }: RecordRow): StoredRecord => ({
  ...row,
  at: new Date(at),
  body: JSON.parse(body),
});
