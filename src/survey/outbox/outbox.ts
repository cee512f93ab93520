import { setTimeout } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import type { ChannelAdapter } from '../../channel.ts';
import type { Clock } from '../../clock.ts';
import { faultFields } from '../../errors.ts';
import type { Log } from '../../log/log.ts';
import type { JobQueue } from '../../jobs/queue.ts';
import type { Monitor } from '../../monitoring/monitor.ts';
import type { Dialogue } from '../../dialogue.ts';
import type { Store } from '../../store/store.ts';
import { createDelivery } from './delivery.ts';
import { createDrain, type Drain } from './drain.ts';
import { createHeldDialogue } from './held-dialogue.ts';
import { clientKey, type KeyedMutex } from '../../keyed-mutex.ts';
import { createLease, LEASE_MS } from './lease.ts';
import { type Announce, dueAt, unannounced } from '../progress.ts';

export interface OutboxOptions {
  store: Store;
  channels: ReadonlyMap<string, ChannelAdapter>;
  queue: Pick<JobQueue, 'enqueue'>;
  clock: Clock;
  log: Log;
  /** Under which everything that concerns one client runs. */
  mutex: KeyedMutex;
  announce?: Announce;
  monitor?: Monitor;
}

/**
 * Requests of one channel at once, other kinds of effects counted apart: each channel for itself, so that a platform that hangs does
 * not hold up another, and messages for themselves, so that edits do not hold them up.
 */
const AT_ONCE = 20;
/** What a message in the queue waits for each one before it, about; no more than a guess of when to look again. */
const TURN_MS = 50;
/** Tries that are timed in this process, besides the `wakeAt` in the store, by which others go on if it dies. */
const RETRIES_TIMED = 10_000;
const STOP_LIMIT_MS = 5_000;

export interface Outbox {
  /**
   * The dialogue with this instance as the one that carries its outbox out, if there is anything to carry
   * out and no other instance does; to be saved, and handed to `drain` when `mine`.
   */
  claim(dialogue: Dialogue): { dialogue: Dialogue; mine: boolean };
  /** Carries a claimed and saved outbox out, in order, and strikes off what was done. Never rejects. */
  drain(dialogue: Dialogue): Promise<void>;
  /** How many outboxes are being carried out, or wait for their turn. */
  pending(): number;
  /** Resolves when nothing is being carried out. */
  idle(): Promise<void>;
  /** Takes nothing on any more, lets what is being sent come to its end for a while and gives the leases back. */
  stop(): Promise<void>;
}

