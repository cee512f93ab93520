import type { FastifyPluginAsync } from 'fastify';
import type { People } from '../../../access/people.ts';
import type { Disputes } from '../../../disputes/disputes.ts';
import type { Refusal } from '../../../disputes/rules.ts';
import { ApiError } from '../../../errors.ts';
import type { ReadBelonging } from '../../../stats/lists/belonging.ts';
import { mostDays, periodRange } from '../../../stats/period.ts';
import { foldName } from '../../../text/names.ts';
import { pageOfThose } from '../fields/cursor.ts';
import { narrowingOf } from '../fields/lists.ts';
import { optionalPeriod } from '../fields/period.ts';
import { serve } from '../serve.ts';
import { disputes } from './contract.ts';
import { presentDispute } from './schema.ts';

export interface DisputeRoutes {
  service: Disputes;
  belonging: ReadBelonging;
  people: Pick<People, 'all'>;
  /** Whose calendar makes the days. */
  zone: string;
}

export function disputeRoutes({ service, belonging, people, zone }: DisputeRoutes): FastifyPluginAsync {
  return serve(disputes, {
    async list({ query: { from, to, state, limit, cursor, ...narrowed } }) {
      const period = optionalPeriod({ from, to }, mostDays);
      const range = period ? periodRange(period, zone) : {};
      const { page, next } = await pageOfThose(
        { limit, cursor },
        (place) => {
          const all = service.ledger.each({ ...range, ...(state && { state }), ...place });
          return belonging(all, ({ dialogue }) => dialogue.id, narrowingOf(narrowed));
        },
        ({ raisedAt, id }) => ({ at: raisedAt, id }),
      );
      return { disputes: page.map(presentDispute), next };
    },

    async get({ params: { id } }) {
      const dispute = await service.ledger.find(id);
      if (!dispute) throw refused({ code: 'unknown_dispute' }, id);
      return { dispute: presentDispute(dispute) };
    },

    async raise({ body: { dialogueId, reason, by }, reply }) {
      const person = people
        .all()
        .find(({ id, kind, name }) => kind === 'person' && (id === by || foldName(name) === foldName(by)));
      if (!person) {
        const message = `nobody is called "${by}"; GET /api/v1/people lists who there is`;
        throw new ApiError(404, 'unknown_person', message, [{ path: 'by', message }]);
      }
      const outcome = await service.raiseBy(dialogueId, reason, person);
      if ('refused' in outcome) throw notRaised(outcome.refused, dialogueId, by);
      void reply.status(201);
      return { dispute: presentDispute(outcome.done) };
    },

    async decide({ params: { id }, body: { verdict, reason, by, operator } }) {
      const wish = { verdict, reason, ...(operator !== null && { operator }) };
      if (operator !== null && verdict !== 'another_operator') {
        throw fault('operator', 'is for the verdict "another_operator" alone; leave it out');
      }
      const outcome = await service.decideAs(id, wish, by);
      if ('refused' in outcome) throw refused(outcome.refused, id);
      return { dispute: presentDispute(outcome.done) };
    },
  });
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

/** Why a rating is not disputed. */
function notRaised(refusal: Refusal, dialogueId: string, by: string): ApiError {
  const no = (message: string, path = 'dialogueId'): ApiError => conflict('not_disputable', message, path);
  switch (refusal.code) {
    case 'unrated':
      return no('has no rating');
    case 'voided':
      return no('was voided, and is in no figure');
    case 'superseded':
      return no('has a later round, which counts in its place');
    case 'too_old':
      return no(`was completed more than ${refusal.days} days ago`);
    case 'open':
      return conflict('dispute_open', `is disputed already, by ${refusal.by}`, 'dialogueId');
    case 'decided':
      return conflict('dispute_decided', `was judged by ${refusal.by}: ${refusal.verdict}`, 'dialogueId');
    case 'not_allowed':
    case 'not_yours':
    case 'another_team':
      return no(`is called "${by}" and may not dispute this rating`, 'by');
    default: {
      const message = `there is no dialogue "${dialogueId}"; it is the "id" that its report was answered with`;
      return new ApiError(404, 'unknown_dialogue', message, [{ path: 'dialogueId', message }]);
    }
  }
}

function fault(path: string, message: string): ApiError {
  return new ApiError(400, 'invalid_request', `${path}: ${message}`, [{ path, message }]);
}

function conflict(code: string, message: string, path: string): ApiError {
  return new ApiError(409, code, `${path}: ${message}`, [{ path, message }]);
}
