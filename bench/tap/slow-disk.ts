/** A disk on which each fsync takes 3 ms more, for the processes that are started with its library. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SlowDisk {
  /** For `SubjectOptions`. */
  preload: string;
  env: Record<string, string>;
  /** How often fsync and fdatasync were called so far, by all of these processes. */
  count(): number;
  remove(): void;
}

const source = new URL('../../../bench/tap/slow-fsync.c', import.meta.url).pathname;

/** @returns null where there is no compiler of C */
export function createSlowDisk(): SlowDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'afterword-fsync-'));
  const preload = join(folder, 'slow-fsync.so');
  const counted = join(folder, 'count');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const built = spawnSync('cc', ['-O2', '-shared', '-fPIC', '-o', preload, source, '-ldl'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) {
    remove();
    return null;
  }
  return {
    preload,
    env: { SLOW_FSYNC_COUNT: counted },
    count: () => Number(readFileSync(counted).readBigUInt64LE()),
    remove,
  };
}
