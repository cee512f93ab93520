import type { RecordStore, StoredRecord } from '../ports/records.ts';
import type { RecordDocument } from './documents.ts';
import { type Access, againIfRaced, insertOnce } from './connection/access.ts';

export function createRecords({ run }: Access): RecordStore {
  return {
    insertRecord: ({ kind, id, at, tag, body }) =>
      run('save a record', ({ records }) =>
        insertOnce(() =>
          records.collection.insertOne({
            _id: keyOf(kind, id) as never,
            kind,
            id,
            at,
            tag,
            body: JSON.stringify(body),
            revision: 0,
          }),
        ),
      ),
    findRecord: (kind, id) =>
      run('find a record', async ({ records }) => {
        const found = await records.findById(keyOf(kind, id)).lean<RecordDocument>();
        return found && toRecord(found);
      }),
    listRecords: ({ kind, tag, from, to, after, limit }) =>
      run('list records', async ({ records }) => {
        const at = { ...(from && { $gte: from }), ...(to && { $lt: to }) };
        const found = await records
          .find({
            kind,
            ...(tag !== undefined && { tag }),
            ...((from || to) && { at }),
            ...(after && { $or: [{ at: { $lt: after.at } }, { at: after.at, id: { $lt: after.id } }] }),
          })
          .sort({ at: -1, id: -1 })
          .limit(limit)
          .lean<RecordDocument[]>();
        return found.map(toRecord);
      }),
    fingerprintRecords: (kinds) =>
      run('look for changed records', async ({ records }) => {
        const [sums] = await records.aggregate<{ count: number; times: number; revisions: number }>([
          { $match: { kind: { $in: kinds } } },
          {
            $group: {
              _id: null,
              count: { $sum: 1 },
              times: { $sum: { $toLong: '$at' } },
              revisions: { $sum: '$revision' },
            },
          },
        ]);
        return sums ? `${sums.count} ${sums.times} ${sums.revisions}` : '';
      }),
    saveRecord: ({ kind, id, at, tag, body, revision }) =>
      run('save a record', async ({ records }) => {
        const { matchedCount } = await againIfRaced(() =>
          records.updateOne(
            { _id: keyOf(kind, id), revision },
            { $set: { at, tag, body: JSON.stringify(body) }, $inc: { revision: 1 } },
          ),
        );
        return matchedCount === 1;
      }),
    removeRecord: ({ kind, id, revision }) =>
      run('delete a record', async ({ records }) => {
        const { deletedCount } = await records.deleteOne({ _id: keyOf(kind, id), revision });
        return deletedCount === 1;
      }),
    forgetRecords: (kind, before, limit) =>
      run('delete old records', async ({ records }) => {
        const old = await records
          .find({ kind, at: { $lt: before } })
          .sort({ at: 1 })
          .limit(limit)
          .select({ _id: 1 })
          .lean<Array<{ _id: string }>>();
        if (old.length === 0) return 0;
        const { deletedCount } = await records.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } });
        return deletedCount;
      }),
  };
}

const keyOf = (kind: string, id: string): string => `${kind} ${id}`;

const toRecord = ({ kind, id, at, tag, body, revision }: RecordDocument): StoredRecord => ({
  kind,
  id,
  at,
  tag,
  body: JSON.parse(body),
  revision,
});
