import { newcombe } from '../../stats/comparison/newcombe.ts';
import { chartDays } from '../../stats/comparison/p-prime.ts';
import { csatShare } from '../../stats/comparison/share.ts';
import type { NameFilter } from '../../stats/filter.ts';
import { overlap } from '../../stats/metrics/wilson.ts';
import { addDays } from '../../stats/period.ts';
import type { PeriodReport, Statistics } from '../../stats/statistics.ts';
import type { Summary } from '../../stats/summary.ts';
import type { Mark } from '../digest.ts';
import { dailyMarks } from './chart.ts';

export interface MarksQuery {
  report: Pick<PeriodReport, 'from' | 'to' | 'summary' | 'before'>;
  filter: NameFilter;
  withoutDisputed: boolean;
}

/**
 * The marks of a period as it stands, by scale: of one day by what was usual on the days before it, of more by the
 * period before.
 * @throws {StoreError}
 */
export async function readMarks(
  statistics: Pick<Statistics, 'dailyAtAge'>,
  { report: { from, to, summary, before }, filter, withoutDisputed }: MarksQuery,
): Promise<Map<string, Mark>> {
  if (from !== to) return marksBetween(summary, before.summary);
  if (summary.scales.length === 0) return new Map();
  const days = await statistics.dailyAtAge({ from: addDays(to, -chartDays), to, filter, withoutDisputed });
  return dailyMarks({ day: to, days });
}

/** What changed from one period to the next by more than chance explains, on each scale. */
export function marksBetween(now: Summary, before: Summary): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const figures of now.scales) {
    const earlier = before.scales.find(({ scale }) => scale === figures.scale);
    if (!earlier) continue;
    const [share, other] = [csatShare(figures), csatShare(earlier)];
    const difference = share && other && newcombe(share, other);
    if (difference && (difference.low > 0 || difference.high < 0)) {
      marks.set(figures.scale, { side: difference.low > 0 ? 'above' : 'below', usual: null });
    }
    // Of two NPS whose intervals do not overlap, which is a stricter rule than a test of the difference.
    const [interval, overlapping] = [figures.npsInterval, earlier.npsInterval];
    if (interval && overlapping && !overlap(interval, overlapping)) {
      const side = interval.low > overlapping.high ? 'above' : 'below';
      marks.set(figures.scale, { side, usual: null });
    }
  }
  return marks;
}
