import { z } from 'zod';
import { disputeVerdicts } from '../../../dialogue.ts';
import type { DisputeState } from '../../../disputes/dispute.ts';
import { placeFields } from './dialogue.ts';

export const disputeStates = ['open', ...disputeVerdicts] as const satisfies readonly DisputeState[];

const { channel, scenario, operator, team, topic } = placeFields;

/** A dispute as the API shows it, with the dialogue as it stood when its rating was disputed. */
export const disputeSchema = z.object({
  id: z.string(),
  state: z.enum(disputeStates),
  raisedAt: z.date(),
  dialogueId: z.string(),
  externalId: z.string(),
  channel,
  scenario,
  operator,
  team,
  topic,
  scale: z.string().nullable(),
  rating: z.number(),
  /** What was done, oldest first; the first says who disputed the rating, and why. */
  entries: z.array(
    z.object({
      at: z.date(),
      by: z.string(),
      what: z.enum(['raised', ...disputeVerdicts]),
      reason: z.string(),
      /** With `another_operator`: whose the rating is. */
      operator: z.string().nullable(),
    }),
  ),
});
