import type { Client, Dialogue } from '../../dialogue.ts';

/** Which dialogues may be meant by an event of a client. */
export interface EventQuery {
  channel: string;
  clientId: string;
  eventId: string;
  /** The dialogue that a button's token names. */
  dialogueId?: string;
  /** How many of the client's latest dialogues to give besides. */
  recent: number;
  /** True: what this process knows will do, as `EventContext.isCached` says of it. Default: the store is asked. */
  mayBeCached?: boolean;
}

/** What is to be known before an event of a client is taken. */
export interface EventContext {
  client: Client | null;
  /** The dialogue that is named, the latest ones, and those that took this event before; the last asked first. */
  dialogues: Dialogue[];
  /**
   * True: another instance may have changed it since. A compare-and-set with it is as good as with any other; whoever
   * concludes anything else asks the store first.
   */
  isCached?: true;
}

export interface SaveOptions {
  /** The dialogue of the same revision as it was read: only what differs from it is written. */
  before?: Dialogue;
  /** True: nobody waits for it, so the store may keep it back for a moment, to write it with another. */
  mayWait?: boolean;
}

/** What is still to be sent on a channel. */
export interface OutboxCount {
  channel: string;
  /** How many dialogues have something in their outbox. */
  dialogues: number;
  /** `OutboxEntry.since` of the oldest entry; null: no entry has one. */
  since: Date | null;
}

/** The dialogues as surveys need them. */
export interface DialogueStore {
  /**
   * Keeps a new dialogue, unless there is one of this channel, clientId, externalId, purpose and round; then the last
   * round of those is given.
   */
  insertDialogue(dialogue: Dialogue): Promise<{ dialogue: Dialogue; created: boolean }>;
  findDialogue(channel: string, clientId: string, id: string): Promise<Dialogue | null>;
  /** By the id alone, for whoever does not know its client. */
  findDialogueById(id: string): Promise<Dialogue | null>;
  /** The last round about a conversation, for CSAT. */
  findLastRound(channel: string, clientId: string, externalId: string): Promise<Dialogue | null>;
  /** Of all clients, by any of these ids of a helpdesk: the last completed first. @param limit 1..100 */
  findByExternalIds(externalIds: readonly string[], limit: number): Promise<Dialogue[]>;
  /** Everything that an event of a client may concern, the client included. */
  findForEvent(query: EventQuery): Promise<EventContext>;
  /** The client's latest dialogues, by `askedAt`, newest first; those that were not asked are left out. */
  recentDialogues(channel: string, clientId: string, limit: number): Promise<Dialogue[]>;
  /**
   * Replaces the dialogue if its stored revision still equals `dialogue.revision`, and stores it with
   * revision + 1. False: another writer was first; reload and run again.
   */
  saveDialogue(dialogue: Dialogue, options?: SaveOptions): Promise<boolean>;
  /**
   * Dialogues with `wakeAt` at or before `now`, most overdue first. Where there are more than `limit`, a store that
   * several instances share draws them by chance from some of the most overdue, so that each takes others.
   */
  dueDialogues(now: Date, limit: number): Promise<Dialogue[]>;
  /** The least `wakeAt` that is at or before `until`; null: none is. */
  nextWakeAt(until: Date): Promise<Date | null>;
  /** The client's dialogues that completed at or after `since` and were not asked as `unreachable`, oldest first. */
  unreachedDialogues(channel: string, clientId: string, since: Date): Promise<Dialogue[]>;
  /** Of each channel that has such a dialogue: those with `wakeAt` at or before `until` whose outbox is not empty. */
  countOutboxes(until: Date): Promise<OutboxCount[]>;
  /** Gives back every outbox that `instance` carries out or has in its queue, so that it is due at `now`. */
  releaseOutboxes(instance: string, now: Date): Promise<void>;
}
