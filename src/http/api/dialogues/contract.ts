import { z } from 'zod';
import { notAskedReasons, type ReportedDimension, reportedDimensions } from '../../../dialogue.ts';
import { CHANNEL, resource } from '../endpoint.ts';
import { nextField } from '../fields/cursor.ts';
import { pageFields, searchedField, whichFields } from '../fields/lists.ts';
import { reportedMoment } from '../fields/reported-moment.ts';
import {
  idOf,
  optionalLanguage,
  optionalName,
  optionalText,
  requiredName,
  tagList,
} from '../fields/texts.ts';
import { dialogueEvent } from './event.ts';
import { dialogueSchema, exampleDialogue } from './schema.ts';

const about = (description: string) => ({ description });

const reportedNames = Object.fromEntries(reportedDimensions.map((name) => [name, optionalName])) as Record<
  ReportedDimension,
  typeof optionalName
>;

const newDialogue = z.strictObject({
  channel: idOf().meta(about('A channel in use.')),
  clientId: idOf(128).meta(about('The platform’s id of the client.')),
  externalId: idOf().meta(about('Your id of the dialogue; unique for this client on this channel.')),
  ...reportedNames,
  tags: tagList(50),
  language: optionalLanguage.meta(about('To ask in, such as `en`; default: the client’s own.')),
  scenario: optionalText.meta(about('Default: `DEFAULT_SCENARIO`.')),
  completedAt: reportedMoment.meta(about('With its zone, or Unix time; default: now.')),
  ask: z
    .boolean('must be true or false')
    .nullish()
    .meta(about('`false`: kept and counted as completed, and its client is not asked.')),
  reason: optionalName.meta(about('Why `ask` is `false`.')),
});

const listQuery = z.strictObject({ ...whichFields, ...pageFields });

const reported = z.object({
  dialogue: dialogueSchema,
  asked: z.boolean().meta(about('Whether the question is being sent.')),
  reason: z
    .enum(['scheduled', ...notAskedReasons])
    .nullable()
    .meta(about('Why not, or not yet.')),
});

const one = z.object({ dialogue: dialogueSchema });
const byId = z.object({ id: idOf() });
const conversation = {
  channel: idOf(),
  clientId: idOf(128),
  externalId: idOf(),
};

const who = { by: optionalName.meta(about('Who does it, for the course; default: the name of the key.')) };
const whoMayBeWhy = { ...who, reason: optionalName };
const whoAndWhy = { ...who, reason: requiredName };
const correction = {
  ...who,
  ...(Object.fromEntries(reportedDimensions.map((name) => [name, optionalName.optional()])) as Record<
    ReportedDimension,
    z.ZodOptional<typeof optionalName>
  >),
  tags: tagList(50).optional(),
};

interface OperationText {
  summary: string;
  about: readonly string[];
  /** For the documentation: a body, besides the ids. */
  given: object;
}

const exampleConversation = {
  channel: CHANNEL,
  clientId: exampleDialogue.clientId,
  externalId: exampleDialogue.externalId,
};

/** An operation on a dialogue that its id names. A request without a body means an empty one. */
const onOne = <Shape extends z.ZodRawShape>(
  method: 'POST' | 'PATCH',
  path: string,
  shape: Shape,
  { given, ...text }: OperationText,
) =>
  ({
    ...text,
    method,
    path: `/dialogues/{id}${path}`,
    scope: 'dialogues:write',
    params: byId,
    body: z.preprocess((given) => given ?? {}, z.strictObject(shape)) as unknown as z.ZodObject<
      Shape,
      z.core.$strict
    >,
    answer: one,
    refusals: ['unknown_dialogue', 'conflict'],
    example: { params: { id: exampleDialogue.id }, given, answer: { dialogue: exampleDialogue } },
  }) as const;

/** The same on the last round of the conversation that its own ids name. */
const onConversation = <Shape extends z.ZodRawShape>(
  method: 'POST' | 'PATCH',
  path: string,
  shape: Shape,
  { summary, given }: OperationText,
) =>
  ({
    summary: `${summary}, by your own ids`,
    about: ['`channel`, `clientId` and `externalId` mean the last round of a conversation.'],
    method,
    path: `/dialogues${path}`,
    scope: 'dialogues:write',
    body: z.strictObject({ ...conversation, ...shape }),
    answer: one,
    refusals: ['unknown_dialogue', 'conflict'],
    example: { given: { ...exampleConversation, ...given }, answer: { dialogue: exampleDialogue } },
  }) as const;

