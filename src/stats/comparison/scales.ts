import { hasOwnName } from '../../text/figures.ts';
import type { ScaleSummary, Summary } from '../summary.ts';
import { csatShare, type Share } from './share.ts';

/**
 * The scales of a summary in the order in which figures of several are told: CSAT goes before NPS and CES, whatever was
 * rated more often; then what was rated most often.
 */
export function inOrder(scales: readonly ScaleSummary[]): ScaleSummary[] {
  return scales.toSorted(
    (a, b) => Number(hasOwnName(a.scale)) - Number(hasOwnName(b.scale)) || b.ratings - a.ratings,
  );
}

/** The scale that is shown where there is room for one: the first in order that was rated at all. null: none was. */
export function mainScale(summaries: readonly Summary[]): string | null {
  const ratings = new Map<string, number>();
  for (const { scales } of summaries) {
    for (const { scale, ratings: count } of scales) ratings.set(scale, (ratings.get(scale) ?? 0) + count);
  }
  const rated = [...ratings].filter(([, count]) => count > 0);
  const csat = rated.filter(([scale]) => !hasOwnName(scale));
  const [most] = (csat.length > 0 ? csat : rated).toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

export const onScale = (summary: Summary | undefined, scale: string): ScaleSummary | undefined =>
  summary?.scales.find((one) => one.scale === scale);

/** The share that CSAT % is on a scale; n = 0 where nobody rated on it. */
export function shareOn(summary: Summary | undefined, scale: string): Share {
  const figures = onScale(summary, scale);
  return (figures && csatShare(figures)) ?? { hits: 0, n: 0 };
}

/** Promoters less detractors, of all. */
export function scoreOf(figures: ScaleSummary | undefined): Share {
  const n = figures?.ratings ?? 0;
  return { hits: Math.round(((figures?.nps ?? 0) / 100) * n), n };
}
