/**
 * Afterword with its pacing before a platform that keeps Telegram's limit:
 * npm run bench -- pace [taps] [digests] [rounds]
 */
import { digestsDaily, digestsNow, SUPERVISORS, TAPS_PER_SECOND, tapsAlone } from './pace/digests.ts';
import { questionRate, withPaced } from './pace/setup.ts';
import { median, percentile, printTable, spread } from './table.ts';

const options = process.argv.slice(3);
const words = options.filter((option) => !/^\d+$/.test(option));
const wanted = (part: string): boolean => words.length === 0 || words.includes(part);
const ROUNDS = Number(options.find((option) => /^\d+$/.test(option)) ?? 2);

/** As many as are prompted in some 15 s; so many wait at any time that nothing but the pacing holds them up. */
const SUSTAINED = { taps: 430, atOnce: 60 };
const LONE = { taps: 30, perSecond: 2 };
const BURSTS = { count: 3, taps: 60 };

const p99 = (values: readonly number[]): number => percentile(values, 0.99);
const rounds = async <Figures>(measure: () => Promise<Figures>): Promise<Figures[]> => {
  const figures: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) figures.push(await measure());
  return figures;
};

if (wanted('taps')) await measureTaps();
if (wanted('digests')) await measureDigests();

async function measureTaps(): Promise<void> {
  const asked = SUSTAINED.taps + LONE.taps + BURSTS.count * BURSTS.taps;
  const runs = await rounds(() =>
    withPaced({ asked }, async ({ load, platform, calls }) => {
      const lone = await load.openLoop(LONE.perSecond, LONE.taps);
      const bursts: number[] = [];
      for (let burst = 0; burst < BURSTS.count; burst++) {
        bursts.push(median((await load.closedLoop(BURSTS.taps, BURSTS.taps)).prompted));
      }
      calls.length = 0;
      await load.closedLoop(SUSTAINED.atOnce, SUSTAINED.taps);
      return { lone: lone.prompted, bursts, sustained: questionRate(calls), refused: platform.refused };
    }),
  );
  const row = (what: string, goal: string, values: number[], digits: number): string[] => [
    what,
    spread(values, digits),
    goal,
  ];
  printTable(
    `Paced taps on Telegram, SQLite, ${ROUNDS} rounds`,
    ['what', 'measured', 'goal'],
    [
      row(
        `next questions a second, ${SUSTAINED.atOnce} clients at once, ${SUSTAINED.taps} taps`,
        '27 or more',
        runs.map(({ sustained }) => sustained),
        1,
      ),
      row(
        'a lone tap until its next question, median, ms',
        '15 or less',
        runs.map(({ lone }) => median(lone)),
        1,
      ),
      row(
        'the same, p99, ms',
        '',
        runs.map(({ lone }) => p99(lone)),
        1,
      ),
      row(
        `${BURSTS.taps} taps at one moment until the next question, median, ms`,
        '1300 or less',
        runs.flatMap(({ bursts }) => bursts),
        0,
      ),
      row(
        'refused with 429, in all of that',
        '0',
        runs.map(({ refused }) => refused),
        0,
      ),
    ],
  );
}

async function measureDigests(): Promise<void> {
  const rows: string[][] = [];
  for (const answerMs of [0, 80]) {
    const runs = await rounds(async () => ({
      daily: await digestsDaily(answerMs),
      now: await digestsNow(answerMs, false),
      alone: await tapsAlone(answerMs),
      beside: await digestsNow(answerMs, true),
    }));
    const add = (
      what: string,
      rates: number[] | null,
      taps: number[][] | null,
      refused: number[] | null,
    ): void => {
      const cells = [
        rates && spread(rates, 1),
        taps && spread(taps.map(median), 1),
        taps && spread(taps.map(p99), 1),
        refused && spread(refused, 0),
      ];
      rows.push([String(answerMs), what, ...cells.map((cell) => cell ?? '')]);
    };
    add(
      'daily, as jobs',
      runs.map(({ daily }) => daily.rate),
      null,
      runs.map(({ daily }) => daily.refused),
    );
    add(
      'POST /digests',
      runs.map(({ now }) => now.rate),
      null,
      runs.map(({ now }) => now.refused),
    );
    const tapsOf = (value: { prompted: number[] } | null): number[] => value?.prompted ?? [];
    add(
      'taps alone',
      null,
      runs.map(({ alone }) => tapsOf(alone)),
      null,
    );
    add(
      'POST /digests and taps',
      runs.map(({ beside }) => beside.rate),
      runs.map(({ beside }) => tapsOf(beside.taps)),
      runs.map(({ beside }) => beside.refused),
    );
  }
  printTable(
    `${SUPERVISORS} digests to ${SUPERVISORS} chats, and ${TAPS_PER_SECOND} taps a second, ${ROUNDS} rounds`,
    [
      'platform takes ms',
      'what',
      'digests/s',
      'next question median ms',
      'next question p99 ms',
      'refused with 429',
    ],
    rows,
  );
}
