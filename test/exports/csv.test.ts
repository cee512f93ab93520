import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvStream } from '../../src/exports/csv.ts';
import { aDialogue, aSurvey } from '../support/dialogues.ts';
import { endless, exported } from './exported.ts';
import { named, readCsv } from './read.ts';

/** The rows of an export, by the names of its columns. */
const rowsOf = async (...given: Parameters<typeof exported>) =>
  named(readCsv((await text(csvStream(await exported(...given)))).replace(/^\ufeff/, '')));

const answered = {
  outcome: 'answered' as const,
  rating: 2,
  comment: 'Довго',
  answeredAt: new Date('2026-11-22T09:02:00Z'),
};

describe('an export as CSV', () => {
  it('begins with a byte order mark and one English header', async () => {
    const csv = (await csvStream(await exported([])).toArray()).join('');
    expect(csv).toBe(
      '\ufeffid,externalId,round,channel,clientId,scenario,scenarioVersion,operator,team,topic,tags,completedAt,askedAt,deliveredAt,answeredAt,outcome,notAskedReason,scale,CSAT,Client Comment,otherAnswers,superseded,disputed,voided\r\n',
    );
  });

  it('says everything of a dialogue that was answered', async () => {
    const variables = { quality_answer: 2, quality_comment: 'Довго', solved: 'так', 'nps score': 7 };
    const dialogue = aDialogue({ ...answered, tags: ['vip', 'refund'], survey: aSurvey({ variables }) });
    expect(await rowsOf([dialogue])).toEqual([
      {
        id: dialogue.id,
        externalId: dialogue.externalId,
        round: '1',
        channel: 'telegram',
        clientId: '1001',
        scenario: 'csat',
        scenarioVersion: '',
        operator: 'Olena',
        team: 'support',
        topic: 'delivery',
        tags: 'vip, refund',
        completedAt: '2026-11-22T11:00:00+02:00',
        askedAt: '2026-11-22T11:01:00+02:00',
        deliveredAt: '',
        answeredAt: '2026-11-22T11:02:00+02:00',
        outcome: 'answered',
        notAskedReason: '',
        scale: '1-5',
        CSAT: '2',
        'Client Comment': 'Довго',
        otherAnswers: '{"solved":"так","nps score":7}',
        superseded: 'false',
        disputed: 'false',
        voided: '',
      },
    ]);
  });

  it('holds what counts in no figure too, and says why', async () => {
    const voided = { at: 0, by: 'Ірина', reason: 'a test' };
    const rows = await rowsOf([
      aDialogue({ id: 'notAsked0001', outcome: 'not_asked', notAskedReason: 'cooldown', askedAt: null }),
      aDialogue({ id: 'superseded01', superseded: true }),
      aDialogue({ id: 'voided000001', voided }),
      aDialogue({ id: 'disputed0001', disputed: true }),
    ]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    expect(byId.get('notAsked0001')).toMatchObject({
      outcome: 'not_asked',
      notAskedReason: 'cooldown',
      askedAt: '',
    });
    expect(byId.get('superseded01')).toMatchObject({ superseded: 'true', voided: '' });
    expect(byId.get('voided000001')).toMatchObject({ voided: 'a test', disputed: 'false' });
    expect(byId.get('disputed0001')).toMatchObject({ disputed: 'true' });
    expect(byId.size).toBe(4);
  });

  it('writes times by the clock of the report zone, whatever its offset was', async () => {
    const times = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-24T21:00:00.999Z'];
    const rows = await rowsOf(times.map((time) => aDialogue({ completedAt: new Date(time) })));
    expect(rows.map(({ completedAt }) => completedAt)).toEqual([
      '2026-10-25T03:30:00+02:00',
      '2026-10-25T03:30:00+03:00',
      '2026-10-25T00:00:00+03:00',
    ]);
  });

  it('narrows to names in whatever spelling, and to the days of the zone', async () => {
    const dialogues = [
      aDialogue({ team: 'Доставка', completedAt: new Date('2026-11-21T22:00:00Z') }),
      aDialogue({ team: 'ДОСТАВКА', completedAt: new Date('2026-11-22T21:59:59Z') }),
      aDialogue({ team: 'Доставка', completedAt: new Date('2026-11-22T22:00:00Z') }),
      aDialogue({ team: 'Оплата', completedAt: new Date('2026-11-22T10:00:00Z') }),
    ];
    const period = { from: '2026-11-22', to: '2026-11-22' };
    const rows = await rowsOf(dialogues, { period, filter: { team: 'доставка' } });
    expect(rows.map(({ id }) => id)).toEqual([dialogues[1]?.id, dialogues[0]?.id]);
  });

  it('has each dialogue once, the newest first, through pages of one moment', async () => {
    const dialogues = Array.from({ length: 620 }, () => aDialogue());
    const rows = await rowsOf(dialogues);
    expect(rows).toHaveLength(620);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(620);
  });

  it('refuses days that are none, or more than there may be', async () => {
    const stream = async (from: string, to: string) =>
      text(csvStream(await exported([], { period: { from, to } })));
    await expect(stream('2026-11-22', '2026-11-21')).rejects.toThrow('before it begins');
    await expect(stream('2000-01-01', '2199-12-31')).rejects.toThrow('ask for 3660 at most');
  });
});

describe('a cell of a CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '=cmd|" /C calc"!A0', '-2+3'])(
    'is no formula: %j',
    async (comment) => {
      const [row] = await rowsOf([aDialogue({ ...answered, comment, operator: comment.trim() })]);
      expect(row?.['Client Comment']).toBe(`'${comment}`);
      expect(row?.operator).not.toMatch(/^[=+\-@\t\r]/);
    },
  );

  it('keeps a rating below zero a number', async () => {
    const [row] = await rowsOf([aDialogue({ ...answered, scale: '-1,0,1|1|-1', rating: -1 })]);
    expect(row?.CSAT).toBe('-1');
  });

  it.each([
    ['a line feed', 'перший\nдругий'],
    ['a carriage return', 'перший\rдругий'],
    ['lines', 'перший\nдругий\r\nтретій\rчетвертий'],
    ['quotes and commas', '"так", сказав він, ""'],
    ['emoji', 'дякую 👍🏽👨‍👩‍👧 🇺🇦'],
    ['right to left', 'שלום, "תודה" \u200f=1+1\u202e'],
    ['markup', '<b>жирно</b> &amp; **так** [лінк](https://x.example)'],
    ['4,000 characters', 'дуже '.repeat(800)],
    ['white space', '  \u00a0 '],
    ['the beginning of another row', '",\r\n"x'],
  ])('keeps a comment as it is: %s', async (_, comment) => {
    const [row, ...others] = await rowsOf([aDialogue({ ...answered, comment })]);
    expect(row?.['Client Comment']).toBe(comment);
    expect(others).toEqual([]);
  });

  it('keeps any text, but for an apostrophe before a formula', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 5 }),
        async (comments) => {
          const written = endless(
            (index) => aDialogue({ ...answered, comment: comments[index] ?? '' }),
            comments.length,
          );
          const period = { from: '2026-11-22', to: '2026-11-22' };
          const csv = await text(csvStream({ statistics: written.statistics, period, filter: {} }));
          const cells = named(readCsv(csv.replace(/^\ufeff/, ''))).map((row) => row['Client Comment'] ?? '');
          expect(cells.map((cell) => cell.replace(/^'(?=[=+\-@\t\r＝＋－＠])/, ''))).toEqual(
            comments.map((comment) => Buffer.from(comment).toString('utf8')),
          );
        },
      ),
      { seed: 10, numRuns: 100 },
    );
  });
});

describe('a million rows', () => {
  const dialogue = aDialogue(answered);
  const period = { from: '2026-11-22', to: '2026-11-22' };

  it('are read no faster than they are taken', async () => {
    const { statistics, read } = endless(() => dialogue, 1_000_000);
    const stream = csvStream({ statistics, period, filter: {} });
    const taken = await new Promise<number>((resolve) => {
      stream.once('readable', () => resolve(String(stream.read()).length));
    });
    expect(taken).toBeGreaterThan(0);
    // Whatever can run has run.
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(read()).toBeLessThan(2_000);
    stream.destroy();
  });

  it('are read no further once nobody takes them', async () => {
    const { statistics, read } = endless(() => dialogue, 1_000_000);
    const stream = csvStream({ statistics, period, filter: {} });
    const sink = new Writable({ write: (_chunk, _encoding, done) => setImmediate(done) });
    stream.pipe(sink);
    await new Promise((resolve) => stream.once('data', resolve));
    stream.destroy();
    const then = read();
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(read() - then).toBeLessThan(1_000);
  });
});
