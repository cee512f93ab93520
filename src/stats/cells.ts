import { dimensions } from '../dialogue.ts';
import type { CellRange } from '../store/ports/cells.ts';
import type { Count, Tally } from '../store/ports/figures.ts';
import type { Cell } from './summary.ts';

/**
 * The counts of a range along one dimension, or as a whole, in the form in which a store keeps them as JSON. Most names
 * share a few kinds of answer, so each kind is there once.
 */
export interface Cells {
  /** See `Tally`, in milliseconds since the epoch; null: there is no dialogue. */
  lastFactAt: number | null;
  kinds: Kind[];
  /** A name, when it was last reported, and in turn the place of a kind in `kinds` and how many dialogues are of it. */
  names: Array<[name: string | null, reportedAt: number, counts: number[]]>;
}

/** Along what dialogues are counted; '': as a whole. */
export type Along = CellRange['dimension'];
export const alongEach: readonly Along[] = ['', ...dimensions];

type Kind = [
  scale: Count['scale'],
  outcome: Count['outcome'],
  notAskedReason: Count['notAskedReason'],
  rating: Count['rating'],
  bits: number,
];

/** What is true or false of a count, each at its bit from the lowest. */
const flagNames = ['commented', 'disputed', 'delivered', 'finished'] as const;
type Flags = Pick<Count, (typeof flagNames)[number]>;

const bitsOf = (flags: Flags): number =>
  flagNames.reduce((bits, name, place) => (flags[name] ? bits | (1 << place) : bits), 0);
const flagsOf = (bits: number): Flags =>
  Object.fromEntries(flagNames.map((name, place) => [name, (bits & (1 << place)) !== 0])) as Flags;

export const noCells: Cells = { lastFactAt: null, kinds: [], names: [] };

/** Sums up what agrees in everything but the other dimensions. */
export function cellsOf(tallies: readonly Tally[], along: Along): Cells {
  const sum = createSum();
  for (const tally of tallies) {
    const { scale, outcome, notAskedReason, rating, count, reportedAt } = tally;
    const name = along === '' ? null : (tally[along] ?? null);
    const kind = sum.placeOf([scale, outcome, notAskedReason, rating, bitsOf(tally)]);
    sum.add(name, reportedAt.getTime(), [kind, count]);
    sum.noteFact(tally.lastFactAt.getTime());
  }
  return sum.cells();
}

/** One sum of counts along the same dimension. */
export function sumOf(parts: readonly Cells[]): Cells {
  const sum = createSum();
  for (const { lastFactAt, kinds, names } of parts) {
    const places = kinds.map((kind) => sum.placeOf(kind));
    for (const [name, reportedAt, counts] of names) sum.add(name, reportedAt, counts, places);
    sum.noteFact(lastFactAt);
  }
  return sum.cells();
}

function createSum() {
  const kinds: Kind[] = [];
  const placeOfKind = new Map<string, number>();
  const sums = new Map<string | null, { reportedAt: number; counts: number[] }>();
  let last: number | null = null;
  return {
    placeOf(kind: Kind): number {
      // No text in it has a space.
      const key = kind.join(' ');
      const place = placeOfKind.get(key) ?? kinds.push(kind) - 1;
      placeOfKind.set(key, place);
      return place;
    },
    /** @param counts as of `Cells` @param places where its kinds are in this sum; default: where it says */
    add(
      name: string | null,
      reportedAt: number,
      counts: readonly number[],
      places?: readonly number[],
    ): void {
      const sum = sums.get(name) ?? { reportedAt, counts: [] };
      sums.set(name, sum);
      if (reportedAt > sum.reportedAt) sum.reportedAt = reportedAt;
      for (let i = 0; i + 1 < counts.length; i += 2) {
        const given = counts[i] ?? -1;
        const place = places ? places[given] : given;
        if (place === undefined) throw new Error(`kept counts name a kind that they do not have: ${given}`);
        sum.counts[place] = (sum.counts[place] ?? 0) + (counts[i + 1] ?? 0);
      }
    },
    noteFact(at: number | null): void {
      if (at !== null && (last === null || at > last)) last = at;
    },
    cells(): Cells {
      const names = [...sums].map(([name, { reportedAt, counts }]): Cells['names'][number] => [
        name,
        reportedAt,
        counts.flatMap((count, place) => [place, count]),
      ]);
      return { lastFactAt: last, kinds, names };
    },
  };
}

export const writeCells = (cells: Cells): string => JSON.stringify(cells);
export const readCells = (text: string): Cells => JSON.parse(text) as Cells;

/**
 * The counts as they stood at `asOf`; null: some fact came later, so the dialogues are to be read.
 * @see TallyRange for what a dialogue without an answer is then
 */
export function cellsAsOf(cells: Cells, asOf: Date): Cells | null {
  if (cells.lastFactAt !== null && cells.lastFactAt >= asOf.getTime()) return null;
  return {
    ...cells,
    kinds: cells.kinds.map((kind) => {
      const [scale, outcome, notAskedReason, rating, bits] = kind;
      const isUnanswered = outcome === 'answered' && rating === null && !flagsOf(bits).commented;
      return isUnanswered ? [scale, 'open', notAskedReason, rating, bits] : kind;
    }),
  };
}

/** Each count by itself. */
export function expand({ kinds, names }: Cells, along: Along): Cell[] {
  const fields = kinds.map(([scale, outcome, notAskedReason, rating, bits]) => {
    const { commented, disputed, delivered, finished } = flagsOf(bits);
    return { scale, outcome, notAskedReason, rating, commented, disputed, delivered, finished };
  });
  const cells: Cell[] = [];
  for (const [name, reported, counts] of names) {
    const reportedAt = new Date(reported);
    for (let i = 0; i + 1 < counts.length; i += 2) {
      const kind = fields[counts[i] ?? -1];
      if (!kind) throw new Error(`kept counts name a kind that they do not have: ${counts[i]}`);
      const count = counts[i + 1] ?? 0;
      cells.push(
        along === '' ? { ...kind, reportedAt, count } : { ...kind, reportedAt, count, [along]: name },
      );
    }
  }
  return cells;
}
