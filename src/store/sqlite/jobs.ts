import type { Job, JobCount, JobStore } from '../ports/jobs.ts';
import type { Access } from './connection/access.ts';
import { type JobRow, jobRow, toJob } from './rows.ts';

/** So many are put off in one write, so that other writes come between. */
const MOST_PUT_OFF = 1_000;

/** `:name` is bound from the field of that name. */
export const statements = {
  insertJob: `INSERT INTO jobs (key, kind, payload, ordering, origin, enqueuedAt, runAt, attempts, state)
    VALUES (:key, :kind, :payload, :ordering, :origin, :enqueuedAt, :runAt, 0, 'waiting')
    ON CONFLICT (key) DO NOTHING`,
  dueJobs: `SELECT * FROM jobs AS job INDEXED BY jobs_due
    WHERE state = 'waiting' AND runAt <= :now AND (leaseUntil IS NULL OR leaseUntil <= :now)
      AND kind IN (SELECT value FROM json_each(:kinds))
      AND (ordering IS NULL OR NOT EXISTS (
        SELECT 1 FROM jobs AS earlier
        WHERE earlier.ordering = job.ordering AND earlier.state = 'waiting'
          AND (earlier.enqueuedAt, earlier.key) < (job.enqueuedAt, job.key)
      ))
    ORDER BY runAt, enqueuedAt, key LIMIT :limit`,
  anyDue: `SELECT 1 FROM jobs INDEXED BY jobs_due
    WHERE state = 'waiting' AND runAt <= :now AND (leaseUntil IS NULL OR leaseUntil <= :now)
      AND kind IN (SELECT value FROM json_each(:kinds)) LIMIT 1`,
  putOffFollowers: `UPDATE jobs SET leaseUntil = coalesce(leaseUntil, runAt), runAt = max(:until, (
      SELECT max(first.runAt, coalesce(first.leaseUntil, 0)) FROM jobs AS first
      WHERE first.ordering = jobs.ordering AND first.state = 'waiting' ORDER BY first.enqueuedAt, first.key LIMIT 1
    ))
    WHERE key IN (
      SELECT key FROM jobs AS job INDEXED BY jobs_due
      WHERE state = 'waiting' AND runAt <= :now AND owner IS NULL AND ordering IS NOT NULL AND EXISTS (
        SELECT 1 FROM jobs AS earlier
        WHERE earlier.ordering = job.ordering AND earlier.state = 'waiting'
          AND (earlier.enqueuedAt, earlier.key) < (job.enqueuedAt, job.key)
      )
      ORDER BY runAt, enqueuedAt, key LIMIT ${MOST_PUT_OFF}
    )`,
  bringForward: `UPDATE jobs SET runAt = leaseUntil, leaseUntil = NULL
    WHERE owner IS NULL AND leaseUntil IS NOT NULL AND key = (
      SELECT next.key FROM jobs AS ended, jobs AS next
      WHERE ended.key = :key AND next.ordering = ended.ordering AND next.state = 'waiting'
      ORDER BY next.enqueuedAt, next.key LIMIT 1
    )`,
  lastEnqueuedAt: `SELECT max(enqueuedAt) AS enqueuedAt FROM jobs WHERE ordering = :ordering AND state = 'waiting'`,
  nextRunAt: `SELECT min(runAt) AS runAt FROM jobs WHERE state = 'waiting' AND runAt <= :until`,
  claimJob: `UPDATE jobs SET owner = :owner, leaseUntil = :until, attempts = attempts + 1,
      firstTriedAt = coalesce(firstTriedAt, :triedSince)
    WHERE key = :key AND state = 'waiting'`,
  renewJob: `UPDATE jobs SET leaseUntil = :until WHERE key = :key AND owner = :owner AND state = 'waiting'`,
  settleJob: `UPDATE jobs SET state = :state, runAt = coalesce(:runAt, runAt), endedAt = :endedAt,
      reason = :reason, result = :result, owner = NULL, leaseUntil = NULL
    WHERE key = :key AND owner = :owner AND state = 'waiting'`,
  releaseJobs: `UPDATE jobs SET owner = NULL, leaseUntil = NULL WHERE owner = :owner AND state = 'waiting'`,
  findJob: 'SELECT * FROM jobs WHERE key = :key',
  listJobs: `SELECT * FROM jobs WHERE state = :state AND (enqueuedAt, key) < (:beforeAt, :beforeKey)
    ORDER BY enqueuedAt DESC, key DESC LIMIT :limit`,
  listJobsOfKind: `SELECT * FROM jobs
    WHERE kind = :kind AND state = :state AND (enqueuedAt, key) < (:beforeAt, :beforeKey)
    ORDER BY enqueuedAt DESC, key DESC LIMIT :limit`,
  countJobs: `SELECT kind, sum(state = 'waiting') AS waiting, coalesce(sum(since <= :now), 0) AS due,
      min(iif(since <= :now, since, NULL)) AS dueSince, sum(state = 'given_up') AS givenUp
    FROM (
      SELECT kind, state, iif(state = 'waiting',
        coalesce(firstTriedAt, iif(owner IS NULL, leaseUntil, NULL), runAt), NULL) AS since
      FROM jobs WHERE state IN ('waiting', 'given_up')
    ) GROUP BY kind ORDER BY kind`,
  repeatJob: `UPDATE jobs SET state = 'waiting', runAt = :at, firstTriedAt = :at, attempts = 0, endedAt = NULL,
      reason = NULL, result = NULL
    WHERE key = :key AND state IN (SELECT value FROM json_each(:states))`,
  givenUpJobs: `SELECT key FROM jobs WHERE state = 'given_up' AND kind = :kind ORDER BY enqueuedAt, key LIMIT :limit`,
  // What was enqueued later has not ended before, so that the index is read up to there.
  forgetJobs: `DELETE FROM jobs WHERE key IN (
    SELECT key FROM jobs
    WHERE state = :state AND enqueuedAt < :endedBefore AND kind = :kind AND endedAt < :endedBefore LIMIT :limit
  )`,
  lastResult: `SELECT key, result FROM jobs
    WHERE kind = :kind AND key < :before AND result IS NOT NULL AND (:ordering IS NULL OR ordering = :ordering)
    ORDER BY key DESC LIMIT 1`,
} as const;

