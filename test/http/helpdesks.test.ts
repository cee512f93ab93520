import { pages } from '../../src/http/api/client/client.ts';
import { describe, expect, it } from 'vitest';
import { clients, startTestService } from '../support/service.ts';

const moment = '2026-11-22T11:03:00.000Z';

describe('what a helpdesk reports', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['numeric ids', { clientId: 501, externalId: 1001 }, { clientId: '501', externalId: '1001' }],
    ['white space around ids', { externalId: ' T-1 ' }, { externalId: 'T-1' }],
    ['a language with an underscore', { language: 'uk_UA' }, { language: 'uk-UA' }],
    ['a locale of a system', { language: 'uk_UA.UTF-8' }, { language: 'uk-UA' }],
    [
      'empty texts',
      {
        operator: ' ',
        team: '',
        topic: '\u00a0',
        language: '',
        scenario: ' ',
        completedAt: '',
        tags: ['', ' '],
      },
      { operator: null, team: null, topic: null, language: null, scenario: 'csat', tags: [] },
    ],
    [
      'null for whatever may be missing',
      {
        operator: null,
        team: null,
        topic: null,
        language: null,
        scenario: null,
        completedAt: null,
        tags: null,
      },
      { operator: null, team: null, topic: null, language: null, scenario: 'csat', tags: [] },
    ],
    [
      'numbers for names and tags',
      { operator: 17, tags: ['vip', 7, null] },
      { operator: '17', tags: ['vip', '7'] },
    ],
    [
      'composed, single-spaced names',
      { operator: ' Андрі\u0438\u0306  К ', tags: ['Cafe\u0301'] },
      { operator: 'Андрій К', tags: ['Café'] },
    ],
    ['half a character in a name', { operator: 'cut \ud83d' }, { operator: 'cut \ufffd' }],
    ['200 characters of four bytes', { operator: '🙂'.repeat(200) }, { operator: '🙂'.repeat(200) }],
    ['a time without seconds', { completedAt: '2026-11-22T11:03Z' }, { completedAt: moment }],
    ['a time with an offset', { completedAt: '2026-11-22T13:03:00+02:00' }, { completedAt: moment }],
    ['an offset without a colon', { completedAt: '2026-11-22 13:03:00 +0200' }, { completedAt: moment }],
    [
      'a fraction',
      { completedAt: '2026-11-22T11:03:00.1234567Z' },
      { completedAt: '2026-11-22T11:03:00.123Z' },
    ],
    ['seconds since the epoch', { completedAt: Date.parse(moment) / 1000 }, { completedAt: moment }],
    ['milliseconds since the epoch', { completedAt: Date.parse(moment) }, { completedAt: moment }],
  ])('may have %s', async (_, fields, kept) => {
    const service = await startTestService();
    const { status } = await service.report(fields);
    expect(status).toBe(201);
    const [row] = JSON.parse(JSON.stringify(await service.rows()));
    expect(row).toMatchObject(kept);
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ clientId: 2 ** 53 }, 'clientId', 'too large to be exact'],
    [{ externalId: 1.5 }, 'externalId', 'not whole'],
    [{ externalId: true }, 'externalId', 'must be a text or a whole number'],
    [{ externalId: undefined }, 'externalId', 'is missing'],
    [{ externalId: 'a\0b' }, 'externalId', 'NUL'],
    [{ clientId: '50\u00001' }, 'clientId', 'NUL'],
    [{ operator: 'a\0b' }, 'operator', 'NUL'],
    [{ tags: ['a\0b'] }, 'tags.0', 'NUL'],
    [{ externalId: 'cut \ud83d' }, 'externalId', 'half a character'],
    [{ externalId: 'x'.repeat(201) }, 'externalId', 'has 201 characters; send 200 at most'],
    [{ operator: '🙂'.repeat(201) }, 'operator', 'has 201 characters'],
    [{ language: `en${'-abcdefgh'.repeat(30)}` }, 'language', 'has 272 characters; send 200 at most'],
    [{ scenario: 'x'.repeat(201) }, 'scenario', 'has 201 characters; send 200 at most'],
    [{ tags: Array.from({ length: 51 }, (__, i) => `t${i}`) }, 'tags', '50 at most'],
    [{ completedAt: '2026-11-22T11:03:00' }, 'completedAt', 'has no zone'],
    [{ completedAt: '2026-11-22' }, 'completedAt', 'is not a time'],
    [{ completedAt: '2026-02-30T11:03:00Z' }, 'completedAt', 'does not exist'],
    [{ completedAt: '2026-11-22T24:00:00Z' }, 'completedAt', 'does not exist'],
    [{ completedAt: '0000-01-01T00:00:00Z' }, 'completedAt', 'lies before 2000-01-01'],
    [{ completedAt: '1969-12-31T23:59:59Z' }, 'completedAt', 'lies before 2000-01-01'],
    [{ completedAt: 0 }, 'completedAt', 'lies before 2000-01-01'],
    [{ completedAt: '+275760-09-13T00:00:00Z' }, 'completedAt', 'is not a time'],
    [{ completedAt: 1e300 }, 'completedAt', 'is not a time'],
    [{ completedAt: '9999-12-31T23:59:59Z' }, 'completedAt', 'lies in the future'],
    [{ clientId: '@olena' }, 'clientId', '"@olena" is not the id of a Telegram user'],
    [{ channel: 'viber', clientId: 'a b' }, 'clientId', 'is not the id of a Viber user'],
  ])('is refused with its field and the reason: %j', async (fields, path, reason) => {
    const service = await startTestService();
    const { status, body } = await service.report(fields);
    expect(status).toBe(400);
    expect(body.error?.faults).toMatchObject([{ path, message: expect.stringContaining(reason) }]);
    expect(await service.rows()).toEqual([]);
  });

  it('is one dialogue whether its id comes as a number or as a text', async () => {
    const service = await startTestService();
    const first = await service.report({ externalId: 7 });
    const again = await service.report({ externalId: ' 7' });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.body.dialogue.id).toBe(first.body.dialogue.id);
  });
});

