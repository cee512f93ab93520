import { describe, expect, it } from 'vitest';
import { clients, sharedTestService, type TestService } from '../../../support/service.ts';
import { pages } from '../../../../src/http/api/client/client.ts';
import { refused } from '../client/refused.ts';

const service = sharedTestService();
const day = { from: '2026-11-22', to: '2026-11-22' };

let reported = 0;

/** A dialogue of a client who answered with this text. */
async function rated(on: TestService, text: string, facts: object = {}) {
  const { client, simulator } = on;
  const externalId = `R-${++reported}`;
  const { dialogue } = await client.dialogues.create({
    channel: 'telegram',
    clientId: clients.telegram.en,
    externalId,
    ...facts,
  });
  await on.settle();
  await simulator.telegram.say(clients.telegram.en, text);
  await on.settle();
  if (!text.includes(',')) {
    await simulator.telegram.tap(clients.telegram.en, 'Skip');
    await on.settle();
  }
  return dialogue;
}

describe('figures', () => {
  it('are the same as those of the earlier address, along several dimensions and narrowed by repeated filters', async () => {
    const { client } = service();
    for (const [operator, team, text] of [
      ['Anna', 'A', '5, fine'],
      ['Petro', 'B', '1, bad'],
      ['Olha', 'C', '3'],
    ] as const) {
      await rated(service(), text, { operator, team, tags: [team === 'A' ? 'vip' : 'plain'] });
    }
    const figures = await client.figures.period({ ...day, by: ['operator', 'team'] });
    expect(figures.by.operator?.map(({ name }) => name)).toEqual(['Anna', 'Olha', 'Petro']);
    expect(figures.by.team).toHaveLength(3);
    const { by: _, ...rest } = figures;
    const { by: __, ...earlier } = await client.statistics.period(day);
    expect(rest).toEqual(earlier);
    const averageOf = async (filter: object) =>
      (await client.figures.period({ ...day, ...filter })).summary.scales[0]?.averageCsat;
    expect(await averageOf({ team: ['a', 'B'] })).toBe(3);
    expect(await averageOf({ tag: 'vip' })).toBe(5);
    expect(await averageOf({ rating: [1, 3] })).toBe(2);
    expect(await averageOf({ operator: [], team: '' })).toBe(3);
  });

  it('have a trend whose parts are cut at the ends of the period', async () => {
    const { client } = service();
    const { parts } = await client.figures.trend({ from: '2026-11-21', to: '2026-11-24', step: 'week' });
    expect(parts.map(({ from, to, summary }) => [from, to, summary.completed])).toEqual([
      ['2026-11-21', '2026-11-22', expect.any(Number)],
      ['2026-11-23', '2026-11-24', 0],
    ]);
    const long = await refused(client.figures.trend({ from: '2020-01-01', to: '2026-11-22' }));
    expect(long.faults[0]?.message).toContain('ask for 366 at most');
    await client.figures.trend({ from: '2020-01-01', to: '2026-11-22', step: 'month' });
  });

  it('have a funnel, also of each scenario', async () => {
    const { client } = service();
    const { total, by } = await client.figures.funnel({ ...day, by: 'scenario' });
    expect(total.steps.map(({ step }) => step)).toEqual([
      'completed',
      'asked',
      'delivered',
      'rated',
      'commented',
      'finished',
    ]);
    expect(by.map(({ name }) => name)).toEqual(['csat']);
    expect(by[0]?.funnel).toEqual(total);
  });

  it('are refused for a range of 100 years with the most that may be asked for', async () => {
    const { client } = service();
    const century = { from: '2000-01-01', to: '2099-12-31' };
    for (const request of [
      client.figures.period(century),
      client.figures.funnel(century),
      client.figures.trend({ ...century, step: 'month' }),
      client.dialogues.list(century),
      client.comments.list(century),
      client.alerts.list(century),
      client.exports.csv(century),
    ]) {
      const error = await refused(request);
      expect(error.faults).toEqual([
        { path: 'to', message: '"2099-12-31" makes it 36525 days from 2000-01-01; ask for 3660 at most' },
      ]);
    }
  });
});

describe('comments and dialogues', () => {
  it('are searched, ordered and read on from page to page', async () => {
    const { client } = service();
    const words = async (query: object): Promise<string[]> => {
      const found: string[] = [];
      for await (const { comments } of pages(client.comments.list, { ...day, limit: 1, ...query })) {
        found.push(...comments.map(({ comment }) => comment));
      }
      return found;
    };
    expect(await words({ order: 'worst' })).toEqual(['bad', 'fine']);
    expect(await words({ order: 'best' })).toEqual(['fine', 'bad']);
    expect(await words({ order: 'answered' })).toHaveLength(2);
    expect(await words({ search: 'FIN' })).toEqual(['fine']);
    expect(await words({ search: '%' })).toEqual([]);
    const unrated = await client.dialogues.list({ ...day, commented: false, rated: true });
    expect(unrated.dialogues.map(({ rating }) => rating)).toEqual([3]);
  });

  it('have their whole course', async () => {
    const { client } = service();
    const { id } = await rated(service(), '4, good', { topic: 'course' });
    await client.dialogues.correct(id, { topic: 'Course', by: 'Iryna' });
    await client.dialogues.void(id, { reason: 'a test', by: 'Iryna' });
    const { events } = await client.dialogues.events(id);
    expect(events.map(({ what }) => what)).toEqual([
      'completed',
      'reported',
      'asked',
      'delivered',
      'answered',
      'answered',
      'finished',
      'corrected',
      'voided',
    ]);
    expect(events.at(-1)).toMatchObject({ by: 'Iryna', reason: 'a test', at: new Date('2026-11-22T12:00Z') });
    expect(events.at(-2)).toMatchObject({ field: 'topic', before: 'course', after: 'Course' });
  });
});

