/** What a dialogue's page shows, and what its reader may do there. */
import type { Alert } from '../../../../alerts/alert.ts';
import type { Dialogue } from '../../../../dialogue.ts';
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
  handlesAlert: boolean;
  disputes: boolean;
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
  notes: readonly Note[];
  /** Where the helpdesk shows it; null: nobody knows. */
  url: string | null;
  rights: Rights;
  /** What was just done, or what was wrong with it. */
  notice: Notice | null;
  /** A form that was refused, as it was filled in. */
  form: FormState | null;
}
