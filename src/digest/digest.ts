import type { Language } from '../locales/index.ts';
import type { Comment } from '../stats/comments.ts';
import type { FunnelSignal } from '../stats/comparison/funnel.ts';
import type { Mark } from '../stats/comparison/marks.ts';
import type { Share } from '../stats/comparison/share.ts';
import type { DaysSummary, LateAnswers } from '../stats/late.ts';
import type { Period } from '../stats/period.ts';
import type { Summary } from '../stats/summary.ts';
import type { Standing } from '../stats/targets/standings.ts';
import type { ReportKind, Shift } from './reports.ts';
import type { Theme } from '../stats/themes/themes.ts';

/** What a digest tells: the figures of one cohort beside those of the same time before, at equal age. */
export interface Digest {
  kind: ReportKind;
  /** Of a shift the day on which it began, twice. */
  period: Period;
  shift?: Shift;
  /** Whose calendar days are told. */
  zone: string;
  /** True: the period is not over. */
  partial?: boolean;
  /** The names of the teams, channels and scenarios that it is about; empty: everything. */
  only: readonly string[];
  summary: Summary;
  before: Summary;
  /** The changes that a test found, by scale. */
  marks: ReadonlyMap<string, Mark>;
  /** Teams, then operators, whose share lies outside of the funnel; by name. */
  flags: readonly Flag[];
  /** Judged over the `TARGET_DAYS` up to the last day. */
  targets: readonly ToldTarget[];
  /** Lowest rating first, those without a rating last. */
  worst: readonly DigestComment[];
  themes: readonly Theme[];
  /** Earlier days that no digest told of, oldest first; the first may be several days. */
  missed?: readonly DaysSummary[];
  /** Answers about days that were told before, which came since then. */
  late?: LateAnswers;
  language: Language | (string & {});
}

export type DigestComment = Pick<
  Comment,
  'channel' | 'operator' | 'topic' | 'scale' | 'rating' | 'comment' | 'externalId'
>;

/** A team or an operator whose share differs from the whole's by more than chance explains. */
export interface Flag extends FunnelSignal {
  dimension: 'team' | 'operator';
  name: string;
  /** `rating`: CSAT %, or the NPS; `asked`: of what was to be asked; `answered`: of those asked. */
  what: 'rating' | 'asked' | 'answered';
  /** Of a rating. */
  scale: string | null;
  share: Share;
  /** -100..100, on the NPS scale in the place of a share. */
  nps: number | null;
}

/** `crossed`: the verdict is another one than whoever reads it was told last. */
export type ToldTarget = Standing & { crossed: boolean };
