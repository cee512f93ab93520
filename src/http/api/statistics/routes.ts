import type { FastifyPluginAsync } from 'fastify';
import type { Alerts } from '../../../alerts/alerts.ts';
import { mostDaily, mostDays, periodRange } from '../../../stats/period.ts';
import type { Statistics } from '../../../stats/statistics.ts';
import { periodOf } from '../fields/period.ts';
import { serve } from '../serve.ts';
import { statistics } from './contract.ts';

export function statisticsRoutes(
  figures: Statistics,
  alertFigures: Alerts['alertFigures'],
): FastifyPluginAsync {
  const { zone } = figures;
  return serve(statistics, {
    async period({ query: { from, to, by, disputed, ...filter } }) {
      const withoutDisputed = disputed === 'without';
      const narrowed = { ...periodOf({ from, to }, mostDays), filter, withoutDisputed };
      const report = await figures.period({ ...narrowed, by: by ? [by] : [] });
      return { zone, ...report, disputed: { count: report.summary.disputed, included: !withoutDisputed } };
    },

    async daily({ query: { from, to, disputed, ...filter } }) {
      const withoutDisputed = disputed === 'without';
      const days = await figures.daily({ ...periodOf({ from, to }, mostDaily), filter, withoutDisputed });
      const count = days.reduce((sum, { summary }) => sum + summary.disputed, 0);
      return { zone, disputed: { count, included: !withoutDisputed }, days };
    },

    async comments({ query: { from, to, limit, disputed, ...filter } }) {
      const withoutDisputed = disputed === 'without';
      const narrowed = { ...periodOf({ from, to }, mostDays), filter, withoutDisputed };
      const [comments, count] = await Promise.all([
        figures.comments(narrowed, limit),
        figures.disputed(narrowed),
      ]);
      return { zone, disputed: { count, included: !withoutDisputed }, comments };
    },

    async alerts({ query: { from, to, disputed, ...filter } }) {
      const period = periodOf({ from, to }, mostDays);
      const narrowed = { filter, ...(disputed === 'without' && { disputed: false }) };
      const found = await alertFigures({ ...periodRange(period, zone), ...narrowed });
      const { timeToTake, timeToResolve, ...counts } = found;
      const seconds = { timeToTake: toSeconds(timeToTake), timeToResolve: toSeconds(timeToResolve) };
      return { zone, ...period, ...counts, seconds };
    },
  });
}

const toSeconds = (milliseconds: number | null): number | null =>
  milliseconds === null ? null : milliseconds / 1_000;
