import type { Comment } from '../stats/comments.ts';
import { type DaysSummary, lateAnswers } from '../stats/late.ts';
import { type Day, dayRange } from '../stats/period.ts';
import type { Statistics } from '../stats/statistics.ts';
import type { Store } from '../store/store.ts';
import type { Digest } from './digest.ts';
import { fullLines } from './untold.ts';

export interface ReaderOptions {
  store: Pick<Store, 'lateAnswers'>;
  statistics: Statistics;
  target: number | undefined;
}

/** What a supervisor has not been told, besides the day of the digest. */
export interface Untold {
  /** Days without a digest, oldest first. */
  days: readonly Day[];
  /** Answers since then about days before those are told; null: no digest came before. */
  since: Date | null;
}

type Figures = Omit<Digest, 'language'>;

const ratedCommentsRead = 10;
const unratedCommentsRead = 5;
/** Late answers beyond these are left out; a day has far fewer. */
const lateAnswersRead = 20_000;

/** Reads what a digest tells. */
export interface DigestReader {
  /** The figures of one day. @param partial whether it is not over @param asOf as they stood then */
  day(of: Day, partial: boolean, asOf?: Date): Promise<Figures>;
  /** The digests of one day, which are read once for all supervisors who were told the same. */
  daily(of: Day, asOf: Date): (untold: Untold) => Promise<Figures>;
}

export function createReader({ store, statistics, target }: ReaderOptions): DigestReader {
  return {
    day,

    daily(of, asOf) {
      const figures = once(() => day(of, false, asOf));
      const digests = new Map<string, () => Promise<Figures>>();
      return (untold) => {
        const key = `${untold.days[0] ?? ''} ${untold.since?.getTime() ?? ''}`;
        const digest =
          digests.get(key) ??
          once(async () => ({ ...(await figures()), ...(await earlier(of, untold, asOf)) }));
        digests.set(key, digest);
        return digest();
      };
    },
  };

  async function day(of: Day, partial: boolean, asOf?: Date): Promise<Figures> {
    const query = { from: of, to: of, ...(asOf && { asOf }) };
    const { summary, before, by } = await statistics.period({ ...query, by: ['team', 'operator'] });
    const scales = summary.scales.map(({ scale }) => scale);
    const read = (rated: boolean, limit: number): Promise<Comment[]> =>
      summary.comments === 0 ? Promise.resolve([]) : statistics.comments({ ...query, rated, scales }, limit);
    const [rated, unrated] = await Promise.all([
      read(true, ratedCommentsRead),
      read(false, unratedCommentsRead),
    ]);
    const groups = { teams: by.team ?? [], operators: by.operator ?? [] };
    const figures = { summary, before: before.summary, ...groups, worst: [...rated, ...unrated] };
    return { day: of, partial, ...figures, ...(target === undefined ? {} : { target }) };
  }

  async function earlier(
    of: Day,
    { days, since }: Untold,
    asOf: Date,
  ): Promise<Pick<Figures, 'missed' | 'late'>> {
    const [first = of] = days;
    const missed = await missedLines(days, asOf);
    if (since === null) return { missed };
    const completedBefore = dayRange(first, statistics.zone).from;
    const late = await store.lateAnswers({ completedBefore, from: since, to: asOf, limit: lateAnswersRead });
    const options = { from: since, to: asOf, zone: statistics.zone, most: fullLines };
    return { missed, late: lateAnswers(late, options) };
  }

  async function missedLines(days: readonly Day[], asOf: Date): Promise<DaysSummary[]> {
    const lines: DaysSummary[] = [];
    for (const { from, to } of [
      ...summedUp(days.slice(0, -fullLines)),
      ...days.slice(-fullLines).map(single),
    ]) {
      const { summary } = await statistics.period({ from, to, asOf });
      lines.push({ from, to, summary });
    }
    return lines;
  }
}

function summedUp(days: readonly Day[]): Array<{ from: Day; to: Day }> {
  const [from] = days;
  const to = days.at(-1);
  return from === undefined || to === undefined ? [] : [{ from, to }];
}

const single = (day: Day): { from: Day; to: Day } => ({ from: day, to: day });

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= read());
}
