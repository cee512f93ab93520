/** Several instances on one MongoDB: npm run bench -- scale [taps] [paced] [rounds] */
import { tapInstances } from './pace/instances.ts';
import { median, percentile, printTable, spread } from './table.ts';
import { channels } from './tap/channels.ts';
import { createLoad, type TapFigures } from './tap/load.ts';
import { startPlatform } from './tap/platform.ts';
import { createBenchStore } from './tap/store.ts';
import { afterword, startSubject, type Subject } from './tap/subject.ts';

const options = process.argv.slice(3);
const words = options.filter((option) => !/^\d+$/.test(option));
const wanted = (part: string): boolean => words.length === 0 || words.includes(part);
const ROUNDS = Number(options.find((option) => /^\d+$/.test(option)) ?? 3);
const INSTANCES = [1, 2, 4];
const AT_ONCE = 80;
const TAPS = 500;

interface Figures extends TapFigures {
  /** How many saves found that another had saved the dialogue since it was read. */
  conflicts: number;
}

const { MONGODB_TEST_URI: mongo } = process.env;
if (mongo) {
  if (wanted('taps')) await measureTaps(mongo);
  if (wanted('paced')) await measurePaced(mongo);
} else console.log('\nInstances are not measured: set MONGODB_TEST_URI');

async function measureTaps(uri: string): Promise<void> {
  const measured = new Map<string, Figures[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const instances of INSTANCES) {
      for (const [taps, figures] of Object.entries(await tapTogether(uri, instances))) {
        const key = `${taps} ${instances}`;
        measured.set(key, [...(measured.get(key) ?? []), figures]);
      }
    }
  }
  const rows = ['once', 'twice'].flatMap((taps) =>
    INSTANCES.map((instances) => {
      const runs = measured.get(`${taps} ${instances}`) ?? [];
      const base = measured.get(`${taps} 1`) ?? [];
      const rateOf = (of: readonly Figures[]): number => median(of.map(({ rate }) => rate));
      return [
        taps,
        String(instances),
        spread(
          runs.map(({ rate }) => rate),
          0,
        ),
        (rateOf(runs) / rateOf(base)).toFixed(2),
        spread(runs.map(({ cpuMs }) => cpuMs)),
        spread(
          runs.map(({ prompted }) => percentile(prompted, 0.99)),
          0,
        ),
        spread(
          runs.map(({ conflicts }) => conflicts),
          0,
        ),
      ];
    }),
  );
  printTable(
    `Instances on one MongoDB, not paced, ${AT_ONCE} clients at once, ${ROUNDS} rounds`,
    [
      'each client taps',
      'instances',
      'taps/s',
      'ratio',
      'CPU ms a tap, of all',
      'next question p99 ms',
      `conflicts in ${TAPS} taps`,
    ],
    rows,
  );
}

async function tapTogether(uri: string, instances: number): Promise<{ once: Figures; twice: Figures }> {
  const channel = channels.telegram;
  const platform = await startPlatform();
  const store = createBenchStore(uri);
  const subjects: Subject[] = [];
  try {
    while (subjects.length < instances) {
      subjects.push(await startSubject(afterword, { channel, platformUrl: platform.url, store }));
    }
    const [first] = subjects;
    if (!first) throw new Error('there is no instance');
    const load = createLoad(afterword, first, channel, platform);
    load.moveTo(subjects);
    await load.ask(200 * instances);
    await load.closedLoop(AT_ONCE);
    const run = async (): Promise<Figures> => {
      await load.ask(TAPS);
      const before = await conflictsOf(subjects);
      const figures = await load.closedLoop(AT_ONCE);
      return { ...figures, conflicts: (await conflictsOf(subjects)) - before };
    };
    const once = await run();
    load.tapTwice();
    return { once, twice: await run() };
  } finally {
    for (const subject of subjects) await subject.stop();
    await platform.close();
    await store.remove();
  }
}

async function conflictsOf(subjects: readonly Subject[]): Promise<number> {
  const counts = await Promise.all(subjects.map((subject) => subject.conflicts()));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function measurePaced(uri: string): Promise<void> {
  const rows: string[][] = [];
  for (const instances of INSTANCES) {
    const runs: Array<Awaited<ReturnType<typeof tapInstances>>> = [];
    for (let round = 0; round < ROUNDS; round++) runs.push(await tapInstances(uri, instances));
    rows.push([
      String(instances),
      spread(
        runs.map(({ rate }) => rate),
        1,
      ),
      runs.map(({ shares }) => shares.map((share) => share.toFixed(0)).join(' + ')).join(', '),
      spread(
        runs.map(({ refused }) => refused),
        0,
      ),
    ]);
  }
  printTable(
    `Instances on one MongoDB, paced, 60 clients at once, ${ROUNDS} rounds`,
    ['instances', 'next questions/s', 'share of each, %', 'refused with 429'],
    rows,
  );
}
