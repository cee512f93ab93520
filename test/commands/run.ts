import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { tempFolder } from '../support/temp.ts';

export const cli = resolve('dist/src/cli.js');

export interface Run {
  process: ChildProcess;
  /** Everything printed so far, errors too. */
  output: () => string;
  /** Resolves with the match once a line matches. @throws when the process ends before */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code. */
  ended: Promise<number | null>;
}

/** The command line as a person starts it: in a folder, with this environment and no other Afterword variable. */
export function run(
  folder: string,
  command: string[],
  environment: Record<string, string> = {},
  program = process.execPath,
  arguments_ = [cli, ...command],
): Run {
  const { PATH } = process.env;
  const child = spawn(program, arguments_, {
    cwd: folder,
    env: { PATH, ...environment } as NodeJS.ProcessEnv,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    output: () => lines.join('\n'),
    ended,
    line: (pattern) =>
      new Promise((found, failed) => {
        const look = (): void => {
          const match = lines.map((line) => pattern.exec(line)).find((one) => one !== null);
          if (match) found(match);
        };
        listeners.add(look);
        look();
        void ended.then(() => failed(new Error(`ended without ${pattern}:\n${lines.join('\n')}`)));
      }),
  };
}

/** A folder in which the service can be started: it has the scenarios that the product ships. */
export function serviceFolder(): string {
  const folder = tempFolder();
  cpSync('scenarios', join(folder, 'scenarios'), { recursive: true });
  return folder;
}

/** The headers of a request to the API of a simulation. */
export const headers = { authorization: 'Bearer simulated-api-key', 'content-type': 'application/json' };

/** A token as BotFather gives it, and a key for the API, of a service that is not a simulation. */
export const token = '123456789:AAF-abcdefghijklmnopqrstuvwxyz12345';
export const key = 'a-key-of-sixteen-letters';
