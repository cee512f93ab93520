/** A bot under measurement: a process of its own, started on an empty store. BENCH_CPU_PROF=<folder> keeps its CPU profile. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchChannel } from './channels.ts';

export interface SubjectKind {
  name: string;
  /** A file of the build, or of `bench/peers/`. */
  file: string;
  /** How a survey begins: reported to Afterword's API, or by what the client writes to a peer. */
  begins: 'reported' | '/start' | 'start';
}

export interface Subject {
  /** Where its events are posted. */
  url: string;
  /** Where dialogues are reported; undefined for a peer. */
  api: string | undefined;
  /** Milliseconds of CPU that the whole process has used, of user and system. */
  cpuMs(): number;
  stop(): Promise<void>;
}

export interface SubjectOptions {
  channel: BenchChannel;
  platformUrl: string;
  /** MongoDB's address without a database; undefined: SQLite in a file. */
  mongo: string | undefined;
  /** A library that is loaded first and makes every fsync slower; see slow-fsync.c. */
  preload?: string;
}

const TICK_MS = 10;

export async function startSubject(kind: SubjectKind, options: SubjectOptions): Promise<Subject> {
  const { channel, platformUrl, mongo, preload } = options;
  const folder = mkdtempSync(join(tmpdir(), 'afterword-bench-'));
  const store = mongo
    ? `${mongo}/afterword_bench_${process.pid}_${Date.now()}`
    : `sqlite:${join(folder, 'bench.db')}`;
  const profiles = process.env.BENCH_CPU_PROF;
  const child = fork(kind.file, {
    execArgv: profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      BENCH_TOKEN: channel.token,
      BENCH_API: channel.apiUrl(platformUrl),
      BENCH_STORE: store,
      BENCH_CHANNEL: channel.name,
      ...(preload && { LD_PRELOAD: preload }),
    },
  });
  const { url, api } = await new Promise<{ url: string; api?: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string }));
    child.once('exit', (code) => reject(new Error(`${kind.name} ended with ${code} before it was ready`)));
  });
  return {
    url,
    api,
    cpuMs: () => cpuMsOf(child),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // It ends itself when nobody is there any more, and writes its profile before that.
      child.disconnect();
      await ended;
      rmSync(folder, { recursive: true, force: true });
      if (mongo) await dropDatabase(store);
    },
  };
}

/** @see proc(5): the 14th and 15th field of stat, in ticks of a hundredth of a second */
function cpuMsOf({ pid }: ChildProcess): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) throw new Error('benches read the CPU time of a process from /proc');
  const fields = readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

async function dropDatabase(uri: string): Promise<void> {
  const { default: mongoose } = await import('mongoose');
  const connection = await mongoose.createConnection(uri).asPromise();
  await connection.dropDatabase();
  await connection.destroy();
}
