import { setTimeout } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Dialogue, OutboxEntry, Store } from '../store/store.ts';
import { createDelivery, type DeliveryResult } from './delivery.ts';
import { clientKey, createKeyedMutex, type KeyedMutex } from './keyed-mutex.ts';
import { dueAt, nextEntryId, notAsked, scheduled, wasDelivered, withPrompt } from './progress.ts';

export interface OutboxOptions {
  store: Store;
  channels: ReadonlyMap<string, ChannelAdapter>;
  clock: Clock;
  log: Log;
  /** Under which everything that concerns one client runs. */
  mutex: KeyedMutex;
}

/** How long an outbox belongs to the instance that carries it out; renewed while a platform takes its time. */
const LEASE_MS = 10_000;
/** So long before its end a lease is renewed rather than relied upon. */
const LEASE_MARGIN_MS = 2_000;
const RENEW_EVERY_MS = 3_000;
/**
 * Requests of one channel at once, edits counted apart: each channel for itself, so that a platform that hangs does
 * not hold up another, and messages for themselves, so that edits do not hold them up.
 */
const AT_ONCE = 20;
/** What a message in the queue waits for each one before it, about; no more than a guess of when to look again. */
const TURN_MS = 50;
/** Tries that are remembered besides the store, where a wall clock that is set back would hold them up. */
const RETRIES_KEPT = 10_000;
const STOP_LIMIT_MS = 5_000;
const LONGEST_MARK_PAUSE_MS = 30_000;

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

/** One dialogue's outbox, while this instance carries it out or has it in its queue. */
interface Drain {
  /** As it was last written or read here. */
  dialogue: Dialogue;
  /** Until then, by the monotonic clock, no other instance can have taken it over. */
  safeUntil: number;
  /** Says that `dialogue` has changed. */
  poke: () => void;
  run: Promise<void>;
  /** The edits under way, by the message that is edited; one at a time for each. */
  edits: Map<string, Promise<void>>;
  /** The newest edit that was begun for each message. */
  begun: Map<string, number>;
}

