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
import { CHANNEL } from '../endpoint.ts';
import { moment, optionalMoment } from '../fields/moment.ts';

const text = z.string().nullable();

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

const about = (description: string) => ({ description });

/**
 * A dialogue as the API shows it: what happened and all that was answered, without the machinery of its survey. What
 * is not listed here goes out in no answer.
 */
export const dialogueSchema = z
  .object({
    id: z.string(),
    ...placeFields,
    clientId: z.string(),
    externalId: z.string().meta(about('Your id of the dialogue.')),
    round: z.number().meta(about('How often the conversation has ended; the last round counts.')),
    tags: z.array(z.string()),
    language: text,
    completedAt: moment,
    reportedAt: moment,
    outcome: z
      .enum(outcomes)
      .meta(
        about(
          '`scheduled`: to be asked later; `open`: asked; `answered`: with a rating or a comment; `silent`: expired without; `not_asked`.',
        ),
      ),
    notAskedReason: z.enum(notAskedReasons).nullable(),
    notAskedAt: optionalMoment.meta(
      about('When that was found; null: it is asked about, or an earlier release found it.'),
    ),
    scale: text.meta(about('Of the rating, such as `1-5`; null: the scenario asks for none.')),
    rating: z.number().nullable(),
    comment: text,
    // A third of the time of a z.record.
    answers: z
      .object({})
      .catchall(z.union([z.string(), z.number()]))
      .meta(about('Every variable that its survey has saved so far, by name.')),
    askedAt: optionalMoment,
    scenarioVersion: text.meta(about('The version of the scenario that was asked.')),
    deliveredAt: optionalMoment.meta(about('When the platform first took a question.')),
    answeredAt: optionalMoment,
    reopenedAt: optionalMoment,
    superseded: z.boolean().meta(about('There is a later round, which counts in its place.')),
    voided: z
      .object({ at: moment, by: z.string(), reason: z.string() })
      .nullable()
      .meta(about('Why it is in no figure, and since when; null: it was not voided.')),
    disputed: z
      .boolean()
      .meta(about('While a dispute of its rating is open, and once one was upheld, wholly or partly.')),
    course: z
      .array(
        z.object({
          at: moment,
          what: z.enum(courseSteps),
          by: z.string(),
          reason: text,
          before: z
            .object(correctableFields)
            .partial()
            .nullable()
            .meta(about('Of a correction: the facts that it changed, as they stood before it.')),
          verdict: z.enum(disputeVerdicts).nullable().meta(about('Of the decision of a dispute.')),
        }),
      )
      .meta(about('What was done to it beside its survey, oldest first.')),
  })
  .meta({ id: 'Dialogue', description: 'One ask about a support conversation that ended.' });

export type ShownDialogue = z.output<typeof dialogueSchema>;
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

/** For the documentation. */
export const exampleDialogue = {
  id: 'q3Vb0x9LmZ2k',
  channel: CHANNEL,
  scenario: 'csat',
  operator: 'Anna',
  team: 'Second line',
  topic: 'Refund',
  clientId: '501',
  externalId: 'T-1001',
  round: 1,
  tags: ['vip'],
  language: null,
  completedAt: '2026-11-22T14:03:00.000Z',
  reportedAt: '2026-11-22T14:03:02.118Z',
  outcome: 'answered',
  notAskedReason: null,
  notAskedAt: null,
  scale: '1-5',
  rating: 5,
  comment: 'Quick and friendly',
  answers: { quality_answer: 5, quality_comment: 'Quick and friendly' },
  askedAt: '2026-11-22T14:03:02.118Z',
  scenarioVersion: '0f3a9c1be27d4458',
  deliveredAt: '2026-11-22T14:03:02.430Z',
  answeredAt: '2026-11-22T14:05:41.007Z',
  reopenedAt: null,
  superseded: false,
  voided: null,
  disputed: false,
  course: [],
};
