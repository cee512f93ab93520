import { z } from 'zod';
import { disputeVerdicts } from '../../../dialogue.ts';
import { resource } from '../endpoint.ts';
import { cursorField, nextField } from '../fields/cursor.ts';
import { narrowingFields } from '../fields/lists.ts';
import { limitField, periodFields } from '../fields/period.ts';
import { idOf, optionalName, requiredName } from '../fields/texts.ts';
import { disputeSchema, disputeStates, exampleDispute } from './schema.ts';

/** As of a reason that somebody writes in a chat. */
const LONGEST_REASON = 500;

const about = (description: string) => ({ description });
const one = z.object({ dispute: disputeSchema });
const byId = z.object({ id: idOf() });
const reason = idOf(LONGEST_REASON);

export const disputes = resource({
  title: 'Disputes',
  about: [
    'The question whether a rating says anything of its operator, with a verdict. Figures count disputed ratings unless asked not to.',
  ],
  endpoints: {
    list: {
      method: 'GET',
      path: '/disputes',
      scope: 'disputes:read',
      summary: 'List disputes',
      about: [
        'By the days on which they were raised, the newest first; without both days, of all time.',
        'Filters go by the dialogues as they stand now, as of figures; a dispute shows its dialogue as it stood when it was raised.',
        'A page may have fewer than `limit` while `next` is not null: enough was looked at for one page.',
      ],
      query: z.strictObject({
        ...periodFields,
        ...narrowingFields,
        state: z.enum(disputeStates).optional().meta(about('Without it, any.')),
        limit: limitField,
        cursor: cursorField,
      }),
      answer: z.object({ disputes: z.array(disputeSchema), next: nextField }),
      example: {
        given: { state: 'open', team: ['Second line'] },
        answer: { disputes: [exampleDispute], next: null },
      },
    },
    get: {
      method: 'GET',
      path: '/disputes/{id}',
      scope: 'disputes:read',
      summary: 'Get a dispute',
      params: byId,
      answer: one,
      refusals: ['unknown_dispute'],
      example: { params: { id: exampleDispute.id }, answer: { dispute: exampleDispute } },
    },
    raise: {
      method: 'POST',
      path: '/disputes',
      scope: 'disputes:write',
      summary: 'Dispute a rating',
      about: [
        'In the name of somebody who is known here and may dispute this rating; they are told the verdict in their chat.',
        'A rating may be disputed for 90 days, and is judged once.',
      ],
      body: z.strictObject({
        dialogueId: idOf(),
        reason,
        by: requiredName.meta(about('The name or the id of a person.')),
      }),
      answer: one,
      statuses: { 201: 'It is raised.' },
      refusals: ['unknown_dialogue', 'unknown_person', 'not_disputable', 'dispute_open', 'dispute_decided'],
      example: {
        given: { dialogueId: exampleDispute.dialogueId, reason: 'The bank was down', by: 'Anna' },
        answer: { dispute: exampleDispute },
      },
    },
    decide: {
      method: 'POST',
      path: '/disputes/{id}/decide',
      scope: 'disputes:write',
      summary: 'Decide a dispute',
      about: [
        'In the name `by`, who may be neither who raised it nor the operator whose rating it is; `withdrawn` is for who raised it alone.',
      ],
      params: byId,
      body: z.strictObject({
        verdict: z.enum(disputeVerdicts, `must be one of ${disputeVerdicts.join(', ')}`),
        reason,
        by: requiredName,
        operator: optionalName.meta(about('With `another_operator`: whose the dialogue is from then on.')),
      }),
      answer: one,
      refusals: ['unknown_dispute', 'dispute_decided', 'own_dispute'],
      example: {
        params: { id: exampleDispute.id },
        given: { verdict: 'upheld', reason: 'The bank was down all day', by: 'Iryna' },
      },
    },
  },
});
