import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder. @param onEnd takes what removes it. Default: it is removed when the test is over. */
export function tempFolder(onEnd: (end: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'afterword-'));
  onEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
