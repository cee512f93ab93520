import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { tempFolder } from '../../support/temp.ts';
import { aJob } from '../contract/jobs.ts';
import { newPath, opened } from './files.ts';

describe('a SQLite file that is deleted or replaced while it is open', () => {
  it.each([
    ['deleted', (path: string) => rmSync(path)],
    ['moved away', (path: string) => renameSync(path, `${path}.old`)],
    [
      'replaced by a copy',
      (path: string) => {
        copyFileSync(path, `${path}.copy`);
        renameSync(`${path}.copy`, path);
      },
    ],
    ['left without its log', (path: string) => rmSync(`${path}-wal`)],
    ['deleted with its folder', (path: string) => rmSync(dirname(path), { recursive: true })],
    ['in a folder that is moved', (path: string) => renameSync(dirname(path), `${dirname(path)}-moved`)],
  ])('takes no write that would be lost: %s', async (_, lose) => {
    const path = join(tempFolder(), 'data', 'afterword.db');
    const lost: StoreError[] = [];
    const store = createSqliteStore({ path, onLost: (error) => lost.push(error) });
    await store.open();
    onTestFinished(() => store.close().catch(() => {}));
    await store.insertDialogue(aDialogue());
    lose(path);
    const attempts = [
      () => store.insertJob(aJob()),
      () => store.ping(),
      () => store.findClient('telegram', '1'),
      () => store.saveScenario('v', 'text'),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(StoreError);
    expect(lost.map(({ message }) => message)).toEqual([
      expect.stringMatching(/was deleted or replaced while it was open.*put the file back from a backup/),
    ]);
  });

  it('does not take the log of the file in its place away when it is closed', async () => {
    const path = newPath();
    const store = createSqliteStore({ path });
    await store.open();
    await store.insertDialogue(aDialogue());
    for (const part of ['', '-wal', '-shm']) renameSync(`${path}${part}`, `${path}.old${part}`);
    const other = await opened(path);
    await other.ping();
    await expect(store.ping()).rejects.toThrow(StoreError);
    await store.close();
    expect(existsSync(`${path}-wal`)).toBe(true);
    await other.ping();
  });

  it('is noticed by a look for what is due', async () => {
    const path = newPath();
    let lost = 0;
    const store = createSqliteStore({ path, onLost: () => lost++ });
    await store.open();
    onTestFinished(() => store.close().catch(() => {}));
    rmSync(path);
    await expect(store.nextWakeAt(new Date(0))).rejects.toThrow(StoreError);
    expect(lost).toBe(1);
  });
});
