import type { Language } from '../locales/index.ts';
import type { Day } from '../stats/period.ts';
import type { Comment } from '../stats/comments.ts';
import type { DaysSummary, LateAnswers } from '../stats/late.ts';
import type { Group, Summary } from '../stats/summary.ts';

type DigestComment = Pick<
  Comment,
  'channel' | 'operator' | 'topic' | 'scale' | 'rating' | 'comment' | 'externalId'
>;

/** What a digest tells: the figures of one day's cohort beside those of the day before, at equal age. */
export interface Digest {
  day: Day;
  /** True: the day is not over. */
  partial?: boolean;
  summary: Summary;
  before: Summary;
  teams: readonly Group[];
  operators: readonly Group[];
  /** Lowest rating first, those without a rating last. */
  worst: readonly DigestComment[];
  /** Earlier days that no digest told of, oldest first; the first may be several days. */
  missed?: readonly DaysSummary[];
  /** Answers about days that were told before, which came since then. */
  late?: LateAnswers;
  /** The CSAT % that is wanted, 0..1. */
  target?: number;
  language: Language | (string & {});
}

/** How much of the lists a digest has space for. */
export interface Space {
  /** UTF-16 units of a comment. */
  comment: number;
  ratedComments: number;
  unratedComments: number;
  /** Teams, and operators, for each scale. */
  groups: number;
  /** Lines of a histogram. */
  bars: number;
  /** Comments on earlier days. */
  lateComments: number;
}
