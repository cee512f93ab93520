import type { FastifyPluginAsync } from 'fastify';
import { mostDaily, mostDays } from '../../../stats/period.ts';
import type { Statistics } from '../../../stats/statistics.ts';
import { periodOf } from '../fields/period.ts';
import { serve } from '../serve.ts';
import { figures } from './contract.ts';

export function figureRoutes(statistics: Statistics): FastifyPluginAsync {
  const { zone } = statistics;
  return serve(figures, {
    async period({ query: { from, to, by, disputed, ...filter } }) {
      const withoutDisputed = disputed === 'without';
      const wanted = { ...periodOf({ from, to }, mostDays), filter, withoutDisputed };
      const report = await statistics.period({ ...wanted, by });
      return { zone, ...report, disputed: { count: report.summary.disputed, included: !withoutDisputed } };
    },

    async trend({ query: { from, to, step, disputed, ...filter } }) {
      const withoutDisputed = disputed === 'without';
      const period = periodOf({ from, to }, step === 'day' ? mostDaily : mostDays);
      const parts = await statistics.trend({ ...period, filter, withoutDisputed, step });
      const count = parts.reduce((sum, { summary }) => sum + summary.disputed, 0);
      return { zone, ...period, disputed: { count, included: !withoutDisputed }, step, parts };
    },

    async funnel({ query: { from, to, by, disputed, ...filter } }) {
      const withoutDisputed = disputed === 'without';
      const wanted = { ...periodOf({ from, to }, mostDays), filter, withoutDisputed };
      const [{ total, by: parts }, count] = await Promise.all([
        statistics.funnel({ ...wanted, ...(by && { by }) }),
        statistics.disputed(wanted),
      ]);
      return {
        zone,
        from: wanted.from,
        to: wanted.to,
        disputed: { count, included: !withoutDisputed },
        total,
        by: parts,
      };
    },
  });
}
