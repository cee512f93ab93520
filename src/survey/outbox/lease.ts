import type { Clock } from '../../clock.ts';
import type { Dialogue } from '../../dialogue.ts';
import { isInOrder } from './effects/index.ts';
import { dueAt, scheduled } from '../progress.ts';

/** How long an outbox belongs to the instance that carries it out; renewed while a platform takes its time. */
export const LEASE_MS = 10_000;

/** Whose business a dialogue's outbox is. The end of a lease is of the wall clock, which all instances share. */
export interface Lease {
  /** True while another instance carries the outbox out. */
  isForeign(dialogue: Dialogue): boolean;
  /** The dialogue with a lease of this instance, from now. */
  take(dialogue: Dialogue): Dialogue;
  /** The dialogue in this instance's queue, where it needs nobody's attention for `restMs`; another instance may take it. */
  queue(dialogue: Dialogue, restMs: number): Dialogue;
  /**
   * The dialogue with the lease kept while there is a message to be sent now, and given back otherwise. Edits that
   * are under way need none: another instance may send the next message meanwhile.
   */
  keepOrRelease(dialogue: Dialogue): Dialogue;
}

export function createLease(instance: string, clock: Clock): Lease {
  const lease: Lease = {
    isForeign({ sendingBy, sendingUntil }) {
      if (sendingBy === null || sendingBy === instance || sendingUntil === null) return false;
      const left = sendingUntil.getTime() - clock.now().getTime();
      // An end further off than any lease was written by a clock that has been set back since.
      return left > 0 && left <= 2 * LEASE_MS;
    },
    take(dialogue) {
      const sendingUntil = new Date(clock.now().getTime() + LEASE_MS);
      return scheduled({ ...dialogue, sendingBy: instance, sendingUntil });
    },
    queue(dialogue, restMs) {
      const restUntil = clock.now().getTime() + restMs;
      return scheduled({ ...dialogue, sendingBy: instance, sendingUntil: null }, restUntil);
    },
    keepOrRelease(dialogue) {
      if (lease.isForeign(dialogue)) return scheduled(dialogue);
      const now = clock.now().getTime();
      const next = dialogue.outbox.find(isInOrder);
      if (next && next.notBefore <= now) return lease.take(dialogue);
      const due = dueAt(dialogue.outbox);
      return due !== null && due <= now
        ? lease.queue(dialogue, LEASE_MS)
        : scheduled({ ...dialogue, sendingBy: null, sendingUntil: null });
    },
  };
  return lease;
}
