import type { FigureStore } from '../../store/ports/figures.ts';
import { isEverything, letsThrough, type Narrowing } from '../filter.ts';

/** One of a list, and whether its dialogue is among those that are asked for. */
export interface Belonging<T> {
  one: T;
  isIn: boolean;
}

/**
 * What a list holds about dialogues, such as alerts, by the dialogues as they stand now: each in its order.
 * @throws {StoreError}
 */
export type ReadBelonging = <T>(
  all: AsyncIterable<T>,
  dialogueOf: (one: T) => string,
  narrowing: Narrowing,
) => AsyncGenerator<Belonging<T>>;

/** Dialogues whose facts are read at once. */
const BATCH = 200;

export function createBelonging(store: Pick<FigureStore, 'narrowingFacts'>): ReadBelonging {
  return async function* belonging(all, dialogueOf, narrowing) {
    if (isEverything(narrowing)) {
      for await (const one of all) yield { one, isIn: true };
      return;
    }
    const isAsked = letsThrough(narrowing);
    for await (const batch of batchesOf(all)) {
      const facts = await store.narrowingFacts([...new Set(batch.map(dialogueOf))]);
      const asked = new Set(facts.filter(isAsked).map(({ id }) => id));
      for (const one of batch) yield { one, isIn: asked.has(dialogueOf(one)) };
    }
  };
}

async function* batchesOf<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
