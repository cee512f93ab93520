import type { Clock } from '../../clock.ts';
import type { Dialogue } from '../../dialogue.ts';
import type { Store } from '../../store/store.ts';
import { LEASE_MS, type Lease } from './lease.ts';

/** So long before its end a lease is renewed rather than relied upon. */
const MARGIN_MS = 2_000;
const RENEW_EVERY_MS = 3_000;

/** A dialogue whose outbox this instance carries out, as it was last written or read. */
export interface HeldDialogue {
  current(): Dialogue;
  /** Takes a newer state that was just saved elsewhere in this process. */
  saved(dialogue: Dialogue): void;
  /** True when the last write said that the outbox is this instance's. */
  isLeased(): boolean;
  /**
   * Writes with a compare-and-set until no other writer was first; one write at a time.
   * @param mayWait true: what comes next does not need it
   * @returns false when `change` gave null, or the dialogue is gone
   * @throws {StoreError}
   */
  update(change: (dialogue: Dialogue) => Dialogue | null, mayWait?: boolean): Promise<boolean>;
  /**
   * True when this instance may send now. The store is asked when that is not certain any more: after a wait, or
   * after the process was stopped for a while. @throws {StoreError}
   */
  mayGoOn(): Promise<boolean>;
  /** Renews the lease from time to time. @returns ends that */
  keepRenewing(): () => void;
}

export interface HeldDialogueOptions {
  store: Pick<Store, 'saveDialogue' | 'findDialogue'>;
  clock: Clock;
  lease: Lease;
  /** Saved just now. */
  dialogue: Dialogue;
}

export function createHeldDialogue({ store, clock, lease, dialogue }: HeldDialogueOptions): HeldDialogue {
  let current = dialogue;
  /** By the monotonic clock; until then no other instance can have taken the outbox over. */
  let safeUntil = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const renew = (one: Dialogue): Dialogue | null => (lease.isForeign(one) ? null : lease.take(one));

  const held: HeldDialogue = {
    current: () => current,
    saved(newer) {
      if (newer.revision > current.revision) took(newer, clock.monotonic());
    },
    isLeased: () => safeUntil > 0,
    update(change, mayWait = false) {
      const written = writing.then(() => write(change, mayWait));
      writing = written.catch(() => undefined);
      return written;
    },
    async mayGoOn() {
      return clock.monotonic() < safeUntil || held.update(renew);
    },
    keepRenewing() {
      let cancel = (): void => {};
      const later = (): void => {
        cancel = clock.after(RENEW_EVERY_MS, () => {
          // Where that fails, `mayGoOn` asks the store before anything else is sent.
          held.update(renew).catch(() => undefined);
          later();
        });
      };
      later();
      return () => cancel();
    },
  };
  took(dialogue, clock.monotonic());
  return held;

  async function write(change: (dialogue: Dialogue) => Dialogue | null, mayWait: boolean): Promise<boolean> {
    for (;;) {
      const at = clock.monotonic();
      const known = current;
      const next = change(known);
      if (!next) return false;
      if (await store.saveDialogue(next, { before: known, mayWait })) {
        const written = { ...next, revision: next.revision + 1 };
        // Another writer of this process may have built upon it before this one was told that it is saved.
        if (written.revision > current.revision) took(written, at);
        return true;
      }
      const fresh = await store.findDialogue(current.channel, current.clientId, current.id);
      if (!fresh) return false;
      if (current === known || fresh.revision > current.revision) current = fresh;
    }
  }

  /** @param at when the write of `newer` began: its lease cannot have begun later */
  function took(newer: Dialogue, at: number): void {
    current = newer;
    // Whatever is written with a lease of this instance renews it.
    safeUntil = isMine(newer) ? at + LEASE_MS - MARGIN_MS : 0;
  }

  function isMine(one: Dialogue): boolean {
    return one.sendingUntil !== null && !lease.isForeign(one);
  }
}
