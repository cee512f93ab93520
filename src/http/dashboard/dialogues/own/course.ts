/** The whole course of a dialogue, from what is kept of it in several places; pure. */
import type { Alert, Cause } from '../../../../alerts/alert.ts';
import {
  type CorrectableFacts,
  type CourseEntry,
  type Dialogue,
  type DisputeVerdict,
  reportedDimensions,
} from '../../../../dialogue.ts';
import type { Value } from '../../../../scenario/survey.ts';
import type { Note } from './notes.ts';

/** A fact that was corrected. */
export interface Correction {
  fact: keyof CorrectableFacts;
  before: string | null;
  after: string | null;
}

/** Something that happened to a dialogue. */
export type CourseItem = {
  /** Milliseconds since the epoch; null: nobody knows when. */
  at: number | null;
  /** True: it is to come. */
  isPlanned?: true;
  /** Who did it; null: the client, the service, or nobody knows who. */
  by?: string | null;
  /** Why it was done, in the words of who did it. */
  reason?: string | null;
} & (
  | { what: (typeof plainSteps)[number] }
  | { what: 'not_asked'; why: NonNullable<Dialogue['notAskedReason']> }
  | { what: 'answered'; variable: string; value: Value | null }
  /** `before` is null of a text of the client's own. */
  | { what: 'changed'; variable: string; before: Value | null; after: Value | null }
  | { what: 'corrected'; corrections: Correction[] }
  | { what: 'dispute_decided'; verdict: DisputeVerdict }
  /** `text` is null where it is not kept any more, or is not for the reader. */
  | { what: 'alert_wrote'; text: string | null }
  | { what: 'alert_cause'; cause: Cause }
  | { what: 'alert_resolved'; cause: Cause }
  | { what: 'note'; note: Note }
  | { what: 'note_deleted'; note: Note }
);

/** Steps of which no more is to be said than that. */
export const plainSteps = [
  'completed',
  'reported',
  'scheduled',
  'asked',
  'delivered',
  'reminded',
  'expired',
  'finished',
  'reopened',
  'voided',
  'unvoided',
  'cancelled',
  'disputed',
  'alert_raised',
  'alert_withdrawn',
  'alert_improved',
  'alert_voided',
  'alert_taken',
  'alert_escalated',
] as const;

export interface CourseSources {
  dialogue: Dialogue;
  alert: Alert | null;
  /** What was written to the client, by the `letter` in the alert's history. */
  letters: ReadonlyMap<string, string>;
  notes: readonly Note[];
  /** The first value of an own text is not repeated here, nor what a client wrote where the reader may not read it. */
  readsNotes: boolean;
}

