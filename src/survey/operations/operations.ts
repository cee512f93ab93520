import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../clock.ts';
import type { CorrectableFacts, Dialogue } from '../../dialogue.ts';
import { StoreError } from '../../errors.ts';
import { clientKey, type KeyedMutex } from '../../keyed-mutex.ts';
import type { DialogueStore } from '../../store/store.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { type Announce, unannounced } from '../progress.ts';
import {
  cancelled,
  corrected,
  type Attribution,
  type DisputesOfRating,
  reopened,
  unvoided,
  voided,
  withDisputes,
} from './changes.ts';
import type { Withdraw } from './withdraw.ts';

/** A dialogue by its own id, or the last round about a conversation by the helpdesk's id of it. */
export type DialogueRef = { id: string } | { channel: string; clientId: string; externalId: string };

/**
 * Changes of a reported dialogue by a helpdesk or a person of the company. Each is recorded in the dialogue's `course`
 * with who did it, and does nothing when it is repeated.
 * @returns the dialogue as it is kept then; null: there is none
 */
export interface DialogueOperations {
  /** The conversation goes on: its question is withdrawn, and the next report of it is a new round. */
  reopen(ref: DialogueRef, by: string): Promise<Dialogue | null>;
  /** Corrects facts. */
  correct(ref: DialogueRef, facts: Partial<CorrectableFacts>, by: string): Promise<Dialogue | null>;
  /** Takes it out of every figure. */
  voidRating(ref: DialogueRef, attribution: Required<Attribution>): Promise<Dialogue | null>;
  undoVoid(ref: DialogueRef, by: string): Promise<Dialogue | null>;
  /**
   * Brings the disputes of its rating onto it; see `withDisputes`.
   * @param read the disputes as they stand now: called after each reading of the dialogue, so that an older state of them
   *   never replaces a newer one
   */
  noteDisputes(ref: DialogueRef, read: () => Promise<DisputesOfRating>): Promise<Dialogue | null>;
  /** The client is not to be asked: the question is withdrawn. An answered dialogue stays as it is. */
  cancel(ref: DialogueRef, attribution: Attribution): Promise<Dialogue | null>;
}

export interface DialogueOperationsOptions {
  store: Pick<DialogueStore, 'findDialogue' | 'findDialogueById' | 'findLastRound' | 'saveDialogue'>;
  outbox: Pick<Outbox, 'claim' | 'drain'>;
  withdraw: Withdraw;
  /** Under which everything that concerns one client runs. */
  mutex: KeyedMutex;
  clock: Pick<Clock, 'now' | 'random'>;
  announce?: Announce;
}

/** Lost races before an operation is refused, to be sent again. */
const TRIES = 50;
const LONGEST_JITTER_MS = 100;

export function createDialogueOperations(options: DialogueOperationsOptions): DialogueOperations {
  const { store, outbox, withdraw, mutex, clock, announce = unannounced } = options;

  return {
    reopen: (ref, by) =>
      change(ref, async (dialogue, now) => {
        const next = reopened(dialogue, by, now);
        return next && withdraw(next);
      }),
    correct: (ref, facts, by) => change(ref, async (dialogue, now) => corrected(dialogue, facts, by, now)),
    voidRating: (ref, attribution) =>
      change(ref, async (dialogue, now) => voided(dialogue, attribution, now)),
    undoVoid: (ref, by) => change(ref, async (dialogue, now) => unvoided(dialogue, by, now)),
    noteDisputes: (ref, read) => change(ref, async (dialogue) => withDisputes(dialogue, await read())),
    cancel: (ref, attribution) =>
      change(ref, async (dialogue, now) => {
        const next = cancelled(dialogue, attribution, now);
        return next && withdraw(next);
      }),
  };

  /** @param next what the dialogue is to become; null: it is that already */
  async function change(
    ref: DialogueRef,
    next: (dialogue: Dialogue, now: Date) => Promise<Dialogue | null>,
  ): Promise<Dialogue | null> {
    const client = 'id' in ref ? await store.findDialogueById(ref.id) : ref;
    if (!client) return null;
    const { channel, clientId } = client;
    const find = (): Promise<Dialogue | null> =>
      'id' in ref
        ? store.findDialogue(channel, clientId, ref.id)
        : store.findLastRound(channel, clientId, ref.externalId);
    return mutex.run(clientKey(client), () => changeFound(find, next));
  }

  /** Reads, changes and writes with a compare-and-set, until no other writer was first. */
  async function changeFound(
    find: () => Promise<Dialogue | null>,
    next: (dialogue: Dialogue, now: Date) => Promise<Dialogue | null>,
  ): Promise<Dialogue | null> {
    for (let tries = 0; tries < TRIES; tries++) {
      const before = await find();
      const changed = before && (await next(before, clock.now()));
      if (!changed) return before;
      const { dialogue, mine } = outbox.claim(announce(before, changed));
      if (await store.saveDialogue(dialogue, { before })) {
        const saved = { ...dialogue, revision: dialogue.revision + 1 };
        if (mine) void outbox.drain(saved);
        return saved;
      }
      await setTimeout(Math.min(2 ** tries, LONGEST_JITTER_MS) * clock.random());
    }
    throw new StoreError(`an operation on a dialogue lost ${TRIES} races for it; send it again`);
  }
}
