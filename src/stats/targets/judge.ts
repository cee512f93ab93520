import type { Summary } from '../summary.ts';
import {
  isCsatScale,
  isLowerBetter,
  type Target,
  targetKey,
  type TargetMetric,
  targetMetrics,
} from './target.ts';

export type Verdict = 'met' | 'missed';

/** How alerts were handled in a period. */
export interface HandlingFigures {
  /** Milliseconds until somebody took a low rating; null: there was none. */
  timeToTake: number | null;
  /** Share of low ratings that somebody took in time, 0..1; null: there was none. */
  takenInTime: number | null;
}

/** What a target is judged by; without what alerts gave, the targets for those are judged by nothing. */
export type Judged = Summary & Partial<HandlingFigures>;

/** A figure that a target is for. */
export interface TargetFigure {
  /** null: of a metric that takes no ratings. */
  scale: string | null;
  value: number;
  verdict: Verdict;
}

/** Figures are quotients, and what a person wrote is a decimal; nobody means less than that. */
const TOLERANCE = 1e-9;

/** The figures that a target is for, in the order of the summary's scales; none: no data, or another scale. */
export function figuresOf(target: Target, summary: Judged): TargetFigure[] {
  const { metric, scale, value: wanted } = target;
  const lower = isLowerBetter(metric);
  const judged = (value: number | null | undefined, of: string | null): TargetFigure[] => {
    if (value == null) return [];
    const missed = lower ? value > wanted + TOLERANCE : value < wanted - TOLERANCE;
    return [{ scale: of, value, verdict: missed ? 'missed' : 'met' }];
  };
  if (!isOfRatings(metric)) return judged(summary[metric], null);
  return summary.scales
    .filter((one) => (scale === null ? isCsatScale(one.scale) : one.scale === scale))
    .flatMap((one) => judged(one[metric], one.scale));
}

/**
 * Whether a target is met: by each figure that it is for. null: there is none, as there is no data, or on another scale
 * only.
 */
export function judge(target: Target, summary: Judged): Verdict | null {
  const verdicts = figuresOf(target, summary).map(({ verdict }) => verdict);
  if (verdicts.includes('missed')) return 'missed';
  return verdicts.length > 0 ? 'met' : null;
}

/** What somebody was told of each target last, by its `targetKey`. */
export type ToldVerdicts = Readonly<Record<string, Verdict>>;

/**
 * Which targets were crossed since somebody was told: those whose verdict is another one now, and of those that nothing
 * was told of yet the ones that are missed. Each is said once, until it is crossed back.
 * @param now every target with its verdict; one without data is as it was told
 * @returns `crossed`, and what is told then: to be kept once it was sent
 */
export function crossings<T extends { target: Target; verdict: Verdict | null }>(
  told: ToldVerdicts,
  now: readonly T[],
): { crossed: T[]; told: Record<string, Verdict> } {
  const next: Record<string, Verdict> = {};
  const crossed: T[] = [];
  for (const one of now) {
    const key = targetKey(one.target);
    const before = Object.hasOwn(told, key) ? told[key] : undefined;
    const verdict = one.verdict ?? before;
    if (verdict === undefined) continue;
    next[key] = verdict;
    if (verdict !== (before ?? 'met')) crossed.push(one);
  }
  return { crossed, told: next };
}

const isOfRatings = (
  metric: TargetMetric,
): metric is Exclude<TargetMetric, 'surveyPercentage' | 'responseRate' | 'timeToTake' | 'takenInTime'> =>
  targetMetrics[metric].of === 'ratings';
