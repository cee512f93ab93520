import type { Interval } from '../metrics/wilson.ts';
import type { Share } from './share.ts';
import { countLimits, predictiveTail } from './tails.ts';

/** So many days before the day that is judged make up its chart; the day itself is not among them. */
export const chartDays = 60;
/**
 * With fewer days that have answers there is no chart: a standard deviation from 20 days is some 20 % off, one from
 * fewer so much that limits wide enough to allow for it would hardly be crossed by a real shift.
 */
export const fewestDays = 20;

/** The limits inside of which a share stays from day to day while nothing has changed. */
export interface PPrime {
  /** The share of all days together, 0..1. */
  centre: number;
  /** How many times as much days differ as chance alone makes them; at least 1. */
  sigmaZ: number;
  /** The limits of a day with n answers, within 0..1; with n = 0 all of it. */
  limits(n: number): Interval;
}

/** What chance puts beyond three sigma on one side of a normal distribution. */
const beyond = 0.001349898031630095;
/** The mean of the range of two values of a normal distribution with sigma 1 (d2). */
const rangeOfTwo = 1.128379167095513;

/**
 * Between these limits CSAT % stays from day to day while nothing has changed. They are made of the 60 days before;
 * a day with few answers has wide limits. With fewer than 20 days that have answers there are none.
 *
 * It is Laney's p' chart: limits at three sigma of the binomial distribution, times how much more the days really differ
 * (`sigmaZ`, from the moving ranges of their z values). Three things are added, so that days that are the same are
 * marked on fewer than 1 in 100 whatever their n:
 * - A limit is never nearer than where the exact distribution leaves 0.135 % beyond it, as three sigma do on a side:
 *   that of the hits among n, given the hits of the days of the chart (beta-binomial). Three sigma are no limits for
 *   few answers or for shares near 0 or 1, where the distribution is skewed and has steps, and the centre itself is
 *   known only as well as there are answers.
 * - `sigmaZ` is at least 1, since the answers of different clients do not differ less than chance; it would be less
 *   where most days have all answers satisfied, or where chance made the days of the chart alike.
 * - Where days differ more than by chance, their standard deviation is known from some 20 to 60 of them only, so
 *   Student's quantile takes the place of the 3.
 * @metric usualRange Usual range (p′ limits)
 * @formula centre ± 3 × σz × √(centre × (1 − centre) / n), where centre = the share of the 60 days together, n = the answers of the day, σz = how many times as much the days differ as by chance alone
 * @written as two percentages, and ▲ or ▼ at a day outside of them
 * @param days in their order; those without answers are left out
 * @returns null with fewer than `fewestDays` days that have answers
 * @see Laney, D. B. (2002), Improved control charts for attributes, Quality Engineering 14(4)
 */
export function pPrime(days: readonly Share[]): PPrime | null {
  const known = days.filter(({ n }) => n > 0);
  if (known.length < fewestDays) return null;
  const hits = sumOf(known.map((day) => day.hits));
  const of = sumOf(known.map(({ n }) => n));
  const centre = hits / of;
  const sigma = (n: number): number => Math.sqrt((centre * (1 - centre)) / n);
  const z = known.map((day) => (sigma(day.n) === 0 ? 0 : (day.hits / day.n - centre) / sigma(day.n)));
  const ranges = z.slice(1).map((value, i) => Math.abs(value - (z[i] ?? 0)));
  const sigmaZ = sumOf(ranges) / ranges.length / rangeOfTwo;
  const width = Math.max(
    3,
    studentAtThree(freedomOf(known.length)) * Math.sqrt(1 + 1 / known.length) * sigmaZ,
  );
  return {
    centre,
    sigmaZ: Math.max(1, sigmaZ),
    limits(n) {
      if (n === 0) return { low: 0, high: 1 };
      const spread = width * sigma(n);
      const exact = countLimits(n, predictiveTail(n, { hits, of }), beyond);
      return {
        low: Math.max(0, Math.min(centre - spread, exact.low / n)),
        high: Math.min(1, Math.max(centre + spread, exact.high / n)),
      };
    },
  };
}

/** On which side of its limits a day lies; null: within them, or it has no answers. */
export function signal(chart: PPrime, { hits, n }: Share): 'above' | 'below' | null {
  if (n === 0) return null;
  const { low, high } = chart.limits(n);
  return hits / n < low ? 'below' : hits / n > high ? 'above' : null;
}

/** The degrees of freedom that the mean moving range of so many days is worth: its variance is 0.826 / (days - 1). */
const freedomOf = (days: number): number => (days - 1) / (2 * 0.826);

/**
 * Student's quantile where the normal one is 3.
 * @see Abramowitz, M., Stegun, I. A. (1964), 26.7.5
 */
const studentAtThree = (freedom: number): number => 3 + 7.5 / freedom + 17.25 / freedom ** 2;

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
