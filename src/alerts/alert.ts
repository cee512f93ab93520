import { z } from 'zod';
import { chatSchema } from '../access/chat.ts';
import type { Subject } from '../access/may.ts';
import {
  type Dialogue,
  type Dimension,
  dimensionsOf,
  type ReportedDimension,
  reportedDimensions,
} from '../dialogue.ts';
import { parseScaleKey } from '../scale.ts';

export const alertStates = ['open', 'taken', 'resolved', 'withdrawn'] as const;

/** What a low rating was about. null, until somebody says it: nobody has. */
export const causes = ['operator', 'product', 'process', 'policy'] as const;
export type Cause = (typeof causes)[number];

/**
 * - `raised`: told of for the first time, or again after it was withdrawn
 * - `rated`, `commented`, `corrected`: the client or the helpdesk changed what it is about
 * - `withdrawn`: before anybody took it, the client changed the rating upwards, or the dialogue was voided
 * - `improved`, `voided`: the same, after somebody took it
 * - `escalated`: nobody took it in time
 */
export const happenings = [
  'raised',
  'rated',
  'commented',
  'corrected',
  'withdrawn',
  'improved',
  'voided',
  'taken',
  'resolved',
  'cause',
  'wrote',
  'escalated',
] as const;
export type Happening = (typeof happenings)[number];

const name = z.string().nullable();
const moment = z.number().nullable();

/** Somebody of the company, with the name under which they acted. */
export const someone = z.object({ id: z.string(), name: z.string() });
export type Someone = z.output<typeof someone>;

/** A message that tells of an alert. */
const told = z.object({
  chat: chatSchema,
  /** Why it was sent: `<raising>.<step of the escalation>`, or `open.<event>` where somebody opened the alert. */
  call: z.string(),
  /** null: it stands in a summary. */
  messageId: z.string().nullable(),
  /** When that summary was begun. */
  summary: z.number().optional(),
  /** The version of the alert that it shows. */
  shown: z.number(),
});
export type Told = z.output<typeof told>;

/** An alert as it is kept; times are milliseconds since the epoch. */
const alertBody = z.object({
  channel: z.string(),
  clientId: z.string(),
  clientName: name,
  /** The client's. */
  language: z.string(),
  externalId: z.string(),
  scenario: z.string(),
  // One that was kept before a dimension was added has none.
  ...(Object.fromEntries(reportedDimensions.map((dimension) => [dimension, name.default(null)])) as Record<
    ReportedDimension,
    z.ZodDefault<typeof name>
  >),
  rating: z.number().nullable(),
  scale: name,
  comment: name,
  /** The client's messages in which the comment was more than words, such as a voice message. */
  attached: z.array(z.string()),
  /** `low`: the rating is still low and counts. */
  standing: z.enum(['low', 'improved', 'voided']),
  raisedAt: z.number(),
  /** How often it was raised. */
  raising: z.number(),
  state: z.enum(alertStates),
  takenBy: someone.nullable(),
  takenAt: moment,
  resolvedBy: someone.nullable(),
  resolvedAt: moment,
  note: name,
  cause: z.enum(causes).nullable(),
  /** How many steps of the escalation were carried out. */
  level: z.number(),
  /** Counts what people are to see of it. */
  version: z.number(),
  /** Oldest first; `version` as it was after that. */
  history: z.array(
    z.object({
      version: z.number(),
      at: z.number(),
      what: z.enum(happenings),
      by: someone.nullable(),
      /** Of `wrote`: which letter it was, as long as that is kept. */
      letter: z.string().optional(),
    }),
  ),
  told: z.array(told),
});

/** One low rating, from its message to its end. Its id is the dialogue's. */
export type Alert = z.output<typeof alertBody> & { id: string; revision: number };

export const readAlert = (id: string, body: unknown, revision: number): Alert => ({
  ...alertBody.parse(body),
  id,
  revision,
});

/** Without what the record keeps besides. */
export const bodyOf = (alert: Alert): unknown => alertBody.parse(alert);

/** What an alert says of its dialogue. */
export type Facts = Pick<
  Alert,
  | Dimension
  | 'clientId'
  | 'clientName'
  | 'language'
  | 'externalId'
  | 'rating'
  | 'scale'
  | 'comment'
  | 'attached'
  | 'standing'
>;

export function factsOf(dialogue: Dialogue, clientName: string | null, clientLocale: string | null): Facts {
  const { clientId, externalId, rating, scale, comment, survey, voided } = dialogue;
  const attached = (survey?.parts ?? []).flatMap(({ variable, message, attached: more }) =>
    more && variable === 'quality_comment' && message !== '' ? [message] : [],
  );
  return {
    ...dimensionsOf(dialogue),
    clientId,
    clientName,
    language: survey?.language ?? dialogue.language ?? clientLocale ?? 'en',
    externalId,
    rating,
    scale,
    comment,
    attached: [...new Set(attached)],
    standing: voided ? 'voided' : isLow(dialogue) ? 'low' : 'improved',
  };
}

/** Whether the client is dissatisfied, on whichever scale, and the dialogue counts. */
export function isLow({ rating, scale, voided }: Pick<Dialogue, 'rating' | 'scale' | 'voided'>): boolean {
  if (rating === null || scale === null || voided) return false;
  return parseScaleKey(scale).dissatisfied.includes(rating);
}

/** What decides who may handle it. */
export const subjectOf = ({ channel, scenario, team, operator }: Alert): Subject => ({
  channel,
  scenario,
  team,
  operator,
});
