import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StoreError } from '../../../src/errors.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { remedyOf } from '../../../src/store/sqlite/faults.ts';
import { migrations } from '../../../src/store/sqlite/migrations.ts';
import { statements } from '../../../src/store/sqlite/statements.ts';
import type { Dialogue } from '../../../src/dialogue.ts';
import type { Store } from '../../../src/store/store.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { tempFolder } from '../../support/temp.ts';

const writer = new URL('./writer.mjs', import.meta.url);

function newPath(): string {
  return join(tempFolder(), 'afterword.db');
}

async function opened(path: string, busyTimeoutMS?: number): Promise<Store> {
  const store = createSqliteStore({ path, ...(busyTimeoutMS !== undefined && { busyTimeoutMS }) });
  await store.open();
  onTestFinished(() => store.close());
  return store;
}

const openError = async (path: string): Promise<StoreError> => {
  const error: unknown = await createSqliteStore({ path })
    .open()
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(StoreError);
  return error as StoreError;
};

describe('a new SQLite file', () => {
  it('is created with its folders, in the modes that keep what was acknowledged', async () => {
    const path = join(tempFolder(), 'a', 'b', 'afterword.db');
    await opened(path);
    const file = new Database(path);
    onTestFinished(() => void file.close());
    expect(file.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(file.pragma('user_version')).toEqual([{ user_version: migrations.length }]);
  });

  it('is read by its user alone, as are its log and the folders that were made for it', async () => {
    const folder = tempFolder();
    const path = join(folder, 'a', 'b', 'afterword.db');
    const store = await opened(path);
    await store.ping();
    const modes = ['', 'a', 'a/b', 'a/b/afterword.db', 'a/b/afterword.db-wal', 'a/b/afterword.db-shm'];
    expect(modes.slice(1).map((name) => (statSync(join(folder, name)).mode & 0o777).toString(8))).toEqual([
      '700',
      '700',
      '600',
      '600',
      '600',
    ]);
  });

  it('holds everything by itself once the store is closed', async () => {
    const path = newPath();
    const store = await opened(path);
    const given = aDialogue();
    await store.insertDialogue(given);
    await store.close();
    const copy = newPath();
    writeFileSync(copy, readFileSync(path));
    const { channel, clientId, id } = given;
    expect(await (await opened(copy)).findDialogue(channel, clientId, id)).toEqual(given);
  });

  it('takes a real write to tell that it would take one', async () => {
    const path = newPath();
    const store = await opened(path);
    await store.ping();
    await store.ping();
    const file = new Database(path);
    onTestFinished(() => void file.close());
    expect(file.prepare('SELECT writes FROM liveness').all()).toEqual([{ writes: 2 }]);
  });

  it('may be in memory alone', async () => {
    const store = await opened(':memory:');
    const given = aDialogue();
    await store.insertDialogue(given);
    expect(await store.findDialogue(given.channel, given.clientId, given.id)).toEqual(given);
    expect(existsSync(':memory:')).toBe(false);
  });
});

describe('a SQLite file that cannot be used', () => {
  it('is refused when it is something else', async () => {
    const path = newPath();
    writeFileSync(path, 'Dear diary, '.repeat(1_000));
    const { message } = await openError(path);
    expect(message).toContain(`embedded SQLite at ${path}: could not open it: file is not a database`);
    expect(message).toContain('move it away, or set STORE_URL');
    expect(readFileSync(path, 'utf8')).toMatch(/^Dear diary/);
  });

  it('is refused when it is a folder', async () => {
    const path = newPath();
    mkdirSync(path);
    expect((await openError(path)).message).toMatch(
      /let this user write the file and its folder, or set STORE_URL/,
    );
  });

  it('is refused when its folder is a file', async () => {
    const file = newPath();
    writeFileSync(file, '');
    expect((await openError(join(file, 'x.db'))).message).toMatch(/is a file, not a folder: set STORE_URL/);
    expect((await openError(join(file, 'y', 'x.db'))).message).toMatch(
      /is a file, not a folder: set STORE_URL/,
    );
  });

  it.skipIf(process.getuid?.() === 0)('is refused when its folder may not be written', async () => {
    const path = newPath();
    chmodSync(dirname(path), 0o500);
    expect((await openError(path)).message).toMatch(/let this user write the file and its folder/);
  });

  it('is refused when a newer version wrote it', async () => {
    const path = newPath();
    await (await opened(path)).close();
    const file = new Database(path);
    file.exec('PRAGMA user_version = 99');
    file.close();
    expect((await openError(path)).message).toContain(
      `has version 99 and this Afterword knows ${migrations.length}`,
    );
  });

  it.each([
    ['SQLITE_FULL', /free some space/],
    ['SQLITE_READONLY_DBMOVED', /let this user write/],
    ['SQLITE_CORRUPT_VTAB', /restore it from a backup/],
    ['SQLITE_IOERR_READ', /check the file/],
  ])('says what to do about %s', (code, remedy) => {
    expect(remedyOf(Object.assign(new Error('no'), { code }))).toMatch(remedy);
    expect(remedyOf(new Error('no'))).toMatch(/check the file/);
    expect(remedyOf('no')).toMatch(/check the file/);
  });
});

describe('a SQLite file that is deleted or replaced while it is open', () => {
  const key = { day: '2026-11-22', supervisor: 'telegram:1' };

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
      () => store.claimDigest(key, new Date(0), new Date(1)),
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

  it('is noticed by the sweeper', async () => {
    const path = newPath();
    let lost = 0;
    const store = createSqliteStore({ path, onLost: () => lost++ });
    await store.open();
    onTestFinished(() => store.close().catch(() => {}));
    rmSync(path);
    await expect(store.dueDialogues(new Date(0), 1)).rejects.toThrow(StoreError);
    expect(lost).toBe(1);
  });
});

describe('a SQLite file of the first version', () => {
  it('is brought to the newest shape, and its answers are found by when they were given', async () => {
    const path = newPath();
    const file = new Database(path);
    file.exec(migrations[0] ?? '');
    file.exec('PRAGMA user_version = 1');
    const insert = (id: string, columns: string, values: string) =>
      file.exec(`INSERT INTO dialogues (id, channel, clientId, externalId, tags, scenario, completedAt, reportedAt,
        outcome, eventIds, outbox, revision, ${columns})
        VALUES ('${id}', 'viber', '1', '${id}', '[]', 'csat', 1000, 1000, 'answered', '[]', '[]', 0, ${values})`);
    insert('rated', 'rating, answeredAt', '5, 2000');
    const survey = JSON.stringify({ answeredAt: { quality_answer: 2000, quality_comment: 4000 } });
    insert('both', 'rating, comment, answeredAt, survey', `5, 'x', 2000, '${survey}'`);
    insert('neither', 'answeredAt', '2000');
    file.exec("INSERT INTO digests VALUES ('2026-11-22', 'telegram:1', 0, 1)");
    file.close();
    const store = await opened(path);
    const late = { completedBefore: new Date(5000), from: new Date(0), limit: 10 };
    const ids = async (to: number) =>
      (await store.lateAnswers({ ...late, to: new Date(to) })).map(({ id }) => id);
    expect(await ids(4001)).toEqual(['rated', 'both']);
    expect(await ids(2000)).toEqual([]);
    expect(await store.lastDigest('telegram:1', '2026-11-23')).toEqual({
      day: '2026-11-22',
      toldUntil: null,
    });
  });
});

describe('a SQLite file that another process writes', () => {
  it('fails a write that waited too long, and loses none that it acknowledges after that', async () => {
    const path = newPath();
    const store = await opened(path, 20);
    const given = aDialogue();
    await store.insertDialogue(given);
    const other = new Database(path);
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    for (const write of [store.saveDialogue(given), store.saveScenario('v', 'text'), store.ping()]) {
      await expect(write).rejects.toThrow(
        /database is locked; another process keeps it locked: stop that one/,
      );
    }
    expect(await store.findDialogue(given.channel, given.clientId, given.id)).toEqual(given);
    other.exec('ROLLBACK');
    const key = { day: '2026-11-22', supervisor: 'telegram:1' };
    expect(await store.claimDigest(key, new Date(0), new Date(1))).toBe(true);
    expect(other.prepare('SELECT day, supervisor FROM digests').all()).toEqual([key]);
  });

  it('is shared with it without a loss', async () => {
    const path = newPath();
    const store = await opened(path);
    let dialogue: Dialogue = aDialogue();
    await store.insertDialogue(dialogue);
    const processes = [1, 2].map((name) => fork(writer, [path, String(name), '100']));
    await Promise.all(processes.map((child) => once(child, 'message')));
    for (const child of processes) child.send('go');
    const ended = Promise.all(processes.map((child) => once(child, 'exit')));
    for (let i = 0; i < 100; i++) {
      expect(await store.saveDialogue({ ...dialogue, comment: String(i) })).toBe(true);
      dialogue = { ...dialogue, revision: i + 1 };
      await store.saveScenario(`own-${i}`, 'text');
    }
    expect(await ended).toEqual([
      [0, null],
      [0, null],
    ]);
    const file = new Database(path);
    onTestFinished(() => void file.close());
    expect(file.prepare('SELECT count(*) AS n FROM scenarios').all()).toEqual([{ n: 300 }]);
    expect(await store.findDialogue(dialogue.channel, dialogue.clientId, dialogue.id)).toMatchObject({
      revision: 100,
      comment: '99',
    });
  });
});

describe('the indexes of a SQLite file', () => {
  it.each([
    ['recentDialogues', 'dialogues_recent'],
    ['dueDialogues', 'dialogues_due'],
    ['tallies', 'dialogues_newest'],
    ['talliesAsOf', 'dialogues_newest'],
    ['lateAnswers', 'dialogues_heard'],
    ['listNewest', 'dialogues_newest'],
    ['listWorst', 'dialogues_newest'],
  ] as const)('serve %s by %s', async (statement, index) => {
    const path = newPath();
    await opened(path);
    const file = new Database(path);
    onTestFinished(() => void file.close());
    const plan = JSON.stringify(file.prepare(`EXPLAIN QUERY PLAN ${statements[statement]}`).all({}));
    expect(plan).toContain(`USING INDEX ${index} `);
    if (statement === 'listNewest') expect(plan).not.toContain('ORDER BY');
  });
});
