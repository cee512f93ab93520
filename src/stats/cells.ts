import { dimensions } from '../dialogue.ts';
import type { CellRange } from '../store/ports/cells.ts';
import type { Count, Tally } from '../store/ports/figures.ts';
import type { Cell } from './summary.ts';

/** The counts of a range along one dimension, or as a whole. */
export interface Cells {
  cells: Cell[];
  /** See `Tally`; null: there is no dialogue. */
  lastFactAt: Date | null;
}

/** Along what dialogues are counted; '': as a whole. */
export type Along = CellRange['dimension'];
export const alongEach: readonly Along[] = ['', ...dimensions];

/** Sums up what agrees in everything but the other dimensions. */
export function cellsOf(parts: ReadonlyArray<Cells | { tallies: readonly Tally[] }>, along: Along): Cells {
  const sums = new Map<string | null, Map<string, Cell>>();
  let last = 0;
  for (const part of parts) {
    const counts: readonly Cell[] = 'tallies' in part ? part.tallies : part.cells;
    if ('cells' in part) last = Math.max(last, part.lastFactAt?.getTime() ?? 0);
    else for (const { lastFactAt } of part.tallies) last = Math.max(last, lastFactAt.getTime());
    for (const one of counts) {
      const name = along === '' ? null : (one[along] ?? null);
      const ofName = sums.get(name) ?? new Map<string, Cell>();
      sums.set(name, ofName);
      const key = keyOfKind(one);
      const sum = ofName.get(key);
      if (sum) {
        sum.count += one.count;
        if (one.reportedAt > sum.reportedAt) sum.reportedAt = one.reportedAt;
      } else {
        const { scale, outcome, notAskedReason, rating, count, reportedAt } = one;
        const { commented, disputed, delivered, finished } = one;
        const kind = { scale, outcome, notAskedReason, rating, commented, disputed, delivered, finished };
        ofName.set(key, { ...kind, count, reportedAt, ...(along !== '' && { [along]: name }) });
      }
    }
  }
  const cells = [...sums.values()].flatMap((ofName) => [...ofName.values()]);
  return { cells, lastFactAt: last === 0 ? null : new Date(last) };
}

/** What cells of one name differ by; none of these texts has a space. */
const keyOfKind = ({ scale, outcome, notAskedReason, rating, ...flags }: Count): string =>
  `${scale} ${outcome} ${notAskedReason} ${rating} ${bitsOf(flags)}`;

type Kind = [
  scale: Count['scale'],
  outcome: Count['outcome'],
  notAskedReason: Count['notAskedReason'],
  rating: Count['rating'],
  bits: number,
];

const kindOf = ({ scale, outcome, notAskedReason, rating, ...flags }: Count): Kind => [
  scale,
  outcome,
  notAskedReason,
  rating,
  bitsOf(flags),
];

/** What is true or false of a count, each at its bit from the lowest. */
const flagNames = ['commented', 'disputed', 'delivered', 'finished'] as const;
type Flags = Pick<Count, (typeof flagNames)[number]>;

const bitsOf = (flags: Flags): number =>
  flagNames.reduce((bits, name, place) => (flags[name] ? bits | (1 << place) : bits), 0);
const flagsOf = (bits: number): Flags =>
  Object.fromEntries(flagNames.map((name, place) => [name, (bits & (1 << place)) !== 0])) as Flags;

/** As a store keeps them. Most names share a few kinds of answer, so each kind is written once. */
interface Written {
  lastFactAt: number | null;
  kinds: Kind[];
  /** A name, when it was last reported, and in turn the place of a kind in `kinds` and how many dialogues are of it. */
  names: Array<[name: string | null, reportedAt: number, counts: number[]]>;
}

export function writeCells({ cells, lastFactAt }: Cells, along: Along): string {
  const places = new Map<string, number>();
  const kinds: Kind[] = [];
  const names = new Map<string | null, [string | null, number, number[]]>();
  for (const cell of cells) {
    const key = keyOfKind(cell);
    const place = places.get(key) ?? kinds.push(kindOf(cell)) - 1;
    places.set(key, place);
    const name = along === '' ? null : (cell[along] ?? null);
    const entry = names.get(name) ?? [name, 0, []];
    names.set(name, entry);
    entry[1] = Math.max(entry[1], cell.reportedAt.getTime());
    entry[2].push(place, cell.count);
  }
  const written: Written = {
    lastFactAt: lastFactAt && lastFactAt.getTime(),
    kinds,
    names: [...names.values()],
  };
  return JSON.stringify(written);
}

export function readCells(text: string, along: Along): Cells {
  const { lastFactAt, kinds: written, names } = JSON.parse(text) as Written;
  const kinds = written.map(([scale, outcome, notAskedReason, rating, bits]) => {
    const { commented, disputed, delivered, finished } = flagsOf(bits);
    return { scale, outcome, notAskedReason, rating, commented, disputed, delivered, finished };
  });
  const cells: Cell[] = [];
  for (const [name, reported, counts] of names) {
    const reportedAt = new Date(reported);
    for (let i = 0; i < counts.length; i += 2) {
      const kind = kinds[counts[i] ?? -1];
      if (!kind) throw new Error(`kept counts name a kind that they do not have: ${counts[i]}`);
      const count = counts[i + 1] ?? 0;
      cells.push(
        along === '' ? { ...kind, reportedAt, count } : { ...kind, reportedAt, count, [along]: name },
      );
    }
  }
  return { cells, lastFactAt: lastFactAt === null ? null : new Date(lastFactAt) };
}

/**
 * The counts as they stood at `asOf`; null: some fact came later, so the dialogues are to be read.
 * @see TallyRange for what a dialogue without an answer is then
 */
export function cellsAsOf({ cells, lastFactAt }: Cells, asOf: Date): Cell[] | null {
  if (lastFactAt !== null && lastFactAt >= asOf) return null;
  return cells.map((cell) =>
    cell.outcome === 'answered' && cell.rating === null && !cell.commented
      ? { ...cell, outcome: 'open' }
      : cell,
  );
}
