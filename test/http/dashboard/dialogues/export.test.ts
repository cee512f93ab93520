import { describe, expect, it } from 'vitest';
import { createSetClock } from '../../../../src/clock.ts';
import { StoreError } from '../../../../src/errors.ts';
import { createRunningExports } from '../../../../src/http/dashboard/dialogues/export/running.ts';
import { aDialogue } from '../../../support/dialogues.ts';
import { named, readCsv, readSheet } from '../../../exports/read.ts';
import { endless } from '../../../exports/exported.ts';
import { administrator, analyst, openDialoguePages, supervisorOf } from './fixture.ts';
import { textIn } from './read-page.ts';

const path = '/dashboard/dialogues';
const rated = (externalId: string, rating: number, comment: string | null = null) =>
  aDialogue({
    externalId,
    outcome: 'answered',
    rating,
    comment,
    answeredAt: new Date('2026-11-22T09:02:00Z'),
  });

describe('the list as a file', () => {
  it('has what the list has, in its order, all of it, under the name of its days', async () => {
    const { survey, get } = await openDialoguePages();
    for (const one of [
      rated('a', 5, '=1+1'),
      rated('b', 1),
      rated('c', 3, 'так'),
      aDialogue({ externalId: 'd' }),
    ]) {
      await survey.store.insertDialogue(one);
    }
    const csv = await get(`${path}.csv?rated=yes&order=worst&from=2026-11-01&to=2026-11-30`);
    expect(csv.status).toBe(200);
    expect(csv.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="dialogues-2026-11-01-2026-11-30.csv"',
      'cache-control': 'no-store',
    });
    expect(csv.body.startsWith('\ufeffid,')).toBe(true);
    const rows = named(readCsv(csv.body.slice(1)));
    expect(
      rows.map(({ externalId, CSAT, 'Client Comment': comment }) => [externalId, CSAT, comment]),
    ).toEqual([
      ['b', '1', ''],
      ['c', '3', 'так'],
      ['a', '5', "'=1+1"],
    ]);
    const plain = await get(`${path}.csv?search=%D1%82%D0%B0%D0%BA&bom=no&from=2026-11-22&to=2026-11-22`);
    expect(plain.body.startsWith('id,')).toBe(true);
    expect(plain.headers['content-disposition']).toContain('"dialogues-2026-11-22.csv"');
    expect(named(readCsv(plain.body)).map(({ externalId }) => externalId)).toEqual(['c']);
    expect((await get(`${path}.csv?bom=maybe`)).status).toBe(400);
    const xlsx = await get(`${path}.xlsx?rated=yes`);
    expect(xlsx.headers['content-disposition']).toContain('.xlsx"');
    expect(readSheet(xlsx.bytes)).toHaveLength(4);
  });

  it('is refused for Excel past its rows, with the way to CSV', async () => {
    const many = endless(() => rated('a', 5), 10_001);
    const { get } = await openDialoguePages({
      statistics: (real) => ({ ...real, dialogues: many.statistics.dialogues }),
    });
    const { status, body } = await get(`${path}.xlsx?team=Sales&rated=yes&from=2026-11-22&to=2026-11-22`);
    expect(status).toBe(409);
    expect(textIn(body)).toContain('An Excel file has 10,000 rows at most');
    expect(body).toContain(
      'href="/dashboard/exports?from=2026-11-22&amp;to=2026-11-22&amp;team=Sales&amp;rated=yes&amp;format=csv"',
    );
  });

  it('is refused for Excel at once where the counts of days tell that there are too many', async () => {
    const { get } = await openDialoguePages({
      statistics: (real) => ({
        ...real,
        period: async (query) => {
          const report = await real.period(query);
          return { ...report, summary: { ...report.summary, completed: 10_001 } };
        },
      }),
    });
    expect((await get('/dashboard/exports?format=xlsx')).status).toBe(409);
    expect((await get('/dashboard/exports?format=csv')).status).toBe(200);
  });

  it('is begun by a page, which shows how far it is until it is whole', async () => {
    const { survey, get, signIn } = await openDialoguePages();
    for (let n = 0; n < 3; n++) await survey.store.insertDialogue(rated(`T-${n}`, 5));
    const page = await get('/dashboard/exports?format=csv-plain&team=support');
    expect(page.status).toBe(200);
    const [, file = ''] = /^0; url=(.*)$/.exec(String(page.headers['refresh'])) ?? [];
    expect(file).toMatch(/^\/dashboard\/dialogues\.csv\?team=support&bom=no&export=\w+$/);
    const [, poll = ''] = /hx-get="([^"]*)"/.exec(page.body) ?? [];
    const progress = async () => (await get(poll.replaceAll('&amp;', '&'))).body;
    expect(await progress()).toMatch(/hx-trigger="every 1s".*The file is being prepared/);
    expect((await get(file)).body.split('\r\n')).toHaveLength(5);
    const over = await progress();
    expect(over).toContain('The file is complete. 3 rows.');
    expect(over).not.toContain('hx-');
    // It is nobody else's, and another process knows nothing of it.
    signIn(analyst);
    expect(await progress()).toContain('Nothing is known here of how far the file is.');
    signIn(administrator);
    expect((await get(`/dashboard/exports/nothing?from=2026-11-01&to=2026-11-30`)).body).toContain(
      'Nothing is known',
    );
    for (const query of ['', '?from=x&to=y', '?from=1900-01-01&to=2100-01-01']) {
      expect((await get(`/dashboard/exports/nothing${query}`)).status).toBe(400);
    }
    expect((await get('/dashboard/exports?format=pdf')).status).toBe(400);
  });

  it('that breaks off is cut, logged and said on its page', async () => {
    let pages = 0;
    const { get, logs } = await openDialoguePages({
      statistics: (real) => ({
        ...real,
        dialogues: async (_query, { limit }) => {
          if (++pages > 3) throw new StoreError('the disk is gone');
          return Array.from({ length: limit }, () => rated('a', 5));
        },
      }),
    });
    const page = await get('/dashboard/exports?format=csv&period=7d');
    const [, file = ''] = /^0; url=(.*)$/.exec(String(page.headers['refresh'])) ?? [];
    await expect(get(file)).rejects.toThrow();
    const [, poll = ''] = /hx-get="([^"]*)"/.exec(page.body) ?? [];
    expect((await get(poll.replaceAll('&amp;', '&'))).body).toContain('The file broke off.');
    expect(logs.join('\n')).toContain('An export broke off while it was sent');
  });

  it('is not made for a request that only asks how long it is', async () => {
    const { server, signIn } = await openDialoguePages({ people: [supervisorOf('x')] });
    signIn(supervisorOf('x'));
    const answer = await server.inject({ method: 'HEAD', url: `${path}.csv` });
    expect(answer.statusCode).toBe(404);
  });
});

