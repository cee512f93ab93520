/**
 * A tap, end to end, beside the bots that a user would write instead:
 * npm run bench -- tap [open|fsync] [telegram|viber] [sqlite|mongodb] [rounds]
 */
import { channels } from './tap/channels.ts';
import { createLoad, type Load, type TapFigures } from './tap/load.ts';
import { startPlatform } from './tap/platform.ts';
import { createSlowDisk, type SlowDisk } from './tap/slow-disk.ts';
import { afterword, startSubject, type SubjectKind } from './tap/subject.ts';
import { median, percentile, printTable, spread } from './table.ts';

type ChannelName = 'telegram' | 'viber';

/** How clients tap. */
interface Setting {
  /** What the first column says of it. */
  label: string;
  taps: number;
  tap: (load: Load) => Promise<TapFigures>;
}

interface Figures extends TapFigures {
  /** With a slow disk: how often the bot waited for it, for each tap. */
  fsyncs: number;
}

interface Comparison {
  channelName: ChannelName;
  /** Undefined: SQLite. */
  mongo?: string | undefined;
  kinds: readonly SubjectKind[];
  settings: readonly Setting[];
  disk?: SlowDisk;
}

const options = process.argv.slice(3);
const chosen = <Name extends string>(names: readonly Name[]): readonly Name[] => {
  const named = names.filter((name) => options.includes(name));
  return named.length > 0 ? named : names;
};
const ROUNDS = Number(options.find((option) => /^\d+$/.test(option)) ?? 3);
/** Before anything is measured: a bot runs for days, and V8 still compiles the larger of them after 3,000 taps. */
const WARM_UP_TAPS = 4_500;
/** No more are asked at once than the service knows without a look at its store. */
const ASKED_AT_ONCE = 1_500;
/** Each round taps the bots in turn in so many sections, so that a machine that gets slower meanwhile is so for all. */
const SECTIONS = 4;
/** How long the open loop goes on, all sections together. */
const OPEN_SECONDS = 8;

const peer = (name: string, file: string, begins: SubjectKind['begins']): SubjectKind => ({
  name,
  file: new URL(`../../bench/peers/${file}`, import.meta.url).pathname,
  begins,
});
const conversations = peer('grammY + conversations', 'conversations.mjs', '/start');
const subjects = {
  telegram: [conversations, afterword, peer('grammY echo, nothing kept', 'echo.mjs', '/start')],
  viber: [peer('viber-bot, nothing kept', 'viber.mjs', 'start'), afterword],
};

const closed = (clients: number, taps: number): Setting => ({
  label: String(clients),
  taps,
  tap: (load) => load.closedLoop(clients),
});
const open = (perSecond: number): Setting => ({
  label: String(perSecond),
  taps: perSecond * OPEN_SECONDS,
  tap: (load) => load.openLoop(perSecond),
});

if (options.includes('fsync')) await compareOnSlowDisk();
else {
  for (const channelName of chosen(['telegram', 'viber'])) {
    for (const store of chosen(['sqlite', 'mongodb'])) {
      const mongo = store === 'mongodb' ? process.env.MONGODB_TEST_URI : undefined;
      if (store === 'mongodb' && mongo === undefined) {
        console.log('\nMongoDB is not measured: set MONGODB_TEST_URI');
        continue;
      }
      const kinds = subjects[channelName];
      const what = `A tap on ${channelName}, ${store}`;
      if (options.includes('open')) {
        const perSecond = await halfOfTheSlowest({ channelName, mongo, kinds, settings: [closed(20, 1000)] });
        const title = `${what}, open loop, ${ROUNDS} rounds`;
        await compare(title, 'due/s', { channelName, mongo, kinds, settings: [open(perSecond)] });
      } else {
        const settings = [closed(1, 400), closed(20, 2000), closed(200, 4000)];
        const title = `${what}, closed loop, ${ROUNDS} rounds`;
        await compare(title, 'at once', { channelName, mongo, kinds, settings });
      }
    }
  }
}

/** Where a write waits for the disk: only bots that keep something differ. */
async function compareOnSlowDisk(): Promise<void> {
  const disk = createSlowDisk();
  if (!disk) {
    console.log('\nA slow disk is not measured: there is no "cc" that compiles bench/tap/slow-fsync.c');
    return;
  }
  const title = `A tap on telegram, sqlite, 3 ms more for each fsync, closed loop, ${ROUNDS} rounds`;
  const kinds = [conversations, afterword];
  await compare(title, 'at once', { channelName: 'telegram', kinds, settings: [closed(20, 1000)], disk });
  disk.remove();
}

