import { setTimeout } from 'node:timers/promises';
import pLimit, { type LimitFunction } from 'p-limit';
import type { ChannelAdapter } from '../channel.ts';
import type { Clock } from '../clock.ts';
import { ChannelError, messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Dialogue, OutboxEntry, Store } from '../store/store.ts';
import { notAsked, scheduled, wasDelivered } from './progress.ts';

export interface OutboxOptions {
  store: Store;
  channels: ReadonlyMap<string, ChannelAdapter>;
  clock: Clock;
  log: Log;
}

/** How long one instance may carry out one effect before another takes over. */
const LEASE_MS = 60_000;
/**
 * Outboxes of one channel at once: so few that a platform's rate keeps none waiting until its lease is over, and
 * each channel for itself, so that a platform that hangs does not hold up another.
 */
const AT_ONCE = 20;
const STOP_LIMIT_MS = 5_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

export interface Outbox {
  /**
   * The dialogue with this instance as the one that carries its outbox out, if there is anything to carry
   * out and nobody else does; to be saved, and handed to `drain` when `mine`.
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

type Result =
  | { kind: 'done'; messageId?: string }
  | { kind: 'later'; at: number }
  | { kind: 'refused'; reason: 'unreachable' | 'undelivered' };

export function createOutbox({ store, channels, clock, log }: OutboxOptions): Outbox {
  const running = new Set<Promise<void>>();
  const limits = new Map<string, LimitFunction>();

  return {
    claim(dialogue) {
      const now = clock.now();
      const free = dialogue.sendingUntil === null || dialogue.sendingUntil <= now;
      const [head] = dialogue.outbox;
      if (!head || !free || head.notBefore > now.getTime()) return { dialogue, mine: false };
      return { dialogue: scheduled({ ...dialogue, sendingUntil: leaseFrom(now) }), mine: true };
    },
    drain(dialogue) {
      const run = limitOf(dialogue.channel)(() => carryOut(dialogue))
        .catch((error: unknown) => {
          log('error', `dialogue ${dialogue.id}: ${messageOf(error)}; another try follows within a minute`);
        })
        .finally(() => running.delete(run));
      running.add(run);
      return run;
    },
    pending: () => running.size,
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    async stop() {
      await Promise.race([Promise.all(running), setTimeout(STOP_LIMIT_MS, undefined, { ref: false })]);
    },
  };

  function limitOf(channel: string): LimitFunction {
    const limit = limits.get(channel) ?? pLimit(AT_ONCE);
    limits.set(channel, limit);
    return limit;
  }

  async function carryOut(claimed: Dialogue): Promise<void> {
    let dialogue: Dialogue | null = claimed;
    while (dialogue && dialogue.outbox.length > 0) {
      // It waited too long for its turn: whoever sweeps next may have it already.
      if (!dialogue.sendingUntil || dialogue.sendingUntil <= clock.now()) return;
      const done: OutboxEntry[] = [];
      let result: Result = { kind: 'done' };
      // An edit may be repeated, a message should not be: strike off after each message.
      for (const entry of dialogue.outbox) {
        result = await perform(dialogue, entry);
        if (result.kind !== 'later') done.push(entry);
        if (result.kind !== 'done' || entry.effect.kind === 'send') break;
      }
      dialogue = await strikeOff(dialogue, done, result);
      if (result.kind === 'refused' && result.reason === 'unreachable') await markUnreachable(claimed);
      if (result.kind === 'later') return;
    }
  }

  async function perform(
    { channel, clientId, survey }: Dialogue,
    { effect, attempts }: OutboxEntry,
  ): Promise<Result> {
    const adapter = channels.get(channel);
    const now = clock.now().getTime();
    try {
      if (!adapter) throw new ChannelError('network', 'the channel is not set up; set its token');
      if (effect.kind === 'send') return { kind: 'done', ...(await adapter.send(clientId, effect.message)) };
      await adapter.edit?.(clientId, effect.messageId, effect.message);
      return { kind: 'done' };
    } catch (error) {
      const known = error instanceof ChannelError ? error : null;
      const message = `${channel}: could not ${effect.kind} a message: ${messageOf(error)}`;
      log(known ? 'warn' : 'error', message, { code: known?.code ?? 'unknown' });
      if (effect.kind === 'edit') return { kind: 'done' }; // it only tidies up
      if (known?.code === 'unreachable') return { kind: 'refused', reason: 'unreachable' };
      const over = survey?.expiresAt != null && now >= survey.expiresAt;
      if (known?.code === 'rejected' || over) return { kind: 'refused', reason: 'undelivered' };
      const backoff = Math.min(FIRST_RETRY_MS * 2 ** attempts, LONGEST_RETRY_MS);
      return { kind: 'later', at: now + (known?.retryAfterMs ?? backoff) };
    }
  }

  /** Saves what was done; gives the dialogue with what is left, or null when it is another's business now. */
  async function strikeOff(started: Dialogue, done: OutboxEntry[], result: Result): Promise<Dialogue | null> {
    let dialogue: Dialogue | null = started;
    while (dialogue) {
      const next = withResult(dialogue, done, result);
      if (await store.saveDialogue(next)) return { ...next, revision: next.revision + 1 };
      dialogue = await store.findDialogue(started.channel, started.clientId, started.id);
    }
    return null;
  }

  function withResult(dialogue: Dialogue, done: readonly OutboxEntry[], result: Result): Dialogue {
    if (result.kind === 'refused' && !wasDelivered(dialogue)) return notAsked(dialogue, result.reason);
    const struck = new Set(done.map(({ id }) => id));
    const left = dialogue.outbox.filter(({ id }) => !struck.has(id));
    if (result.kind === 'later') {
      const [head, ...rest] = left;
      const outbox = head ? [{ ...head, attempts: head.attempts + 1, notBefore: result.at }, ...rest] : [];
      return scheduled({ ...dialogue, outbox, sendingUntil: null });
    }
    const last = done.at(-1)?.effect;
    const prompt = last?.kind === 'send' ? last.prompt : undefined;
    const survey =
      dialogue.survey && prompt !== undefined && result.kind === 'done' && result.messageId !== undefined
        ? { ...dialogue.survey, prompts: { ...dialogue.survey.prompts, [prompt]: result.messageId } }
        : dialogue.survey;
    const outbox = result.kind === 'refused' && result.reason === 'unreachable' ? [] : left;
    const sendingUntil = outbox.length > 0 ? leaseFrom(clock.now()) : null;
    return scheduled({ ...dialogue, survey, outbox, sendingUntil });
  }

  async function markUnreachable({ channel, clientId }: Dialogue): Promise<void> {
    const known = await store.findClient(channel, clientId);
    const client = known ?? { channel, clientId, name: null, locale: null };
    await store.saveClient({ ...client, reachable: false, seenAt: known?.seenAt ?? clock.now() });
  }
}

const leaseFrom = (now: Date): Date => new Date(now.getTime() + LEASE_MS);
