/** The domain: a dialogue, its client, what became of it, and along what it may be grouped. */
import type { Effect, Survey } from './scenario/survey.ts';

/**
 * What a helpdesk may say of a dialogue to group it by. People write these names, so spellings of one name are one.
 * A new dimension is a name here: stores, statistics, filters and the API take it from this list.
 */
export const reportedDimensions = ['operator', 'team', 'topic'] as const;
export type ReportedDimension = (typeof reportedDimensions)[number];

/** THE list of what dialogues are grouped and narrowed by. */
export const dimensions = ['channel', 'scenario', ...reportedDimensions] as const;
export type Dimension = (typeof dimensions)[number];

/** Whether a helpdesk names it, so that people spell it as they like. */
export const isReported = (dimension: Dimension): dimension is ReportedDimension =>
  (reportedDimensions as readonly Dimension[]).includes(dimension);

/** The place of a dialogue; null: the helpdesk named none. `scenario` is the id of the one that is asked. */
export type Dimensions = { channel: string; scenario: string } & Record<ReportedDimension, string | null>;

/** Those fields alone. */
export function dimensionsOf(dialogue: Dimensions): Dimensions {
  const { channel, scenario } = dialogue;
  // A dialogue that was kept before a dimension was added has none.
  const reported = reportedDimensions.map((name) => [name, dialogue[name] ?? null]);
  return { channel, scenario, ...(Object.fromEntries(reported) as Record<ReportedDimension, string | null>) };
}

/**
 * Why a completed dialogue was not asked about.
 * - `cooldown`: the client was asked less than the scenario's `cooldown` ago
 * - `unreachable`: the platform refuses to deliver to this client: blocked, unsubscribed, never opened the chat
 * - `undelivered`: the platform was away, or refused the message, until the survey had expired
 * - `too_late`: when it was to be asked, a survey of it would have expired already
 * - `opted_out`: the client wants no surveys any more
 * - `not_wanted`: the helpdesk wants this dialogue not asked about
 * - `own_dialogue`: the client is the operator who led it
 * - `reopened`: the conversation went on before its question was asked
 */
export const notAskedReasons = [
  'cooldown',
  'unreachable',
  'undelivered',
  'too_late',
  'opted_out',
  'not_wanted',
  'own_dialogue',
  'reopened',
] as const;
export type NotAskedReason = (typeof notAskedReasons)[number];

export const isNotAskedReason = (text: string): text is NotAskedReason =>
  (notAskedReasons as readonly string[]).includes(text);

/**
 * - `scheduled`: to be asked once the scenario's `delay` is over
 * - `open`: asked, nothing answered yet
 * - `answered`: a rating, a comment or both
 * - `silent`: asked, expired without an answer
 * - `not_asked`: see `notAskedReason`
 */
export const outcomes = ['scheduled', 'open', 'answered', 'silent', 'not_asked'] as const;
export type Outcome = (typeof outcomes)[number];

/** What a client is asked for. Figures of CSAT count the last round of `csat`. */
export const purposes = ['csat'] as const;
export type Purpose = (typeof purposes)[number];

/** A dialogue that was taken out of every figure, though it is kept and shown. */
export interface Voided {
  /** Milliseconds since the epoch. */
  at: number;
  by: string;
  reason: string;
}

/**
 * How a dispute of a rating was decided.
 * - `upheld`, `partly`: the rating says nothing, or not all that it seems to, of the operator's work
 * - `rejected`: the rating stands
 * - `withdrawn`: whoever raised the dispute took it back
 * - `another_operator`: the rating is another operator's, for whom it counts
 */
export const disputeVerdicts = ['upheld', 'partly', 'rejected', 'withdrawn', 'another_operator'] as const;
export type DisputeVerdict = (typeof disputeVerdicts)[number];

/** The facts of a dialogue that can be corrected after it was reported. */
export type CorrectableFacts = Pick<Dialogue, ReportedDimension | 'tags'>;

export const courseSteps = [
  'reopened',
  'corrected',
  'voided',
  'unvoided',
  'cancelled',
  'disputed',
  'dispute_decided',
] as const;
export type CourseStep = (typeof courseSteps)[number];

/** Something that was done to a dialogue beside its survey, by somebody of the company or by a helpdesk. */
export interface CourseEntry {
  /** Milliseconds since the epoch. */
  at: number;
  what: CourseStep;
  /** Who did it: `api`, the name of a connector, a person's name. */
  by: string;
  reason?: string;
  /** Of a correction: the facts that it changed, as they stood before it. */
  before?: Partial<CorrectableFacts>;
  /** Of the decision of a dispute. */
  verdict?: DisputeVerdict;
}

/**
 * One ask about a support conversation that ended, with its survey: one document, so that one write commits an
 * answer. A conversation that went on and ended again is asked about again, in another round.
 */
