import { afterAll, beforeAll, describe } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { testCells } from '../store/contract/cells.ts';
import { testCellsAtAge } from '../store/contract/cells/at-age.ts';
import { testClientsAndScenarios } from '../store/contract/clients.ts';
import { testClosing } from '../store/contract/closing.ts';
import { testDialogues } from '../store/contract/dialogues.ts';
import { testEndedJobs } from '../store/contract/ended-jobs.ts';
import { testJobs } from '../store/contract/jobs.ts';
import { testRecords } from '../store/contract/records.ts';
import { testRounds } from '../store/contract/rounds.ts';
import { testEvents } from '../store/contract/events.ts';
import { testListPages } from '../store/contract/list-pages.ts';
import { testLists } from '../store/contract/lists.ts';
import { testTallies } from '../store/contract/tallies.ts';
import { testTokenBuckets } from '../store/contract/token-buckets.ts';

export interface StoreUnderTest {
  /** Not opened yet. */
  store: Store;
  /** Leaves nothing behind; the store may be open or closed. */
  dispose: () => Promise<void>;
}

/** Lets all that the store has noted of counts and changes be so many milliseconds older. */
export type Age = (ms: number) => Promise<void>;

/** Two instances over the same data, as two processes have them. They are open while tests run. */
export interface Pair {
  one: Store;
  other: Store;
}

/**
 * What every store must do.
 * @param create gives another instance over the same data with each call
 * @param sharesBuckets whether instances on other machines may use the same data, and so share their token buckets
 */
export function testStore(
  name: string,
  create: () => Promise<StoreUnderTest>,
  { sharesBuckets, age }: { sharesBuckets: boolean; age: Age },
): void {
  describe(`the store contract: ${name}`, () => {
    const pair = {} as Pair;
    const disposals: Array<() => Promise<void>> = [];
    beforeAll(async () => {
      const [one, other] = await Promise.all([create(), create()]);
      disposals.push(one.dispose, other.dispose);
      await Promise.all([one.store.open(), other.store.open()]);
      Object.assign(pair, { one: one.store, other: other.store });
    }, 30_000);
    afterAll(async () => {
      for (const dispose of disposals) await dispose();
    });
    describe('dialogues', () => testDialogues(pair));
    describe('lists', () => testLists(pair));
    describe('pages of lists', () => testListPages(pair, sharesBuckets ? 6 : 40));
    describe('tallies', () => testTallies(pair));
    describe('cells', () => testCells(pair, age));
    describe('cells at an age', () => testCellsAtAge(pair, age));
    describe('clients and scenarios', () => testClientsAndScenarios(pair));
    describe('events', () => testEvents(pair));
    describe('rounds', () => testRounds(pair));
    describe('jobs', () => testJobs(pair));
    describe('records', () => testRecords(pair));
    describe('ended jobs', () => testEndedJobs(pair));
    describe('token buckets', () => testTokenBuckets(pair, sharesBuckets));
    describe('closing', () => testClosing(create));
  });
}
