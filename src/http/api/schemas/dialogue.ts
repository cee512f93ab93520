import { z } from 'zod';
import {
  type Dialogue,
  type Dimensions,
  courseSteps,
  disputeVerdicts,
  notAskedReasons,
  outcomes,
  type ReportedDimension,
  reportedDimensions,
} from '../../../dialogue.ts';

const text = z.string().nullable();
const moment = z.date().nullable();

/** Where a dialogue belongs, for every list that shows dialogues. */
export const placeFields = {
  channel: z.string(),
  scenario: z.string(),
  ...(Object.fromEntries(reportedDimensions.map((name) => [name, text])) as Record<
    ReportedDimension,
    typeof text
  >),
} satisfies Record<keyof Dimensions, z.ZodType>;

const correctableFields = {
  ...(Object.fromEntries(reportedDimensions.map((name) => [name, text])) as Record<
    ReportedDimension,
    typeof text
  >),
  tags: z.array(z.string()),
};

/**
 * A dialogue as the API shows it: what happened and all that was answered, without the machinery of its survey. What
 * is not listed here goes out in no answer. Dates go out as ISO 8601 in UTC.
 */
export const dialogueSchema = z.object({
  id: z.string(),
  ...placeFields,
  clientId: z.string(),
  externalId: z.string(),
  round: z.number(),
  tags: z.array(z.string()),
  language: text,
  completedAt: z.date(),
  reportedAt: z.date(),
  outcome: z.enum(outcomes),
  notAskedReason: z.enum(notAskedReasons).nullable(),
  scale: text,
  rating: z.number().nullable(),
  comment: text,
  /** Every variable that its survey has saved so far, by name. */
  // A third of the time of a z.record.
  answers: z.object({}).catchall(z.union([z.string(), z.number()])),
  askedAt: moment,
  scenarioVersion: text,
  deliveredAt: moment,
  answeredAt: moment,
  reopenedAt: moment,
  superseded: z.boolean(),
  /** Why it is in no figure, and since when; null: it was not voided. */
  voided: z.object({ at: z.date(), by: z.string(), reason: z.string() }).nullable(),
  disputed: z.boolean(),
  /** What was done to it beside its survey, oldest first. */
  course: z.array(
    z.object({
      at: z.date(),
      what: z.enum(courseSteps),
      by: z.string(),
      reason: text,
      /** Of a correction: the facts that it changed, as they stood before it. */
      before: z.object(correctableFields).partial().nullable(),
      /** Of the decision of a dispute. */
      verdict: z.enum(disputeVerdicts).nullable(),
    }),
  ),
});

type ShownDialogue = z.input<typeof dialogueSchema>;
const ownFields = Object.keys(
  dialogueSchema.omit({ answers: true, voided: true, course: true }).shape,
) as Array<Exclude<keyof ShownDialogue, 'answers' | 'voided' | 'course'>>;

/** What the schema lists, and nothing else is copied: a list has up to 500 dialogues. */
export function presentDialogue(dialogue: Dialogue): ShownDialogue {
  const { survey, voided, course } = dialogue;
  return Object.assign(pick(dialogue, ownFields), {
    answers: survey?.variables ?? {},
    voided: voided && { ...voided, at: new Date(voided.at) },
    course: course.map(({ at, what, by, reason = null, before = null, verdict = null }) => ({
      at: new Date(at),
      what,
      by,
      reason,
      before,
      verdict,
    })),
  });
}

function pick<T, Name extends keyof T>(from: T, names: readonly Name[]): Pick<T, Name> {
  const picked: Partial<Pick<T, Name>> = {};
  for (const name of names) picked[name] = from[name];
  return picked as Pick<T, Name>;
}
