import { answerTimes, type Dialogue, type Tally } from '../store/store.ts';
import { type Comment, toComment } from './comments.ts';
import { type Day, dayOf } from './period.ts';
import { type Summary, summarize } from './summary.ts';

/** Answers that came after their day had been told. */
export interface LateAnswers {
  /** Oldest first; a summary counts only the ratings and comments that are new. */
  days: ReadonlyArray<{ day: Day; summary: Summary }>;
  /** New comments, in the order of the dialogues. */
  comments: ReadonlyArray<Comment & { day: Day }>;
}

/**
 * What is new in dialogues since their day was told: ratings and comments that were first given at `from` or later.
 * A rating that was told before is not counted again when a comment follows.
 */
export function lateAnswers(dialogues: readonly Dialogue[], from: Date, zone: string): LateAnswers {
  const days = new Map<Day, Tally[]>();
  const comments: Array<Comment & { day: Day }> = [];
  for (const dialogue of dialogues) {
    const day = dayOf(dialogue.completedAt, zone);
    const { ratedAt, commentedAt } = answerTimes(dialogue);
    const commented = commentedAt !== null && commentedAt >= from;
    const rating = ratedAt !== null && ratedAt >= from ? dialogue.rating : null;
    const { channel, scenario, operator, team, topic, scale, reportedAt } = dialogue;
    const place = { channel, scenario, operator, team, topic, scale, reportedAt };
    const tally: Tally = { ...place, outcome: 'answered', notAskedReason: null, rating, commented, count: 1 };
    days.set(day, [...(days.get(day) ?? []), tally]);
    if (commented) comments.push(...toComment(dialogue).map((comment) => ({ ...comment, day })));
  }
  return {
    days: [...days]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([day, tallies]) => ({ day, summary: summarize(tallies) })),
    comments,
  };
}
