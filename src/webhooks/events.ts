/** Which webhooks a change of a dialogue leads to, and their data; pure. */
import { z } from 'zod';
import type { WebhookType } from '../config/webhooks.ts';
import {
  type Dialogue,
  dimensionsOf,
  notAskedReasons,
  outcomes,
  type ReportedDimension,
  reportedDimensions,
} from '../dialogue.ts';

const text = z.string().nullable();
const moment = z.date().transform((date) => date.toISOString());

const name = z.string().nullable().default(null);

/** The `data` of a webhook: these fields of a dialogue and no others; times are ISO 8601 in UTC. */
const dataSchema = z.object({
  dialogueId: z.string(),
  externalId: z.string(),
  channel: z.string(),
  clientId: z.string(),
  round: z.number(),
  scenario: z.string(),
  ...(Object.fromEntries(reportedDimensions.map((dimension) => [dimension, name])) as Record<
    ReportedDimension,
    typeof name
  >),
  tags: z.array(z.string()),
  completedAt: moment,
  askedAt: moment.nullable(),
  rating: z.number().nullable(),
  scale: text,
  comment: text,
  outcome: z.enum(outcomes),
  notAskedReason: z.enum(notAskedReasons).nullable(),
});
export type DialogueData = z.output<typeof dataSchema>;

export const dataOf = (dialogue: Dialogue): DialogueData =>
  dataSchema.parse({ ...dialogue, ...dimensionsOf(dialogue), dialogueId: dialogue.id });

/** The types of webhook for a change of a dialogue, in the order in which they are sent. */
export function typesOf(before: Dialogue, next: Dialogue): WebhookType[] {
  const types: WebhookType[] = [];
  if (before.askedAt === null && next.askedAt !== null) types.push('survey.asked');
  if (before.rating !== next.rating) types.push('survey.answered');
  if (before.comment !== next.comment) types.push('survey.commented');
  const wasAsked = before.outcome === 'open' || before.outcome === 'answered';
  if (wasAsked && (next.outcome === 'silent' || next.outcome === 'not_asked')) types.push('survey.expired');
  return types;
}
