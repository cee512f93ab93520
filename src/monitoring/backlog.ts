import type { Clock } from '../clock.ts';
import type { OutboxCount } from '../store/ports/dialogues.ts';
import type { JobCount } from '../store/ports/jobs.ts';
import type { DialogueStore, JobStore } from '../store/store.ts';

/** What is still to be done by all instances on one store. */
export interface Backlog {
  at: Date;
  jobs: JobCount[];
  outboxes: OutboxCount[];
}

/** @throws {StoreError} */
export type ReadBacklog = () => Promise<Backlog>;

/** A message that failed is tried again within ten minutes, so that its dialogue is due by then. */
const LOOKED_AHEAD_MS = 15 * 60_000;

export function createBacklog(
  store: Pick<DialogueStore & JobStore, 'countJobs' | 'countOutboxes'>,
  clock: Pick<Clock, 'now'>,
): ReadBacklog {
  return async () => {
    const at = clock.now();
    const [jobs, outboxes] = await Promise.all([
      store.countJobs(at),
      store.countOutboxes(new Date(at.getTime() + LOOKED_AHEAD_MS)),
    ]);
    return { at, jobs, outboxes };
  };
}

const KEPT_MS = 5_000;
/** With very many jobs reading takes longer; then it is kept for so many times as long, so that it takes a twentieth of the time. */
const KEPT_TIMES = 20;

/** The same, but whoever asks again within five seconds is given what was read: several scrapers cost no more than one. */
export function keptBacklog(read: ReadBacklog, clock: Pick<Clock, 'monotonic'>): ReadBacklog {
  let known: Promise<Backlog> | null = null;
  let knownUntil = 0;

  return () => {
    if (known && clock.monotonic() < knownUntil) return known;
    const begun = clock.monotonic();
    knownUntil = Number.POSITIVE_INFINITY;
    const reading = read();
    known = reading;
    reading.then(
      () => {
        const now = clock.monotonic();
        knownUntil = now + Math.max(KEPT_MS, KEPT_TIMES * (now - begun));
      },
      // A failure is not kept.
      () => {
        known = null;
      },
    );
    return reading;
  };
}
