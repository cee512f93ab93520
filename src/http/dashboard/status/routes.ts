import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { may } from '../../../access/may.ts';
import { zoneOf } from '../../../access/quiet-hours.ts';
import type { JobRepeat, Repeated } from '../../../jobs/repeat.ts';
import type { Language } from '../../../locales/index.ts';
import type { ReadStatus } from '../../../monitoring/status.ts';
import { allowedTo } from '../kit/allowed.ts';
import { refused } from '../kit/faults/refused.ts';
import { sendPage, viewOf, visitorOf } from '../kit/view.ts';
import { statusPage } from './page.tsx';
import type { Again } from './parts.tsx';

export interface StatusPageOptions {
  status: ReadStatus;
  repeat: JobRepeat;
  /** The IANA zone of who has none of their own. */
  zone: string;
  language: Language;
}

const path = '/dashboard/status';
const which = z.union([z.object({ key: z.string().max(500) }), z.object({ kind: z.string().max(100) })]);
/** Written by the redirects below; anything else is left out. */
const query = z.object({
  again: z.enum(['repeated', 'kind']).optional().catch(undefined),
  count: z.coerce.number().int().min(0).max(1_000).catch(0),
});
const statuses: Record<Exclude<Repeated, 'repeated'>, 404 | 409> = { unknown: 404, waiting: 409, done: 409 };

/**
 * - `GET /status`: how the service stands
 * - `POST /status/again`: runs a job that was given up again (`key`), or all of a kind (`kind`)
 */
export function statusPages({ status, repeat, zone, language }: StatusPageOptions): FastifyPluginAsync {
  return async (plain) => {
    const server = plain.withTypeProvider<ZodTypeProvider>();

    server.get('/status', { schema: { querystring: query } }, async (request, reply) => {
      allowedTo(visitorOf(request).person, 'read_status');
      const { again, count } = request.query;
      return sendPage(reply, await written(request, again ? { outcome: again, count } : null));
    });

    server.post('/status/again', { schema: { body: which } }, async (request, reply) => {
      if (!may(visitorOf(request).person, 'repeat_jobs')) throw refused('act_not_for_role');
      const { body } = request;
      if ('kind' in body) {
        const count = repeat.kinds.includes(body.kind) ? await repeat.givenUp(body.kind) : 0;
        return reply.redirect(`${path}?again=kind&count=${count}`, 303);
      }
      const outcome = await repeat.one(body.key);
      if (outcome === 'repeated') return reply.redirect(`${path}?again=repeated`, 303);
      return sendPage(reply, await written(request, { outcome, count: 0 }), statuses[outcome]);
    });
  };

  async function written(request: FastifyRequest, again: Again | null): Promise<string> {
    const { person } = visitorOf(request);
    return statusPage(viewOf(request, language), {
      status: await status(),
      again,
      zone: zoneOf(person.settings, zone),
      mayRepeat: may(person, 'repeat_jobs'),
      mayOpenDialogues: may(person, 'read_dialogues'),
    });
  }
}
