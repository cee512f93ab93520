import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../../src/errors.ts';
import { unzip } from '../../exports/read.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { rows } from '../staff-desk.ts';
import { integrator, iryna, olena, openExports, petro, rowsOf, viktor } from './exporting.ts';

const publicUrl = 'https://csat.example';
const on = (day: string) => new Date(`${day}T10:00:00Z`);

describe('/export', () => {
  it('says at once what is made and of how many dialogues, and sends it as a document', async () => {
    const desk = await openExports();
    await desk.has({ rating: 5, outcome: 'answered' }, { comment: '=1+1' }, { superseded: true });
    await desk.has({ completedAt: on('2026-10-30') });
    expect((await desk.types(iryna, '/export csv')).text).toBe(
      'A CSV file is being made: November 2026, 2 dialogues, and besides them those that the figures leave out, such as earlier rounds. It comes here as soon as it is ready.',
    );
    await desk.run();
    const { text, file } = desk.last(iryna);
    expect([text, file?.name]).toEqual(['November 2026: 3 dialogues', 'dialogues-2026-11-01-2026-11-30.csv']);
    expect(rowsOf(file?.bytes).map((row) => row['Client Comment'])).toContain("'=1+1");
  });

  it.each([
    ['/export csv 2026-10', 'October 2026', 1],
    ['/export csv 2026-10-30', 'Oct 30, 2026', 1],
    ['/export CSV 30.10.2026 22.11.2026', 'Oct 30 – Nov 22, 2026', 2],
    ['/export csv today', 'Nov 22, 2026', 1],
  ])('takes a period: %s', async (text, period, count) => {
    const desk = await openExports();
    await desk.has({}, { completedAt: on('2026-10-30') });
    expect((await desk.types(iryna, text)).text).toContain(`: ${period}, ${count} dialogue`);
    await desk.run();
    expect(rowsOf(desk.last(iryna).file?.bytes)).toHaveLength(count);
  });

  it('offers formats and months to those who do not type', async () => {
    const desk = await openExports();
    await desk.has({ completedAt: on('2026-10-30') });
    expect(rows(await desk.types(iryna, '/export'))).toEqual([
      'CSV: November 2026',
      'Excel: November 2026',
      'CSV: October 2026',
      'Excel: October 2026',
    ]);
    await desk.taps(iryna, 'CSV: October');
    await desk.run();
    expect(desk.last(iryna).text).toBe('October 2026: 1 dialogue');
    expect(rows(await desk.types(iryna, '/export 2026-10'))).toEqual(['CSV | Excel']);
  });

  it.each([
    ['/export pdf', 'There is no format “pdf”.'],
    [
      '/export csv yestreday',
      '“yestreday” is not a day that can be shown. Did you mean Saturday, November 21, 2026?',
    ],
    ['/export csv 2026-12-01', 'Tuesday, December 1, 2026 has not come yet.'],
    ['/export csv 2010-01-01 2026-11-01', 'That is 6,149 days, and one answer takes 3,660 days at most.'],
    ['/export csv 2026-11-01 2026-11-02 2026-11-03', 'Please give only one period.'],
    ['/export csv 2025-01', 'No dialogues: January 2025'],
  ])('answers what cannot be made: %s', async (text, said) => {
    const desk = await openExports();
    await desk.has({});
    expect((await desk.types(iryna, text)).text.slice(0, said.length)).toBe(said);
    await desk.run();
    expect(desk.messagesTo(iryna)).toHaveLength(1);
  });

  it('offers the period turned around', async () => {
    const desk = await openExports();
    await desk.has({});
    const shown = await desk.types(iryna, '/export csv 2026-11-22 2026-11-01');
    expect(shown.text).toBe('This period ends before it begins. Did you mean Nov 1 – Nov 22, 2026?');
    await desk.taps(iryna, 'Nov 1 – Nov 22, 2026');
    await desk.run();
    expect(desk.last(iryna).text).toBe('Nov 1 – Nov 22, 2026: 1 dialogue');
  });

  it('gives everybody what they may read: their teams, their own, nothing', async () => {
    const desk = await openExports();
    await desk.has(
      { team: 'support', operator: 'Olena' },
      { team: 'support', operator: 'Andriy' },
      { team: 'sales', operator: 'OLENA' },
    );
    for (const person of [petro, olena]) await desk.types(person, '/export csv');
    expect((await desk.types(integrator, '/export csv')).text).toMatch(
      /^Your role does not include \/export/,
    );
    await desk.run();
    const read = (person: typeof petro) =>
      rowsOf(desk.last(person).file?.bytes).map(({ team, operator }) => `${team} ${operator}`);
    expect(read(petro).toSorted()).toEqual(['support Andriy', 'support Olena']);
    expect(read(olena).toSorted()).toEqual(['sales OLENA', 'support Olena']);
    expect(desk.messagesTo(integrator)).toHaveLength(1);
  });

  it('is sent once for an event that comes twice', async () => {
    const desk = await openExports();
    await desk.has({});
    const asked = {
      event: { id: 'e', channel: 'telegram' },
      chat: { channel: 'telegram', clientId: '1' },
      person: iryna,
      format: 'csv',
      period: { from: '2026-11-22', to: '2026-11-22' },
    } as const;
    for (let i = 0; i < 2; i++) await desk.exports.begin(asked);
    await desk.run();
    expect(desk.messagesTo(iryna)).toHaveLength(1);
  });

  it('gives nothing to who was removed, lost the chat or moved to another team meanwhile', async () => {
    const desk = await openExports();
    await desk.has({ team: 'support' });
    for (const person of [iryna, petro, olena]) await desk.types(person, '/export csv');
    const now = [
      { ...petro, teams: ['sales'] },
      { ...olena, chats: [] },
    ];
    desk.people.current = async (id) => now.find((person) => person.id === id) ?? null;
    await desk.run();
    expect([desk.messagesTo(iryna), desk.messagesTo(olena)].map(({ length }) => length)).toEqual([1, 1]);
    expect(rowsOf(desk.last(petro).file?.bytes)).toEqual([]);
  });
});

