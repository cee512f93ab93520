import { isNps, parseScaleKey } from '../../scale.ts';
import type { Ratings } from '../metrics/metric.ts';
import type { ScaleSummary, Summary } from '../summary.ts';
import { type FunnelSignal, funnelSignal, npsFunnelSignal } from './funnel.ts';
import { answeredShare, askedShare, csatShare, type Share } from './share.ts';

/** An operator's share asked, or share answered, that lies outside of the funnel. */
export interface AskingSignal extends FunnelSignal {
  what: 'asked' | 'answered';
  share: Share;
}

/**
 * With fewer dialogues (surveys) nobody is named for how they ask. The dialogues of one client are not independent: who
 * comes back five times on a day is asked once and leaves four unasked for one reason, which the binomial distribution
 * takes for four. Among ten, one such client is not yet most of what an operator did.
 */
export const leastAsking = 10;

/**
 * Whether the ratings of a part lie outside of the funnel around the whole's on the same scale. There is no least
 * number: the limits are exact for any, and n stands beside whatever is told.
 */
export function ratingSignal(part: ScaleSummary, whole: ScaleSummary): FunnelSignal | null {
  if (isNps(parseScaleKey(whole.scale))) return npsFunnelSignal(ratingsOf(part), ratingsOf(whole));
  const [one, all] = [csatShare(part), csatShare(whole)];
  return one && all && funnelSignal(one, all);
}

/** Which of the two shares of asking lie outside of the funnel around the whole's. */
export function askingSignals(part: Summary, whole: Summary): AskingSignal[] {
  const shares = [
    ['asked', askedShare],
    ['answered', answeredShare],
  ] as const;
  return shares.flatMap(([what, shareOf]) => {
    const share = shareOf(part);
    const signal = share.n < leastAsking ? null : funnelSignal(share, shareOf(whole));
    return signal ? [{ ...signal, what, share }] : [];
  });
}

function ratingsOf({ scale, histogram }: ScaleSummary): Ratings {
  return {
    scale: parseScaleKey(scale),
    counts: new Map(histogram.map(({ rating, count }) => [rating, count])),
  };
}
