import {
  answerTimes,
  type Dialogue,
  type DialogueFilter,
  type Dimension,
  type Dimensions,
  type NotAskedReason,
  type Outcome,
} from '../../dialogue.ts';

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
 * - Where the filter names a rating, what was first rated at `asOf` or later is left out.
 */
export interface TallyRange extends DialogueRange {
  asOf?: Date;
}

/** How many dialogues agree in all the other fields. A figure is a sum over counts. */
export interface Count {
  scale: string | null;
  outcome: Outcome;
  notAskedReason: NotAskedReason | null;
  rating: number | null;
  /** True when there is a comment. */
  commented: boolean;
  /** See `Dialogue.disputed`; as it is now, also of counts as they stood at an earlier moment. */
  disputed: boolean;
  /**
   * True when a question is known to have arrived: the platform took one (`Dialogue.deliveredAt`), or there is an answer.
   * As it is now, also of counts as they stood at an earlier moment.
   */
  delivered: boolean;
  /** See `isFinished`; as it is now, also of counts as they stood at an earlier moment. */
  finished: boolean;
  count: number;
}

/** The count of dialogues that also agree in every dimension. */
export interface Tally extends Count, Dimensions {
  /** When the last of them was reported. */
  reportedAt: Date;
  /** When the last fact of them came: reported, asked, first rated or first commented; also what came after `asOf`. */
  lastFactAt: Date;
}

/**
 * - `newest`: by completedAt, the last first, by id among equals; `oldest`: the reverse of it
 * - `worst`, `best`: by the bare rating, the lowest or the highest first; among equals by scale, then `newest`. Those
 *   without a rating come last. Bare ratings compare on one scale only.
 * - `answered`: by when the last of rating and comment was first given, the last first, then by id. Those without an
 *   answer come last, `newest`.
 */
export const listOrders = ['newest', 'oldest', 'worst', 'best', 'answered'] as const;
export type ListOrder = (typeof listOrders)[number];

/** The place of a dialogue in a list: of `worst` and `best` by all but `heardAt`, of `answered` by that and the id. */
export interface ListPosition {
  completedAt: Date;
  id: string;
  rating?: number | null;
  scale?: string | null;
  /** See `answerTimes`. */
  heardAt?: Date | null;
}

export function positionOf(dialogue: Dialogue): Required<ListPosition> {
  const { completedAt, id, rating, scale } = dialogue;
  return { completedAt, id, rating, scale, heardAt: answerTimes(dialogue).heardAt };
}

export interface ListOptions extends DialogueRange {
  /** Only dialogues with a comment, or only those without; a date: a comment that was first given before it. */
  commented?: boolean | Date;
  /** Only dialogues whose comment has this text in it; see `caseVariants` for what is the same in it. */
  search?: string;
  /** Only dialogues whose rating counts on this scale (null: on none). */
  scale?: string | null;
  /** Only dialogues with a rating, or only those without one. */
  rated?: boolean;
  /** Only dialogues that are disputed, or only those that are not. */
  disputed?: boolean;
  /** As of `Count`: only those that a question is known to have reached, or that were finished, or only the others. */
  delivered?: boolean;
  finished?: boolean;
  /** Only dialogues with one of these outcomes, or one of the reasons. */
  outcomes?: readonly Outcome[];
  notAskedReasons?: readonly NotAskedReason[];
  /** Default: `newest`. */
  order?: ListOrder;
  /** Only what follows this place in the order. */
  after?: ListPosition;
  /** Only what figures count: see `isCounted`. */
  counted?: true;
  /** 1..1001. */
  limit: number;
}

/** What of a dialogue with a rating and a comment is read where many comments are. */
export type RatedComment = Pick<Dialogue, 'completedAt' | 'id' | 'scale'> & {
  rating: number;
  comment: string;
};

/** @see ListOptions; a date of `commented` as there, else every comment */
export type RatedCommentOptions = Omit<ListOptions, 'rated' | 'order' | 'commented'> & { commented?: Date };

/** Some dialogues of a list. */
export interface ListPage {
  dialogues: Dialogue[];
  /** Up to where was looked, if that is not the list's end and there are less than `limit`; null: it is. */
  lookedUntil: ListPosition | null;
}

/** A dialogue as far as figures and lists are narrowed by it, besides the period. */
export type NarrowingFacts = Pick<
  Dialogue,
  'id' | Dimension | 'scenarioVersion' | 'tags' | 'rating' | 'disputed'
>;

/** Answers that came late: dialogues completed before one moment whose rating or comment came after another. */
export interface LateOptions {
  completedBefore: Date;
  /** Dialogues whose rating or comment was first given in [from, to), whatever else was given before or after. */
  from: Date;
  to: Date;
  /** 1..20000. */
  limit: number;
}

/** The dialogues as figures and lists need them. */
export interface FigureStore {
  /** Of the dialogues that count; see `isCounted`. */
  tallies(range: TallyRange): Promise<Tally[]>;
  /** However many there are to be looked at until `limit` are found. */
  listDialogues(options: ListOptions): Promise<Dialogue[]>;
  /**
   * The same, and bounded: what follows `after` in its order is looked at until `limit` dialogues are found, or `look`
   * were looked at. Where only those with a comment are wanted, in the order `newest` or `oldest`, only those are looked
   * at. @param options.look 1..1000000
   */
  pageDialogues(options: ListOptions & { look: number }): Promise<ListPage>;
  /**
   * Of a list with `rated` in the order `newest` those with a comment. Whole dialogues take several times as long
   * to read. @param options.limit 1..1001
   */
  ratedComments(options: RatedCommentOptions): Promise<RatedComment[]>;
  /** Of the dialogues that count, by when the last of the two was first given, oldest first, then by id. */
  lateAnswers(options: LateOptions): Promise<Dialogue[]>;
  /** Of those of these dialogues that there are, in any order. @param ids 1..1000 */
  narrowingFacts(ids: readonly string[]): Promise<NarrowingFacts[]>;
  /** When the first of all dialogues was completed; null: there is none. */
  firstCompletedAt(): Promise<Date | null>;
}
