import { answerTimes, type Dialogue } from '../dialogue.ts';
import type { Count } from '../store/ports/figures.ts';
import { type Comment, toComment } from './comments.ts';
import { type Day, dayOf, type Period } from './period.ts';
import { type Summary, summarize } from './summary.ts';

/** The figures of one day, or of several that are told in one line. */
export interface DaysSummary extends Period {
  summary: Summary;
}

/** Answers that came after their day had been told. */
export interface LateAnswers {
  /** Oldest first; a summary counts only the ratings and comments that are new. */
  days: readonly DaysSummary[];
  /** New comments, in the order of the dialogues. */
  comments: ReadonlyArray<Comment & { day: Day }>;
}

/**
 * What is new in dialogues since their day was told: ratings and comments that were first given in [from, to).
 * A rating that was told before is not counted again when a comment follows, and a comment that came after `to` is left
 * to the next digest.
 * @param most days that are told one by one; those before them are summed up
 */
export function lateAnswers(
  dialogues: readonly Dialogue[],
  { from, to, zone, most }: { from: Date; to: Date; zone: string; most: number },
): LateAnswers {
  const isNew = (at: Date | null): boolean => at !== null && at >= from && at < to;
  const days = new Map<Day, Count[]>();
  const comments: Array<Comment & { day: Day }> = [];
  for (const dialogue of dialogues) {
    const day = dayOf(dialogue.completedAt, zone);
    const { ratedAt, commentedAt } = answerTimes(dialogue);
    const commented = isNew(commentedAt);
    const rating = isNew(ratedAt) ? dialogue.rating : null;
    const { scale } = dialogue;
    const one: Count = { scale, outcome: 'answered', notAskedReason: null, rating, commented, count: 1 };
    days.set(day, [...(days.get(day) ?? []), one]);
    if (commented) comments.push(...toComment(dialogue).map((comment) => ({ ...comment, day })));
  }
  const told = [...days].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    days: [...summedUp(told.slice(0, -most)), ...told.slice(-most).flatMap((one) => summedUp([one]))],
    comments,
  };
}

function summedUp(days: ReadonlyArray<readonly [Day, Count[]]>): DaysSummary[] {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return [];
  return [{ from: first[0], to: last[0], summary: summarize(days.flatMap(([, counts]) => counts)) }];
}
