import type { FastifyPluginAsync } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { disputeVerdicts } from '../../dialogue.ts';
import type { Dispute } from '../../disputes/dispute.ts';
import type { Disputes } from '../../disputes/disputes.ts';
import type { Refusal } from '../../disputes/rules.ts';
import { ApiError } from '../../errors.ts';
import { mostDays, periodRange } from '../../stats/period.ts';
import { errorResponses } from '../refusals.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { limitField, periodFields, periodOf } from './period.ts';
import { disputeSchema, disputeStates } from './schemas/dispute.ts';
import { idOf, optionalName, requiredName } from './texts.ts';

/** As of a reason that somebody writes in a chat. */
const LONGEST_REASON = 500;

const listQuery = z.strictObject({
  ...periodFields,
  state: z.enum(disputeStates).optional(),
  limit: limitField,
  cursor: z.string().optional(),
});
const decision = z.strictObject({
  verdict: z.enum(disputeVerdicts, `must be one of ${disputeVerdicts.join(', ')}`),
  reason: idOf(LONGEST_REASON),
  by: requiredName,
  operator: optionalName,
});

const one = z.object({ dispute: disputeSchema });
const listed = z.object({ disputes: z.array(disputeSchema), next: z.string().nullable() });
const byId = z.object({ id: idOf() });
const list = { querystring: listQuery, response: { 200: listed, ...errorResponses } };
const get = { params: byId, response: { 200: one, ...errorResponses } };
const decide = { params: byId, body: decision, response: { 200: one, ...errorResponses } };

/**
 * - `GET /disputes?state=open&from=&to=&limit=&cursor=`: disputes of ratings, by the days on which they were raised, the
 *   newest first
 * - `GET /disputes/{id}`
 * - `POST /disputes/{id}/decide {"verdict", "reason", "by", "operator"}`
 *
 * @param zone whose calendar makes the days
 */
export function disputeRoutes(disputes: Disputes, zone: string): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/disputes', { schema: list }, async ({ query }) => {
      const { from, to, state, limit, cursor } = query;
      const range = from || to ? periodRange(periodOf({ from, to }, mostDays), zone) : {};
      const after = cursor ? readCursor(cursor) : null;
      // One more tells whether there is a next page.
      const found = await disputes.ledger.list({
        ...range,
        ...(state && { state }),
        ...(after && { after: { at: after.completedAt, id: after.id } }),
        limit: limit + 1,
      });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const more = found.length > limit && last;
      const next = more ? writeCursor({ completedAt: last.raisedAt, id: last.id }) : null;
      return { disputes: page.map(present), next };
    });

    server.get('/disputes/:id', { schema: get }, async ({ params: { id } }) => {
      const dispute = await disputes.ledger.find(id);
      if (!dispute) throw refused({ code: 'unknown_dispute' }, id);
      return { dispute: present(dispute) };
    });

    server.post('/disputes/:id/decide', { schema: decide }, async ({ params: { id }, body }) => {
      const { verdict, reason, by, operator } = body;
      const wish = { verdict, reason, ...(operator !== null && { operator }) };
      if (operator !== null && verdict !== 'another_operator') {
        throw fault('operator', 'is for the verdict "another_operator" alone; leave it out');
      }
      const outcome = await disputes.decideAs(id, wish, by);
      if ('refused' in outcome) throw refused(outcome.refused, id);
      return { dispute: present(outcome.done) };
    });
  };
}

function present({ id, state, raisedAt, dialogue, entries }: Dispute): z.input<typeof disputeSchema> {
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

/** Why the ledger refuses a decision, in the words of the API. */
function refused(refusal: Refusal, id: string): ApiError {
  switch (refusal.code) {
    case 'no_operator':
      return fault('operator', 'is missing; name whose rating it is');
    case 'same_operator':
      return fault('operator', 'is the operator of the dialogue already; name another one');
    case 'decided':
      return conflict('dispute_decided', `${refusal.by} decided it before: ${refusal.verdict}`, 'id');
    case 'own':
      return conflict('own_dispute', 'raised it, so somebody else decides', 'by');
    case 'concerned':
      return conflict('own_dispute', 'is the operator whose rating it is, so somebody else decides', 'by');
    case 'not_raiser':
      return conflict('own_dispute', 'did not raise it, and only who did can withdraw it', 'by');
    default: {
      const message = `there is no dispute "${id}"; GET /api/v1/disputes lists them`;
      return new ApiError(404, 'unknown_dispute', message, [{ path: 'id', message }]);
    }
  }
}

function fault(path: string, message: string): ApiError {
  return new ApiError(400, 'invalid_request', `${path}: ${message}`, [{ path, message }]);
}

function conflict(code: string, message: string, path: string): ApiError {
  return new ApiError(409, code, `${path}: ${message}`, [{ path, message }]);
}
