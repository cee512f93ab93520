/** What a rating may be and what it means; copied onto each dialogue, so that a later edit of a scenario changes no past figure. */
export interface Scale {
  /** Every allowed rating, ascending. */
  values: readonly number[];
  /** The ratings that count for CSAT %. */
  satisfied: readonly number[];
  /** The ratings that count for CDSAT. */
  dissatisfied: readonly number[];
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The scales that a scenario may name. */
export const namedScales = {
  '1-5': { values: range(1, 5), satisfied: [4, 5], dissatisfied: [1, 2] },
  '0/5/10': { values: [0, 5, 10], satisfied: [10], dissatisfied: [0] },
  /** Promoters 9-10, detractors 0-6. @see Reichheld, F. F. (2003), Harvard Business Review 81(12) */
  nps: { values: range(0, 10), satisfied: [9, 10], dissatisfied: range(0, 6) },
  /**
   * The Customer Effort Score: how far clients agree, from 1 to 7, that it was easy to get help. Its average is shown,
   * and the share for whom it was easy, who gave 5, 6 or 7. It is not put together with CSAT.
   * @metric ces CES
   * @formula sum of the ratings / number of ratings; easy for = ratings of 5–7 / all ratings
   * @written as an average with one decimal and a percentage; — without ratings
   * @see CEB (2013), Customer Effort Score 2.0
   */
  ces: { values: range(1, 7), satisfied: [5, 6, 7], dissatisfied: [1, 2, 3] },
} as const satisfies Record<string, Scale>;

export type ScaleName = keyof typeof namedScales;

export const scaleNames = Object.keys(namedScales) as ScaleName[];

/** The text under which answers of one scale are counted together: its name, or `0,100|100|0` for one of its own. */
export function scaleKey(scale: Scale): string {
  const spelled = spell(scale);
  return scaleNames.find((name) => spell(namedScales[name]) === spelled) ?? spelled;
}

/** The scale that `scaleKey` wrote. */
export function parseScaleKey(key: string): Scale {
  if (Object.hasOwn(namedScales, key)) return namedScales[key as ScaleName];
  const [values = [], satisfied = [], dissatisfied = []] = key
    .split('|')
    .map((list) => (list === '' ? [] : list.split(',').map(Number)));
  return { values, satisfied, dissatisfied };
}

/**
 * Whether a scale asks how likely somebody is to recommend: its figure is the NPS, and neither a share of satisfied
 * clients nor an average is taken from it.
 */
export function isNps(scale: Scale): boolean {
  return scaleKey(scale) === 'nps';
}

/** Where a rating lies on its scale: 0 for the lowest value, 1 for the highest; 0 on a scale of one value. */
export function placeOn({ values }: Scale, rating: number): number {
  const lowest = Math.min(...values);
  return (rating - lowest) / (Math.max(...values) - lowest || 1);
}

function spell(scale: Scale): string {
  return [scale.values, scale.satisfied, scale.dissatisfied].map((values) => values.join(',')).join('|');
}
