import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OutboxEntry } from '../../../src/dialogue.ts';
import { remedyOf } from '../../../src/store/sqlite/connection/faults.ts';
import { migrations } from '../../../src/store/sqlite/migrations.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { tempFolder } from '../../support/temp.ts';
import { newPath, openError, opened } from './files.ts';

const entryOf = (text: string): OutboxEntry => ({
  id: 1,
  effect: { kind: 'send', message: { text } },
  attempts: 0,
  notBefore: 0,
});

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

  it('keeps a dialogue in no more room than it needs, although much was sent meanwhile', async () => {
    const path = newPath();
    const store = await opened(path);
    const outbox = [entryOf('a question, with its buttons, '.repeat(40))];
    for (let index = 0; index < 100; index++) {
      const given = aDialogue({ outbox });
      await store.insertDialogue(given);
      await store.saveDialogue({ ...given, outbox: [] }, { before: given });
    }
    const file = new Database(path);
    onTestFinished(() => void file.close());
    const used = file
      .prepare("SELECT sum(payload) * 1.0 / sum(pgsize) AS used FROM dbstat WHERE name = 'dialogues'")
      .get() as { used: number };
    expect(used.used).toBeGreaterThan(0.6);
    expect(file.prepare('SELECT count(*) AS kept FROM outboxes').all()).toEqual([{ kept: 0 }]);
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