/** Oldest first; what is to come, last. */
export function courseOf({ dialogue, alert, letters, notes, readsNotes }: CourseSources): CourseItem[] {
  const items = [
    ...reportItems(dialogue),
    ...askItems(dialogue),
    ...answerItems(dialogue),
    ...endItems(dialogue),
    ...dialogue.course.flatMap((entry, index) => entryItem(entry, index, dialogue)),
    ...(alert ? alertItems(alert, letters, readsNotes) : []),
    ...notes.flatMap(noteItems),
  ];
  const placeOf = ({ at, isPlanned }: CourseItem): number =>
    isPlanned ? Number.MAX_SAFE_INTEGER : (at ?? dialogue.reportedAt.getTime());
  // Stable: of one moment they stand as they do above.
  return items.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function reportItems({ completedAt, reportedAt }: Dialogue): CourseItem[] {
  return [
    { what: 'completed', at: completedAt.getTime() },
    { what: 'reported', at: reportedAt.getTime() },
  ];
}

function askItems(dialogue: Dialogue): CourseItem[] {
  const { outcome, notAskedReason, notAskedAt, askedAt, deliveredAt, survey, wakeAt } = dialogue;
  if (outcome === 'scheduled') return [{ what: 'scheduled', at: wakeAt?.getTime() ?? null, isPlanned: true }];
  if (outcome === 'not_asked') {
    const at = notAskedAt?.getTime() ?? null;
    return notAskedReason === null ? [] : [{ what: 'not_asked', at, why: notAskedReason }];
  }
  return [
    ...(askedAt ? [{ what: 'asked', at: askedAt.getTime() } as const] : []),
    ...(deliveredAt ? [{ what: 'delivered', at: deliveredAt.getTime() } as const] : []),
    ...(survey?.remindedAt === undefined ? [] : [{ what: 'reminded', at: survey.remindedAt } as const]),
  ];
}

/** Each variable when it was first given, with the value that it had then, and each change of it. */
function answerItems({ survey }: Dialogue): CourseItem[] {
  if (!survey) return [];
  const { variables, answeredAt, edits = [] } = survey;
  const valueAfter = (variable: string, index: number): Value | null => {
    const next = edits.slice(index).find((edit) => edit.variable === variable);
    return next ? next.before : (variables[variable] ?? null);
  };
  const given = Object.entries(answeredAt).map(
    ([variable, at]): CourseItem => ({ what: 'answered', at, variable, value: valueAfter(variable, 0) }),
  );
  const changed = edits.map(
    ({ at, variable, before }, index): CourseItem => ({
      what: 'changed',
      at,
      variable,
      before,
      after: before === null ? null : valueAfter(variable, index + 1),
    }),
  );
  return [...given, ...changed];
}

function endItems({ outcome, survey }: Dialogue): CourseItem[] {
  if (!survey) return [];
  const { ended, expiresAt, recordedAt, lastAnswerAt, withdrawnAt } = survey;
  const isExpired = ended === 'expired' || (ended === undefined && outcome === 'silent');
  if (isExpired && withdrawnAt === undefined) return [{ what: 'expired', at: expiresAt }];
  if (ended === 'finished') return [{ what: 'finished', at: recordedAt ?? lastAnswerAt ?? null }];
  return [];
}

function entryItem(entry: CourseEntry, index: number, dialogue: Dialogue): CourseItem[] {
  const { at, what, by, reason, verdict, before } = entry;
  const how = { at, by, reason: reason ?? null };
  if (what === 'dispute_decided') return verdict ? [{ what, ...how, verdict }] : [];
  if (what !== 'corrected') return [{ what, ...how }];
  return [{ what, ...how, corrections: correctionsOf(before ?? {}, index, dialogue) }];
}

/** What a fact was corrected to stands in the next correction of it, or in the dialogue. */
function correctionsOf(before: Partial<CorrectableFacts>, index: number, dialogue: Dialogue): Correction[] {
  const later = dialogue.course.slice(index + 1).flatMap((entry) => entry.before ?? []);
  return ([...reportedDimensions, 'tags'] as const).flatMap((fact) => {
    if (before[fact] === undefined) return [];
    const next = later.find((one) => one[fact] !== undefined) ?? dialogue;
    return [{ fact, before: factText(before[fact]), after: factText(next[fact]) }];
  });
}

const factText = (value: string | readonly string[] | null | undefined): string | null =>
  (typeof value === 'string' ? value : value?.join(', ')) || null;

function noteItems(note: Note): CourseItem[] {
  const { at, by, deleted } = note;
  const written = { what: 'note', at, by: by.name, note } as const;
  if (!deleted) return [written];
  return [written, { what: 'note_deleted', at: deleted.at, by: deleted.by.name, note }];
}

/** What the dialogue's own course says already, such as that the rating changed, is left out. */
function alertItems(
  { history, note, cause }: Alert,
  letters: CourseSources['letters'],
  readsNotes: boolean,
): CourseItem[] {
  return history.flatMap(({ at, what, by, letter = '' }): CourseItem[] => {
    const how = { at, by: by?.name ?? null };
    switch (what) {
      case 'rated':
      case 'commented':
      case 'corrected':
        return [];
      case 'resolved':
        return [
          { what: 'alert_resolved', ...how, reason: readsNotes ? note : null, cause: cause ?? 'operator' },
        ];
      case 'wrote':
        return [{ what: 'alert_wrote', ...how, text: (readsNotes && letters.get(letter)) || null }];
      case 'cause':
        return cause ? [{ what: 'alert_cause', ...how, cause }] : [];
      default:
        return [{ what: `alert_${what}`, ...how }];
    }
  });
}
