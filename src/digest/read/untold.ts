import type { DialogueFilter } from '../../dialogue.ts';
import { type DaysSummary, lateAnswers } from '../../stats/late.ts';
import { matches } from '../../stats/filter.ts';
import { type Day, dayRange } from '../../stats/period.ts';
import type { Statistics } from '../../stats/statistics.ts';
import type { FigureStore } from '../../store/ports/figures.ts';
import type { Digest } from '../digest.ts';
import { fullLines } from '../untold.ts';

/** What a supervisor has not been told, besides the day of the digest. */
export interface Untold {
  /** Days without a digest, oldest first. */
  days: readonly Day[];
  /** Answers since then about days before those are told; null: no digest came before. */
  since: Date | null;
}

/** Late answers beyond these are left out; a day has far fewer. */
const lateAnswersRead = 20_000;

/** Reads what was not told, of the dialogues that a person may see. @throws {StoreError} */
export type ReadUntold = (
  day: Day,
  untold: Untold,
  of: { filter: DialogueFilter; asOf: Date },
) => Promise<Pick<Digest, 'missed' | 'late'>>;

export function createUntoldReader(options: {
  store: Pick<FigureStore, 'lateAnswers'>;
  statistics: Statistics;
}): ReadUntold {
  const { store, statistics } = options;
  return async (day, { days, since }, { filter, asOf }) => {
    const missed: DaysSummary[] = [];
    for (const { from, to } of linesOf(days)) {
      const { summary } = await statistics.period({ from, to, asOf, filter });
      missed.push({ from, to, summary });
    }
    if (since === null) return { missed };
    const completedBefore = dayRange(days[0] ?? day, statistics.zone).from;
    const found = await store.lateAnswers({ completedBefore, from: since, to: asOf, limit: lateAnswersRead });
    const isSeen = matches(filter);
    const seen = found.filter((dialogue) => {
      const cell = { ...dialogue, commented: true, count: 1 };
      return isSeen(cell);
    });
    const late = lateAnswers(seen, { from: since, to: asOf, zone: statistics.zone, most: fullLines });
    return { missed, late };
  };
}

/** The last days one by one, those before them in one line. */
function linesOf(days: readonly Day[]): Array<{ from: Day; to: Day }> {
  const summedUp = days.slice(0, -fullLines);
  const [from] = summedUp;
  const to = summedUp.at(-1);
  return [
    ...(from === undefined || to === undefined ? [] : [{ from, to }]),
    ...days.slice(-fullLines).map((day) => ({ from: day, to: day })),
  ];
}
