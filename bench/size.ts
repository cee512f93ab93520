/**
 * What the service takes: npm run bench -- size [start] [load] [idle] [clients] [disk] [rounds]
 * Without a word it measures start and load; idle takes two minutes, clients (10^5 of them) some minutes; disk says what
 * finished dialogues take of a SQLite file.
 */
import { spawn } from 'node:child_process';
import { createLoad } from './tap/load.ts';
import { channels } from './tap/channels.ts';
import { type FakePlatform, startPlatform } from './tap/platform.ts';
import type { SubjectKind } from './tap/subject.ts';
import { measureDisk } from './size/disk.ts';
import { cpuMsOf, rssMbOf } from './size/proc.ts';
import { type Mode, type StartedService, startBuilt } from './size/service.ts';
import { printTable, spread } from './table.ts';
import { dropDatabase } from './tap/store.ts';

const options = process.argv.slice(3);
const chosen = options.filter((option) => !/^\d+$/.test(option));
const wanted = (part: string): boolean =>
  chosen.length > 0 ? chosen.includes(part) : part === 'start' || part === 'load';

const ROUNDS = Number(options.find((option) => /^\d+$/.test(option)) ?? 3);
/** What is let go of after the start, or after a load, is gone by then. */
const SETTLE_MS = 3_000;
const IDLE_MS = 60_000;
/** Clients that tap at once, and that are asked at once. */
const AT_ONCE = 200;
const ASKED_AT_ONCE = 2_000;

const mongo = process.env.MONGODB_TEST_URI && `${process.env.MONGODB_TEST_URI}/afterword_size_${process.pid}`;

if (wanted('start')) await measureStart();
if (wanted('load')) await measureLoad(ROUNDS, [1_000, 10_000]);
if (wanted('clients')) await measureLoad(1, [1_000, 10_000, 100_000]);
if (wanted('idle')) await measureIdle();
if (wanted('disk')) await measureDisk();

interface Started {
  cpuMs: number;
  wallMs: number;
  rssMb: number;
}

async function measureStart(): Promise<void> {
  const subjects: Record<string, () => Promise<Started>> = {
    'node alone': () => script(''),
    'node with grammy and libsql imported': () => script('await import("grammy"); await import("libsql");'),
    'Afterword with both tokens': () => start('tokens'),
    'Afterword, simulated': () => start('simulated'),
    ...(mongo && { 'Afterword with both tokens, MongoDB': () => start('tokens', mongo) }),
  };
  const measured = new Map<string, Started[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, measure] of Object.entries(subjects)) {
      measured.set(name, [...(measured.get(name) ?? []), await measure()]);
    }
  }
  const rows = [...measured].map(([name, runs]) => {
    const column = (of: (run: Started) => number): string => spread(runs.map(of), 0);
    return [name, column(({ cpuMs }) => cpuMs), column(({ wallMs }) => wallMs), column(({ rssMb }) => rssMb)];
  });
  printTable(
    `Started, ${ROUNDS} times each in turn`,
    ['process', 'CPU ms until ready', 'ms until ready', `MB resident ${SETTLE_MS / 1000} s later`],
    rows,
  );
}

async function start(mode: Mode, store?: string): Promise<Started> {
  return withService(mode, store, async (service) => {
    await pause(SETTLE_MS);
    return { cpuMs: service.readyCpuMs, wallMs: service.readyMs, rssMb: service.rssMb() };
  });
}

/** A process that imports something and stays. */
async function script(code: string): Promise<Started> {
  const began = performance.now();
  const stays = `${code} console.log("ready"); setInterval(() => {}, 1e9);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', stays], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const wallMs = performance.now() - began;
  const cpuMs = cpuMsOf(child.pid);
  await pause(SETTLE_MS);
  const rssMb = rssMbOf(child.pid);
  child.kill();
  return { cpuMs, wallMs, rssMb };
}

/** Taps on Viber, where nothing is paced, so that the service and not the platform's limit is what is loaded. */
async function measureLoad(rounds: number, counts: readonly number[]): Promise<void> {
  const kind: SubjectKind = { name: 'Afterword', file: '', begins: 'reported' };
  const idle: number[] = [];
  const highest: number[] = [];
  const rates: number[] = [];
  const after = counts.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    await withService('tokens', undefined, async (service, platform) => {
      await pause(SETTLE_MS);
      idle.push(service.rssMb());
      const subject = { ...service, url: service.webhookOf('viber') };
      const load = createLoad(kind, subject, channels.viber, platform);
      let peak = 0;
      const watch = setInterval(() => (peak = Math.max(peak, service.rssMb())), 100);
      let tapped = 0;
      for (const [index, count] of counts.entries()) {
        while (tapped < count) {
          const some = Math.min(ASKED_AT_ONCE, count - tapped);
          await load.ask(some);
          const { rate } = await load.closedLoop(AT_ONCE);
          if (some === ASKED_AT_ONCE) rates.push(rate);
          tapped += some;
        }
        await pause(SETTLE_MS);
        after[index]?.push(service.rssMb());
      }
      clearInterval(watch);
      highest.push(peak);
    });
  }
  printTable(
    `MB resident while ${AT_ONCE} clients tap at once, ${rounds} rounds`,
    ['idle', ...counts.map((count) => `after ${count} clients`), 'highest', 'taps/s'],
    [[spread(idle, 0), ...after.map((values) => spread(values, 0)), spread(highest, 0), spread(rates, 0)]],
  );
}

/** Without timers of its own the bench waits for all at once: they do nothing that could disturb each other. */
async function measureIdle(): Promise<void> {
  const subjects: Array<[string, Mode, string | undefined]> = [
    ['SQLite', 'tokens', undefined],
    ['SQLite, simulated', 'simulated', undefined],
    ...(mongo ? [['MongoDB', 'tokens', mongo] as [string, Mode, string]] : []),
  ];
  const rows = await Promise.all(
    subjects.map(([name, mode, store]) =>
      withService(mode, store, async (service) => {
        // The collections after the start come within half a minute.
        await pause(IDLE_MS);
        const before = service.cpuMs();
        await pause(IDLE_MS);
        return [name, String(service.cpuMs() - before), service.rssMb().toFixed(0)];
      }),
    ),
  );
  printTable('An idle minute', ['store', 'CPU ms', 'MB resident after it'], rows);
}

async function withService<Result>(
  mode: Mode,
  store: string | undefined,
  use: (service: StartedService, platform: FakePlatform) => Promise<Result>,
): Promise<Result> {
  const platform = await startPlatform();
  const service = await startBuilt({ mode, platformUrl: platform.url, store });
  try {
    return await use(service, platform);
  } finally {
    await service.stop();
    await platform.close();
    if (store) await dropDatabase(store);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
