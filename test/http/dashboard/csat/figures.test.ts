import fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReader } from '../../../../src/digest/read/read.ts';
import { aboutDay } from '../../../../src/digest/reports.ts';
import { dimensions, isCounted } from '../../../../src/dialogue.ts';
import { statisticsRoutes } from '../../../../src/http/api/statistics/routes.ts';
import { readCsatQuery } from '../../../../src/http/dashboard/csat/query.ts';
import { type CsatFigures, readCsat, readGroup } from '../../../../src/http/dashboard/csat/read.ts';
import { addDays, dayOf, dayRange } from '../../../../src/stats/period.ts';
import { createStatistics, type Statistics } from '../../../../src/stats/statistics.ts';
import { createSqliteStore } from '../../../../src/store/sqlite/store.ts';
import { expectRecount } from '../../../stats/recount.ts';
import { aHistory } from '../history.ts';
import { clock, now, zone } from '../with-dashboard.ts';

const noAlerts = (): never => {
  throw new Error('no alerts are asked for');
};
const history = aHistory(600, now);
const store = createSqliteStore({ path: ':memory:' });
const api = fastify();
let statistics: Statistics;

beforeAll(async () => {
  await store.open();
  for (const one of history) await store.insertDialogue(one);
  statistics = createStatistics({ store, zone, clock });
  api.setValidatorCompiler(validatorCompiler);
  api.setSerializerCompiler(serializerCompiler);
  await api.register(statisticsRoutes(statistics, noAlerts));
});
afterAll(async () => {
  await api.close();
  await store.close();
});

function read(address: string): Promise<CsatFigures> {
  const query = readCsatQuery(parsed(address), now, zone);
  return readCsat(statistics, query, query, now);
}

function parsed(address: string): Record<string, string[]> {
  const params = new URLSearchParams(address);
  return Object.fromEntries([...new Set(params.keys())].map((name) => [name, params.getAll(name)]));
}

const month = 'from=2026-11-01&to=2026-11-30';
const filters = [
  '',
  'team=SUPPORT',
  'operator=Olena&operator=Andriy',
  'topic=Delivery&channel=viber',
  'scenario=nps',
  'version=v2',
  'tag=vip',
  'rating=4&rating=5',
  'team=Sales&tag=late&rating=5',
  'disputed=without',
  'team=Support&disputed=without',
  'operator=nobody',
];

describe('figures of the CSAT page', () => {
  it.each(filters)('equal those of the API, of the period before and of every part: %s', async (filter) => {
    const figures = await read(`${month}&${filter}`);
    for (const by of filter === '' ? dimensions : (['team', 'channel'] as const)) {
      const answer = await api.inject(`/statistics?${month}&${filter}&by=${by}`);
      expect(answer.statusCode).toBe(200);
      const { summary, before, by: parts } = answer.json();
      expect(plain(figures.summary)).toMatchObject(summary);
      expect(plain(figures.before.summary)).toMatchObject(before.summary);
      const query = readCsatQuery(parsed(`${month}&${filter}`), now, zone);
      const groups =
        figures.groups[by] ??
        (by === 'scenario' ? undefined : (await readGroup(statistics, query, by)).groups);
      if (groups) expect(plain(groups)).toMatchObject(parts[by]);
    }
  });

  it('are counted again from the dialogues, disputed ones alone as well', async () => {
    const isIn = ({ completedAt }: { completedAt: Date }): boolean => {
      const day = dayOf(completedAt, zone);
      return day >= '2026-11-01' && day <= '2026-11-30';
    };
    const counted = history.filter((one) => isCounted(one) && isIn(one));
    expectRecount((await read(month)).summary, counted);
    const only = await read(`${month}&disputed=only`);
    const disputed = counted.filter((one) => one.disputed);
    expectRecount(only.summary, disputed);
    expect(disputed.length).toBeGreaterThan(5);
    const inTrend = only.trend?.points.reduce((sum, { n }) => sum + n, 0);
    expect(inTrend).toBe(disputed.filter(({ scale, rating }) => scale === '1-5' && rating !== null).length);
  });

  it.each(['day', 'week', 'month'])(
    'go from %s to the next and add up to those of the period',
    async (step) => {
      const { trend, summary, before } = await read(
        `from=2026-10-07&to=2026-11-30&step=${step}&team=support`,
      );
      const ratings = summary.scales.find(({ scale }) => scale === trend?.scale)?.ratings;
      expect(trend?.points.reduce((sum, { n }) => sum + n, 0)).toBe(ratings);
      expect(trend?.points[0]?.from).toBe('2026-10-07');
      expect(trend?.points.at(-1)?.to).toBe('2026-11-30');
      const earlier = before.summary.scales.find(({ scale }) => scale === trend?.scale)?.ratings;
      expect(trend?.previous.reduce((sum, { n }) => sum + n, 0)).toBe(earlier);
    },
  );

  it('equal those of the digest of a day, and mark what it marks', async () => {
    const readDigest = createReader({
      statistics,
      targets: { list: async () => [] },
      handling: async () => ({ timeToTake: null, takenInTime: null }),
    });
    for (const day of ['2026-11-12', '2026-11-20', '2026-11-29']) {
      const digest = await readDigest({ about: aboutDay(day), filter: { channel: 'telegram' }, asOf: now });
      const page = await read(`from=${day}&to=${day}&channel=telegram`);
      expect(page.summary).toEqual(digest.summary);
      expect(page.before.summary).toEqual(digest.before);
      const marks = [...page.changes.scales].flatMap(([scale, { main }]) => (main ? [[scale, main]] : []));
      expect(new Map(marks as Array<[string, unknown]>)).toEqual(digest.marks);
    }
  });

  it('count the dialogues of no day twice for the same moment', async () => {
    const counted: string[] = [];
    const tallies: typeof store.tallies = (range) => {
      counted.push(JSON.stringify(range));
      return store.tallies(range);
    };
    const { period, ...query } = readCsatQuery(parsed('period=30d'), now, zone);
    await readCsat(
      createStatistics({ store: { ...store, tallies }, zone, clock }),
      { ...query, period },
      query,
      now,
    );
    expect(counted).toContainEqual(expect.stringContaining(dayRange(period.to, zone).from.toISOString()));
    expect(counted.toSorted()).toEqual([...new Set(counted)].toSorted());
  });

  it('have limits of the days before the period, as the picture of a digest has', async () => {
    const { trend } = await read('from=2026-11-24&to=2026-11-30&step=day');
    expect(trend?.centre).toBeGreaterThan(0.5);
    expect(trend?.points.every(({ n, limitLow }) => n > 0 === (limitLow !== null))).toBe(true);
    const first = await read(`from=${addDays('2026-09-12', -5)}&to=2026-09-12&step=day`);
    expect(first.trend?.centre ?? null).toBeNull();
  });
});

/** As it comes over HTTP. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