export function createJobs({ using }: Access): JobStore {
  const { read, readInBackground, write } = using(statements);
  return {
    insertJob: (job) => write('keep a job', (run) => run.insertJob.change(jobRow(job)) === 1),
    async claimJobs({ owner, kinds, sinceEnqueued = [], now, until, limit }) {
      const due = { kinds: JSON.stringify(kinds), now: now.getTime(), limit };
      // Mostly there is none, and then nobody waits for the write lock.
      const isAny = await read(
        'look for due jobs',
        (run) => run.anyDue.all({ now: due.now, kinds: due.kinds }).length > 0,
      );
      if (!isAny) return [];
      return write('take jobs on', (run) => {
        run.putOffFollowers.change({ now: now.getTime(), until: until.getTime() });
        return run.dueJobs.all<JobRow>(due).map((row): Job => {
          const job = toJob(row);
          const firstTriedAt = job.firstTriedAt ?? (sinceEnqueued.includes(job.kind) ? job.enqueuedAt : now);
          const times = { until: until.getTime(), triedSince: firstTriedAt.getTime() };
          run.claimJob.change({ key: row.key, owner, ...times });
          return { ...job, owner, leaseUntil: until, attempts: job.attempts + 1, firstTriedAt };
        });
      });
    },
    lastEnqueuedAt: (ordering) =>
      read('look for the last job of an ordering', (run) => {
        const [last] = run.lastEnqueuedAt.all<{ enqueuedAt: number | null }>({ ordering });
        return last?.enqueuedAt == null ? null : new Date(last.enqueuedAt);
      }),
    nextRunAt: (until) =>
      read('look for due jobs', (run) => {
        const [next] = run.nextRunAt.all<{ runAt: number | null }>({ until: until.getTime() });
        return next?.runAt == null ? null : new Date(next.runAt);
      }),
    renewJob: (key, owner, until) =>
      write('go on with a job', (run) => run.renewJob.change({ key, owner, until: until.getTime() }) === 1),
    settleJob: (key, owner, settlement) =>
      write('write down what became of a job', (run) => {
        const { state } = settlement;
        const changed = run.settleJob.change({
          key,
          owner,
          state,
          runAt: state === 'waiting' ? settlement.runAt.getTime() : null,
          endedAt: state === 'waiting' ? null : settlement.at.getTime(),
          reason: state === 'done' ? null : settlement.reason,
          result: state === 'waiting' || settlement.result == null ? null : JSON.stringify(settlement.result),
        });
        if (changed === 1 && state !== 'waiting') run.bringForward.change({ key });
        return changed === 1;
      }),
    releaseJobs: (owner) =>
      write('give jobs back', (run) => {
        run.releaseJobs.change({ owner });
      }),
    findJob: (key) =>
      read('find a job', (run) => {
        const [row] = run.findJob.all<JobRow>({ key });
        return row ? toJob(row) : null;
      }),
    async listJobs(state, limit, kind, after) {
      const beforeAt = after?.enqueuedAt.getTime() ?? Number.MAX_SAFE_INTEGER;
      const wanted = { state, limit, beforeAt, beforeKey: after?.key ?? '' };
      const rows =
        kind === undefined
          ? await readInBackground<JobRow>('list jobs', 'listJobs', wanted)
          : await readInBackground<JobRow>('list jobs', 'listJobsOfKind', { ...wanted, kind });
      return rows.map(toJob);
    },
    async countJobs(now) {
      type Row = Omit<JobCount, 'dueSince'> & { dueSince: number | null };
      const rows = await readInBackground<Row>('count jobs', 'countJobs', { now: now.getTime() });
      return rows.map(({ dueSince, ...row }) => ({
        ...row,
        dueSince: dueSince === null ? null : new Date(dueSince),
      }));
    },
    repeatJob: (key, states, at) =>
      write('repeat a job', (run) => {
        const change = { key, states: JSON.stringify(states), at: at.getTime() };
        return run.repeatJob.change(change) === 1;
      }),
    repeatGivenUp: (kind, at, limit) =>
      write('repeat jobs', (run) => {
        const keys = run.givenUpJobs.all<{ key: string }>({ kind, limit });
        const change = { states: JSON.stringify(['given_up']), at: at.getTime() };
        for (const { key } of keys) run.repeatJob.change({ ...change, key });
        return keys.length;
      }),
    forgetJobs: (kind, state, endedBefore, limit) =>
      write('forget jobs', (run) =>
        run.forgetJobs.change({ kind, state, endedBefore: endedBefore.getTime(), limit }),
      ),
    lastResult: (kind, before, ordering) =>
      read('look for the last result', (run) => {
        const [row] = run.lastResult.all<{ key: string; result: string }>({ kind, before, ordering });
        return row ? { key: row.key, result: JSON.parse(row.result) as unknown } : null;
      }),
  };
}
