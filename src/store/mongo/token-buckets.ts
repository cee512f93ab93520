import type { TokenBucketStore } from '../ports/token-buckets.ts';
import { type Access, againIfRaced } from './connection/access.ts';

/** A bucket, and what the last command found: times in milliseconds since the epoch by the server's clock. */
interface BucketDocument {
  _id: string;
  now: number;
  fullAt: number;
  heldUntil: number;
  /** When the first token of those that were given may be used. */
  startAt: number;
  count: number;
}

/** What a bucket holds is of no use after a moment, so nobody waits until it is durable. */
const writeConcern = { w: 1, journal: false } as const;

const kept = (field: string) => ({ $ifNull: [`$${field}`, 0] });

/** The same arithmetic as in `createTokenBucket`, in one command. */
export function createTokenBuckets({ run }: Access): TokenBucketStore {
  return {
    takeTokens: ({ name, count, onlyFull, intervalMs, burst }) =>
      run('take tokens of a bucket', async ({ connection }) => {
        const buckets = connection.collection<BucketDocument>('buckets');
        const isClosed = [
          { $gt: ['$heldUntil', '$now'] },
          ...(onlyFull ? [{ $gt: ['$fullAt', '$now'] }] : []),
        ];
        const ahead = { $subtract: ['$fullAt', (burst - 1) * intervalMs] };
        const found = await againIfRaced(() =>
          buckets.findOneAndUpdate(
            { _id: name },
            [
              { $set: { now: { $toLong: '$$NOW' }, fullAt: kept('fullAt'), heldUntil: kept('heldUntil') } },
              {
                $set: {
                  count: { $cond: [{ $or: isClosed }, 0, count] },
                  startAt: { $max: ['$now', ahead] },
                },
              },
              {
                $set: {
                  fullAt: { $add: [{ $max: ['$fullAt', '$now'] }, { $multiply: ['$count', intervalMs] }] },
                },
              },
            ],
            { upsert: true, returnDocument: 'after', writeConcern },
          ),
        );
        if (!found) throw new Error('the server gave no document');
        const { now, heldUntil, startAt, fullAt } = found;
        if (heldUntil > now) return { count: 0, waitMs: heldUntil - now, held: true };
        if (found.count === 0) return { count: 0, waitMs: fullAt - now };
        return { count: found.count, waitMs: startAt - now };
      }),
    holdTokens: (name, ms) =>
      run('hold a bucket', async ({ connection }) => {
        const buckets = connection.collection<BucketDocument>('buckets');
        const until = { $add: [{ $toLong: '$$NOW' }, ms] };
        await againIfRaced(() =>
          buckets.updateOne({ _id: name }, [{ $set: { heldUntil: { $max: [kept('heldUntil'), until] } } }], {
            upsert: true,
            writeConcern,
          }),
        );
      }),
  };
}
