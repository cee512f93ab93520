import { isNps, parseScaleKey } from '../../scale.ts';
import { foldName } from '../../text/names.ts';

/**
 * What a target may be set for, with the unit of its value: a share 0..1, a rating of the scale, an NPS of -100..100, or
 * milliseconds. `lower`: less is better.
 */
export const targetMetrics = {
  averageCsat: { unit: 'rating', of: 'ratings' },
  csatPercent: { unit: 'share', of: 'ratings' },
  cdsat: { unit: 'share', of: 'ratings', lower: true },
  nps: { unit: 'nps', of: 'ratings' },
  surveyPercentage: { unit: 'share', of: 'cohort' },
  responseRate: { unit: 'share', of: 'cohort' },
  timeToTake: { unit: 'duration', of: 'alerts', lower: true },
  takenInTime: { unit: 'share', of: 'alerts' },
} as const satisfies Record<
  string,
  { unit: 'share' | 'rating' | 'nps' | 'duration'; of: 'ratings' | 'cohort' | 'alerts'; lower?: true }
>;

export type TargetMetric = keyof typeof targetMetrics;

/** What a figure is to be, at least (or, of a metric that is better when lower, at most). */
export interface Target {
  metric: TargetMetric;
  /** `scaleKey` of the scale. null: each scale of CSAT; of a metric that takes no ratings: none. */
  scale: string | null;
  /** null: any team. */
  team: string | null;
  /** In the unit of the metric; see `targetMetrics`. */
  value: number;
}

export const isLowerBetter = (metric: TargetMetric): boolean => 'lower' in targetMetrics[metric];

/** What a target is known by: one metric, scale and team, however the team is spelled. */
export const targetKey = ({ metric, scale, team }: Omit<Target, 'value'>): string =>
  JSON.stringify([metric, scale, team === null ? null : foldName(team)]);

/** Why a target cannot be set; the words are `target.fault.<code>`. */
export type TargetFault =
  | { code: 'no_metric' }
  | { code: 'unknown_metric'; given: string }
  | { code: 'no_value'; metric: TargetMetric }
  | { code: 'no_number'; given: string; metric: TargetMetric }
  | { code: 'out_of_range'; given: string; metric: TargetMetric; lowest: string; highest: string }
  | { code: 'no_scale' | 'no_team' }
  | { code: 'unknown_scale'; given: string }
  | { code: 'scale_needed' | 'no_scale_wanted'; metric: TargetMetric }
  | { code: 'scale_unfit'; given: string; metric: TargetMetric }
  | { code: 'unread'; given: string };

const FULL_DAY_MS = 86_400_000;

/**
 * What is wrong with a target: a scale that its metric is not taken from, or a value that no figure can have.
 * @param given the value as it was written, for the error
 * @returns null: nothing
 */
export function targetFault({ metric, scale, value }: Target, given = String(value)): TargetFault | null {
  const { unit, of } = targetMetrics[metric];
  if (of !== 'ratings' && scale !== null) return { code: 'no_scale_wanted', metric };
  if (scale !== null && !isScaleKey(scale)) return { code: 'unknown_scale', given: scale };
  if (scale !== null && isNps(parseScaleKey(scale)) !== (metric === 'nps')) {
    return { code: 'scale_unfit', given: scale, metric };
  }
  // Averages of two scales are two numbers, so one target for both means nothing.
  if (metric === 'averageCsat' && scale === null) return { code: 'scale_needed', metric };
  const [low, high] = rangeOf(unit, scale);
  const fits = Number.isFinite(value) && value >= low && value <= high && (unit !== 'duration' || value > 0);
  if (fits) return null;
  const [lowest, highest] = writtenRange(unit, low, high);
  return { code: 'out_of_range', given, metric, lowest, highest };
}

/** Whether a text is the key of a scale, named or of its own (`0,100|100|0`). */
export function isScaleKey(text: string): boolean {
  const { values } = parseScaleKey(text);
  return values.length > 0 && values.every((value) => Number.isFinite(value));
}

type Unit = (typeof targetMetrics)[TargetMetric]['unit'];

function rangeOf(unit: Unit, scale: string | null): [low: number, high: number] {
  switch (unit) {
    case 'share':
      return [0, 1];
    case 'nps':
      return [-100, 100];
    case 'duration':
      return [0, 30 * FULL_DAY_MS];
    case 'rating': {
      const { values } = parseScaleKey(scale ?? '');
      return [Math.min(...values), Math.max(...values)];
    }
  }
}

/** As somebody writes them: shares in percent, durations with their unit. */
function writtenRange(unit: Unit, low: number, high: number): [string, string] {
  if (unit === 'share') return ['0%', '100%'];
  return unit === 'duration' ? ['1s', '30d'] : [String(low), String(high)];
}

/**
 * The target that a figure is held against: that of its team rather than of any, and of its scale rather than of each.
 * @returns null: there is none
 */
export function targetFor<T extends Target>(
  targets: readonly T[],
  { metric, scale, team }: Omit<Target, 'value'>,
): T | null {
  const scales = scale !== null && isCsatScale(scale) ? [scale, null] : [scale];
  for (const ofTeam of team === null ? [null] : [team, null]) {
    for (const onScale of scales) {
      const key = targetKey({ metric, scale: onScale, team: ofTeam });
      const found = targets.find((one) => targetKey(one) === key);
      if (found) return found;
    }
  }
  return null;
}

/** Whether a target for each scale of CSAT means this one: an NPS and a Customer Effort Score are no CSAT. */
export const isCsatScale = (scale: string): boolean => scale !== 'nps' && scale !== 'ces';
