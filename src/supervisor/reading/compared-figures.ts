import type { ToldTarget } from '../../digest/digest.ts';
import { type Mark, readMarks } from '../../stats/comparison/marks.ts';
import { uncrossed } from '../../digest/read/targets.ts';
import type { Period } from '../../stats/period.ts';
import type { PeriodReport } from '../../stats/statistics.ts';
import { targetStandings } from '../../stats/targets/standings.ts';
import type { Scope, Tools } from '../tools.ts';

/** The figures of a period, with what they are held against. */
export interface ComparedFigures {
  report: PeriodReport;
  /** By scale; see `readMarks`. */
  marks: ReadonlyMap<string, Mark>;
  /** None of an operator's own figures, since targets are of teams, and none where disputed ratings are left out. */
  targets: readonly ToldTarget[];
  /** To what they are narrowed. */
  scope: Scope;
  withoutDisputed: boolean;
}

/** @throws {RangeError} for a period that cannot be read @throws {StoreError} */
export async function readComparedFigures(
  { statistics, targets, handling }: Pick<Tools, 'statistics' | 'targets' | 'handling'>,
  { from, to, scope, withoutDisputed }: Period & Pick<ComparedFigures, 'scope' | 'withoutDisputed'>,
): Promise<ComparedFigures> {
  const report = await statistics.period({ from, to, filter: scope, withoutDisputed });
  const marks = await readMarks(statistics, { report, filter: scope, withoutDisputed });
  const held = scope.operator === undefined && !withoutDisputed ? await targets.list() : [];
  const standings = await targetStandings({ statistics, targets: held, day: to, scope, handling });
  return { report, marks, targets: uncrossed(standings), scope, withoutDisputed };
}
