import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Person, personSettings } from '../../../src/access/person.ts';
import { aPerson } from '../../access/persons.ts';
import { brief, calendarDay, dayAfter, sameClockBefore } from './clocks.ts';
import { commentOf, DAYS, type Fate, histories, scales } from './history.ts';
import { bars, figureLines, flagLines, lateLines, missedLine } from './lines.ts';
import { type Came, live } from './live.ts';
import { among, lateRows, mostRated, npsBounds, type Row, rowsOf, wilsonBounds } from './rows.ts';

const settings = personSettings.parse({
  reports: { daily: true, weekly: false, monthly: false, shift: false },
});
const everybodys = aPerson({ settings });
const ofSupport = aPerson({ settings, teams: ['sUpport'] });
const isSeen = ({ teams }: Person, { team }: Fate): boolean =>
  teams === 'all' || team?.toLowerCase() === 'support';

/** What came until so long before a digest is made is told by it. */
const SETTLED_MS = 30_000;
const MINUTE_MS = 60_000;

/** The lines under a heading; the screen and what is folded each have their own. */
function linesUnder(text: string, heading: string): string[] {
  return text
    .split('\n\n')
    .filter((part) => part.startsWith(heading))
    .flatMap((part) => part.split('\n').slice(1));
}

function expectDigest(
  { now, day, title, text, chart }: Came,
  last: Came | undefined,
  { all, fates, zone }: { all: readonly Fate[]; fates: readonly Fate[]; zone: string },
): void {
  const cut = now - SETTLED_MS;
  const at = (of: string, then: number): Row[] =>
    rowsOf(fates, zone, { now, cut: then }).filter((row) => row.day === of);
  const rows = at(day, cut);
  const lines = text.split('\n');
  const shown = (pattern: RegExp): string[] => lines.filter((line) => pattern.test(line));

  expect(title).toBe(`CSAT digest: ${brief(day)} (${zone})`);
  const figures = shown(
    /^(CSAT[:,] |NPS[:,]? |CES[:,] |Average CSAT: |Surveys: |Survey percentage|Completed dialogues: |Not asked: |Day before, |No surveys |\d+ disputed |\d+–\d+: )/,
  );
  expect(figures.toSorted()).toEqual(
    figureLines(rows, at(dayAfter(day, -1), sameClockBefore(cut, 1, zone))).toSorted(),
  );
  const drawn = lines.flatMap((line) => {
    const [, rating = '', count] = /^[\s\u2007]*(\d+) [█░]{10} (\d+)$/.exec(line) ?? [];
    return count === undefined ? [] : [[rating, Number(count)]];
  });
  expect(drawn).toEqual(bars(rows));
  expect(shown(/^[▲▼]+ /).toSorted()).toEqual(flagLines(rows).toSorted());
  expectComments(text, rows);

  const begun = all.filter(({ reportedAt }) => reportedAt <= now).map(({ completedAt }) => completedAt);
  const first = last ? dayAfter(last.day, 1) : calendarDay(Math.min(...begun), zone);
  const missed: string[] = [];
  for (let one = first; one < day; one = dayAfter(one, 1)) missed.push(missedLine(one, at(one, cut)));
  expect(linesUnder(text, 'Earlier days without a digest:')).toEqual(missed);
  const late = last ? lateRows(fates, zone, { now, cut, since: last.now - SETTLED_MS, before: first }) : [];
  expect(linesUnder(text, 'Answers since the last digest:')).toEqual(lateLines(late));
  const quotes = linesUnder(text, 'New comments about earlier days:').filter((line) => line.startsWith('“'));
  const written = late.flatMap(({ comment }) => (comment === null ? [] : [`“${comment}”`]));
  expect(quotes.toSorted()).toEqual(written.toSorted());

  expectChart(chart, (of) => {
    const back = Math.round((Date.parse(day) - Date.parse(of)) / 86_400_000);
    return at(of, back === 0 ? cut : sameClockBefore(cut - (cut % MINUTE_MS), back, zone));
  });
}