type RunningDrain = Drain & {
  running: Promise<void>;
  /** True: the dialogue has changed since the drain began to run. */
  isNews: boolean;
};

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, clock, log, mutex, announce = unannounced } = options;
  const instance = clock.newId();
  const lease = createLease(instance, clock);
  const delivery = createDelivery(options);
  /**
   * One for each dialogue, by its id, so that this process sends nothing of it twice. No Map: of one whose entries come
   * and go V8 keeps the tables that it outgrew, with all that was in them, until it collects the whole heap.
   */
  const drains: Record<string, RunningDrain> = Object.create(null);
  const resumes = new Set<Promise<void>>();
  const retries = new Set<() => void>();
  const limits = new Map<string, LimitFunction>();
  let stopping = false;
  let stop = (): void => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });

  return {
    claim,
    drain,
    pending: () => Object.keys(drains).length,
    async idle() {
      while (running().length > 0 || resumes.size > 0) await Promise.all([...running(), ...resumes]);
    },
    async stop() {
      stopping = true;
      stop();
      for (const cancel of retries) cancel();
      await Promise.race([Promise.all(running()), setTimeout(STOP_LIMIT_MS, undefined, { ref: false })]);
      await store.releaseOutboxes(instance, clock.now()).catch((error: unknown) => {
        const fields = { endInMs: LEASE_MS, ...faultFields(error) };
        log('error', 'Leases could not be given back; they end by themselves', fields);
      });
    },
  };

  function claim(dialogue: Dialogue): { dialogue: Dialogue; mine: boolean } {
    const due = dueAt(dialogue.outbox);
    const isDue = due !== null && due <= clock.now().getTime();
    if (stopping || !isDue || lease.isForeign(dialogue)) return { dialogue, mine: false };
    const waitMs = limitOf(dialogue.channel).pendingCount * TURN_MS;
    const begun = drains[dialogue.id];
    // Whose turn comes while a lease lasts takes the lease in this write, rather than in one of its own.
    const isSoon = begun ? begun.held.isLeased() : waitMs < LEASE_MS;
    return { dialogue: isSoon ? lease.take(dialogue) : lease.queue(dialogue, LEASE_MS + waitMs), mine: true };
  }

  function drain(dialogue: Dialogue): Promise<void> {
    const begun = drains[dialogue.id];
    if (begun) {
      begun.held.saved(dialogue);
      begun.isNews = true;
      begun.poke();
      return begun.running;
    }
    const held = createHeldDialogue({ store, clock, lease, dialogue });
    const one = createDrain({
      held,
      lease,
      delivery,
      clock,
      log: log.child({ dialogue: dialogue.id }),
      announce,
      inTurn: (kind, work) => limitOf(dialogue.channel, kind)(work),
      onLater: (entryId, waitMs) => tryAgain(dialogue, entryId, waitMs),
      // Under the client's mutex, so that an event which proves the contrary comes before or after, not between.
      onUnreachable: (save) =>
        mutex.run(clientKey(dialogue), async () => {
          await markUnreachable(dialogue);
          await save();
        }),
      isStopping: () => stopping,
      stopped,
    });
    const entry: RunningDrain = { isNews: true, running: Promise.resolve(), ...one };
    drains[dialogue.id] = entry;
    entry.running = carryOut(entry, dialogue.id);
    return entry.running;
  }

  async function carryOut(one: RunningDrain, id: string): Promise<void> {
    try {
      // What came when the drain had just found nothing left to do is not left to the next sweep.
      while (one.isNews) {
        one.isNews = false;
        await one.run();
      }
    } catch (error) {
      const fields = { dialogue: id, ...faultFields(error) };
      log('error', 'An outbox was not carried out; another try follows within a minute', fields);
    } finally {
      delete drains[id];
    }
  }

  function running(): Array<Promise<void>> {
    return Object.values(drains).map((one) => one.running);
  }

  function limitOf(channel: string, kind = 'send'): LimitFunction {
    const name = `${channel} ${kind}`;
    const limit = limits.get(name) ?? pLimit(AT_ONCE);
    limits.set(name, limit);
    return limit;
  }

  /** Goes on after a failed try by the monotonic clock, so that a wall clock that is set back does not hold it up. */
  function tryAgain(dialogue: Dialogue, entryId: number, waitMs: number): void {
    if (stopping || retries.size >= RETRIES_TIMED) return;
    const cancel = clock.after(waitMs, () => {
      retries.delete(cancel);
      const resuming = resume(dialogue, entryId)
        .catch((error: unknown) =>
          log('error', 'A message was not tried again', { dialogue: dialogue.id, ...faultFields(error) }),
        )
        .finally(() => resumes.delete(resuming));
      resumes.add(resuming);
    });
    retries.add(cancel);
  }

  async function resume({ channel, clientId, id }: Dialogue, entryId: number): Promise<void> {
    if (stopping || drains[id]) return;
    const found = await store.findDialogue(channel, clientId, id);
    if (!found?.outbox.some((entry) => entry.id === entryId)) return;
    const outbox = found.outbox.map((entry) => (entry.id === entryId ? { ...entry, notBefore: 0 } : entry));
    const { dialogue, mine } = claim({ ...found, outbox });
    if (mine && (await store.saveDialogue(dialogue, { before: found }))) {
      void drain({ ...dialogue, revision: dialogue.revision + 1 });
    }
  }

  async function markUnreachable({ channel, clientId }: Dialogue): Promise<void> {
    const known = await store.findClient(channel, clientId);
    const client = known ?? { channel, clientId, name: null, locale: null };
    // A refusal has no date by the platform's clock, so whatever the client does next is later.
    await store.saveClient({ ...client, reachable: false, seenAt: known?.seenAt ?? new Date(0) });
  }
}
