import { type DialogueFilter, isReported } from '../../dialogue.ts';
import type { CounterOptions } from '../day-cells.ts';
import { exactFilter, type FigureFilter, storeFilter, wantedOf } from '../filter.ts';
import { createReader } from '../narrowed.ts';
import { addDays, dayOf, type Period } from '../period.ts';

/**
 * A filter with every spelling of its names that occurs, for a store, which compares texts as they stand. Each dimension
 * is looked up in the kept counts of the period along it.
 * @param period default: all of time @throws {StoreError}
 */
export async function spelledFilter(
  options: CounterOptions,
  filter: FigureFilter,
  period?: Period,
): Promise<DialogueFilter> {
  const named = wantedOf(filter).filter(([dimension]) => isReported(dimension));
  if (named.length === 0) return exactFilter(filter);
  const within = period ?? (await allOfTime(options));
  const spelled = await Promise.all(
    named.map(async ([dimension, names]) => {
      const own = { [dimension]: names };
      const cells = await createReader(options, { ...within, filter: own })(dimension);
      // Counts of one dimension may name the others as well, which are no spellings of what was asked for there.
      return storeFilter(cells, own);
    }),
  );
  return Object.assign(exactFilter(filter), ...spelled) as DialogueFilter;
}

/** From the first day with a dialogue to tomorrow: a helpdesk's clock may be ahead. */
export async function allOfTime({ store, zone, clock }: CounterOptions): Promise<Period> {
  const to = addDays(dayOf(clock.now(), zone), 1);
  const first = await store.firstCompletedAt();
  const from = first ? dayOf(first, zone) : to;
  return { from: from < to ? from : to, to };
}