export function createOutbox({ store, channels, clock, log, mutex }: OutboxOptions): Outbox {
  const instance = clock.newId();
  const delivery = createDelivery({ channels, clock, log });
  const drains = new Map<string, Drain>();
  const resumes = new Set<Promise<void>>();
  const retries = new Set<() => void>();
  const writes = createKeyedMutex();
  const limits = new Map<string, LimitFunction>();
  let stopping = false;
  let stopped = (): void => {};
  const stop = new Promise<void>((resolve) => {
    stopped = resolve;
  });

  return {
    claim,
    drain,
    pending: () => drains.size,
    async idle() {
      while (drains.size > 0 || resumes.size > 0) {
        await Promise.all([...[...drains.values()].map(({ run }) => run), ...resumes]);
      }
    },
    async stop() {
      stopping = true;
      stopped();
      for (const cancel of retries) cancel();
      const running = Promise.all([...drains.values()].map(({ run }) => run));
      await Promise.race([running, setTimeout(STOP_LIMIT_MS, undefined, { ref: false })]);
      await store.releaseOutboxes(instance, clock.now());
    },
  };

  function claim(dialogue: Dialogue): { dialogue: Dialogue; mine: boolean } {
    const now = clock.now().getTime();
    const due = dueAt(dialogue.outbox);
    if (stopping || due === null || due > now || isForeign(dialogue)) {
      return { dialogue, mine: false };
    }
    const limit = limitOf(dialogue.channel);
    const begun = drains.get(dialogue.id);
    const atOnce = begun ? begun.safeUntil > 0 : limit.activeCount + limit.pendingCount < AT_ONCE;
    if (atOnce) return { dialogue: leased(dialogue), mine: true };
    const rest = now + LEASE_MS + limit.pendingCount * TURN_MS;
    return {
      dialogue: scheduled({ ...dialogue, sendingBy: instance, sendingUntil: null }, rest),
      mine: true,
    };
  }

  function drain(dialogue: Dialogue): Promise<void> {
    const begun = drains.get(dialogue.id);
    if (begun) {
      if (dialogue.revision > begun.dialogue.revision) took(begun, dialogue, clock.monotonic());
      begun.poke();
      return begun.run;
    }
    const run = Promise.resolve();
    const started: Drain = {
      dialogue,
      safeUntil: 0,
      poke: () => {},
      run,
      edits: new Map(),
      begun: new Map(),
    };
    took(started, dialogue, clock.monotonic());
    drains.set(dialogue.id, started);
    started.run = carryOut(started).catch((error: unknown) => {
      log('error', `dialogue ${dialogue.id}: ${messageOf(error)}; another try follows within a minute`);
    });
    return started.run;
  }

  async function carryOut(one: Drain): Promise<void> {
    try {
      while (!stopping) {
        const poked = new Promise<void>((resolve) => {
          one.poke = resolve;
        });
        const { outbox } = one.dialogue;
        const entry = outbox.find(({ effect }) => effect.kind === 'send');
        if (entry && isDue(entry)) {
          const result = await inTurn(one, entry);
          if (result?.kind === 'withdrawn') return;
          if (result) await settle(one, entry, result);
        } else if (outbox.some((other) => other.effect.kind === 'edit' && isDue(other))) {
          if (!(await holds(one))) return;
          beginEdits(one);
          // Every edit is under way; a message that comes meanwhile does not wait for them.
          await Promise.race([Promise.all(one.edits.values()), poked]);
          if (one.edits.size === 0) await update(one, (dialogue) => strikeOff(one, dialogue, null));
        } else if (one.edits.size > 0) {
          await Promise.race([Promise.all(one.edits.values()), poked]);
        } else {
          return;
        }
      }
    } finally {
      drains.delete(one.dialogue.id);
    }
  }

  /** Sends one message once its turn has come. @returns undefined when it is not to be sent any more */
  function inTurn(one: Drain, entry: OutboxEntry): Promise<DeliveryResult | undefined> {
    return limitOf(one.dialogue.channel)(async () => {
      const isLeft = (): boolean => one.dialogue.outbox.some(({ id }) => id === entry.id);
      if (stopping || !(await holds(one))) return { kind: 'withdrawn' };
      if (!isLeft()) return undefined;
      const stopRenewing = renewWhile(one);
      try {
        const sending = delivery.perform(one.dialogue, entry, async () => (await holds(one)) && isLeft());
        beginEdits(one);
        return await sending;
      } finally {
        stopRenewing();
      }
    });
  }

  function beginEdits(one: Drain): void {
    for (const entry of one.dialogue.outbox) {
      if (entry.effect.kind !== 'edit' || !isDue(entry)) continue;
      const { messageId } = entry.effect;
      if ((one.begun.get(messageId) ?? 0) >= entry.id) continue;
      one.begun.set(messageId, entry.id);
      const run = (one.edits.get(messageId) ?? Promise.resolve())
        .then(() => edit(one, entry, messageId))
        .catch((error: unknown) => log('error', `dialogue ${one.dialogue.id}: ${messageOf(error)}`))
        .finally(() => {
          if (one.edits.get(messageId) === run) one.edits.delete(messageId);
        });
      one.edits.set(messageId, run);
    }
  }

  /** An edit that has begun is struck off with the next message; one that is to be tried again comes back. */
  async function edit(one: Drain, entry: OutboxEntry, messageId: string): Promise<void> {
    const { channel } = one.dialogue;
    const result = await limitOf(`${channel} edits`)(() =>
      delivery.perform(one.dialogue, entry, async () => true),
    );
    if (result.kind !== 'later' || one.begun.get(messageId) !== entry.id) return;
    const notBefore = clock.now().getTime() + result.waitMs;
    let id = entry.id;
    const saved = await update(one, (dialogue) => {
      const others = dialogue.outbox.filter((other) => other.id !== entry.id);
      const superseded = others.some(
        ({ effect }) => effect.kind === 'edit' && effect.messageId === messageId,
      );
      if (superseded) return null;
      // A new id, since the old one counts as begun.
      id = nextEntryId({ ...dialogue, outbox: others }, entry.id);
      const again = { ...entry, id, attempts: entry.attempts + 1, notBefore };
      return settled({ ...dialogue, outbox: [...others, again] });
    });
    if (saved) tryAgain(one.dialogue, id, result.waitMs);
  }

  /** Writes down what became of a message; what was sent is not forgotten while the store is away. */
  async function settle(one: Drain, entry: OutboxEntry, result: DeliveryResult): Promise<void> {
    const save = (): Promise<boolean> =>
      update(one, (dialogue) => strikeOff(one, dialogue, { entry, result }));
    if (result.kind === 'refused' && result.reason === 'unreachable') {
      // Under the client's mutex, so that an event which proves the contrary comes before or after, not between.
      await mutex.run(clientKey(one.dialogue), async () => {
        await markUnreachable(one.dialogue);
        await save();
      });
      return;
    }
    for (let tries = 0; ; tries++) {
      try {
        await save();
        break;
      } catch (error) {
        if (result.kind !== 'done' || stopping) throw error;
        if (tries === 0)
          log(
            'error',
            `dialogue ${one.dialogue.id}: a message was sent, which could not be saved: ${messageOf(error)}`,
          );
        const pause = Math.min(1_000 * 2 ** tries, LONGEST_MARK_PAUSE_MS);
        await Promise.race([new Promise<void>((resolve) => clock.after(pause, resolve)), stop]);
      }
    }
    if (result.kind === 'later') tryAgain(one.dialogue, entry.id, result.waitMs);
  }

  /** The dialogue without the edits that have begun, and with the outcome of one message. */
  function strikeOff(
    one: Drain,
    dialogue: Dialogue,
    sent: { entry: OutboxEntry; result: DeliveryResult } | null,
  ): Dialogue {
    const result = sent?.result;
    if (result?.kind === 'refused' && !wasDelivered(dialogue)) return notAsked(dialogue, result.reason);
    const left = dialogue.outbox.flatMap((other): OutboxEntry[] => {
      const { id, effect } = other;
      if (effect.kind === 'edit') return (one.begun.get(effect.messageId) ?? 0) >= id ? [] : [other];
      if (id !== sent?.entry.id) return [other];
      if (result?.kind !== 'later') return [];
      return [{ ...other, attempts: other.attempts + 1, notBefore: clock.now().getTime() + result.waitMs }];
    });
    const gone = result?.kind === 'refused' && result.reason === 'unreachable';
    const effect = sent?.entry.effect;
    const prompt = effect?.kind === 'send' ? effect.prompt : undefined;
    const messageId = result?.kind === 'done' ? result.messageId : undefined;
    const now = sent && sent.entry.attempts > 0 ? clock.now().getTime() : null;
    const asked =
      prompt === undefined || messageId === undefined
        ? dialogue
        : withPrompt(dialogue, prompt, messageId, now);
    return settled({ ...asked, outbox: gone ? [] : left });
  }

  /** Keeps the lease while there is something to be sent now; gives it back otherwise, and never takes another's. */
  function settled(dialogue: Dialogue): Dialogue {
    if (isForeign(dialogue)) return scheduled(dialogue);
    const due = dueAt(dialogue.outbox);
    const goesOn = due !== null && due <= clock.now().getTime();
    return goesOn ? leased(dialogue) : scheduled({ ...dialogue, sendingBy: null, sendingUntil: null });
  }

  /** True when this instance may send for the dialogue now; read again when that is not certain any more. */
  async function holds(one: Drain): Promise<boolean> {
    if (clock.monotonic() < one.safeUntil) return true;
    return update(one, (dialogue) => (isForeign(dialogue) ? null : leased(dialogue)));
  }

  function renewWhile(one: Drain): () => void {
    let cancel = (): void => {};
    const later = (): void => {
      cancel = clock.after(RENEW_EVERY_MS, () => {
        // What cannot be renewed is read again before anything else is sent.
        update(one, (dialogue) => (isForeign(dialogue) ? null : leased(dialogue))).catch(() => undefined);
        later();
      });
    };
    later();
    return () => cancel();
  }

  /** Writes with a compare-and-set until no other writer was first. @returns false when `change` gave null */
  function update(one: Drain, change: (dialogue: Dialogue) => Dialogue | null): Promise<boolean> {
    return writes.run(one.dialogue.id, async () => {
      for (;;) {
        const at = clock.monotonic();
        const next = change(one.dialogue);
        if (!next) return false;
        if (await store.saveDialogue(next)) {
          took(one, { ...next, revision: next.revision + 1 }, at);
          return true;
        }
        const { channel, clientId, id } = one.dialogue;
        const fresh = await store.findDialogue(channel, clientId, id);
        if (!fresh) return false;
        one.dialogue = fresh;
      }
    });
  }

  /** @param at when the write of `dialogue` began, by the monotonic clock */
  function took(one: Drain, dialogue: Dialogue, at: number): void {
    const mine = dialogue.sendingBy === instance && dialogue.sendingUntil !== null;
    one.dialogue = dialogue;
    one.safeUntil = mine ? at + LEASE_MS - LEASE_MARGIN_MS : 0;
  }

  function leased(dialogue: Dialogue): Dialogue {
    const sendingUntil = new Date(clock.now().getTime() + LEASE_MS);
    return scheduled({ ...dialogue, sendingBy: instance, sendingUntil });
  }

  /** True while another instance carries the outbox out. An end further off than any lease is of a clock since set back. */
  function isForeign({ sendingBy, sendingUntil }: Dialogue): boolean {
    if (sendingBy === null || sendingBy === instance || sendingUntil === null) return false;
    const left = sendingUntil.getTime() - clock.now().getTime();
    return left > 0 && left <= 2 * LEASE_MS;
  }

  function isDue({ notBefore }: OutboxEntry): boolean {
    return notBefore <= clock.now().getTime();
  }

  function limitOf(name: string): LimitFunction {
    const limit = limits.get(name) ?? pLimit(AT_ONCE);
    limits.set(name, limit);
    return limit;
  }

  /** Goes on after a failed try by the monotonic clock; the store's own `wakeAt` is for when this process is gone. */
  function tryAgain(dialogue: Dialogue, entryId: number, waitMs: number): void {
    if (stopping || retries.size >= RETRIES_KEPT) return;
    const cancel = clock.after(waitMs, () => {
      retries.delete(cancel);
      const resuming = resume(dialogue, entryId)
        .catch((error: unknown) => log('error', `dialogue ${dialogue.id}: ${messageOf(error)}`))
        .finally(() => resumes.delete(resuming));
      resumes.add(resuming);
    });
    retries.add(cancel);
  }

  async function resume({ channel, clientId, id }: Dialogue, entryId: number): Promise<void> {
    if (stopping || drains.has(id)) return;
    const found = await store.findDialogue(channel, clientId, id);
    if (!found?.outbox.some((entry) => entry.id === entryId)) return;
    const outbox = found.outbox.map((entry) => (entry.id === entryId ? { ...entry, notBefore: 0 } : entry));
    const { dialogue, mine } = claim({ ...found, outbox });
    if (mine && (await store.saveDialogue(dialogue))) {
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
