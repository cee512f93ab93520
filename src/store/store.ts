import type {
  Client,
  ClientFacts,
  Dialogue,
  DialogueFilter,
  Dimensions,
  NotAskedReason,
  Outcome,
  SeenEvent,
} from '../dialogue.ts';

/** Which dialogues may be meant by an event of a client. */
export interface EventQuery {
  channel: string;
  clientId: string;
  eventId: string;
  /** The dialogue that a button's token names. */
  dialogueId?: string;
  /** How many of the client's latest dialogues to give besides. */
  recent: number;
}

/** What is to be known before an event of a client is taken. */
export interface EventContext {
  client: Client | null;
  /** The dialogue that is named, the latest ones, and those that took this event before; the last asked first. */
  dialogues: Dialogue[];
}

/** Dialogues whose `completedAt` lies in [from, to). */
export interface DialogueRange {
  from: Date;
  to: Date;
  filter?: DialogueFilter;
}

/**
 * Dialogues as they stood at `asOf`: what was reported, asked or first answered before it counts, at its present
 * value.
 * - One that was reported at `asOf` or later is left out.
 * - A rating that was first given at `asOf` or later is null, and a comment is none; with neither, an `answered`
 *   dialogue is `open`.
 * - An `open`, `answered` or `silent` one that has no answer by then and was asked at `asOf` or later is `scheduled`.
 * - When a survey expired is not kept: one asked before `asOf` that is silent now is silent. So is why it was not
 *   asked: one that is `not_asked` now is `not_asked`.
 */
export interface TallyRange extends DialogueRange {
  asOf?: Date;
}

/** How many dialogues of a range agree in all the other fields but `reportedAt`. A figure is a sum over tallies. */
export interface Tally extends Dimensions {
  scale: string | null;
  outcome: Outcome;
  notAskedReason: NotAskedReason | null;
  rating: number | null;
  /** True when there is a comment. */
  commented: boolean;
  /** When the last of them was reported. */
  reportedAt: Date;
  count: number;
}

export interface ListOptions extends DialogueRange {
  /** Only dialogues with a comment; a date: one that was first given before it. */
  commented?: boolean | Date;
  /** Only dialogues whose rating counts on this scale (null: on none). */
  scale?: string | null;
  /** Only dialogues with a rating, or only those without one. */
  rated?: boolean;
  /**
   * `newest` by completedAt (default), by id among equals; `worst`: lowest bare rating first, unrated last, `newest`
   * among equals. Bare ratings compare on one scale only.
   */
  order?: 'newest' | 'worst';
  /** Only what follows this dialogue in the order `newest`. */
  after?: Pick<Dialogue, 'completedAt' | 'id'>;
  /** 1..1001. */
  limit: number;
}

/** Answers that came late: dialogues completed before one moment whose rating or comment came after another. */
export interface LateOptions {
  completedBefore: Date;
  /** Dialogues whose rating or comment was first given in [from, to), whatever else was given before or after. */
  from: Date;
  to: Date;
  /** 1..20000. */
  limit: number;
}

/** One digest for one supervisor. */
export interface DigestKey {
  /** The day that is reported, `2026-11-22` in REPORT_TIMEZONE. */
  day: string;
  /** `telegram:123`. */
  supervisor: string;
}

/**
 * The port of a store. Each method is one round trip and rejects with a StoreError when it could not be
 * done; a write resolves once it is durable (MongoDB: majority and journal; SQLite: synchronous FULL).
 */
export interface Store {
  /** For people, without secrets: `embedded SQLite at ./data/afterword.db`. */
  readonly name: string;
  /** Connects and creates what is missing: tables, indexes. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** Makes a tiny write and resolves when it is durable: an answer could be saved now. */
  ping(): Promise<void>;

  /** Keeps a new dialogue, or gives the one that has this channel, clientId and externalId already. */
  insertDialogue(dialogue: Dialogue): Promise<{ dialogue: Dialogue; created: boolean }>;
  findDialogue(channel: string, clientId: string, id: string): Promise<Dialogue | null>;
  /** Everything that an event of a client may concern, the client included. */
  findForEvent(query: EventQuery): Promise<EventContext>;
  /** The client's latest dialogues, by `askedAt`, newest first; those that were not asked are left out. */
  recentDialogues(channel: string, clientId: string, limit: number): Promise<Dialogue[]>;
  /**
   * Replaces the dialogue if its stored revision still equals `dialogue.revision`, and stores it with
   * revision + 1. False: another writer was first; reload and run again.
   */
  saveDialogue(dialogue: Dialogue): Promise<boolean>;
  /** Dialogues with `wakeAt` at or before `now`, most overdue first. */
  dueDialogues(now: Date, limit: number): Promise<Dialogue[]>;
  /** The client's dialogues that completed at or after `since` and were not asked as `unreachable`, oldest first. */
  unreachedDialogues(channel: string, clientId: string, since: Date): Promise<Dialogue[]>;
  /** Gives back every outbox that `instance` carries out or has in its queue, so that it is due at `now`. */
  releaseOutboxes(instance: string, now: Date): Promise<void>;
  tallies(range: TallyRange): Promise<Tally[]>;
  listDialogues(options: ListOptions): Promise<Dialogue[]>;
  /** By when the last of the two was first given, oldest first, then by id. */
  lateAnswers(options: LateOptions): Promise<Dialogue[]>;
  /** When the first of all dialogues was completed; null: there is none. */
  firstCompletedAt(): Promise<Date | null>;

  findClient(channel: string, clientId: string): Promise<Client | null>;
  /** Keeps what is known of a client, and that an event was taken. */
  saveClient(client: ClientFacts, event?: SeenEvent): Promise<void>;

  /** The text of a scenario file by its version; null when no survey ever began on it. */
  findScenario(version: string): Promise<string | null>;
  /** Keeps a scenario's text; the same version again is a no-op. */
  saveScenario(version: string, text: string): Promise<void>;

  /**
   * True: the caller, and nobody else before `until`, may send this digest. False: it is finished, or
   * claimed by another until later than `now`.
   */
  claimDigest(key: DigestKey, now: Date, until: Date): Promise<boolean>;
  /**
   * Ends a claim for good (`done`), or gives it back to be tried again.
   * @param toldUntil what was first answered before this was told; kept with a digest that is done
   */
  settleDigest(key: DigestKey, done: boolean, toldUntil?: Date): Promise<void>;
  /**
   * The last day before `before` whose digest is done for a supervisor; `toldUntil` is null where it was not kept.
   * With null for the supervisor: for any of them, where `toldUntil` was kept. null: there is none.
   */
  lastDigest(
    supervisor: string | null,
    before: string,
  ): Promise<{ day: string; toldUntil: Date | null } | null>;
}
