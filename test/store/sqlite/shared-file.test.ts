import { fork } from 'node:child_process';
import { once } from 'node:events';
import Database from 'libsql';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Dialogue } from '../../../src/dialogue.ts';
import { statements as dialogueSql } from '../../../src/store/sqlite/dialogues.ts';
import { statements as figureSql } from '../../../src/store/sqlite/figures.ts';
import { statements as jobSql } from '../../../src/store/sqlite/jobs.ts';
import { listStatements } from '../../../src/store/sqlite/queries/lists.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { aJob } from '../contract/jobs.ts';
import { newPath, opened } from './files.ts';

const writer = new URL('./writer.mjs', import.meta.url);
const sql = { ...dialogueSql, ...figureSql, ...jobSql, ...listStatements };

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
    const job = aJob();
    expect(await store.insertJob(job)).toBe(true);
    expect(other.prepare('SELECT key FROM jobs').all()).toEqual([{ key: job.key }]);
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
  /** Those that give the order as well. */
  const ordered = ['listJobs', 'listJobsOfKind', 'givenUpJobs'];
  it.each([
    ['recentDialogues', 'sqlite_autoindex_dialogues_2'],
    ['dueDialogues', 'dialogues_due'],
    ['tallies', 'dialogues_newest'],
    ['talliesAsOf', 'dialogues_newest'],
    ['lateAnswers', 'dialogues_heard'],
    ['read_newest', 'dialogues_newest'],
    ['read_oldest', 'dialogues_newest'],
    ['read_commentedNewest', 'dialogues_commented'],
    ['read_commentedOldest', 'dialogues_commented'],
    ['read_rated', 'dialogues_rated'],
    ['read_heard', 'dialogues_heard'],
    ['place_newest', 'dialogues_newest'],
    ['place_commentedOldest', 'dialogues_commented'],
    ['place_rated', 'dialogues_rated'],
    ['place_heard', 'dialogues_heard'],
    ['dueJobs', 'jobs_due'],
    ['listJobs', 'jobs_state'],
    ['listJobsOfKind', 'jobs_kind'],
    ['givenUpJobs', 'jobs_kind'],
    ['forgetJobs', 'jobs_kind'],
    ['lastResult', 'jobs_result'],
  ] as const)('serve %s by %s', async (statement, index) => {
    const path = newPath();
    await opened(path);
    const file = new Database(path);
    onTestFinished(() => void file.close());
    const plan = JSON.stringify(file.prepare(`EXPLAIN QUERY PLAN ${sql[statement]}`).all({}));
    expect(plan).toMatch(new RegExp(`USING (COVERING )?INDEX ${index}\\b`));
    if (ordered.includes(statement) || /^(read|place)_/.test(statement))
      expect(plan).not.toContain('ORDER BY');
  });
});
