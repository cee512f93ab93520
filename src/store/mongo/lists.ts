import { isAfterRated, type ListPart, type Rating, ratingsOnPage, readPage } from '../pages.ts';
import type { FigureStore, ListOptions, ListPosition, RatedComment } from '../ports/figures.ts';
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

type Lists = Pick<FigureStore, 'listDialogues' | 'pageDialogues' | 'ratedComments'>;

export function createLists({ run }: Access): Lists {
  return {
    listDialogues: async (options) => (await readPage(partsOf(options), options.limit, null)).dialogues,
    pageDialogues: ({ look, ...options }) => readPage(partsOf(options), options.limit, look),
    async ratedComments({ commented = true, after, limit, ...options }) {
      const order = orders.newest;
      const follows = after ? behind(order, after) : {};
      const list = { ...options, limit, rated: true, commented };
      const found = await find<Omit<RatedComment, 'id'> & { _id: string }>([
        { $match: { $and: [wanted(list), follows] } },
        { $sort: Object.fromEntries(order) },
        { $limit: limit },
        { $project: { completedAt: 1, rating: 1, scale: 1, comment: 1 } },
      ]);
      return found.map(({ _id: id, ...comment }) => ({ id, ...comment }));
    },
  };

  function partsOf(options: ListOptions): Iterable<ListPart> | AsyncIterable<ListPart> {
    const { order = 'newest', after } = options;
    if (order === 'newest' || order === 'oldest') return [part(options, { order: orders[order], after })];
    return order === 'answered' ? partsByAnswer(options) : partsByRating(options, order);
  }

  /** One rating after another, since no index has the order of all. */
  async function* partsByRating(options: ListOptions, order: 'worst' | 'best'): AsyncGenerator<ListPart> {
    const { after, rated, filter } = options;
    for (const { rating, scale, after: first } of ratingsOnPage(options, order, await ratings())) {
      const narrowed = { rating: { $eq: rating, ...isRated }, scale };
      yield part(options, { order: orders.newest, after: first, narrowed });
    }
    if (rated === true || filter?.rating !== undefined) return;
    const among = isAfterRated(after) ? after : undefined;
    yield part(options, { order: orders.newest, after: among, narrowed: { rating: null } });
  }

  /** Each is found from the one before by a look into the index, so that no rating is passed twice. */
  async function ratings(): Promise<Rating[]> {
    const first = async (match: object): Promise<Rating | undefined> => {
      const $project = { _id: 0, rating: 1, scale: 1 };
      const [one] = await find<Rating>([
        { $match: match },
        { $sort: { rating: 1, scale: 1 } },
        { $limit: 1 },
        { $project },
      ]);
      return one;
    };
    const found: Rating[] = [];
    let next = await first({ rating: isRated });
    while (next) {
      found.push(next);
      const { rating, scale } = next;
      next =
        (await first({ rating: { $eq: rating, ...isRated }, scale: { $gt: scale ?? '' } })) ??
        (await first({ rating: { $gt: rating, ...isRated } }));
    }
    return found;
  }

  /** Those without an answer come last. */
  function* partsByAnswer(options: ListOptions): Generator<ListPart> {
    const { after, rated } = options;
    const isAfterAll = after !== undefined && after.heardAt == null;
    if (!isAfterAll) {
      yield part(options, { order: orders.answered, after, narrowed: { heardAt: { $type: 'date' } } });
    }
    if (rated === true || isCommented(options)) return;
    const among = isAfterAll ? after : undefined;
    yield part(options, { order: orders.newest, after: among, narrowed: { heardAt: null } });
  }

  function part(options: ListOptions, { order, after, narrowed = {} }: Part): ListPart {
    const follows = after ? behind(order, after) : {};
    const $sort = Object.fromEntries(order);
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

  function find<Row>(stages: PipelineStage[]): Promise<Row[]> {
    return run('list dialogues', ({ dialogues }) => dialogues.aggregate<Row>(stages));
  }
}

/** As the index of ratings has it: a query says it again, or it could not use the index. */
const isRated = { $type: 'number' } as const;
