import { parseScaleKey, isNps } from '../../scale.ts';
import type { ScaleSummary, Summary } from '../summary.ts';

/** So many of so many: satisfied ratings of all ratings, answered surveys of those asked. */
export interface Share {
  /** 0..n */
  hits: number;
  n: number;
}

/** The share that CSAT % is; null on the NPS scale, which has none. */
export const csatShare = (figures: ScaleSummary): Share | null => shareOfRatings(figures, 'satisfied');

/** The share that CDSAT is; null on the NPS scale, which has none. */
export const cdsatShare = (figures: ScaleSummary): Share | null => shareOfRatings(figures, 'dissatisfied');

function shareOfRatings(
  { scale, ratings, histogram }: ScaleSummary,
  which: 'satisfied' | 'dissatisfied',
): Share | null {
  const of = parseScaleKey(scale);
  if (isNps(of)) return null;
  const among = histogram.filter(({ rating }) => of[which].includes(rating));
  return { hits: among.reduce((sum, { count }) => sum + count, 0), n: ratings };
}

/** Of the completed dialogues, those that were asked; what is still scheduled is in neither number. */
export function askedShare({ asked, completed, scheduled }: Summary): Share {
  return { hits: asked, n: completed - scheduled };
}

/** Of those asked, the answered ones: the share that the response rate is. */
export function answeredShare({ answered, asked }: Summary): Share {
  return { hits: answered, n: asked };
}
