import { overlap } from '../metrics/wilson.ts';
import type { ScaleSummary } from '../summary.ts';
import { differs, newcombe } from './newcombe.ts';
import { csatShare, type Share } from './share.ts';

/** Which way a figure went from one period to the next. */
export type Change = 'above' | 'below';

/** Whether a share changed by more than chance explains. @returns null: it did not, or either has n = 0 */
export function shareChange(now: Share, before: Share): Change | null {
  const difference = newcombe(now, before);
  return difference && differs(difference) ? (difference.low > 0 ? 'above' : 'below') : null;
}

/**
 * The same for the main figure of a scale: CSAT %, or the NPS. There is none for the average CSAT, which says of the same
 * ratings what CSAT % does.
 */
export function ratingChange(now: ScaleSummary, before: ScaleSummary): Change | null {
  const [share, other] = [csatShare(now), csatShare(before)];
  if (share && other) return shareChange(share, other);
  // Of two NPS whose intervals do not overlap, which is a stricter rule than a test of the difference.
  const [interval, earlier] = [now.npsInterval, before.npsInterval];
  if (!interval || !earlier || overlap(interval, earlier)) return null;
  return interval.low > earlier.high ? 'above' : 'below';
}
