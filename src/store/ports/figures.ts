import type { Dialogue, DialogueFilter, Dimensions, NotAskedReason, Outcome } from '../../dialogue.ts';

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
  count: number;
}

/** The count of dialogues that also agree in every dimension. */
export interface Tally extends Count, Dimensions {
  /** When the last of them was reported. */
  reportedAt: Date;
  /** When the last fact of them came: reported, asked, first rated or first commented; also what came after `asOf`. */
  lastFactAt: Date;
}

export interface ListOptions extends DialogueRange {
  /** Only dialogues with a comment; a date: one that was first given before it. */
  commented?: boolean | Date;
  /** Only dialogues whose rating counts on this scale (null: on none). */
  scale?: string | null;
  /** Only dialogues with a rating, or only those without one. */
  rated?: boolean;
  /** Only dialogues that are disputed, or only those that are not. */
  disputed?: boolean;
  /**
   * `newest` by completedAt (default), by id among equals; `worst`: lowest bare rating first, unrated last, `newest`
   * among equals. Bare ratings compare on one scale only.
   */
  order?: 'newest' | 'worst';
  /** Only what follows this dialogue in the order `newest`. */
  after?: Pick<Dialogue, 'completedAt' | 'id'>;
  /** Only what figures count: see `isCounted`. */
  counted?: true;
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

/** The dialogues as figures and lists need them. */
export interface FigureStore {
  /** Of the dialogues that count; see `isCounted`. */
  tallies(range: TallyRange): Promise<Tally[]>;
  listDialogues(options: ListOptions): Promise<Dialogue[]>;
  /** Of the dialogues that count, by when the last of the two was first given, oldest first, then by id. */
  lateAnswers(options: LateOptions): Promise<Dialogue[]>;
  /** When the first of all dialogues was completed; null: there is none. */
  firstCompletedAt(): Promise<Date | null>;
}
