import { fork, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aDialogue } from '../../support/dialogues.ts';
import { tempFolder } from '../../support/temp.ts';

const source = new URL('../../../bench/tap/slow-fsync.c', import.meta.url).pathname;
const probe = new URL('./sync-probe.mjs', import.meta.url).pathname;

describe('a write of SQLite', () => {
  it('is acknowledged after the file was synced, also where another thread commits', async ({ skip }) => {
    const folder = tempFolder();
    const library = join(folder, 'slow-fsync.so');
    skip(process.platform !== 'linux', 'what counts the fsyncs is loaded by LD_PRELOAD, which Linux has');
    const compiled = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl']).status === 0;
    skip(!compiled, 'there is no compiler of C (cc) that builds what counts the fsyncs');
    const child = fork(probe, [join(folder, 'synced.db'), JSON.stringify(aDialogue())], {
      execArgv: [],
      env: { ...process.env, LD_PRELOAD: library, SLOW_FSYNC_COUNT: join(folder, 'count') },
    });
    const counts = await new Promise<number[]>((resolve, reject) => {
      child.once('message', (message) => resolve(message as number[]));
      child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
    });
    expect(counts).toHaveLength(8);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});
