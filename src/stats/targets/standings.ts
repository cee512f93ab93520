import { foldName } from '../../text/names.ts';
import type { NameFilter } from '../filter.ts';
import { addDays, type Day, type Period } from '../period.ts';
import type { Statistics } from '../statistics.ts';
import { figuresOf, type HandlingFigures, judge, type TargetFigure, type Verdict } from './judge.ts';
import { type Target, targetMetrics } from './target.ts';

/**
 * What a figure is to be at least, or at most where less is better. It is judged over the 30 days up to the day of the
 * report: one bad day is no missed target, and a good quarter hides no bad month.
 * @metric target Target
 * @formula met: the figure of the 30 days is the target or better
 * @written as the target, the figure, and whether it was met; — without data
 * @remarks The number of days is to be said wherever a verdict is shown (`target.period`).
 */
export const TARGET_DAYS = 30;

/** How a target stands. */
export interface Standing {
  target: Target;
  period: Period;
  /** null: there is no data for it. */
  verdict: Verdict | null;
  /** One for each scale. */
  figures: TargetFigure[];
}

/** Reads how alerts of a period were handled. @throws {StoreError} */
export type ReadHandling = (query: Period & { filter: NameFilter }) => Promise<HandlingFigures>;

export interface StandingsOptions {
  statistics: Pick<Statistics, 'period'>;
  targets: readonly Target[];
  /** The last of the days that are judged. */
  day: Day;
  /** As the figures stood then. Default: as they stand. */
  asOf?: Date;
  /** What the reader may see (`scopeOf`); a target for a team outside of it is left out. Default: everything. */
  scope?: NameFilter;
  /** Default: nothing is known, and targets for that have no verdict. */
  handling?: ReadHandling;
}

/** How targets stand over the `TARGET_DAYS` up to a day, for one reader. @throws {RangeError} {StoreError} */
export async function targetStandings(options: StandingsOptions): Promise<Standing[]> {
  const { statistics, targets, day, asOf, scope = {}, handling } = options;
  const period = { from: addDays(day, 1 - TARGET_DAYS), to: day };
  const judged = new Map<string | null, Awaited<ReturnType<typeof read>>>();
  const standings: Standing[] = [];
  for (const target of targets.filter(({ team }) => isWithin(team, scope))) {
    const key = target.team === null ? null : foldName(target.team);
    const summary = judged.get(key) ?? (await read(target.team));
    judged.set(key, summary);
    const figures = figuresOf(target, summary);
    standings.push({ target, period, verdict: judge(target, summary), figures });
  }
  return standings;

  async function read(team: string | null) {
    const filter = team === null ? scope : { ...scope, team };
    const report = await statistics.period({ ...period, filter, ...(asOf && { asOf }) });
    const isAsked = targets.some(({ metric }) => targetMetrics[metric].of === 'alerts');
    return { ...report.summary, ...(isAsked && handling && (await handling({ ...period, filter }))) };
  }
}

/** Whether a reader may see the figures of a team. */
function isWithin(team: string | null, { team: teams }: NameFilter): boolean {
  if (team === null || teams === undefined) return true;
  return [teams].flat().some((name) => foldName(name) === foldName(team));
}