describe('a reviewer’s note', () => {
  it('is deleted by its id, which the course tells without its words', async () => {
    const { client, store, clock } = service();
    const { id } = await rated(service(), '4, good');
    const other = await rated(service(), '5, fine');
    const body = { text: 'Secret', by: { id: 'somebody', name: 'Marta' } };
    await store.insertRecord({ kind: 'note', id: 'note-1', at: clock.now(), tag: id, body });
    const notes = async () =>
      (await client.dialogues.events(id)).events
        .filter(({ what }) => what.startsWith('note'))
        .map(({ what, by, after, note }) => [what, by, after, note]);
    expect(await notes()).toEqual([['note', 'Marta', 'Secret', 'note-1']]);
    expect((await refused(client.dialogues.deleteNote(other.id, 'note-1'))).code).toBe('unknown_note');
    expect((await refused(client.dialogues.deleteNote('none', 'note-1'))).code).toBe('unknown_dialogue');
    for (const _again of [1, 2]) {
      expect(await client.dialogues.deleteNote(id, 'note-1')).toEqual({ id: 'note-1', deleted: true });
      expect(await notes()).toEqual([
        ['note', 'Marta', null, 'note-1'],
        ['note_deleted', 'api', null, 'note-1'],
      ]);
    }
    expect(JSON.stringify(await store.findRecord('note', 'note-1'))).not.toContain('Secret');
  });
});

describe('alerts', () => {
  it('are listed by state, name and period with their course', async () => {
    const { client, app } = service();
    await app.worker.runAll();
    const { alerts } = await client.alerts.list({ ...day, team: 'b' });
    expect(alerts).toMatchObject([
      { state: 'open', operator: 'Petro', rating: 1, comment: 'bad', standing: 'low', takenBy: null },
    ]);
    const [alert] = alerts;
    expect(alert?.course[0]).toMatchObject({ what: 'raised', by: null, at: expect.any(Date) });
    expect((await client.alerts.get(alert?.id ?? '')).alert).toEqual(alert);
    expect((await client.alerts.list({ state: 'resolved' })).alerts).toEqual([]);
    expect((await client.alerts.list({ team: 'A' })).alerts).toEqual([]);
    const count = async (narrowed: object): Promise<number[]> => [
      (await client.alerts.list({ ...day, ...narrowed })).alerts.length,
      (await client.statistics.alerts({ ...day, ...narrowed })).alerts,
    ];
    expect(await count({ tag: ['plain', 'none'], rating: 1 })).toEqual([1, 1]);
    expect(await count({ tag: 'vip' })).toEqual([0, 0]);
    expect(await count({ version: 'none' })).toEqual([0, 0]);
    expect(await count({ rating: 1, disputed: 'without' })).toEqual([1, 1]);
    expect((await client.alerts.list({ disputed: 'only' })).alerts).toEqual([]);
    expect((await client.alerts.list({ from: '2026-11-23', to: '2026-11-23' })).alerts).toEqual([]);
    expect((await refused(client.alerts.get('none'))).code).toBe('unknown_alert');
  });
});

describe('exports', () => {
  it('have the rows of the list with the same parameters, as CSV with or without a mark, and for Excel', async () => {
    const { client } = service();
    const rowsOf = async (query: object): Promise<string[]> =>
      (await (await client.exports.csv({ ...day, ...query })).text()).trim().split('\r\n');
    const response = await client.exports.csv({ ...day, bom: false });
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="dialogues-2026-11-22.csv"',
    );
    const withMark = new Uint8Array(await (await client.exports.csv(day)).arrayBuffer());
    const without = new Uint8Array(await response.arrayBuffer());
    expect(withMark.slice(0, 3)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf]));
    expect(without.length).toBe(withMark.length - 3);
    const { dialogues } = await client.dialogues.list({ ...day, order: 'worst', team: ['A', 'B'] });
    const rows = await rowsOf({ order: 'worst', team: ['A', 'B'], bom: false });
    expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual(dialogues.map(({ id }) => id));
    expect(await rowsOf({ search: 'no such words' })).toHaveLength(1);
    const xlsx = await client.exports.xlsx({ ...day, team: 'A' });
    expect(new TextDecoder().decode((await xlsx.arrayBuffer()).slice(0, 2))).toBe('PK');
  });
});