export interface Dialogue extends Dimensions {
  id: string;
  clientId: string;
  /** The helpdesk's own id of the dialogue; with `purpose` and `round` unique for this client on this channel. */
  externalId: string;
  purpose: Purpose;
  /** 1, 2, ...: how often the conversation has ended. */
  round: number;
  /** When the conversation went on after this round; null: it did not. */
  reopenedAt: Date | null;
  /** True once there is a later round. */
  superseded: boolean;
  /** null: it counts. */
  voided: Voided | null;
  /** True while a dispute of its rating is open, and once one was upheld, wholly or partly. It counts all the same. */
  disputed: boolean;
  /** What was done to it, oldest first. */
  course: CourseEntry[];
  tags: string[];
  /** The language that the helpdesk wants the client asked in; null: the client's own. */
  language: string | null;
  completedAt: Date;
  reportedAt: Date;
  outcome: Outcome;
  notAskedReason: NotAskedReason | null;
  /** When that was found; null: it is asked about, or it was kept before this was noted. */
  notAskedAt: Date | null;
  /** `scaleKey` of the scenario's rating; null: the scenario asks for none. */
  scale: string | null;
  /** `quality_answer`. */
  rating: number | null;
  /** `quality_comment`. */
  comment: string | null;
  askedAt: Date | null;
  /** The `version` of the scenario that was asked; null: none yet. */
  scenarioVersion: string | null;
  /** When the platform first took a question, or the client was heard of one at the latest; null: none was taken. */
  deliveredAt: Date | null;
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

/** Whether the figures of CSAT count a dialogue: the last round about a conversation, if it was not voided. */
export const isCounted = ({ purpose, superseded, voided }: Dialogue): boolean =>
  purpose === 'csat' && !superseded && voided === null;

/**
 * Whether the client went through the survey to its end, by answers or by skipping. An earlier release kept no `ended`; of
 * its surveys those that ran no longer and were recorded (`statistic__set`) count.
 */
export function isFinished({ survey }: Pick<Dialogue, 'survey'>): boolean {
  if (!survey) return false;
  const { ended, waitsAt, awaits, withdrawnAt, recordedAt } = survey;
  if (ended !== undefined) return ended === 'finished';
  return waitsAt === null && awaits === undefined && withdrawnAt === undefined && recordedAt !== null;
}

/** What figures count of a dialogue, besides `isCounted`; times as in `answerTimes`, `finished` as in `isFinished`. */
export const countedFacts = [
  ...dimensions,
  'completedAt',
  'reportedAt',
  'outcome',
  'notAskedReason',
  'scale',
  'rating',
  'comment',
  'askedAt',
  'ratedAt',
  'commentedAt',
  'disputed',
  'deliveredAt',
  'finished',
] as const;

/** The fields in which two states of one dialogue differ; objects are compared by identity, since none is changed in place. */
export function changedFields(next: Dialogue, before: Dialogue): Array<keyof Dialogue> {
  const same = (a: unknown, b: unknown): boolean =>
    a === b || (a instanceof Date && b instanceof Date && a.getTime() === b.getTime());
  return (Object.keys(next) as Array<keyof Dialogue>).filter((field) => !same(next[field], before[field]));
}

export interface OutboxEntry {
  /** Unique in its dialogue. */
  id: number;
  effect: Effect;
  /** Failed tries so far. */
  attempts: number;
  /** Milliseconds since the epoch; it is not tried before. 0: at once. */
  notBefore: number;
  /** When the step of the survey was that it comes from, in milliseconds since the epoch; absent: it comes from none. */
  since?: number;
}

/** An event of a client that was taken. */
export interface SeenEvent {
  /** As the channel gave it: the same when the platform sends the event again. */
  id: string;
  /** When it was taken, in milliseconds since the epoch. */
  at: number;
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
  /** When the client said that they want no more surveys; null: they did not, or took it back. */
  optedOutAt: Date | null;
  /** When the client last wrote something that answers no survey; null: never. */
  wroteAt: Date | null;
  /** The client's events that touched no dialogue, newest last. */
  events: SeenEvent[];
}

/**
 * What `saveClient` writes. The memory of events only grows by it, `wroteAt` only moves forward, and the opt-out is left
 * as it is.
 */
export type ClientFacts = Omit<Client, 'events' | 'optedOutAt' | 'wroteAt'> & { wroteAt?: Date | null };

/**
 * When a dialogue's rating and its comment were first given, and the later of the two; null: not, or nobody knows.
 * Stores keep them beside the dialogue, to ask by them.
 */
export function answerTimes(
  dialogue: Pick<Dialogue, 'rating' | 'comment' | 'answeredAt' | 'survey'>,
): Record<'ratedAt' | 'commentedAt' | 'heardAt', Date | null> {
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

/** What figures and lists are narrowed by besides dimensions: `scenarioVersion`, any of the tags, the bare rating. */
export interface FactFilter {
  version?: string | readonly string[] | undefined;
  tag?: string | readonly string[] | undefined;
  rating?: number | readonly number[] | undefined;
}
export const filteredFacts = ['version', 'tag', 'rating'] as const satisfies ReadonlyArray<keyof FactFilter>;

/**
 * What the statistics and lists may be narrowed to; a missing field is not narrowed. Values are compared as they
 * stand; a list means any of its values, and an empty one none.
 */
export type DialogueFilter = { [Name in Dimension]?: string | readonly string[] } & FactFilter;
