import type { FastifyPluginAsync } from 'fastify';
import { archive } from '../../../audit/archive.ts';
import { monthFault, monthOf, monthsSince } from '../../../audit/month.ts';
import type { Audit } from '../../../audit/pack.ts';
import type { Clock } from '../../../clock.ts';
import { faultFields } from '../../../errors.ts';
import type { Language } from '../../../locales/index.ts';
import type { Log } from '../../../log/log.ts';
import type { FigureStore } from '../../../store/ports/figures.ts';
import { faultOf } from '../../../text/fault.ts';
import { type Query, valuesOf } from '../kit/address.ts';
import { allowedTo } from '../kit/allowed.ts';
import { refused } from '../kit/faults/refused.ts';
import { sendPage, viewOf, visitorOf } from '../kit/view.ts';
import { evidencePackPage } from './page.tsx';

export interface AuditPageOptions {
  audit: Audit;
  store: Pick<FigureStore, 'firstCompletedAt'>;
  /** Of who has none of their own. */
  language: Language;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** Five years to choose from; earlier months may be written into the address. */
const MOST_MONTHS = 60;
/** Each reads a month's dialogues several times. */
const MOST_AT_ONCE = 2;

/**
 * - `GET /audit`: what evidence there is, and a button that downloads it
 * - `GET /audit/evidence.zip?month=2026-11`: the evidence of a month, made as it is sent
 */
export function auditPages({ audit, store, language, clock, log }: AuditPageOptions): FastifyPluginAsync {
  const { zone } = audit;
  let atOnce = 0;

  return async (server) => {
    server.get('/audit', async (request, reply) => {
      const scope = allowedTo(visitorOf(request).person, 'export_evidence');
      const first = await store.firstCompletedAt();
      const months = first ? monthsSince(first, clock.now(), zone, MOST_MONTHS) : [];
      return sendPage(reply, evidencePackPage({ view: viewOf(request, language), months, scope }));
    });

    // HEAD would make a whole pack to tell its length.
    const file = { exposeHeadRoute: false };
    server.get<{ Querystring: Query }>('/audit/evidence.zip', file, async (request, reply) => {
      const scope = allowedTo(visitorOf(request).person, 'export_evidence');
      const [month = ''] = valuesOf(request.query, 'month');
      const now = clock.now();
      const fault =
        month === ''
          ? faultOf('missing_month', { example: monthOf(now, zone) })
          : monthFault(month, now, zone);
      if (fault) throw refused('no_such_evidence', [{ path: 'month', ...fault }]);
      if (atOnce >= MOST_AT_ONCE) throw refused('too_many_packs');
      atOnce++;
      const pack = audit.open({ month, scope, language: viewOf(request, language).language });
      const name = `evidence-${month}`;
      const body = archive(pack.files, name, now);
      body.once('error', (error) => {
        // Before the headers are sent it is a request that failed, which the pages answer.
        if (reply.raw.headersSent)
          log('error', 'Evidence broke off while it was sent', { month, ...faultFields(error) });
      });
      body.once('close', () => {
        atOnce--;
        const result = pack.result();
        if (!result) return;
        const { differences, faults } = result;
        if (differences.length > 0 || faults.length > 0) {
          const counts = { differences: differences.length, wordings: faults.length };
          log('error', 'The evidence of a month does not agree with what is shown', { month, ...counts });
        }
      });
      return reply
        .type('application/zip')
        .headers({
          'cache-control': 'no-store',
          'content-disposition': `attachment; filename="${name}.zip"`,
        })
        .send(body);
    });
  };
}
