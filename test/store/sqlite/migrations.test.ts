import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../src/store/sqlite/migrations.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';
import { expectEarlierFigures, expectFirstRounds, readFixture } from '../earlier.ts';
import { newPath, opened } from './files.ts';

describe('a SQLite file of the first version', () => {
  it('is brought to the newest shape, with its answers and what was to be sent', async () => {
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
    file.exec(`UPDATE dialogues SET outbox = '[{"id":1,"attempts":2}]' WHERE id = 'rated'`);
    file.exec("INSERT INTO digests VALUES ('2026-11-22', 'telegram:1', 0, 1)");
    file.close();
    const store = await opened(path);
    const late = { completedBefore: new Date(5000), from: new Date(0), limit: 10 };
    const ids = async (to: number) =>
      (await store.lateAnswers({ ...late, to: new Date(to) })).map(({ id }) => id);
    expect(await ids(4001)).toEqual(['rated', 'both']);
    expect(await ids(2000)).toEqual([]);
    const outboxes = ['rated', 'both'].map(async (id) => (await store.findDialogueById(id))?.outbox);
    expect(await Promise.all(outboxes)).toEqual([[{ id: 1, attempts: 2 }], []]);
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

  it('counts which of its surveys were finished by what they say, until they are written again', async () => {
    const path = newPath();
    const store = await opened(path);
    const ends = [
      {},
      { recordedAt: 5 },
      { recordedAt: 5, waitsAt: 'comment' },
      { recordedAt: 5, awaits: 'ask' },
      { recordedAt: 5, withdrawnAt: 6 },
      { recordedAt: 5, ended: 'expired' as const },
      { ended: 'finished' as const },
    ];
    const rows = ends.map((end, index) => aDialogue({ id: `end-${index}`, survey: aSurvey(end) }));
    for (const one of [...rows, aDialogue({ id: 'none' })]) await store.insertDialogue(one);
    const file = new Database(path);
    file.exec('UPDATE dialogues SET finished = NULL');
    const asBefore = JSON.stringify(aSurvey({ recordedAt: 5 }));
    const asIs = JSON.stringify(aSurvey({ recordedAt: 5, waitsAt: 'comment' }));
    file.exec(`UPDATE dialogues SET survey = '${asBefore}' WHERE id = 'end-1'`);
    file.exec(`UPDATE dialogues SET survey = '${asIs}' WHERE id = 'end-2'`);
    file.close();
    const range = { from: new Date(0), to: new Date(8.64e15) };
    const finished = async (): Promise<[number, string[]]> => {
      const counts = await store.tallies(range);
      const listed = await store.listDialogues({ ...range, finished: true, limit: 50 });
      const sum = counts.reduce((all, one) => (one.finished ? all + one.count : all), 0);
      return [sum, listed.map(({ id }) => id).toSorted()];
    };
    expect(await finished()).toEqual([2, ['end-1', 'end-6']]);
    for (const before of await store.listDialogues({ ...range, limit: 50 })) {
      await store.saveDialogue({ ...before, language: 'en' }, { before });
      if (before.id === 'end-2' && before.survey) {
        const survey = { ...before.survey, waitsAt: null, ended: 'finished' as const };
        const read = { ...before, revision: before.revision + 1 };
        await store.saveDialogue({ ...read, survey }, { before: read });
      }
    }
    expect(await finished()).toEqual([3, ['end-1', 'end-2', 'end-6']]);
  });
});