async function halfOfTheSlowest(comparison: Comparison): Promise<number> {
  const rates = (await measure(comparison)).flat().map(({ rate }) => rate);
  return Math.round(Math.min(...rates) / 20) * 10;
}

async function compare(title: string, firstColumn: string, comparison: Comparison): Promise<void> {
  const { kinds, settings, disk } = comparison;
  const rounds: Figures[][][] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(comparison));
  const rows = settings.flatMap((setting, which) =>
    kinds.map((kind, bot) => {
      const runsOf = (index: number): Figures[] => rounds.flatMap((round) => round[which]?.[index] ?? []);
      const [runs, base] = [runsOf(bot), runsOf(0)];
      // Within a round, since the speed of the machine changes from one to another.
      const ratio = (value: (run: Figures) => number): string =>
        median(runs.map((run, round) => value(run) / value(base[round] ?? run))).toFixed(2);
      const column = (value: (run: Figures) => number, digits?: number): string =>
        spread(runs.map(value), digits);
      const p99 = (value: (run: Figures) => readonly number[]): string => {
        const of99 = (run: Figures): number => percentile(value(run), 0.99);
        return `${column(of99, 1)} (${ratio(of99)})`;
      };
      return [
        setting.label,
        kind.name,
        column(({ rate }) => rate, 0),
        ratio(({ rate }) => rate),
        column(({ cpuMs }) => cpuMs),
        ratio(({ cpuMs }) => cpuMs),
        p99(({ acknowledged }) => acknowledged),
        p99(({ prompted }) => prompted),
        ...(disk ? [column(({ fsyncs }) => fsyncs)] : []),
      ];
    }),
  );
  printTable(
    title,
    [
      firstColumn,
      'bot',
      'taps/s',
      'ratio',
      'CPU ms a tap',
      'ratio',
      'acknowledged p99 ms',
      'next question p99 ms',
      ...(disk ? ['fsyncs a tap'] : []),
    ],
    rows,
  );
}

/** One round: each bot is started anew and warmed up, then they are tapped in turn. @returns by setting, then by bot */
async function measure({ channelName, mongo, kinds, settings, disk }: Comparison): Promise<Figures[][]> {
  const channel = channels[channelName];
  const ends: Array<() => Promise<void>> = [];
  try {
    const loads: Load[] = [];
    for (const kind of kinds) {
      const platform = await startPlatform();
      ends.push(() => platform.close());
      const more = disk && { preload: disk.preload, env: disk.env };
      const subject = await startSubject(kind, { channel, platformUrl: platform.url, mongo, ...more });
      ends.push(() => subject.stop());
      const load = createLoad(kind, subject, channel, platform);
      // What the JIT compiles and the pools open first is not what a tap costs.
      // On a slow disk that would take minutes, and there the disk decides.
      for (let taps = 0; taps < (disk ? ASKED_AT_ONCE : WARM_UP_TAPS); taps += ASKED_AT_ONCE) {
        await load.ask(ASKED_AT_ONCE);
        await load.closedLoop(20, ASKED_AT_ONCE - 200);
        await load.closedLoop(200);
      }
      loads.push(load);
    }
    const figures: Figures[][] = [];
    for (const { taps, tap } of settings) {
      const sections = loads.map((): Figures[] => []);
      for (let section = 0; section < SECTIONS; section++) {
        for (const [index, load] of loads.entries()) {
          await load.ask(taps / SECTIONS);
          const before = disk?.count() ?? 0;
          const taken = await tap(load);
          const fsyncs = ((disk?.count() ?? 0) - before) / (taps / SECTIONS);
          sections[index]?.push({ ...taken, fsyncs });
        }
      }
      figures.push(sections.map(together));
    }
    return figures;
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

/** The figures of sections of as many taps each. */
function together(sections: readonly Figures[]): Figures {
  const mean = (value: (one: Figures) => number): number =>
    sections.reduce((sum, one) => sum + value(one), 0) / sections.length;
  return {
    rate: 1 / mean(({ rate }) => 1 / rate),
    cpuMs: mean(({ cpuMs }) => cpuMs),
    fsyncs: mean(({ fsyncs }) => fsyncs),
    acknowledged: sections.flatMap(({ acknowledged }) => acknowledged),
    prompted: sections.flatMap(({ prompted }) => prompted),
    refused: sections.reduce((sum, { refused }) => sum + refused, 0),
  };
}
