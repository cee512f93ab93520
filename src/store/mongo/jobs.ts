import type { Job, JobCount, JobStore } from '../ports/jobs.ts';
import { type Access, insertOnce } from './connection/access.ts';
import type { Database } from './connection/connection.ts';
import { type JobDocument, toJob } from './documents.ts';

type Jobs = Database['jobs'];

/** So many more jobs are read than are to be taken on, since some have to wait for others. */
const LOOKED_AHEAD = 100;

export function createJobs({ run }: Access): JobStore {
  return {
    insertJob: ({ key, ...job }) =>
      run('keep a job', async ({ jobs }) => {
        const fresh = {
          attempts: 0,
          owner: null,
          leaseUntil: null,
          state: 'waiting',
          endedAt: null,
        } as const;
        return insertOnce(() => jobs.create({ _id: key, ...job, ...fresh, reason: null, result: null }));
      }),
    claimJobs: ({ owner, kinds, sinceEnqueued = [], now, until, limit }) =>
      run('take jobs on', async ({ jobs }) => {
        const free = { $or: [{ leaseUntil: null }, { leaseUntil: { $lte: now } }] };
        const due = { state: 'waiting', runAt: { $lte: now }, kind: { $in: [...kinds] }, ...free } as const;
        const claimed: Job[] = [];
        const putOff = new Set<string>();
        for (let isMore = true; isMore && claimed.length < limit; ) {
          const found = await jobs
            .find(due)
            .sort({ runAt: 1, enqueuedAt: 1, _id: 1 })
            .limit(limit + LOOKED_AHEAD)
            .lean();
          // What is put off, or claimed, is not found again.
          isMore = found.length === limit + LOOKED_AHEAD;
          for (const job of found) {
            if (claimed.length === limit) break;
            if (job.ordering !== null && putOff.has(job.ordering)) continue;
            if (await isPutOff(jobs, job, now, until)) putOff.add(job.ordering ?? '');
            else {
              const triedSince = sinceEnqueued.includes(job.kind) ? job.enqueuedAt : now;
              const taken = await jobs
                .findOneAndUpdate(
                  { _id: job._id, ...due },
                  {
                    $set: { owner, leaseUntil: until },
                    $inc: { attempts: 1 },
                    ...(!job.firstTriedAt && { $min: { firstTriedAt: triedSince } }),
                  },
                  { returnDocument: 'after' },
                )
                .lean();
              if (taken) claimed.push(toJob(taken));
            }
          }
        }
        return claimed;
      }),
    lastEnqueuedAt: (ordering) =>
      run('look for the last job of an ordering', async ({ jobs }) => {
        const waiting = jobs.find({ ordering, state: 'waiting' });
        const [last] = await waiting.sort({ enqueuedAt: -1 }).select({ enqueuedAt: 1 }).limit(1).lean();
        return last?.enqueuedAt ?? null;
      }),
    nextRunAt: (until) =>
      run('look for due jobs', async ({ jobs }) => {
        const waiting = jobs.find({ state: 'waiting', runAt: { $lte: until } });
        const [next] = await waiting.sort({ runAt: 1 }).select({ runAt: 1 }).limit(1).lean();
        return next?.runAt ?? null;
      }),
    renewJob: (key, owner, until) =>
      run('go on with a job', async ({ jobs }) => {
        const mine = { _id: key, owner, state: 'waiting' } as const;
        return (await jobs.updateOne(mine, { $set: { leaseUntil: until } })).matchedCount === 1;
      }),
    settleJob: (key, owner, settlement) =>
      run('write down what became of a job', async ({ jobs }) => {
        const { state } = settlement;
        const outcome =
          state === 'waiting'
            ? { runAt: settlement.runAt, reason: settlement.reason }
            : {
                endedAt: settlement.at,
                reason: state === 'done' ? null : settlement.reason,
                result: settlement.result ?? null,
              };
        const settled = await jobs
          .findOneAndUpdate(
            { _id: key, owner, state: 'waiting' },
            { $set: { state, ...outcome, owner: null, leaseUntil: null } },
          )
          .select({ ordering: 1 })
          .lean();
        if (settled?.ordering != null && state !== 'waiting') await bringForward(jobs, settled.ordering);
        return settled !== null;
      }),
    releaseJobs: (owner) =>
      run('give jobs back', async ({ jobs }) => {
        await jobs.updateMany({ owner, state: 'waiting' }, { $set: { owner: null, leaseUntil: null } });
      }),
    findJob: (key) =>
      run('find a job', async ({ jobs }) => {
        const found = await jobs.findById(key).lean();
        return found && toJob(found);
      }),
    listJobs: (state, limit, kind, after) =>
      run('list jobs', async ({ jobs }) => {
        const follows = after && {
          $or: [
            { enqueuedAt: { $lt: after.enqueuedAt } },
            { enqueuedAt: after.enqueuedAt, _id: { $lt: after.key } },
          ],
        };
        const wanted = jobs.find({ state, ...(kind !== undefined && { kind }), ...follows });
        const found = await wanted.sort({ enqueuedAt: -1, _id: -1 }).limit(limit).lean();
        return found.map(toJob);
      }),
    countJobs: (now) =>
      run('count jobs', async ({ jobs }) => {
        const counts = await jobs.collection.aggregate<CountRow>(countPipeline(now)).toArray();
        return counts.map(({ _id, dueSince = null, ...count }) => ({ kind: _id, ...count, dueSince }));
      }),
    repeatJob: (key, states, at) =>
      run('repeat a job', async ({ jobs }) => {
        const ended = { _id: key, state: { $in: [...states] } };
        return (await jobs.updateOne(ended, { $set: repeated(at) })).matchedCount === 1;
      }),
    repeatGivenUp: (kind, at, limit) =>
      run('repeat jobs', async ({ jobs }) => {
        const state = 'given_up' as const;
        const found = await jobs
          .find({ kind, state })
          .sort({ enqueuedAt: 1, _id: 1 })
          .select({ _id: 1 })
          .limit(limit)
          .lean();
        if (found.length === 0) return 0;
        // In their order, so that no later one of an ordering waits before an earlier one.
        const updates = found.map(({ _id }) => ({
          updateOne: { filter: { _id, state }, update: { $set: repeated(at) } },
        }));
        return (await jobs.bulkWrite(updates, { ordered: true })).matchedCount;
      }),
    forgetJobs: (kind, state, endedBefore, limit) =>
      run('forget jobs', async ({ jobs }) => {
        const ended = { kind, state, endedAt: { $lt: endedBefore } } as const;
        const found = await jobs.find(ended).select({ _id: 1 }).limit(limit).lean();
        if (found.length === 0) return 0;
        return (await jobs.deleteMany({ ...ended, _id: { $in: found.map(({ _id }) => _id) } })).deletedCount;
      }),
    lastResult: (kind, before, ordering) =>
      run('look for the last result', async ({ jobs }) => {
        const [last] = await jobs
          .find({
            kind,
            _id: { $lt: before },
            result: { $ne: null },
            ...(ordering !== null && { ordering }),
          })
          .sort({ _id: -1 })
          .limit(1)
          .lean();
        return last ? { key: last._id, result: last.result } : null;
      }),
  };
}

