import type { Dialogue } from '../dialogue.ts';
import type { NameFilter } from '../stats/filter.ts';
import { dayOf, daysOf, mostDays, type Period, periodFaults } from '../stats/period.ts';
import type { Statistics } from '../stats/statistics.ts';

/** Which dialogues are exported: all of a period and filter, also those that were not asked or count in no figure. */
export interface ExportWanted {
  statistics: Pick<Statistics, 'dialogues' | 'zone'>;
  period: Period;
  filter: NameFilter;
  /** Only what follows this dialogue, from the newest to the oldest. */
  after?: Pick<Dialogue, 'completedAt' | 'id'> | undefined;
}

/** So few that nothing else waits long while a page is read and written. */
const PAGE = 250;

/**
 * The dialogues from the newest to the oldest, a page at a time: however many there are, one page is in memory. Each
 * day is asked for by itself, since the spellings of a filter's names are looked up anew for each page.
 * @throws {RangeError} @throws {StoreError}
 */
export async function* dialoguePages({
  statistics,
  period,
  filter,
  after: behind,
}: ExportWanted): AsyncGenerator<Dialogue[], void> {
  const [fault] = periodFaults(period, mostDays);
  if (fault) throw new RangeError(fault.message);
  const newest = behind && dayOf(behind.completedAt, statistics.zone);
  for (const day of daysOf(period).toReversed()) {
    if (newest !== undefined && day > newest) continue;
    let after = day === newest ? behind : undefined;
    do {
      const query = { filter, period: { from: day, to: day } };
      const page = await statistics.dialogues(query, { limit: PAGE, ...(after && { after }) });
      if (page.length > 0) yield page;
      after = page.length < PAGE ? undefined : page.at(-1);
    } while (after);
  }
}
