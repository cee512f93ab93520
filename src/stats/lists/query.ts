import type { NotAskedReason, Outcome } from '../../dialogue.ts';
import type { FigureFilter } from '../filter.ts';
import type { Period } from '../period.ts';

/** Which dialogues are listed: those to which all of it applies. */
export interface DialoguesQuery {
  filter?: FigureFilter;
  /** Default: all of time. */
  period?: Period;
  /** Only those that figures count, as the dialogues behind a figure are; default: also voided ones and earlier rounds. */
  counted?: true;
  /** Only those that are disputed, or only those that are not; so of the others. */
  disputed?: boolean;
  rated?: boolean;
  commented?: boolean;
  /** As of the funnel's steps. */
  delivered?: boolean;
  finished?: boolean;
  /** Only ratings on this scale; null: on none. */
  scale?: string | null;
  /** Any of these outcomes, or of these reasons not to ask. */
  outcome?: Outcome | readonly Outcome[];
  notAskedReason?: NotAskedReason | readonly NotAskedReason[];
  /** A text in the comment, in upper or lower case; every character means itself. */
  search?: string;
}
