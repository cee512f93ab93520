/**
 * Whether the service stands still while something heavy goes on beside it, on SQLite:
 * npm run bench -- still [lock] [day] [statistics] [teams] [digest] [full] [rounds] [dialogues of the year, from 1,000 on]
 */
import { fork } from 'node:child_process';
import { get } from 'node:http';
import { type Answer, probe } from './still/probe.ts';
import { seed } from './seed.ts';
import { median, percentile, printTable, spread } from './table.ts';
import { channels } from './tap/channels.ts';
import { createLoad, type TapFigures } from './tap/load.ts';
import { type FakePlatform, startPlatform } from './tap/platform.ts';
import { type BenchStore, createBenchStore } from './tap/store.ts';
import { afterword, startSubject } from './tap/subject.ts';

const options = process.argv.slice(3);
const numbers = options.filter((option) => /^\d+$/.test(option)).map(Number);
const ROUNDS = numbers.find((number) => number < 1_000) ?? 3;
const IN_A_YEAR =
  numbers.find((number) => number >= 1_000) ?? (options.includes('full') ? 1_000_000 : 100_000);
const ON_A_DAY = 100_000;
const TAPS_PER_SECOND = 50;
const TAPS = 300;
const LOCK_MS = 5_000;
const PAUSE_MS = 100;
const DAY_MS = 86_400_000;

const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** A day on which alone are as many dialogues as else in a year, and a year after it. */
const busyDay = today - 400 * DAY_MS;
const year = { from: today - 366 * DAY_MS, to: today - 2 * DAY_MS };

interface Setting {
  origin: string;
  store: BenchStore;
  platform: FakePlatform;
}

/** From when until when something went on, by the monotonic clock. */
type Span = [from: number, to: number];

/** Something that goes on until it is told to stop. */
type Disturbance = (setting: Setting, isOver: () => boolean) => Promise<Span[]>;

const disturbances: Record<string, [string, Disturbance]> = {
  lock: [`another process writes for ${LOCK_MS / 1000} s`, holdLock],
  day: [
    `a day of that year is counted`,
    again(({ origin }) =>
      read(`${origin}/api/v1/figures?from=${dayOf(year.to - 1)}&to=${dayOf(year.to - 1)}`),
    ),
  ],
  statistics: [`a year of ${IN_A_YEAR} dialogues is counted`, again((setting) => readYear(setting, ''))],
  teams: [`the same by team`, again((setting) => readYear(setting, '&by=team'))],
  digest: [
    `a digest of a day with ${ON_A_DAY} dialogues`,
    again(async ({ origin, platform }) => {
      const headers = { authorization: 'Bearer bench-key-0123456789abcdef' };
      const body = JSON.stringify({ day: dayOf(busyDay) });
      const { status, body: said } = await platform.post(`${origin}/api/v1/digests`, headers, body);
      if (status !== 200) throw new Error(`a digest was answered with ${status}: ${said}`);
    }),
  ],
};

interface Figures extends TapFigures {
  health: Answer[];
  /** Null: nothing went on. */
  spans: Span[] | null;
}

const named = Object.keys(disturbances).filter((name) => options.includes(name));
const chosen = Object.entries(disturbances).filter(([name]) => named.length === 0 || named.includes(name));
await measure();