describe('a period that comes in', () => {
  const day = 'from=2026-11-22&to=2026-11-22';
  it.each([
    ['statistics/daily?from=2026-11-01&to=2206-11-30', 'to', '"2206-11-30" is out of range'],
    ['statistics/daily?from=2026-11-01&to=2190-11-30', 'to', 'ask for 366 at most'],
    ['statistics/daily?from=0000-01-01&to=2026-11-30', 'from', '"0000-01-01" is out of range'],
    ['statistics?from=2000-01-01&to=2199-12-31', 'to', 'ask for 3660 at most'],
    ['statistics?from=2026-11-01&to=9999-12-31', 'to', '"9999-12-31" is out of range'],
    ['statistics?from=10000-01-01&to=10000-01-02', 'from', '"10000-01-01" is not a day'],
    ['statistics?from=2026-11-01', 'to', 'is missing'],
    ['statistics/comments?to=2026-11-01', 'from', 'is missing'],
    ['statistics/comments?from=2026-11-02&to=2026-11-01', 'to', 'before it begins'],
    ['dialogues?from=2026-02-30&to=2026-11-01', 'from', '"2026-02-30" is not a day'],
    ['dialogues?to=2026-11-01', 'from', 'is missing'],
    ...['0', '501', '0x10', '1e2', '1.5', 'ten'].map((limit) => [
      `dialogues?limit=${limit}`,
      'limit',
      `"${limit}" is not a whole number from 1 to 500`,
    ]),
    [`dialogues?${day}&cursor=nonsense`, 'cursor', 'is not a cursor'],
    [`dialogues?${day}&cursor=${Buffer.from('1:x').toString('base64url')}=`, 'cursor', 'is not a cursor'],
  ])('is refused at once, with its field and value: %s', async (path, field, reason) => {
    const service = await startTestService();
    const { status, body } = await service.api('GET', `/${path}`);
    expect(status).toBe(400);
    expect(body.error.faults[0].path).toBe(field);
    expect(body.error.faults[0].message).toContain(reason);
    expect(JSON.stringify(body)).not.toMatch(/10000-01-0[1-9](?!\S* is not)/);
  });

  it('is refused for a digest as well', async () => {
    const service = await startTestService();
    for (const wrong of ['0000-01-01', '9999-12-31', '1999-12-31', '2026-11-23', 7]) {
      const { status, body } = await service.api('POST', '/digests', { day: wrong });
      expect([status, body.error.faults[0].path]).toEqual([400, 'day']);
    }
  });
});

describe('GET /api/v1/dialogues by period', () => {
  it('pages to the end, also through dialogues of one moment, and narrows by whatever is asked', async () => {
    const service = await startTestService();
    for (let i = 0; i < 7; i++) {
      await service.report({
        externalId: i,
        operator: i % 2 ? 'Anna' : 'anna ',
        completedAt: '2026-11-21T10:00:00Z',
      });
    }
    await service.report({ externalId: 'today', operator: 'Petro' });
    const { list } = service.client.dialogues;
    const read: string[][] = [];
    const narrowed = { from: '2026-11-21', to: '2026-11-21', operator: 'ANNA', limit: 3 };
    for await (const { dialogues } of pages(list, narrowed)) {
      read.push(dialogues.map(({ externalId }) => externalId));
    }
    expect(read.map(({ length }) => length)).toEqual([3, 3, 1]);
    expect(new Set(read.flat()).size).toBe(7);
    const all = await list();
    expect([all.dialogues.length, all.next]).toEqual([8, null]);
    expect(await list({ channel: 'viber' })).toEqual({ dialogues: [], next: null, searchedUntil: null });
    expect((await list({ topic: '' })).dialogues).toHaveLength(8);
    // A cursor of the release before this one.
    const [newest] = all.dialogues;
    const cursor = Buffer.from(`${newest?.completedAt.getTime()}:${newest?.id}`).toString('base64url');
    expect((await list({ cursor })).dialogues).toEqual(all.dialogues.slice(1));
  });

  it('shows all answers of a survey, also of one that is not finished, and ids beside comments', async () => {
    const service = await startTestService();
    await service.report({ externalId: 'H-7' });
    await service.simulator.telegram.say(clients.telegram.en, '2');
    await service.settle();
    const { dialogues } = await service.client.dialogues.list();
    expect(dialogues[0]?.answers).toEqual({ quality_answer: 2 });
    await service.simulator.telegram.say(clients.telegram.en, 'slow');
    await service.settle();
    const later = await service.client.dialogues.list();
    expect(later.dialogues[0]?.answers).toEqual({ quality_answer: 2, quality_comment: 'slow' });
    const today = { from: '2026-11-22', to: '2026-11-22' };
    const { comments } = await service.client.statistics.comments(today);
    expect(comments).toMatchObject([{ externalId: 'H-7', comment: 'slow' }]);
  });
});
