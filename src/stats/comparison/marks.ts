import type { Interval } from '../metrics/wilson.ts';
import { addDays, type Day } from '../period.ts';
import type { FigureFilter } from '../filter.ts';
import type { PeriodReport, Statistics } from '../statistics.ts';
import type { Summary } from '../summary.ts';
import { ratingChange } from './changes.ts';
import { chartDays, pPrime, signal } from './p-prime.ts';
import { shareOn } from './scales.ts';
import type { Share } from './share.ts';

/** A change of a scale's figure that a test says is none of chance. */
export interface Mark {
  side: 'above' | 'below';
  /** The limits of the days before, where those were crossed; null: the period before differs. */
  usual: Interval | null;
}

/** A day and the days before it, oldest first, each as it stood at the age that the day has. */
export interface DaysAtAge {
  day: Day;
  days: ReadonlyArray<{ day: Day; summary: Summary }>;
}

export interface MarksQuery {
  report: Pick<PeriodReport, 'from' | 'to' | 'summary' | 'before'>;
  filter: FigureFilter;
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
    const side = ratingChange(figures, earlier);
    if (side) marks.set(figures.scale, { side, usual: null });
  }
  return marks;
}

/** For each scale the day's mark: its CSAT % lies outside of the p' limits of the 60 days before. */
export function dailyMarks({ day, days }: DaysAtAge): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  const today = days.find((one) => one.day === day);
  for (const { scale } of today?.summary.scales ?? []) {
    const share = shareOn(today?.summary, scale);
    const chart = pPrime(baseline({ day, days }, scale));
    const side = chart && signal(chart, share);
    if (chart && side) marks.set(scale, { side, usual: chart.limits(share.n) });
  }
  return marks;
}

/** On a scale, the shares of the days before the one that is judged. */
export function baseline({ day, days }: DaysAtAge, scale: string): Share[] {
  return days
    .filter((one) => one.day < day)
    .slice(-chartDays)
    .map(({ summary }) => shareOn(summary, scale));
}