describe('what is known of running exports', () => {
  it('is what was last told, to the person whose they are', () => {
    const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
    const exports = createRunningExports(clock);
    const { id } = exports.begin({ person: 'a', href: '/x', expected: 10 });
    expect(exports.find(id, 'a')).toMatchObject({ state: 'waiting', rows: 0, expected: 10 });
    expect(exports.find(id, 'b')).toBeNull();
    exports.track(id, 'b').end('done');
    exports.track(null, 'a').end('done');
    const tracker = exports.track(id, 'a');
    tracker.progress({ rows: 250, day: '2026-11-21' });
    expect(exports.find(id, 'a')).toMatchObject({ state: 'running', rows: 250, day: '2026-11-21' });
    tracker.end('stopped');
    expect(exports.find(id, 'a')).toMatchObject({ state: 'stopped', rows: 250 });
  });

  it('is forgotten after an hour, and the oldest when there are very many', () => {
    const clock = createSetClock(new Date('2026-11-22T12:00:00Z'));
    const exports = createRunningExports(clock);
    const begin = () => exports.begin({ person: 'a', href: '/x', expected: null }).id;
    const old = begin();
    clock.set(3_600_001);
    const kept = begin();
    expect(exports.find(old, 'a')).toBeNull();
    for (let n = 0; n < 999; n++) begin();
    expect(exports.find(kept, 'a')).not.toBeNull();
    begin();
    expect(exports.find(kept, 'a')).toBeNull();
  });
});
