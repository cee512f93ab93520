import { setImmediate } from 'node:timers/promises';
import type { DialogueFilter } from '../../dialogue.ts';
import type { Comment } from '../../stats/comments.ts';
import { dailyMarks, marksBetween } from '../../stats/comparison/marks.ts';
import { chartDays } from '../../stats/comparison/p-prime.ts';
import { addDays, sameTimeBefore } from '../../stats/period.ts';
import type { Statistics } from '../../stats/statistics.ts';
import type { Group, Summary } from '../../stats/summary.ts';
import { mainTarget, onlyOf } from '../../stats/targets/main-target.ts';
import { type Standing, type ReadHandling, targetStandings } from '../../stats/targets/standings.ts';
import type { Target } from '../../stats/targets/target.ts';
import type { Digest } from '../digest.ts';
import { daysOfShift, shiftOn } from '../due.ts';
import type { ChartData } from '../delivery/picture.ts';
import type { About } from '../reports.ts';
import { chartOf } from './chart.ts';
import { flagsOf } from './flags.ts';

export interface ReaderOptions {
  statistics: Statistics;
  targets: { list(): Promise<readonly Target[]> };
  handling: ReadHandling;
}

/** What a digest tells of its period; the same for all who may see the same. */
export interface Figures extends Omit<Digest, 'language' | 'targets' | 'missed' | 'late'> {
  standings: readonly Standing[];
  /** For the picture of a day; null: there is nothing to show. */
  chart: ChartData | null;
}

/** What is read, and of which dialogues. */
export interface Wanted {
  about: About;
  /** What the person may see; see `scopeOf`. */
  filter: DialogueFilter;
  /** The figures as they stood then. */
  asOf: Date;
  /** True: the period is not over. */
  partial?: boolean;
}

/** Reads what a digest tells of its period. @throws {StoreError} */
export type ReadFigures = (wanted: Wanted) => Promise<Figures>;

const ratedCommentsRead = 10;
const unratedCommentsRead = 5;
/** Of a shift, whose comments are those of its days that were completed within it. */
const commentsOfDays = 500;
const themesRead = 5;

/** What is kept is read and added up within some milliseconds without a pause; so whoever waits has a turn before. */
async function inTurn<Read>(read: () => Promise<Read>): Promise<Read> {
  await setImmediate();
  return read();
}

/** The figures and the parts of a period, and those of the period before at equal age. */
interface Parts {
  summary: Summary;
  before: Summary;
  teams: readonly Group[];
  operators: readonly Group[];
}

export function createReader({ statistics, targets, handling }: ReaderOptions): ReadFigures {
  const { zone } = statistics;
  return async (wanted) => {
    const { about, filter, asOf, partial } = wanted;
    const { summary, before, teams, operators } = await inTurn(() => readParts(wanted));
    const atAge = about.kind === 'daily' ? await inTurn(() => readDays(wanted)) : null;
    const standings = await inTurn(async () =>
      targetStandings({
        statistics,
        targets: await targets.list(),
        day: about.period.to,
        asOf,
        scope: filter,
        handling,
      }),
    );
    const only = onlyOf(filter);
    return {
      ...about,
      zone,
      ...(partial && { partial }),
      only,
      summary,
      before,
      marks: atAge ? dailyMarks(atAge) : marksBetween(summary, before),
      flags: flagsOf(summary, teams, operators),
      standings,
      worst: await inTurn(() => readComments(wanted, summary)),
      themes:
        about.kind === 'shift' || summary.comments === 0
          ? []
          : await statistics.themes({ ...about.period, filter, asOf }, themesRead),
      chart:
        atAge && chartOf(atAge, (scale) => mainTarget(standings, scale, only)?.standing.target.value ?? null),
    };
  };

  async function readParts({ about, filter, asOf }: Wanted): Promise<Parts> {
    const by = ['team', 'operator'] as const;
    const { shift, period } = about;
    if (!shift) {
      const found = await statistics.period({ ...period, filter, asOf, by });
      const groups = { teams: found.by.team ?? [], operators: found.by.operator ?? [] };
      return { summary: found.summary, before: found.before.summary, ...groups };
    }
    const now = shiftOn(period.from, shift, zone);
    const earlier = shiftOn(addDays(period.from, -1), shift, zone);
    const found = await statistics.range({ from: now.from, to: now.to, filter, asOf, by });
    const then = sameTimeBefore(asOf, 1, zone);
    const { summary: before } = await statistics.range({
      from: earlier.from,
      to: earlier.to,
      filter,
      asOf: then,
    });
    const groups = { teams: found.by.team ?? [], operators: found.by.operator ?? [] };
    return { summary: found.summary, before, ...groups };
  }

  /** The day and those before it that its limits are made of. */
  async function readDays({
    about: { period },
    filter,
    asOf,
  }: Wanted): Promise<Parameters<typeof chartOf>[0]> {
    const { to } = period;
    return {
      day: to,
      days: await statistics.dailyAtAge({ from: addDays(to, -chartDays), to, filter, asOf }),
    };
  }

  async function readComments({ about, filter, asOf }: Wanted, summary: Summary): Promise<Comment[]> {
    if (summary.comments === 0) return [];
    const { shift, period } = about;
    if (shift) {
      const { from, to } = shiftOn(period.from, shift, zone);
      const days = daysOfShift({ day: period.from, shift });
      const found = await statistics.comments({ ...days, filter, asOf }, commentsOfDays);
      return found.filter(({ completedAt }) => completedAt >= from && completedAt < to);
    }
    const scales = summary.scales.map(({ scale }) => scale);
    const query = { ...period, filter, asOf, scales };
    const rated = await statistics.comments({ ...query, rated: true }, ratedCommentsRead);
    return [...rated, ...(await statistics.comments({ ...query, rated: false }, unratedCommentsRead))];
  }
}
