import type { ChannelAdapter } from '../../../channel.ts';
import type { Dialogue, OutboxEntry } from '../../../dialogue.ts';
import type { ChannelError } from '../../../errors.ts';
import type { JobQueue } from '../../../jobs/queue.ts';
import type { Effect } from '../../../scenario/survey.ts';

/** What became of one entry of an outbox. */
export type DeliveryResult =
  | { kind: 'done'; messageId?: string }
  /** To be tried again in `waitMs`. */
  | { kind: 'later'; waitMs: number }
  | { kind: 'refused'; reason: 'unreachable' | 'undelivered' }
  /** Not sent, because the survey was withdrawn. */
  | { kind: 'skipped' }
  /** Not sent, because it is another instance's business by now. */
  | { kind: 'withdrawn' };

/** What an effect is carried out with. */
export interface Outside {
  /** Of the dialogue's channel. @throws {ChannelError} when that is not set up */
  adapter: () => ChannelAdapter;
  queue: Pick<JobQueue, 'enqueue'>;
  /** To be awaited right before a request: rejects when the outbox is another instance's business by now. */
  beforeRequest: () => Promise<void>;
}

/** A kind of effect: a file of its own and a line in `index.ts`. */
export interface EffectKind<Kind extends Effect> {
  /** Whether it concerns the client's chat alone, so that it falls away once nothing can be sent there. */
  inChat: boolean;
  /** Whether it waits for those before it, as messages of a chat do; otherwise it is carried out beside them. */
  inOrder: boolean;
  /**
   * What it changes, where of several changes only the last is of use: the edited message. null: each is carried out,
   * one after another.
   */
  slot(effect: Kind): string | null;
  /** What to log when it failed. */
  failure: string;
  /** @throws {ChannelError} @throws {StoreError} then it stays in the outbox */
  perform(
    effect: Kind,
    entry: OutboxEntry,
    dialogue: Dialogue,
    outside: Outside,
  ): Promise<{ messageId?: string }>;
  /** @param fault null: a bug @param now milliseconds since the epoch */
  afterFault(entry: OutboxEntry, dialogue: Dialogue, fault: ChannelError | null, now: number): DeliveryResult;
}

export const FIRST_RETRY_MS = 5_000;
