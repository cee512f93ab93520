import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../src/store/sqlite/migrations.ts';
import { expectEarlierFigures, expectFirstRounds, readFixture } from '../earlier.ts';
import { newPath, opened } from './files.ts';

describe('a SQLite file of the first version', () => {
  it('is brought to the newest shape, and its answers are found by when they were given', async () => {
    const path = newPath();
    const file = new Database(path);
    file.exec(String(migrations[0]));
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
    expect(await store.lastResult('digest', 'digest:2026-11-23', 'digest:telegram:1')).toEqual({
      key: 'digest:2026-11-22:telegram:1',
      result: { toldUntil: null },
    });
  });
});

describe('a SQLite file of the release before', () => {
  it('is brought to the newest shape and gives the same figures', async () => {
    const path = newPath();
    const file = new Database(path);
    file.exec(readFixture('version-4.sql'));
    // A dimension of its own, which a release with another list of dimensions had added.
    file.exec("ALTER TABLE dialogues ADD COLUMN region TEXT; UPDATE dialogues SET region = 'Lviv'");
    file.close();
    const store = await opened(path);
    await expectEarlierFigures(store);
    await expectFirstRounds(store);
    const [dialogue] = await store.recentDialogues('telegram', '501', 1);
    expect(dialogue).toMatchObject({ region: 'Lviv' });
  });
});