/** The ten lowest with a rating and five without are read. */
function expectComments(text: string, rows: readonly Row[]): void {
  const commented = rows.filter(({ comment }) => comment !== null);
  const place = ({ fate, rating }: Row): number => {
    const { values = [] } = scales[fate.scale ?? ''] ?? {};
    const [lowest = 0, highest = 0] = [values[0], values.at(-1)];
    return rating === null ? 2 : (rating - lowest) / (highest - lowest);
  };
  const quotes = linesUnder(text, 'Comments, lowest rating first:').filter((line) => line.startsWith('“'));
  const read = [
    ...commented.filter(({ rating }) => rating !== null).slice(0, 10),
    ...commented.filter(({ rating }) => rating === null).slice(0, 5),
  ];
  expect(quotes).toHaveLength(read.length);
  const places = quotes.map((quote) => {
    const row = commented.find(({ comment }) => `“${comment}”` === quote);
    return row ? place(row) : Number.NaN;
  });
  expect(places).toEqual(
    commented
      .map(place)
      .toSorted((a, b) => a - b)
      .slice(0, read.length),
  );
  const unread = commented.length - read.length;
  expect(/And (\d+) more comment/.exec(text)?.[1] ?? '0').toBe(String(unread));
}

function expectChart(chart: Came['chart'], rowsOn: (day: string) => Row[]): void {
  if (!chart) return;
  const { satisfied = [], dissatisfied = [], values = [] } = scales[chart.scale] ?? {};
  const given = (rows: readonly Row[]): readonly number[] =>
    mostRated(rows).find(({ scale }) => scale === chart.scale)?.ratings ?? [];
  expect(chart.days.map(({ day }) => day)).toEqual(
    Array.from({ length: 30 }, (_, index) => dayAfter(chart.day, index - 29)),
  );
  for (const one of chart.days) {
    const ratings = given(rowsOn(one.day));
    const n = ratings.length;
    const [up, down] = [among(ratings, satisfied), among(ratings, dissatisfied)];
    const isNps = chart.scale === 'nps';
    expect([one.hits, one.n]).toEqual([isNps ? up - down : up, n]);
    const bounds = n === 0 ? null : isNps ? npsBounds(up, down, n) : wilsonBounds(up, n);
    for (const [drawn, counted] of [
      [one.low, bounds?.low],
      [one.high, bounds?.high],
    ] as const) {
      if (counted === undefined) expect(drawn).toBeNull();
      else expect(drawn).toBeCloseTo(counted, 9);
    }
    // There are limits once 20 days have answers.
    expect([one.limitLow, one.limitHigh, one.signal]).toEqual([null, null, null]);
  }
  const today = given(rowsOn(chart.day));
  expect(chart.histogram).toEqual(values.map((rating) => ({ rating, count: among(today, [rating]) })));
}

const downs = fc.uniqueArray(fc.integer({ min: 1, max: DAYS }), { maxLength: 3, size: 'max' });

describe('every number in a digest', () => {
  it('equals a recount from what happened, by a path of its own', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(),
        downs,
        fc.constantFrom(everybodys, ofSupport),
        async ({ setting, fates }, down, person) => {
          const came = await live(fates, setting, { person, down });
          const of = { all: fates, fates: fates.filter((fate) => isSeen(person, fate)), zone: setting.zone };
          for (const [index, one] of came.entries()) expectDigest(one, came[index - 1], of);
        },
      ),
      { seed: 20261122, numRuns: 24, unbiased: true },
    );
  }, 120_000);

  it('tells each answer once, by its day’s digest or by a later one', async () => {
    const ratingsIn = (text: string): number => {
      const told = text
        .split('\n')
        .filter((line) => !/^(\d+–\d+|CES): average |^NPS [+-]?\d|^[▲▼]/.test(line));
      const counts = told.flatMap((line) => [...line.matchAll(/(\d+) ratings?\b/g)]);
      return counts.reduce((sum, [line, count]) => (line === '' ? sum : sum + Number(count)), 0);
    };
    await fc.assert(
      fc.asyncProperty(histories(true), downs, async ({ setting, fates }, down) => {
        const undisputed = fates.map((fate) => ({ ...fate, disputedAt: null }));
        const came = await live(undisputed, setting, { person: everybodys, down });
        const last = came.at(-1);
        if (!last) return;
        const told = came.reduce((sum, { text }) => sum + ratingsIn(text), 0);
        const cut = last.now - SETTLED_MS;
        const days = (fate: Fate): boolean => calendarDay(fate.completedAt, setting.zone) <= last.day;
        const given = undisputed.filter((fate) => days(fate) && (fate.ratings[0]?.at ?? cut) < cut);
        expect(told).toBe(given.length);
        const whole = came.map(({ text }) => text).join('\n');
        for (const fate of fates) expect(whole.split(`“${commentOf(fate)}”`).length).toBeLessThanOrEqual(2);
      }),
      { seed: 20261123, numRuns: 12, unbiased: true },
    );
  }, 120_000);
});
