import { type Dialogue, reportedDimensions } from '../dialogue.ts';
import type { NameFilter } from '../stats/filter.ts';
import type { FigureStore } from '../store/ports/figures.ts';
import { foldName } from '../text/names.ts';

/** So few that nothing else waits long while they are read. */
const PAGE = 250;

export interface RawRange {
  from: Date;
  to: Date;
  /** What the reader may see; operators, teams and topics in whatever spelling. */
  scope: NameFilter;
}

/**
 * Every dialogue that was completed in a range, voided ones and earlier rounds too, the newest first, a page at a time:
 * straight from the store, without the statistics. @throws {StoreError}
 */
export async function* rawDialogues(
  store: Pick<FigureStore, 'listDialogues'>,
  { from, to, scope }: RawRange,
): AsyncGenerator<Dialogue[], void> {
  const { channel, scenario } = scope;
  const filter = { ...(channel !== undefined && { channel }), ...(scenario !== undefined && { scenario }) };
  const isIn = withinNames(scope);
  let after: Pick<Dialogue, 'completedAt' | 'id'> | undefined;
  do {
    const page = await store.listDialogues({ from, to, filter, limit: PAGE, ...(after && { after }) });
    const kept = page.filter(isIn);
    if (kept.length > 0) yield kept;
    after = page.length < PAGE ? undefined : page.at(-1);
  } while (after);
}

/** Whether a dialogue bears one of the names that are asked for, along each dimension that a helpdesk names. */
function withinNames(scope: NameFilter): (dialogue: Dialogue) => boolean {
  const wanted = reportedDimensions.flatMap((dimension) => {
    const names = scope[dimension];
    return names === undefined ? [] : [{ dimension, names: new Set([names].flat().map(foldName)) }];
  });
  return (dialogue) => wanted.every(({ dimension, names }) => names.has(foldName(dialogue[dimension] ?? '')));
}
