import { answerTimes, type Dialogue, isFinished } from '../dialogue.ts';
import type { Count } from '../store/ports/figures.ts';
import { type Comment, toComment } from './comments.ts';
import { type Day, dayOf, dayRange, type Period } from './period.ts';
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
  const dayAt = knownDays(zone);
  for (const dialogue of dialogues) {
    const day = dayAt(dialogue.completedAt);
    const { ratedAt, commentedAt } = answerTimes(dialogue);
    const commented = isNew(commentedAt);
    const rating = isNew(ratedAt) ? dialogue.rating : null;
    const { scale, disputed } = dialogue;
    const fate = { outcome: 'answered', notAskedReason: null, delivered: true } as const;
    const finished = isFinished(dialogue);
    const one: Count = { scale, ...fate, rating, commented, disputed, finished, count: 1 };
    const ofDay = days.get(day);
    if (ofDay) ofDay.push(one);
    else days.set(day, [one]);
    if (commented) comments.push(...toComment(dialogue).map((comment) => ({ ...comment, day })));
  }
  const told = [...days].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    days: [...summedUp(told.slice(0, -most)), ...told.slice(-most).flatMap((one) => summedUp([one]))],
    comments,
  };
}

/** `dayOf`, quickly: most late answers are about a few days. */
function knownDays(zone: string): (moment: Date) => Day {
  const known: Array<{ day: Day; from: Date; to: Date }> = [];
  return (moment) => {
    const found = known.find(({ from, to }) => moment >= from && moment < to);
    if (found) return found.day;
    const day = dayOf(moment, zone);
    known.push({ day, ...dayRange(day, zone) });
    return day;
  };
}

function summedUp(days: ReadonlyArray<readonly [Day, Count[]]>): DaysSummary[] {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return [];
  return [{ from: first[0], to: last[0], summary: summarize(days.flatMap(([, counts]) => counts)) }];
}
