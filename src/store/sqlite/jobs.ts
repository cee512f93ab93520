import type { Job, JobStore } from '../ports/jobs.ts';
import type { Access } from './connection/access.ts';
import { type JobRow, jobRow, toJob } from './rows.ts';

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
  nextRunAt: `SELECT min(runAt) AS runAt FROM jobs WHERE state = 'waiting' AND runAt <= :until`,
  claimJob: `UPDATE jobs SET owner = :owner, leaseUntil = :until, attempts = attempts + 1,
      firstTriedAt = coalesce(firstTriedAt, :now)
    WHERE key = :key AND state = 'waiting'`,
  renewJob: `UPDATE jobs SET leaseUntil = :until WHERE key = :key AND owner = :owner AND state = 'waiting'`,
  settleJob: `UPDATE jobs SET state = :state, runAt = coalesce(:runAt, runAt), endedAt = :endedAt,
      reason = :reason, result = :result, owner = NULL, leaseUntil = NULL
    WHERE key = :key AND owner = :owner AND state = 'waiting'`,
  releaseJobs: `UPDATE jobs SET owner = NULL, leaseUntil = NULL WHERE owner = :owner AND state = 'waiting'`,
  findJob: 'SELECT * FROM jobs WHERE key = :key',
  listJobs: 'SELECT * FROM jobs WHERE state = :state ORDER BY enqueuedAt DESC, key DESC LIMIT :limit',
  lastResult: `SELECT key, result FROM jobs
    WHERE kind = :kind AND key < :before AND result IS NOT NULL AND (:ordering IS NULL OR ordering = :ordering)
    ORDER BY key DESC LIMIT 1`,
} as const;

export function createJobs({ using }: Access): JobStore {
  const { read, write } = using(statements);
  return {
    insertJob: (job) => write('keep a job', (run) => run.insertJob.change(jobRow(job)) === 1),
    async claimJobs({ owner, kinds, now, until, limit }) {
      const due = { kinds: JSON.stringify(kinds), now: now.getTime(), limit };
      // Mostly there is none, and then nobody waits for the write lock.
      const isAny = await read(
        'look for due jobs',
        (run) => run.dueJobs.all({ ...due, limit: 1 }).length > 0,
      );
      if (!isAny) return [];
      return write('take jobs on', (run) =>
        run.dueJobs.all<JobRow>(due).map((row): Job => {
          run.claimJob.change({ key: row.key, owner, until: until.getTime(), now: now.getTime() });
          const job = toJob(row);
          const firstTriedAt = job.firstTriedAt ?? now;
          return { ...job, owner, leaseUntil: until, attempts: job.attempts + 1, firstTriedAt };
        }),
      );
    },
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
    listJobs: (state, limit) =>
      read('list jobs', (run) => run.listJobs.all<JobRow>({ state, limit }).map(toJob)),
    lastResult: (kind, before, ordering) =>
      read('look for the last result', (run) => {
        const [row] = run.lastResult.all<{ key: string; result: string }>({ kind, before, ordering });
        return row ? { key: row.key, result: JSON.parse(row.result) as unknown } : null;
      }),
  };
}
