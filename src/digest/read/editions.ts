import type { Clock } from '../../clock.ts';
import { type DialogueFilter, dimensions } from '../../dialogue.ts';
import { keyOf } from '../../stats/summary.ts';
import type { Digest } from '../digest.ts';
import type { About } from '../reports.ts';
import type { Figures, ReadFigures } from './read.ts';
import type { ReadUntold, Untold } from './untold.ts';

/** What is told to all who may see the same and whose turn comes within a minute: it is read once for them. */
export interface Edition {
  /** What was reported and first answered before is told. */
  asOf: Date;
  /** @throws {StoreError} and then it is read anew */
  figures(): Promise<Figures>;
  /** @throws {StoreError} as `figures` */
  untold(untold: Untold): Promise<Pick<Digest, 'missed' | 'late'>>;
}

/**
 * A digest tells what was answered until so long before it is made: by then every write of that time has landed, and
 * clocks of several instances agree. What comes later is told by the next one, so that each is told once.
 */
export const SETTLED_MS = 30_000;
const EDITION_MS = 60_000;

export type Editions = (about: About, filter: DialogueFilter) => Edition;

export function createEditions(options: {
  readFigures: ReadFigures;
  readUntold: ReadUntold;
  clock: Pick<Clock, 'now'>;
}): Editions {
  const { readFigures, readUntold, clock } = options;
  const editions = new Map<string, Edition>();

  return (about, filter) => {
    const asOf = new Date(clock.now().getTime() - SETTLED_MS);
    for (const [key, { asOf: made }] of editions) {
      if (Math.abs(asOf.getTime() - made.getTime()) >= EDITION_MS) editions.delete(key);
    }
    const key = JSON.stringify([about.kind, about.period, about.shift ?? null, scopeKey(filter)]);
    const edition = editions.get(key) ?? begin(about, filter, asOf, () => editions.delete(key));
    editions.set(key, edition);
    return edition;
  };

  function begin(about: About, filter: DialogueFilter, asOf: Date, drop: () => void): Edition {
    const read = new Map<string, Promise<unknown>>();
    const once = <T>(name: string, reading: () => Promise<T>): Promise<T> => {
      const known = read.get(name) as Promise<T> | undefined;
      if (known) return known;
      const begun = reading();
      read.set(name, begun);
      begun.catch(drop);
      return begun;
    };
    return {
      asOf,
      figures: () => once('figures', () => readFigures({ about, filter, asOf })),
      untold: (untold) =>
        once(`${untold.days[0] ?? ''} ${untold.since?.getTime() ?? ''}`, () =>
          readUntold(about.period.to, untold, { filter, asOf }),
        ),
    };
  }
}

/** The same for two people who may see the same, however the names are spelled and in whatever order. */
export function scopeKey(filter: DialogueFilter): string {
  return JSON.stringify(
    dimensions.map((dimension) => {
      const names = filter[dimension];
      return names === undefined
        ? null
        : [names]
            .flat()
            .map((name) => keyOf(name, dimension))
            .toSorted();
    }),
  );
}
