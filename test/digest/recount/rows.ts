import { calendarDay } from './clocks.ts';
import { commentOf, type Fate, scales } from './history.ts';

/** One dialogue as it counts at one moment. */
export interface Row {
  fate: Fate;
  day: string;
  state: 'scheduled' | 'open' | 'answered' | 'silent' | 'not_asked';
  rating: number | null;
  comment: string | null;
  disputed: boolean;
}

/**
 * The dialogues that count as things are `now`, as they stood at `cut`: what was reported, asked or first answered by
 * then, at its present value.
 */
export function rowsOf(
  fates: readonly Fate[],
  zone: string,
  { now, cut }: { now: number; cut: number },
): Row[] {
  const happened = (at: number | null, by = now): boolean => at !== null && at <= by;
  const rows: Row[] = [];
  for (const fate of fates) {
    if (!happened(fate.reportedAt) || fate.reportedAt >= cut) continue;
    if (happened(fate.voidedAt) || happened(fate.supersededAt)) continue;
    const inTime = (at: number | null | undefined): boolean =>
      at !== null && at !== undefined && at <= now && at < cut;
    const isRated = inTime(fate.ratings[0]?.at);
    const isCommented = inTime(fate.commentedAt);
    const present = fate.ratings.filter(({ at }) => at <= now).at(-1);
    let state: Row['state'] = 'open';
    if (fate.notAsked !== null) state = 'not_asked';
    else if (isRated || isCommented) state = 'answered';
    else if (!inTime(fate.askedAt)) state = 'scheduled';
    else if (happened(fate.expiredAt)) state = 'silent';
    rows.push({
      fate,
      day: calendarDay(fate.completedAt, zone),
      state,
      rating: isRated && present ? present.rating : null,
      comment: isCommented ? commentOf(fate) : null,
      disputed: happened(fate.disputedAt),
    });
  }
  return rows;
}

/** What came in [since, cut) of the dialogues of days before one. */
export function lateRows(
  fates: readonly Fate[],
  zone: string,
  { now, cut, since, before }: { now: number; cut: number; since: number; before: string },
): Row[] {
  const isNew = (at: number | null | undefined): boolean =>
    at !== null && at !== undefined && at >= since && at < cut;
  return rowsOf(fates, zone, { now, cut })
    .filter(({ day }) => day < before)
    .map((row) => ({
      ...row,
      rating: isNew(row.fate.ratings[0]?.at) ? row.rating : null,
      comment: isNew(row.fate.commentedAt) ? row.comment : null,
    }))
    .filter(({ rating, comment }) => rating !== null || comment !== null);
}

/** The ratings of rows by scale, in the order of a digest: most ratings first, NPS and CES last. */
export function ratingsByScale(rows: readonly Row[]): Array<{ scale: string; ratings: number[] }> {
  const isOwn = (scale: string): boolean => scale === 'nps' || scale === 'ces';
  return mostRated(rows).toSorted((a, b) => Number(isOwn(a.scale)) - Number(isOwn(b.scale)));
}

/** Most ratings first. */
export function mostRated(rows: readonly Row[]): Array<{ scale: string; ratings: number[] }> {
  return Object.keys(scales)
    .map((scale) => ({
      scale,
      ratings: rows.flatMap((row) => (row.fate.scale === scale && row.rating !== null ? [row.rating] : [])),
    }))
    .filter(({ ratings }) => ratings.length > 0)
    .toSorted((a, b) => b.ratings.length - a.ratings.length || (a.scale < b.scale ? -1 : 1));
}

export const among = (ratings: readonly number[], wanted: readonly number[] = []): number =>
  ratings.filter((rating) => wanted.includes(rating)).length;

/** Wilson's interval, as the two solutions of (p - x)^2 = z^2 x (1 - x) / n. */
export function wilsonBounds(hits: number, n: number): { low: number; high: number } {
  const z = 1.959963984540054;
  const p = hits / n;
  const [a, b, c] = [1 + (z * z) / n, -(2 * p + (z * z) / n), p * p];
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  return { low: hits === 0 ? 0 : (-b - root) / (2 * a), high: hits === n ? 1 : (-b + root) / (2 * a) };
}

/** The adjusted Wald interval of an NPS: 3/4 of a promoter and of a detractor and 3/2 of a passive are added. */
export function npsBounds(promoters: number, detractors: number, n: number): { low: number; high: number } {
  const score = (promoters - detractors) / n;
  const [up, down] = [(promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)];
  const centre = up - down;
  const error = 1.959963984540054 * Math.sqrt((up + down - centre * centre) / (n + 3));
  return {
    low: 100 * Math.max(-1, Math.min(score, centre - error)),
    high: 100 * Math.min(1, Math.max(score, centre + error)),
  };
}

/** P(X <= k) of a binomial count, summed term by term. */
export function atMost(k: number, n: number, share: number): number {
  let [sum, choose] = [0, 1];
  for (let i = 0; i <= Math.min(k, n); i++) {
    sum += choose * share ** i * (1 - share) ** (n - i);
    choose = (choose * (n - i)) / (i + 1);
  }
  return k < 0 ? 0 : sum;
}
