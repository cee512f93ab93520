import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { createStatistics } from '../../src/stats/statistics.ts';
import type { Store } from '../../src/store/store.ts';

const folder = new URL('../fixtures/stores/', import.meta.url);

/** What the release before this shape of the database wrote in three days, and the figures that it gave. */
export const readFixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

/** Expects the figures that the earlier release gave of the same data. */
export async function expectEarlierFigures(store: Store): Promise<void> {
  const earlier = JSON.parse(readFixture('figures.json')) as Record<string, unknown> & { now: string };
  const clock = { now: () => new Date(earlier.now) };
  const statistics = createStatistics({ store, zone: 'Europe/Kyiv', clock });
  const period = { from: '2026-11-20', to: '2026-11-22' };
  const figures = {
    now: earlier.now,
    period: await statistics.period({ ...period, by: ['operator'] }),
    daily: { days: await statistics.daily(period) },
    comments: { comments: await statistics.comments(period, 50) },
  };
  // What figures have had since is none of that release's.
  expect(JSON.parse(JSON.stringify(figures))).toMatchObject(earlier);
}

/** Expects what was not kept then as a first round has it, and the digests as jobs that have ended. */
export async function expectFirstRounds(store: Store): Promise<void> {
  const [dialogue] = await store.recentDialogues('telegram', '501', 1);
  expect(dialogue).toMatchObject({
    purpose: 'csat',
    round: 1,
    superseded: false,
    voided: null,
    scenarioVersion: dialogue?.survey?.version,
    deliveredAt: dialogue?.askedAt,
  });
  const last = await store.lastResult('digest', 'digest:2026-11-23', null);
  expect(last).toMatchObject({ key: expect.stringMatching(/^digest:2026-11-22:/) });
}
