/** The built service as `npm start` starts it, and what its process takes, read from /proc. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channels } from '../tap/channels.ts';
import { cpuMsOf, rssMbOf } from './proc.ts';

/** With the tokens of both platforms, or without any. */
export type Mode = 'tokens' | 'simulated';

export interface ServiceOptions {
  mode: Mode;
  /** Where the platforms are faked. */
  platformUrl: string;
  /** Variables of its environment besides. */
  env?: Record<string, string>;
  /** STORE_URL; undefined: SQLite in a file of its own. */
  store?: string | undefined;
}

export interface StartedService {
  /** Where a platform's events are posted. */
  webhookOf(channel: keyof typeof channels): string;
  /** Where dialogues are reported. */
  api: string;
  /** Where its pages are: `http://127.0.0.1:8080`. */
  url: string;
  /** Milliseconds of CPU, and of the clock, from the start of the process until it said that it is ready. */
  readyCpuMs: number;
  readyMs: number;
  /** Milliseconds of CPU since the process was started, of user and system. */
  cpuMs(): number;
  /** Resident memory in MB. */
  rssMb(): number;
  stop(): Promise<void>;
}

/** PUBLIC_URL of a service with tokens. */
export const publicUrl = 'https://bench.example';
const program = new URL('../../src/cli.js', import.meta.url).pathname;
const scenarios = new URL('../../../scenarios', import.meta.url).pathname;
const { scripts } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  scripts: { start: string };
};
/** Those of `npm start`. */
const flags = scripts.start.match(/--\S+/g) ?? [];

export async function startBuilt({ mode, platformUrl, store, env }: ServiceOptions): Promise<StartedService> {
  const folder = mkdtempSync(join(tmpdir(), 'afterword-size-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, program, 'start'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      NODE_OPTIONS: process.env.NODE_OPTIONS,
      PORT: String(port),
      SCENARIOS_DIR: scenarios,
      LOG_LEVEL: 'warn',
      STORE_URL: store ?? `sqlite:${join(folder, 'size.db')}`,
      API_KEYS: 'bench-key-0123456789abcdef',
      API_RATE_LIMIT: '0',
      ...(mode === 'tokens' && {
        PUBLIC_URL: publicUrl,
        TELEGRAM_BOT_TOKEN: channels.telegram.token,
        TELEGRAM_API_ROOT: channels.telegram.apiUrl(platformUrl),
        VIBER_AUTH_TOKEN: channels.viber.token,
        VIBER_API_URL: channels.viber.apiUrl(platformUrl),
      }),
      ...env,
    },
  });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  await ready(child);
  const readyMs = performance.now() - began;
  return {
    webhookOf: (channel) => `${url}/webhooks/${channel}`,
    api: `${url}/api/v1/dialogues`,
    url,
    readyCpuMs: cpuMsOf(child.pid),
    readyMs,
    cpuMs: () => cpuMsOf(child.pid),
    rssMb: () => rssMbOf(child.pid),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves with the last line that the start prints. */
async function ready(child: ChildProcess): Promise<void> {
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Ctrl-C stops it')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`The service ended with ${code}: ${printed}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