async function measure(): Promise<void> {
  const channel = channels.telegram;
  const platform = await startPlatform();
  const store = createBenchStore(undefined);
  const start = () =>
    startSubject(afterword, {
      channel,
      platformUrl: platform.url,
      store,
      env: { BENCH_SUPERVISORS: 'telegram:900000' },
    });
  let subject = await start();
  const load = createLoad(afterword, subject, channel, platform);
  try {
    await load.ask(1);
    await load.closedLoop(1);
    await subject.stop();
    seed(store.path, { count: IN_A_YEAR, ...year });
    if (chosen.some(([name]) => name === 'digest')) {
      seed(store.path, { count: ON_A_DAY, from: busyDay, to: busyDay + DAY_MS });
    }
    subject = await start();
    load.moveTo([subject]);
    const setting = { origin: new URL(subject.api ?? '').origin, store, platform };
    await load.ask(TAPS);
    await load.closedLoop(20);
    // Days are counted once, which would else fall into the first round.
    await readYear(setting, '');

    const run = async (disturb: Disturbance | null): Promise<Figures> => {
      await load.ask(TAPS);
      let isOver = false;
      const health = probe(`${setting.origin}/healthz`);
      const disturbed = disturb?.(setting, () => isOver);
      const figures = await load.openLoop(TAPS_PER_SECOND);
      isOver = true;
      return { ...figures, spans: (await disturbed) ?? null, health: await health.stop() };
    };
    const rows: string[][] = [];
    for (const [what, disturb] of chosen.map(([, one]) => one)) {
      const runs: Array<{ quiet: Figures; disturbed: Figures }> = [];
      for (let round = 0; round < ROUNDS; round++) {
        runs.push({ quiet: await run(null), disturbed: await run(disturb) });
      }
      rows.push(
        rowOf(
          'nothing',
          runs.map(({ quiet }) => quiet),
        ),
      );
      rows.push(
        rowOf(
          what,
          runs.map(({ disturbed }) => disturbed),
        ),
      );
    }
    printTable(
      `Taps, ${TAPS_PER_SECOND} a second, and /healthz while something else goes on, SQLite, ${ROUNDS} rounds`,
      [
        'beside them',
        'each takes ms',
        'p95 ms',
        '/healthz greatest ms meanwhile',
        'before and after ms',
        'acknowledged p99 ms',
        'next question p99 ms',
        'refused with 503',
      ],
      rows,
    );
  } finally {
    await subject.stop();
    await platform.close();
    await store.remove();
  }
}

function rowOf(what: string, runs: readonly Figures[]): string[] {
  const p99 = (values: readonly number[]): number => percentile(values, 0.99);
  const took = runs.flatMap(({ spans }) => (spans ? [median(spans.map(([from, to]) => to - from))] : []));
  const p95s = runs.flatMap(({ spans }) =>
    spans
      ? [
          percentile(
            spans.map(([from, to]) => to - from),
            0.95,
          ),
        ]
      : [],
  );
  const health = (when: (run: Figures, due: number) => boolean): string => {
    const greatest = runs.map((run) =>
      Math.max(0, ...run.health.filter(({ due }) => when(run, due)).map((answer) => answer.took)),
    );
    return spread(greatest, 0);
  };
  const isMeanwhile = ({ spans }: Figures, due: number): boolean =>
    spans?.some(([from, to]) => due >= from && due <= to) ?? true;
  return [
    what,
    took.length > 0 ? spread(took, 0) : '',
    took.length > 0 ? spread(p95s, 0) : '',
    health(isMeanwhile),
    took.length > 0 ? health((run, due) => !isMeanwhile(run, due)) : '',
    spread(
      runs.map(({ acknowledged }) => p99(acknowledged)),
      0,
    ),
    spread(
      runs.map(({ prompted }) => p99(prompted)),
      0,
    ),
    spread(
      runs.map(({ refused }) => refused),
      0,
    ),
  ];
}

async function holdLock({ store }: Setting): Promise<Span[]> {
  const file = new URL('./still/lock.js', import.meta.url).pathname;
  const child = fork(file, [store.path, String(LOCK_MS)], { execArgv: [] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.once('message', resolve));
  const start = performance.now();
  await ended;
  // What was asked right before the end was answered after it.
  return [[start, start + 0.99 * LOCK_MS]];
}

/** Again and again, with a pause after each. */
function again(work: (setting: Setting) => Promise<void>): Disturbance {
  return async (setting, isOver) => {
    const spans: Span[] = [];
    while (!isOver()) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      const start = performance.now();
      await work(setting);
      spans.push([start, performance.now()]);
    }
    return spans;
  };
}

function readYear({ origin }: Setting, also: string): Promise<void> {
  return read(`${origin}/api/v1/figures?from=${dayOf(year.from)}&to=${dayOf(year.to - 1)}${also}`);
}

function read(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { authorization: 'Bearer bench-key-0123456789abcdef' } }, (response) => {
      response.resume();
      response.once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`${url} was answered with ${response.statusCode}`));
      });
    }).once('error', reject);
  });
}
