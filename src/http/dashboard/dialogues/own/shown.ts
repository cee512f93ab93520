/** What a dialogue's page shows, and what its reader may do there. */
import type { Alert } from '../../../../alerts/alert.ts';
import type { Dialogue, DisputeVerdict } from '../../../../dialogue.ts';
import type { Dispute } from '../../../../disputes/dispute.ts';
import type { GivenAnswer } from '../../../../survey/given-answers.ts';
import type { View } from '../../kit/view.ts';
import type { CourseItem } from './course.ts';
import type { FormState } from './form-state.ts';
import type { Note } from './notes.ts';
import type { Notice } from './notice.ts';

/** What the reader may see and do beside the facts. */
export interface Rights {
  readsComments: boolean;
  /** Whoever may write notes reads them. */
  writesNotes: boolean;
  /** Also those of others; their own anybody may delete who writes notes. */
  deletesNotes: boolean;
  handlesAlert: boolean;
  disputes: boolean;
  /** How the reader may decide the dispute that waits; empty: they may not. */
  verdicts: readonly DisputeVerdict[];
  voids: boolean;
}

export interface OwnPage {
  view: View;
  /** Whose clocks times are shown by. */
  zone: string;
  dialogue: Dialogue;
  answers: readonly GivenAnswer[];
  course: readonly CourseItem[];
  /** Of the same conversation, this one included, that the reader may see. */
  rounds: readonly Dialogue[];
  alert: Alert | null;
  /** The dispute that waits for a decision. */
  openDispute: Dispute | null;
  notes: readonly Note[];
  /** Where the helpdesk shows it; null: nobody knows. */
  url: string | null;
  rights: Rights;
  /** What was just done, or what was wrong with it. */
  notice: Notice | null;
  /** A form that was refused, as it was filled in. */
  form: FormState | null;
}