const texts = {
  reopen: {
    summary: 'Reopen a dialogue',
    about: ['The conversation goes on: its question is withdrawn, and the next report of it is a new round.'],
    given: {},
  },
  void: {
    summary: 'Void a dialogue',
    about: ['Takes it out of every figure; it stays listed.'],
    given: { reason: 'rated by a colleague', by: 'Iryna' },
  },
  unvoid: { summary: 'Undo a void', about: ['Puts the dialogue back into the figures.'], given: {} },
  cancel: {
    summary: 'Cancel the question',
    about: ['Its client is not to be asked: the question is withdrawn. 409 `conflict` once it was answered.'],
    given: { reason: 'a test call' },
  },
  correct: {
    summary: 'Correct a dialogue',
    about: [
      `Corrects ${reportedDimensions.join(', ')} or tags, in the figures too. What is left out stays; null removes a name.`,
    ],
    given: { operator: 'Olha', by: 'Iryna' },
  },
} as const satisfies Record<string, OperationText>;

export const dialogues = resource({
  title: 'Dialogues',
  about: [
    'A dialogue is one support conversation that ended. Reporting it asks its client how it went.',
    'One that went on and ended again has several records, its rounds, of which the last one counts.',
  ],
  endpoints: {
    create: {
      method: 'POST',
      path: '/dialogues',
      scope: 'dialogues:write',
      summary: 'Report a dialogue',
      about: [
        'Reports a completed dialogue; its client is asked at once, or after the delay of the scenario.',
        'Texts may have 200 characters; a whole number stands for its digits, an empty text and null for none.',
        'The same report again asks nobody twice: it is answered with 200, or 409 `conflict` where facts differ.',
      ],
      body: newDialogue,
      answer: reported,
      statuses: { 201: 'It is kept.', 200: 'It was reported before, with the same facts.' },
      refusals: ['unknown_channel', 'unknown_scenario', 'conflict'],
      example: {
        given: { channel: CHANNEL, clientId: '501', externalId: 'T-1001', operator: 'Anna', topic: 'Refund' },
        answer: {
          dialogue: {
            ...exampleDialogue,
            outcome: 'open',
            rating: null,
            comment: null,
            answers: {},
            answeredAt: null,
          },
          asked: true,
          reason: null,
        },
      },
    },
    list: {
      method: 'GET',
      path: '/dialogues',
      scope: 'dialogues:read',
      summary: 'List dialogues',
      about: [
        'Those that were completed on the days of the period; without one, of all time. Also those that were not asked, and those that are in no figure, unless `counted=true`.',
      ],
      query: listQuery,
      answer: z.object({ dialogues: z.array(dialogueSchema), next: nextField, searchedUntil: searchedField }),
      example: {
        given: { from: '2026-11-01', to: '2026-11-30', limit: 50 },
        answer: { dialogues: [exampleDialogue], next: null, searchedUntil: null },
      },
    },
    get: {
      method: 'GET',
      path: '/dialogues/{id}',
      scope: 'dialogues:read',
      summary: 'Get a dialogue',
      params: byId,
      answer: one,
      refusals: ['unknown_dialogue'],
      example: { params: { id: exampleDialogue.id }, answer: { dialogue: exampleDialogue } },
    },
    events: {
      method: 'GET',
      path: '/dialogues/{id}/events',
      scope: 'dialogues:read',
      summary: 'Get the course of a dialogue',
      about: [
        'All that happened, oldest first: the survey, the answers and their changes, the alert, disputes, corrections and reviewers’ notes.',
      ],
      params: byId,
      answer: z.object({ events: z.array(dialogueEvent) }),
      refusals: ['unknown_dialogue'],
      example: {
        params: { id: exampleDialogue.id },
        answer: {
          events: [
            {
              at: '2026-11-22T14:05:41.007Z',
              what: 'answered',
              isPlanned: false,
              by: null,
              reason: null,
              field: 'quality_answer',
              before: null,
              after: 5,
              note: null,
            },
          ],
        },
      },
    },
    deleteNote: {
      method: 'DELETE',
      path: '/dialogues/{id}/notes/{note}',
      scope: 'dialogues:write',
      summary: 'Delete a reviewer’s note',
      about: [
        'The words are gone for good; the course keeps who wrote the note, that this key deleted it, and when. `note` is that of its event.',
      ],
      params: z.object({ id: idOf(), note: idOf() }),
      answer: z.object({ id: z.string(), deleted: z.literal(true) }),
      refusals: ['unknown_dialogue', 'unknown_note'],
      example: {
        params: { id: exampleDialogue.id, note: 'n7Qd2x' },
        answer: { id: 'n7Qd2x', deleted: true },
      },
    },
    correct: onOne('PATCH', '', correction, texts.correct),
    reopen: onOne('POST', '/reopen', who, texts.reopen),
    cancel: onOne('POST', '/cancel', whoMayBeWhy, texts.cancel),
    void: onOne('POST', '/void', whoAndWhy, texts.void),
    unvoid: onOne('POST', '/unvoid', who, texts.unvoid),
    correctLast: onConversation('PATCH', '', correction, texts.correct),
    reopenLast: onConversation('POST', '/reopen', who, texts.reopen),
    cancelLast: onConversation('POST', '/cancel', whoMayBeWhy, texts.cancel),
    voidLast: onConversation('POST', '/void', whoAndWhy, texts.void),
    unvoidLast: onConversation('POST', '/unvoid', who, texts.unvoid),
  },
});
