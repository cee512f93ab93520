import type { Dimension } from '../../dialogue.ts';
import type { Language } from '../../locales/index.ts';
import type { JudgedFigure } from '../days/days-panel.ts';
import type { Signal } from '../days/markers.ts';

/** What is drawn, by its name (`CSAT`, `Survey percentage`): a share in 0..1, an NPS in -100..100, or an average on a scale (`scaleKey`). */
export type Measure = { name: string } & (
  | { unit: 'share' }
  | { unit: 'nps' }
  | { unit: 'average'; scale: string }
);

/** What `n` counts. */
export type Counted = 'ratings' | 'dialogues' | 'surveys';

export interface ChartOptions {
  language: Language;
  /** What the chart shows, in the words of the heading above it; read aloud, and the caption of its table. */
  title: string;
  /** Another one for each chart of a page: letters, digits and hyphens. */
  id: string;
}

/** The same numbers as a table. Texts are not escaped. */
export interface Table {
  caption: string;
  /** A column is set flush right where its cells are `numeric`. */
  head: readonly string[];
  rows: ReadonlyArray<readonly TableCell[]>;
}

export interface TableCell {
  text: string;
  /** The dialogues behind it. */
  href?: string;
  /** Set flush right, in digits of one width. */
  numeric?: boolean;
}

/** A figure of a part or a time: its value and its interval are in the unit of the measure. */
interface Measured {
  /** null: nothing was counted. */
  value: number | null;
  n: number;
  /** The ends of the 95 % interval; null: there is none. */
  low: number | null;
  high: number | null;
  /** The dialogues behind it; null: it is no link. */
  href: string | null;
}

/** A day, or the days of a week or a month that lie in the period. */
export interface TrendPoint extends Measured, JudgedFigure {
  /** `YYYY-MM-DD`, both included. */
  from: string;
  to: string;
}

export interface TrendData {
  measure: Measure;
  /** `ratings` unless it is said. */
  counted?: Counted;
  step: 'day' | 'week' | 'month';
  /** Oldest first; a point with n = 0 is a gap. */
  points: readonly TrendPoint[];
  /** The middle of the limits; null: there are none. */
  centre: number | null;
  target: number | null;
  /** The period before, as it stood at the same age: the first point of it belongs to the first of `points`. */
  previous: ReadonlyArray<{ from: string; to: string; value: number | null; n: number }>;
}

export interface HistogramData {
  /** `scaleKey` */
  scale: string;
  /** Every rating of the scale, ascending. */
  histogram: ReadonlyArray<{ rating: number; count: number }>;
  satisfied: readonly number[];
  dissatisfied: readonly number[];
  /** The dialogues with any of these ratings: a long scale has several in one bar. */
  href: (ratings: readonly number[]) => string | null;
}

/** Which limit of the funnel a part crossed, in percent of parts like the whole that lie within it. */
export interface Outside {
  side: Exclude<Signal, null>;
  level: 95 | 99.8;
}

/** A team, an operator, a topic, a channel, a scenario. */
export interface Part extends Measured {
  /** null: the helpdesk named none. */
  name: string | null;
  outside: Outside | null;
}

export interface FunnelPlotData {
  measure: Measure;
  counted?: Counted;
  dimension: Dimension;
  /** Parts without a value stand in the table alone. */
  parts: readonly Part[];
  /** The whole's. */
  centre: number | null;
  /** Around the whole, by n ascending; `funnelPlotCounts` says at which. With none there are no curves. */
  limits: ReadonlyArray<{ n: number; inner: Ends; outer: Ends }>;
}

/** `inner`: of 95 %, `outer`: of 99.8 %. */
interface Ends {
  low: number;
  high: number;
}

export interface IntervalBarsData {
  measure: Measure;
  counted?: Counted;
  dimension: Dimension;
  /** In the order in which they are drawn; beyond the first twelve they stand in the table alone. */
  parts: readonly Part[];
  /** The whole's, as a line through all bars; null: there is none. */
  centre: number | null;
  target?: number | null;
}

export const stepNames = ['completed', 'asked', 'delivered', 'rated', 'commented', 'finished'] as const;
export type StepName = (typeof stepNames)[number];

export interface StepsData {
  /**
   * In their order. `lost`: how many of the step before did not reach it, a reason each, in the reader's words with
   * the count (`12 clients asked recently`).
   */
  steps: ReadonlyArray<{
    step: StepName;
    count: number;
    href: string | null;
    lost: ReadonlyArray<{ text: string; count: number; href?: string | null }>;
  }>;
}

export interface SparklineData {
  measure: Measure;
  /** Oldest first; null: a gap. */
  values: ReadonlyArray<number | null>;
}
