/** A tap, end to end, beside the bots that a user would write instead: npm run bench -- tap [telegram|viber] [sqlite|mongodb] [rounds] */
import { channels } from './tap/channels.ts';
import { createLoad, type TapFigures } from './tap/load.ts';
import { startPlatform } from './tap/platform.ts';
import { startSubject, type SubjectKind } from './tap/subject.ts';
import { median, percentile, printTable, spread } from './table.ts';

const options = process.argv.slice(3);
const chosen = <Name extends string>(names: readonly Name[]): readonly Name[] => {
  const named = names.filter((name) => options.includes(name));
  return named.length > 0 ? named : names;
};
const ROUNDS = Number(options.find((option) => /^\d+$/.test(option)) ?? 3);
const CLIENTS = [1, 20, 200];
const TAPS = { 1: 400, 20: 2000, 200: 2000 } as Record<number, number>;

const afterword: SubjectKind = {
  name: 'Afterword',
  file: new URL('./tap/afterword.js', import.meta.url).pathname,
  begins: 'reported',
};
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

for (const channel of chosen(['telegram', 'viber'])) {
  for (const store of chosen(['sqlite', 'mongodb'])) {
    const mongo = store === 'mongodb' ? process.env.MONGODB_TEST_URI : undefined;
    if (store === 'mongodb' && mongo === undefined) {
      console.log('\nMongoDB is not measured: set MONGODB_TEST_URI');
      continue;
    }
    await compare(channel, store, mongo);
  }
}

async function compare(
  channelName: 'telegram' | 'viber',
  store: string,
  mongo: string | undefined,
): Promise<void> {
  const kinds = subjects[channelName];
  const measured = new Map<string, TapFigures[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of kinds) {
      for (const [clients, figures] of await measure(kind, channelName, mongo)) {
        const key = `${clients} ${kind.name}`;
        measured.set(key, [...(measured.get(key) ?? []), figures]);
      }
    }
  }
  const of = (clients: number, kind: SubjectKind): TapFigures[] =>
    measured.get(`${clients} ${kind.name}`) ?? [];
  const rows = CLIENTS.flatMap((clients) =>
    kinds.map((kind) => {
      const runs = of(clients, kind);
      const base = of(clients, kinds[0] ?? kind);
      const ratio = (value: (run: TapFigures) => number): string =>
        (median(runs.map(value)) / median(base.map(value))).toFixed(2);
      const p99 = (values: number[]): number => percentile(values, 0.99);
      return [
        String(clients),
        kind.name,
        spread(
          runs.map(({ rate }) => rate),
          0,
        ),
        ratio(({ rate }) => rate),
        spread(runs.map(({ cpuMs }) => cpuMs)),
        ratio(({ cpuMs }) => cpuMs),
        `${median(runs.map(({ acknowledged }) => p99(acknowledged))).toFixed(1)} (${ratio(({ acknowledged }) => p99(acknowledged))})`,
        `${median(runs.map(({ prompted }) => p99(prompted))).toFixed(1)} (${ratio(({ prompted }) => p99(prompted))})`,
      ];
    }),
  );
  printTable(
    `A tap on ${channelName}, ${store}, closed loop, ${ROUNDS} rounds`,
    [
      'at once',
      'bot',
      'taps/s',
      'ratio',
      'CPU ms a tap',
      'ratio',
      'acknowledged p99 ms',
      'next question p99 ms',
    ],
    rows,
  );
}

async function measure(
  kind: SubjectKind,
  channelName: 'telegram' | 'viber',
  mongo: string | undefined,
): Promise<Array<[number, TapFigures]>> {
  const channel = channels[channelName];
  const platform = await startPlatform();
  const subject = await startSubject(kind, { channel, platformUrl: platform.url, mongo });
  try {
    const load = createLoad(kind, subject, channel, platform);
    // What the JIT compiles and the pools open first is not what a tap costs.
    await load.ask(300);
    await load.closedLoop(200);
    const figures: Array<[number, TapFigures]> = [];
    for (const clients of CLIENTS) {
      await load.ask(TAPS[clients] ?? 0);
      figures.push([clients, await load.closedLoop(clients)]);
    }
    return figures;
  } finally {
    await subject.stop();
    await platform.close();
  }
}
