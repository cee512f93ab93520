import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGroupCommit } from '../../../src/store/sqlite/connection/group-commit.ts';
import { createSqliteStore } from '../../../src/store/sqlite/store.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { newPath, opened } from './files.ts';
import { turns } from '../../support/running/turns.ts';

/** Transactions that note what was done in each, and what was undone. */
function setUp() {
  const log: string[] = [];
  let commit = (): void | Promise<void> => {};
  const transactions = {
    begin: () => void log.push('begin'),
    commit: () => {
      log.push('commit');
      return commit();
    },
    rollback: () => void log.push('rollback'),
    isCommitting: () => false,
  };
  const commits = createGroupCommit({ transactions, isBusy: () => false, patienceMs: 0, keepBackMs: 60_000 });
  const write = (name: string, { fails = false, mayWait = false } = {}) =>
    commits.run(() => {
      log.push(name);
      if (fails) throw new Error(`${name} failed`);
      return name;
    }, mayWait);
  /** Lets the next commits take until they are told to end. */
  const commitSlowly = (): (() => void) => {
    let end = (): void => {};
    commit = () => new Promise<void>((resolve) => (end = resolve));
    return () => {
      commit = () => {};
      end();
    };
  };
  return { log, commits, write, commitSlowly };
}

describe('writes at about the same time', () => {
  it('share one transaction, in their order, and each has its own result', async () => {
    const { log, write } = setUp();
    expect(await Promise.all([write('a'), write('b'), write('c')])).toEqual(['a', 'b', 'c']);
    expect(log).toEqual(['begin', 'a', 'b', 'c', 'commit']);
    expect(await write('d')).toBe('d');
    expect(log.slice(5)).toEqual(['begin', 'd', 'commit']);
  });

  it('share one transaction also when they come turn by turn of the event loop', async () => {
    const { log, write } = setUp();
    const writes = [];
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      writes.push(write(name));
      await turns(1);
    }
    await Promise.all(writes);
    expect(log).toEqual(['begin', 'a', 'b', 'c', 'd', 'e', 'f', 'commit']);
  });

  it('do not wait for ever where each turn brings another', async () => {
    const { log, write } = setUp();
    let written = 0;
    const writes = [];
    for (let turn = 0; turn < 100; turn++) {
      writes.push(write(`${turn}`).then(() => written++));
      await turns(1);
    }
    expect(written).toBeGreaterThan(50);
    await Promise.all(writes);
    expect(log.filter((entry) => entry === 'commit').length).toBeLessThan(6);
  });

  it('do not take each other along when one fails', async () => {
    const { log, write } = setUp();
    const ended = await Promise.allSettled([write('a'), write('b', { fails: true }), write('c')]);
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(log.join(' ')).toBe('begin a b rollback begin a commit begin b rollback begin c commit');
  });

  it('share one in hundreds, in their order, so that whatever else goes on has its turn between', async () => {
    const { log, write } = setUp();
    const names = Array.from({ length: 220 }, (_, index) => `${index}`);
    expect(await Promise.all(names.map((name) => write(name)))).toEqual(names);
    const groups = log.join(' ').split('begin ').slice(1);
    expect(groups.map((group) => group.trim().split(' ').length - 1)).toEqual([100, 100, 20]);
    expect(log.filter((entry) => /^\d/.test(entry))).toEqual(names);
  });

  it('are all written before the end, however many wait', async () => {
    const { commits, log, write } = setUp();
    const writes = Array.from({ length: 220 }, (_, index) => write(`${index}`, { mayWait: index > 110 }));
    await commits.end();
    expect(log.filter((entry) => /^\d/.test(entry))).toHaveLength(220);
    expect(await Promise.all(writes)).toHaveLength(220);
  });

  it('wait for a commit that is under way, and then share the next one', async () => {
    const { log, write, commitSlowly } = setUp();
    const endCommit = commitSlowly();
    const first = write('a');
    await turns(10);
    const others = [write('b'), write('c')];
    await turns(10);
    expect(log).toEqual(['begin', 'a', 'commit']);
    endCommit();
    expect(await Promise.all([first, ...others])).toEqual(['a', 'b', 'c']);
    expect(log.slice(3)).toEqual(['begin', 'b', 'c', 'commit']);
  });

  it('take along what may wait, which otherwise is kept back', async () => {
    const { log, commits, write } = setUp();
    const kept = write('mark', { mayWait: true });
    await turns(10);
    expect(log).toEqual([]);
    expect(await Promise.all([kept, write('answer')])).toEqual(['mark', 'answer']);
    expect(log).toEqual(['begin', 'mark', 'answer', 'commit']);
    const last = write('last', { mayWait: true });
    await commits.end();
    expect(await last).toBe('last');
  });

  it('are all refused when the file cannot be written', async () => {
    const path = newPath();
    const store = await opened(path, 20);
    const other = new Database(path);
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    const writes = [aDialogue(), aDialogue()].map((dialogue) => store.insertDialogue(dialogue));
    for (const { status } of await Promise.allSettled(writes)) expect(status).toBe('rejected');
    other.exec('ROLLBACK');
    const given = aDialogue();
    expect((await store.insertDialogue(given)).created).toBe(true);
  });

  it('wait for another process’s lock without keeping anything else waiting', async () => {
    const path = newPath();
    const store = await opened(path, 30_000);
    const given = aDialogue();
    await store.insertDialogue(given);
    const other = new Database(path);
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    let written = 0;
    const writes = [1, 2, 3].map(() => store.insertDialogue(aDialogue()).then(() => written++));
    for (let turn = 0; turn < 5; turn++) {
      await new Promise(setImmediate);
      expect(await store.findDialogue(given.channel, given.clientId, given.id)).toEqual(given);
    }
    expect(written).toBe(0);
    other.exec('ROLLBACK');
    await Promise.all(writes);
    expect(written).toBe(3);
  });

  it('are acknowledged only once they are in the file', async () => {
    const path = newPath();
    const store = await opened(path);
    const other = new Database(path);
    onTestFinished(() => void other.close());
    const count = () => (other.prepare('SELECT count(*) AS n FROM dialogues').get() as { n: number }).n;
    const seen = await Promise.all(
      Array.from({ length: 5 }, () => store.insertDialogue(aDialogue()).then(count)),
    );
    expect(seen).toEqual([5, 5, 5, 5, 5]);
  });

  it('are kept when the store is closed at once', async () => {
    const path = newPath();
    const store = createSqliteStore({ path });
    await store.open();
    const given = aDialogue();
    const written = store.insertDialogue(given);
    await store.close();
    await written;
    const again = await opened(path);
    expect(await again.findDialogue(given.channel, given.clientId, given.id)).toEqual(given);
  });
});