describe('an Excel file', () => {
  it('comes as a document', async () => {
    const desk = await openExports();
    await desk.has({ comment: '=HYPERLINK("https://evil.example")' });
    await desk.types(iryna, '/export xlsx');
    await desk.run();
    const { text, file } = desk.last(iryna);
    expect([text, file?.name]).toEqual(['November 2026', 'dialogues-2026-11-01-2026-11-30.xlsx']);
    const sheet = unzip(file?.bytes ?? new Uint8Array()).get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('<row r="2"');
    expect(sheet).not.toContain('<f>');
  });

  it('of too many rows is refused at once, and CSV is offered', async () => {
    const desk = await openExports();
    const { statistics } = desk.tools;
    const counted = { ...(await statistics.period({ from: '2026-11-01', to: '2026-11-30' })).summary };
    desk.tools.statistics = {
      ...statistics,
      period: async (query) => {
        const report = await statistics.period(query);
        return { ...report, summary: { ...counted, completed: 10_001 } };
      },
    };
    const shown = await desk.types(iryna, '/export xlsx');
    expect(shown.text).toBe(
      'An Excel file takes 10,000 dialogues at most, and here are 10,001 dialogues (November 2026). Choose CSV, or fewer days.',
    );
    expect(rows(shown)).toEqual(['CSV']);
    await desk.run();
    expect(desk.messagesTo(iryna)).toHaveLength(1);
  });
});

describe('a large export', () => {
  const comments = Array.from({ length: 40 }, (_, index) =>
    aDialogue({ comment: `${index} ${'x'.repeat(400)}` }),
  );

  it('is a link for an hour where there is a public address', async () => {
    const desk = await openExports({ publicUrl, mostBytes: 8_000 });
    await desk.has(...comments);
    await desk.types(iryna, '/export csv');
    await desk.run();
    const [[button] = []] = desk.last(iryna).choices ?? [];
    const url = button && 'url' in button ? button.url : '';
    expect([button?.label, desk.last(iryna).file]).toEqual(['Download', undefined]);
    expect(rowsOf((await desk.fetched(url)) as Uint8Array)).toHaveLength(40);
    desk.clock.set(3_600_001);
    expect(await desk.fetched(url)).toBe('expired');
  });

  it('comes in numbered parts where there is none, every row once, whatever is reported meanwhile', async () => {
    const desk = await openExports({ mostBytes: 8_000 });
    await desk.has(...comments);
    await desk.types(iryna, '/export csv');
    desk.faults.push(null, new ChannelError('network', 'no answer'));
    await desk.run();
    await desk.has({ completedAt: new Date('2026-11-22T12:00:00Z') });
    for (let i = 0; i < 5; i++) {
      desk.clock.set(60_000);
      await desk.run();
    }
    const parts = desk.messagesTo(iryna).slice(1);
    const ids = parts.flatMap(({ file }) => rowsOf(file?.bytes).map(({ id = '' }) => id));
    expect(ids.toSorted()).toEqual(comments.map(({ id }) => id).toSorted());
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.map(({ text }) => /\(.*\)/.exec(text)?.[0])).toEqual(
      parts.map((_, at) => `(part ${at + 1}, ${at + 1 < parts.length ? 'more follow' : 'the last one'})`),
    );
    expect(parts[1]?.file?.name).toBe('dialogues-2026-11-01-2026-11-30-2.csv');
  });

  it('stops with the part after which the person was removed', async () => {
    const desk = await openExports({ mostBytes: 8_000 });
    await desk.has(...comments);
    await desk.types(iryna, '/export csv');
    let asked = 0;
    desk.people.current = async () => (++asked > 1 ? null : iryna);
    await desk.run();
    expect(desk.messagesTo(iryna)).toHaveLength(2);
  });
});

describe('where the platform takes no files', () => {
  it('an export is an address, which says so in the person’s language', async () => {
    const desk = await openExports({ publicUrl });
    await desk.has({});
    await desk.types(viktor, '/export xlsx');
    await desk.run();
    const { text } = desk.last(viktor);
    expect(text).toMatch(/^Файл Excel готовий: листопад 2026 р\.\nПротягом години/);
    expect(await desk.fetched(text.split('\n').at(-1) ?? '')).toBeInstanceOf(Uint8Array);
  });

  it('and there is no public address, that is said at once', async () => {
    const desk = await openExports();
    await desk.has({});
    expect((await desk.types(viktor, '/export csv')).text).toMatch(/^Надіслати файл у цей чат неможливо/);
    await desk.run();
    expect(desk.messagesTo(viktor)).toHaveLength(1);
  });
});
