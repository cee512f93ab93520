import { type ListPart, readPage } from '../pages.ts';
import type { FigureStore, ListOptions, ListPosition } from '../ports/figures.ts';
import type { Access } from './connection/access.ts';
import type { PipelineStage } from './connection/connection.ts';
import { type DialogueDocument, toDialogue } from './documents.ts';
import { behind, isCommented, lookedAt, type Order, orders, upTo, wanted } from './queries/list-query.ts';

/** What a part of a list is narrowed to besides. */
interface Part {
  order: Order;
  after: ListPosition | undefined;
  narrowed?: object;
}

export function createLists({ run }: Access): Pick<FigureStore, 'listDialogues' | 'pageDialogues'> {
  return {
    listDialogues: async (options) => (await readPage(partsOf(options), options.limit, null)).dialogues,
    pageDialogues: ({ look, ...options }) => readPage(partsOf(options), options.limit, look),
  };

  /** In every order but `newest` and `oldest`, those with nothing to be ordered by come last. */
  function partsOf(options: ListOptions): ListPart[] {
    const { order = 'newest', after, rated, filter } = options;
    if (order === 'newest' || order === 'oldest') return [part(options, { order: orders[order], after })];
    const isAnswered = order === 'answered';
    const field = isAnswered ? 'heardAt' : 'rating';
    const isAfterAll = after !== undefined && after[field] == null;
    const first = {
      order: orders[order],
      after,
      narrowed: { [field]: { $type: isAnswered ? 'date' : 'number' } },
    };
    const last = { order: orders.newest, after: isAfterAll ? after : undefined, narrowed: { [field]: null } };
    const isOnlyFirst = isAnswered
      ? rated === true || isCommented(options)
      : rated === true || filter?.rating !== undefined;
    const isOnlyLast = isAfterAll || (!isAnswered && rated === false);
    return [...(isOnlyLast ? [] : [part(options, first)]), ...(isOnlyFirst ? [] : [part(options, last)])];
  }

  function part(options: ListOptions, { order, after, narrowed = {} }: Part): ListPart {
    const follows = after ? behind(order, after) : {};
    const $sort = Object.fromEntries(order);
    const find = <Row>(stages: PipelineStage[]): Promise<Row[]> =>
      run('list dialogues', ({ dialogues }) => dialogues.aggregate<Row>(stages));
    const looked: PipelineStage[] = [{ $match: { $and: [lookedAt(options), narrowed, follows] } }];
    return {
      async read(limit, until) {
        const ends = until ? upTo(order, until) : {};
        const $match = { $and: [wanted(options), narrowed, follows, ends] };
        const found = await find<DialogueDocument>([{ $match }, { $sort }, { $limit: limit }]);
        return found.map(toDialogue);
      },
      async placeAt(look) {
        const [row] = await find<DialogueDocument>([
          ...looked,
          { $sort },
          { $skip: look - 1 },
          { $limit: 1 },
        ]);
        if (!row) return null;
        const { _id: id, completedAt, rating, scale, heardAt = null } = row;
        return { completedAt, id, rating, scale, heardAt };
      },
      async size(look) {
        const [row] = await find<{ size: number }>([...looked, { $limit: look }, { $count: 'size' }]);
        return row?.size ?? 0;
      },
    };
  }
}
