import { setImmediate } from 'node:timers/promises';
import { answerTimes, type Dialogue } from '../../dialogue.ts';
import { isAfterRated, type ListPart, ratingsOnPage, readPage } from '../pages.ts';
import type { FigureStore, ListOptions, ListPosition } from '../ports/figures.ts';
import type { Access } from './connection/access.ts';
import type { Bound } from './connection/database.ts';
import { listBound, listStatements, usualMs, type WalkName } from './queries/lists.ts';
import { type DialogueRow, toDialogue } from './rows.ts';

/** Where a walk begins and ends, and what it is bound to besides. */
interface Ends {
  /** Of the column that it goes by: [low, high). */
  low: number;
  high: number;
  after?: ListPosition | undefined;
  values?: Bound;
}

/** Some 2 ms. */
const ROWS_A_TURN = 50;
/** The greatest time of a Date. */
const LAST_MOMENT = 8.64e15;

type Lists = Pick<FigureStore, 'listDialogues' | 'pageDialogues' | 'ratedComments'>;

export function createLists({ using }: Access): Lists {
  const { readInBackground } = using(listStatements);
  const run = <Row>(statement: keyof typeof listStatements, values: Bound): Promise<Row[]> =>
    readInBackground<Row>('list dialogues', statement, values);

  return {
    listDialogues: async (options) => (await readPage(partsOf(options), options.limit, null)).dialogues,
    pageDialogues: ({ look, ...options }) => readPage(partsOf(options), options.limit, look),
    async ratedComments({ commented = true, ...options }) {
      const [row] = await run<{ comments: string }>('ratedComments', {
        ...listBound({ ...options, rated: true, commented }),
        ...endsOf(inRange(options), 'commentedNewest', null),
        limit: options.limit,
      });
      const comments: Array<[number, string, number, string | null, string]> = JSON.parse(
        row?.comments ?? '[]',
      );
      return comments.map(([at, id, rating, scale, comment]) => ({
        completedAt: new Date(at),
        id,
        rating,
        scale,
        comment,
      }));
    },
  };

  function partsOf(options: ListOptions): Iterable<ListPart> | AsyncIterable<ListPart> {
    const { order = 'newest' } = options;
    if (order === 'newest' || order === 'oldest')
      return [part(options, nameOf(options, order), inRange(options))];
    return order === 'answered' ? partsByAnswer(options) : partsByRating(options, order);
  }

  async function* partsByRating(options: ListOptions, order: 'worst' | 'best'): AsyncGenerator<ListPart> {
    const { after, rated, filter } = options;
    for (const { rating, scale, after: first } of ratingsOnPage(options, order, await run('ratings', {}))) {
      const values = { ofRating: rating, ofScale: scale };
      yield part(options, 'rated', { ...inRange(options), after: first, values });
    }
    if (rated === true || filter?.rating !== undefined) return;
    const among = isAfterRated(after) ? after : undefined;
    const ends = { ...inRange(options), after: among, values: { rated: 0 } };
    yield part(options, nameOf(options, 'newest'), ends);
  }

  function* partsByAnswer(options: ListOptions): Generator<ListPart> {
    const { after, rated } = options;
    const isAfterAll = after !== undefined && after.heardAt == null;
    if (!isAfterAll) yield answeredPart(options);
    if (rated === true || isCommented(options)) return;
    const ends = { ...inRange(options), after: isAfterAll ? after : undefined, values: { unheard: 1 } };
    yield part(options, 'newest', ends);
  }

  /** Those that were answered at a usual time, and between them the others, which are few. */
  function answeredPart(options: ListOptions): ListPart {
    const { from, to, after } = options;
    const usual = { low: from.getTime() - usualMs.before, high: to.getTime() + usualMs.after, after };
    const most = part(options, 'heard', usual);
    const others = part(options, 'heardUnusually', { low: -LAST_MOMENT, high: LAST_MOMENT + 1, after });
    return {
      ...most,
      async read(limit, until) {
        const read = [await most.read(limit, until), await others.read(limit, until)].flat();
        return read.toSorted(byAnswer).slice(0, limit);
      },
    };
  }

  function part(options: ListOptions, name: WalkName, ends: Ends): ListPart {
    const { values } = ends;
    const bound = { ...listBound(options), ...values };
    return {
      read: async (limit, until) =>
        toDialogues(
          await run<DialogueRow>(`read_${name}`, { ...bound, ...endsOf(ends, name, until), limit }),
        ),
      async placeAt(look) {
        const [row] = await run<{ at: number; completedAt: number; id: string }>(`place_${name}`, {
          ...bound,
          ...endsOf(ends, name, null),
          look,
        });
        if (!row) return null;
        const { ofRating: rating = null, ofScale: scale = null } = values ?? {};
        const heardAt = name === 'heard' ? new Date(row.at) : null;
        return { completedAt: new Date(row.completedAt), id: row.id, rating, scale, heardAt } as ListPosition;
      },
      async size(look) {
        const [row] = await run<{ size: number }>(`size_${name}`, {
          ...bound,
          ...endsOf(ends, name, null),
          look,
        });
        return row?.size ?? 0;
      },
    };
  }
}

function byAnswer(a: Dialogue, b: Dialogue): number {
  const [first, second] = [a, b].map((one) => answerTimes(one).heardAt?.getTime() ?? 0);
  return (second ?? 0) - (first ?? 0) || (a.id < b.id ? -1 : 1);
}

const isCommented = ({ commented, search }: ListOptions): boolean =>
  (commented !== undefined && commented !== false) || search !== undefined;

/** Of dialogues with a comment, where only those are wanted. */
function nameOf(options: ListOptions, order: 'newest' | 'oldest'): WalkName {
  if (!isCommented(options)) return order;
  return order === 'newest' ? 'commentedNewest' : 'commentedOldest';
}

const inRange = ({ from, to, after }: ListOptions): Ends => ({
  low: from.getTime(),
  high: to.getTime(),
  after,
});

/** The index is entered where the last page ended, and left where this one ends. */
function endsOf({ low, high, after }: Ends, name: WalkName, until: ListPosition | null): Bound {
  const [start, end] = [after, until].map((place) => (place ? timeOf(place, name) : null));
  const isBackwards = name === 'oldest' || name === 'commentedOldest';
  const [first, last] = isBackwards ? [start, end] : [end, start];
  return {
    low: Math.max(low, first ?? low),
    high: Math.min(high, (last ?? high) + 1),
    afterAt: start ?? null,
    afterId: after?.id ?? null,
    untilAt: end ?? null,
    untilId: until?.id ?? null,
  };
}

const timeOf = ({ completedAt, heardAt }: ListPosition, name: WalkName): number =>
  (name.startsWith('heard') ? heardAt : completedAt)?.getTime() ?? 0;

/** Of many rows in turns, between which others have theirs. */
export async function toDialogues(rows: readonly DialogueRow[]): Promise<Dialogue[]> {
  const dialogues: Dialogue[] = [];
  for (const row of rows) {
    dialogues.push(toDialogue(row));
    if (dialogues.length % ROWS_A_TURN === 0) await setImmediate();
  }
  return dialogues;
}
