import type { Effect, Survey } from '../scenario/survey.ts';

/**
 * Why a completed dialogue was not asked about.
 * - `cooldown`: the client was asked less than the scenario's `cooldown` ago
 * - `unreachable`: the platform refuses to deliver to this client: blocked, unsubscribed, never opened the chat
 * - `undelivered`: the platform was away, or refused the message, until the survey had expired
 * - `too_late`: when it was reported, a survey of it would have expired already
 */
export const notAskedReasons = ['cooldown', 'unreachable', 'undelivered', 'too_late'] as const;
export type NotAskedReason = (typeof notAskedReasons)[number];

/**
 * - `scheduled`: to be asked once the scenario's `delay` is over
 * - `open`: asked, nothing answered yet
 * - `answered`: a rating, a comment or both
 * - `silent`: asked, expired without an answer
 * - `not_asked`: see `notAskedReason`
 */
export type Outcome = 'scheduled' | 'open' | 'answered' | 'silent' | 'not_asked';

/** One support conversation that ended, with its survey: one document, so that one write commits an answer. */
export interface Dialogue {
  id: string;
  channel: string;
  clientId: string;
  /** The helpdesk's own id of the dialogue; unique for this client on this channel. */
  externalId: string;
  operator: string | null;
  team: string | null;
  topic: string | null;
  tags: string[];
  /** The id of the scenario that is, or would have been, asked. */
  scenario: string;
  /** The language that the helpdesk wants the client asked in; null: the client's own. */
  language: string | null;
  completedAt: Date;
  reportedAt: Date;
  outcome: Outcome;
  notAskedReason: NotAskedReason | null;
  /** `scaleKey` of the scenario's rating; null: the scenario asks for none. */
  scale: string | null;
  /** `quality_answer`. */
  rating: number | null;
  /** `quality_comment`. */
  comment: string | null;
  askedAt: Date | null;
  /** The first answer that counts: the first rating or comment, whichever came before. */
  answeredAt: Date | null;
  survey: Survey | null;
  /** The client events that this dialogue took, newest last, so that a repeat of one is a no-op. */
  events: SeenEvent[];
  /** Effects still to be carried out, oldest first. */
  outbox: OutboxEntry[];
  /** The instance that is carrying the outbox out, or has it in its queue; see `sendingUntil`. */
  sendingBy: string | null;
  /** The end of that instance's lease: until then the others leave the outbox alone. null: no lease. */
  sendingUntil: Date | null;
  /** When somebody must look at this dialogue next, if nobody touches it before. */
  wakeAt: Date | null;
  /** Counts the writes; `saveDialogue` compares it. A new dialogue has 0. */
  revision: number;
}

export interface OutboxEntry {
  /** Unique in its dialogue. */
  id: number;
  effect: Effect;
  /** Failed tries so far. */
  attempts: number;
  /** Milliseconds since the epoch; it is not tried before. 0: at once. */
  notBefore: number;
}

/** An event of a client that was taken. */
export interface SeenEvent {
  /** As the channel gave it: the same when the platform sends the event again. */
  id: string;
  /** When it was taken, in milliseconds since the epoch. */
  at: number;
}

/** For so long a repeat of an event does nothing. No platform repeats one for longer than a day. */
export const EVENT_MEMORY_MS = 48 * 3_600_000;
/** Of more events of one client, or on one dialogue, the oldest are forgotten sooner, so that no document grows for ever. */
export const EVENTS_REMEMBERED = 1_000;

/** `events` with one more, without those that are too old to be repeated. */
export function withEvent(events: readonly SeenEvent[], event: SeenEvent): SeenEvent[] {
  const fresh = events.filter(({ at }) => at > event.at - EVENT_MEMORY_MS);
  return [...fresh, event].slice(-EVENTS_REMEMBERED);
}

/** What is known of a client apart from any dialogue. */
export interface Client {
  channel: string;
  clientId: string;
  name: string | null;
  /** As the platform gave it: `uk`, `en-GB`. */
  locale: string | null;
  /** False once the client blocked the bot or unsubscribed. */
  reachable: boolean;
  seenAt: Date;
  /** The client's events that touched no dialogue, newest last. */
  events: SeenEvent[];
}

/** A client without the memory of events, which only grows by `saveClient`. */
export type ClientFacts = Omit<Client, 'events'>;

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

/**
 * When a dialogue's rating and its comment were first given, and the later of the two; null: not, or nobody knows.
 * Stores keep them beside the dialogue, to ask by them.
 */
export function answerTimes(dialogue: Pick<Dialogue, 'rating' | 'comment' | 'answeredAt' | 'survey'>): {
  ratedAt: Date | null;
  commentedAt: Date | null;
  heardAt: Date | null;
} {
  const { rating, comment, answeredAt, survey } = dialogue;
  const given = (variable: string): Date | null => {
    const time =
      survey && Object.hasOwn(survey.answeredAt, variable) ? survey.answeredAt[variable] : undefined;
    return time === undefined ? answeredAt : new Date(time);
  };
  const ratedAt = rating === null ? null : given('quality_answer');
  const commentedAt = comment === null ? null : given('quality_comment');
  const heardAt =
    ratedAt && commentedAt ? (ratedAt > commentedAt ? ratedAt : commentedAt) : (ratedAt ?? commentedAt);
  return { ratedAt, commentedAt, heardAt };
}

/**
 * What the statistics and lists may be narrowed to; a missing field is not narrowed. Texts are compared as they
 * stand; a list means any of its texts, and an empty one none.
 */
export interface DialogueFilter {
  channel?: string | readonly string[];
  scenario?: string | readonly string[];
  operator?: string | readonly string[];
  team?: string | readonly string[];
  topic?: string | readonly string[];
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
export interface Tally {
  channel: string;
  scenario: string;
  operator: string | null;
  team: string | null;
  topic: string | null;
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