type CountRow = Omit<JobCount, 'kind' | 'dueSince'> & { _id: string; dueSince?: Date | null };

function countPipeline(now: Date): object[] {
  const isIn = (state: Job['state']) => ({ $eq: ['$state', state] });
  const oneIf = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });
  const isPutOff = { $and: [{ $eq: ['$owner', null] }, { $ne: ['$leaseUntil', null] }] };
  const since = { $ifNull: ['$firstTriedAt', { $cond: [isPutOff, '$leaseUntil', '$runAt'] }] };
  const isDue = { $and: [isIn('waiting'), { $lte: ['$since', now] }] };
  return [
    { $match: { state: { $in: ['waiting', 'given_up'] } } },
    { $project: { kind: 1, state: 1, since } },
    {
      $group: {
        _id: '$kind',
        waiting: oneIf(isIn('waiting')),
        due: oneIf(isDue),
        dueSince: { $min: { $cond: [isDue, '$since', null] } },
        givenUp: oneIf(isIn('given_up')),
      },
    },
    { $sort: { _id: 1 } },
  ];
}

function repeated(at: Date) {
  const fresh = { attempts: 0, endedAt: null, reason: null, result: null } as const;
  return { state: 'waiting', runAt: at, firstTriedAt: at, ...fresh } as const;
}

/**
 * Whether an earlier job of the same ordering has not ended; then all that follow that one are put off until it is tried
 * next, and for no less than until `until`.
 */
async function isPutOff(jobs: Jobs, job: JobDocument, now: Date, until: Date): Promise<boolean> {
  const { ordering, _id } = job;
  if (ordering === null) return false;
  const first = await firstOf(jobs, ordering);
  if (!first || first._id === _id) return false;
  const next = Math.max(until.getTime(), first.runAt.getTime(), first.leaseUntil?.getTime() ?? 0);
  const following = {
    ordering,
    state: 'waiting',
    owner: null,
    runAt: { $lte: now },
    _id: { $ne: first._id },
  };
  // As it is, since mongoose takes no update that reads the document.
  await jobs.collection.updateMany(following as object, [
    { $set: { leaseUntil: { $ifNull: ['$leaseUntil', '$runAt'] }, runAt: new Date(next) } },
  ]);
  // Should it have ended meanwhile, nobody else brings the next one forward.
  if ((await firstOf(jobs, ordering))?._id !== first._id) await bringForward(jobs, ordering);
  return true;
}

/** Lets the first of an ordering be due when it was before it was put off. */
async function bringForward(jobs: Jobs, ordering: string): Promise<void> {
  const first = await firstOf(jobs, ordering);
  if (!first?.leaseUntil || first.owner !== null) return;
  await jobs.updateOne(
    { _id: first._id, state: 'waiting', owner: null, leaseUntil: first.leaseUntil },
    { $set: { runAt: first.leaseUntil, leaseUntil: null } },
  );
}

function firstOf(jobs: Jobs, ordering: string) {
  const waiting = jobs.findOne({ ordering, state: 'waiting' }).sort({ enqueuedAt: 1, _id: 1 });
  return waiting.select({ runAt: 1, leaseUntil: 1, owner: 1 }).lean();
}
