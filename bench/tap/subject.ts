/** A bot under measurement: a process of its own, started on an empty store or on one that is named. BENCH_CPU_PROF=<folder> keeps its CPU profile. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { BenchChannel } from './channels.ts';
import { type BenchStore, createBenchStore } from './store.ts';

export interface SubjectKind {
  name: string;
  /** A file of the build, or of `bench/peers/`. */
  file: string;
  /** How a survey begins: reported to Afterword's API, or by what the client writes to a peer. */
  begins: 'reported' | '/start' | 'start';
}

/** Afterword itself, of the build. */
export const afterword: SubjectKind = {
  name: 'Afterword',
  file: new URL('./afterword.js', import.meta.url).pathname,
  begins: 'reported',
};

export interface Subject {
  pid: number | undefined;
  /** Where its events are posted. */
  url: string;
  /** Where dialogues are reported; undefined for a peer. */
  api: string | undefined;
  /** Milliseconds of CPU that the whole process has used, of user and system. */
  cpuMs(): number;
  /** How many saves of dialogues Afterword had to repeat, since another had saved the dialogue meanwhile. */
  conflicts(): Promise<number>;
  stop(): Promise<void>;
}

export interface SubjectOptions {
  channel: BenchChannel;
  platformUrl: string;
  /** MongoDB's address without a database; undefined: SQLite in a file. */
  mongo?: string | undefined;
  /** Another's store, which is left as it is at the end. Default: an empty one, removed at the end. */
  store?: BenchStore;
  /** More of the environment, see afterword.ts. */
  env?: Record<string, string>;
  /** A library that is loaded first and makes every fsync slower; see slow-fsync.c. */
  preload?: string;
}

const TICK_MS = 10;

export async function startSubject(kind: SubjectKind, options: SubjectOptions): Promise<Subject> {
  const { channel, platformUrl, mongo, preload } = options;
  const store = options.store ?? createBenchStore(mongo);
  const profiles = process.env.BENCH_CPU_PROF;
  const child = fork(kind.file, {
    execArgv: profiles ? ['--cpu-prof', `--cpu-prof-dir=${profiles}`] : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      BENCH_TOKEN: channel.token,
      BENCH_API: channel.apiUrl(platformUrl),
      BENCH_STORE: store.uri,
      BENCH_CHANNEL: channel.name,
      ...(preload && { LD_PRELOAD: preload }),
      ...options.env,
    },
  });
  const { url, api } = await new Promise<{ url: string; api?: string }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string }));
    child.once('exit', (code) => reject(new Error(`${kind.name} ended with ${code} before it was ready`)));
  });
  return {
    pid: child.pid,
    url,
    api,
    cpuMs: () => cpuMsOf(child),
    conflicts: () =>
      new Promise((resolve) => {
        child.once('message', (message) => resolve((message as { conflicts: number }).conflicts));
        child.send('conflicts');
      }),
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // It ends itself when nobody is there any more, and writes its profile before that.
      child.disconnect();
      await ended;
      if (!options.store) await store.remove();
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
