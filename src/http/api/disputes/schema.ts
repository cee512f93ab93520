import { z } from 'zod';
import { disputeVerdicts } from '../../../dialogue.ts';
import type { Dispute, DisputeState } from '../../../disputes/dispute.ts';
import { exampleDialogue, placeFields } from '../dialogues/schema.ts';
import { moment } from '../fields/moment.ts';

export const disputeStates = ['open', ...disputeVerdicts] as const satisfies readonly DisputeState[];

const about = (description: string) => ({ description });

/** A dispute as the API shows it, with the dialogue as it stood when its rating was disputed. */
export const disputeSchema = z
  .object({
    id: z.string(),
    state: z.enum(disputeStates),
    raisedAt: moment,
    dialogueId: z.string(),
    externalId: z.string(),
    channel: placeFields.channel,
    scenario: placeFields.scenario,
    operator: placeFields.operator,
    team: placeFields.team,
    topic: placeFields.topic,
    scale: z.string().nullable(),
    rating: z.number(),
    entries: z
      .array(
        z.object({
          at: moment,
          by: z.string(),
          what: z.enum(['raised', ...disputeVerdicts]),
          reason: z.string(),
          operator: z.string().nullable().meta(about('With `another_operator`: whose the rating is.')),
        }),
      )
      .meta(about('What was done, oldest first; the first says who disputed the rating, and why.')),
  })
  .meta({
    id: 'Dispute',
    description:
      'The question whether a rating says anything of its operator, with the dialogue as it stood then.',
  });

export function presentDispute({
  id,
  state,
  raisedAt,
  dialogue,
  entries,
}: Dispute): z.output<typeof disputeSchema> {
  const { id: dialogueId, ...facts } = dialogue;
  return {
    id,
    state,
    raisedAt,
    dialogueId,
    ...facts,
    entries: entries.map(({ at, who, what, why, operator = null }) => ({
      at: new Date(at),
      by: who.name,
      what,
      reason: why,
      operator,
    })),
  };
}

const { id, channel, scenario, operator, team, topic, externalId, scale } = exampleDialogue;

/** For the documentation. */
export const exampleDispute = {
  id: `${id}.1`,
  state: 'open',
  raisedAt: '2026-11-22T15:20:00.000Z',
  dialogueId: id,
  externalId,
  channel,
  scenario,
  operator,
  team,
  topic,
  scale,
  rating: 2,
  entries: [
    {
      at: '2026-11-22T15:20:00.000Z',
      by: 'Anna',
      what: 'raised',
      reason: 'The bank was down',
      operator: null,
    },
  ],
};
