import type { Dialogue } from '../dialogue.ts';
import type { FigureFilter } from '../stats/filter.ts';
import type { DialoguesQuery } from '../stats/lists/query.ts';
import { type Day, dayOf, daysOf, mostDays, type Period, periodFaults } from '../stats/period.ts';
import type { Statistics } from '../stats/statistics.ts';
import { type ListOrder, type ListPosition, positionOf } from '../store/ports/figures.ts';

/**
 * Which dialogues are exported: all of a period and filter, also those that were not asked or count in no figure, unless
 * the query narrows further.
 */
export interface ExportWanted extends DialoguesQuery {
  statistics: Pick<Statistics, 'dialogues' | 'zone'>;
  period: Period;
  filter: FigureFilter;
  /** Default: `newest`. */
  order?: ListOrder;
  /** Only what follows this place in that order. */
  after?: ListPosition | undefined;
  /** What the reader may see of a dialogue; default: all of it. */
  shown?: (dialogue: Dialogue) => Dialogue;
  /** Told of each page before it is given, and of each day that has none (any more). */
  onProgress?: (progress: { rows: number; day: Day | null }) => void;
}

/** So few that nothing else waits long while a page is read and written. */
const PAGE = 250;

/**
 * The dialogues in their order, a page at a time: however many there are, one page is in memory. In the orders of time each
 * day is asked for by itself, since the spellings of a filter's names are looked up anew for each page.
 * @throws {RangeError} @throws {StoreError}
 */
export async function* dialoguePages(wanted: ExportWanted): AsyncGenerator<Dialogue[], void> {
  const { statistics, period, order = 'newest', after: behind, onProgress = () => {} } = wanted;
  const {
    shown,
    onProgress: _progress,
    statistics: _statistics,
    order: _order,
    after: _after,
    ...query
  } = wanted;
  const [fault] = periodFaults(period, mostDays);
  if (fault) throw new RangeError(fault.message);
  let rows = 0;
  for (const { part, day } of partsOf(period, order, behind && dayOf(behind.completedAt, statistics.zone))) {
    let after =
      behind && (day === null || day === dayOf(behind.completedAt, statistics.zone)) ? behind : undefined;
    do {
      const page = await statistics.dialogues(
        { ...query, period: part },
        { limit: PAGE, ...(order !== 'newest' && { order }), ...(after && { after }) },
      );
      rows += page.length;
      onProgress({ rows, day });
      if (page.length > 0) yield shown ? page.map(shown) : page;
      const last = page.length < PAGE ? undefined : page.at(-1);
      after = last && positionOf(last);
    } while (after);
  }
}

/** The parts that are asked for one after another. @param begins the day of the dialogue behind which it begins */
function partsOf(
  period: Period,
  order: ListOrder,
  begins: Day | undefined,
): Array<{ part: Period; day: Day | null }> {
  if (order !== 'newest' && order !== 'oldest') return [{ part: period, day: null }];
  const days = order === 'newest' ? daysOf(period).toReversed() : daysOf(period);
  const isPassed = (day: Day): boolean =>
    begins !== undefined && (order === 'newest' ? day > begins : day < begins);
  return days.filter((day) => !isPassed(day)).map((day) => ({ part: { from: day, to: day }, day }));
}
