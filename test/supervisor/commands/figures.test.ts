import { describe, expect, it } from 'vitest';
import type { Dialogue } from '../../../src/dialogue.ts';
import { addDays } from '../../../src/stats/period.ts';
import { aDialogue } from '../../support/dialogues.ts';
import { rows } from '../staff-desk.ts';
import { analyst, iryna, nobodys, openCommands, petro, viktor } from './asking.ts';

/** Noon in Kyiv. */
const on = (day: string) => new Date(`${day}T10:00:00Z`);
const rated = (rating: number, day = '2026-11-22', rest: Partial<Dialogue> = {}): Dialogue =>
  aDialogue({
    rating,
    outcome: 'answered',
    completedAt: on(day),
    reportedAt: on(day),
    askedAt: on(day),
    answeredAt: on(day),
    ...rest,
  });
const notAsked = (rest: Partial<Dialogue>): Dialogue =>
  aDialogue({ outcome: 'not_asked', askedAt: null, ...rest });

/** Today: 5, 4, 1 (disputed), one open, two not asked; yesterday: 5 and 2. */
const twoDays = [
  rated(5),
  rated(4, '2026-11-22', { comment: 'Thanks' }),
  rated(1, '2026-11-22', { disputed: true }),
  aDialogue({ outcome: 'open' }),
  notAsked({ notAskedReason: 'cooldown' }),
  notAsked({ notAskedReason: 'too_late' }),
  rated(5, '2026-11-21'),
  rated(2, '2026-11-21'),
];
const periodButtons = ['Today | Yesterday', 'Week | Month'];

describe('/today', () => {
  it('says the figures, what they are compared with, and that disputed ratings are in', async () => {
    const desk = await openCommands(twoDays);
    const shown = await desk.types(iryna, '/today');
    expect([shown.title, ...shown.text.split('\n')]).toEqual([
      'Today: Sunday, November 22, 2026',
      'Time zone: Europe/Kyiv. Today is not over yet.',
      '',
      'CSAT: 67% (50%)',
      '95% interval: 21%–94%, 3 ratings',
      'Average CSAT: 3.3 of 5 (3.5)',
      'CDSAT: 33% (50%)',
      '',
      'Surveys answered: 3 (2)',
      'Survey percentage: 50% of completed dialogues = asked 67% × answered 75%',
      'Completed dialogues: 6',
      'Surveys still open: 1',
      'Dialogues not asked about: 2 (1 client asked recently, 1 dialogue reported too late)',
      'Comments: 1',
      '',
      'In brackets: Nov 21, 2026, as it stood at the same hour.',
      '1 disputed rating is counted.',
    ]);
    expect(rows(shown)).toEqual(['Without disputed', ...periodButtons]);
  });

  it('says the same in Ukrainian', async () => {
    const desk = await openCommands(twoDays);
    const shown = await desk.types(viktor, '/today');
    expect([shown.title, ...shown.text.split('\n')]).toEqual([
      'Сьогодні: неділя, 22 листопада 2026 р.',
      'Часовий пояс: Europe/Kyiv. День ще триває.',
      '',
      'CSAT: 67% (50%)',
      'Довірчий інтервал 95%: 21%–94%, 3 оцінки',
      'Середній CSAT: 3,3 з 5 (3,5)',
      'CDSAT: 33% (50%)',
      '',
      'Пройдених опитувань: 3 (2)',
      'Частка пройдених опитувань: 50% завершених діалогів = частка опитаних 67% × частка відповідей 75%',
      'Завершених діалогів: 6',
      'Ще відкритих опитувань: 1',
      'Діалогів без опитування: 2 (1 клієнта нещодавно вже питали, про 1 діалог повідомлено запізно)',
      'Коментарів: 1',
      '',
      'У дужках: 21 лист. 2026 р., станом на ту саму годину.',
      'Враховано 1 оскаржену оцінку.',
    ]);
  });

  it('leaves disputed ratings out by a tap, says so, and takes them in again', async () => {
    const desk = await openCommands(twoDays);
    await desk.types(iryna, '/today');
    const without = await desk.taps(iryna, 'Without disputed');
    expect(without.text).toContain('CSAT: 100% (50%)\n95% interval: 34%–100%, 2 ratings');
    expect(without.text).toMatch(/\n1 disputed rating is left out\.$/);
    const within = await desk.taps(iryna, 'With disputed');
    expect(within.text).toContain('CSAT: 67% (50%)');
    // The message itself changes.
    expect(desk.standing).toHaveLength(1);
  });

  it('says that none is disputed where somebody asks to leave them out', async () => {
    const desk = await openCommands([rated(5)]);
    const shown = await desk.types(iryna, '/today without');
    expect(shown.text).toMatch(/\nNo rating is disputed, so none is left out\.$/);
  });

  it('has no brackets where there is nothing to compare with', async () => {
    const desk = await openCommands([rated(5)]);
    const { text } = await desk.types(iryna, '/today');
    expect(text).toContain('CSAT: 100%\n');
    expect(text).not.toContain('—');
    expect(text).toMatch(
      /\nNothing to compare with: no dialogue was completed in the period before \(Nov 21, 2026\)\.$/,
    );
  });

  it('says what is missing on a day without dialogues, and on one without ratings', async () => {
    const empty = await openCommands();
    expect((await empty.types(iryna, '/today')).text).toMatch(
      /\n\nNo dialogue has been completed yet today\.$/,
    );
    expect((await empty.types(viktor, '/yesterday')).text).toMatch(
      /\n\nЗа цей день завершених діалогів немає\.$/,
    );
    const open = await openCommands([aDialogue()]);
    expect((await open.types(iryna, '/today')).text).toContain('\n\nNo ratings yet today.\n\n');
  });

  const many = (count: number, rating: number, day: string): Dialogue[] =>
    Array.from({ length: count }, () => rated(rating, day));

  it('marks a day only outside of what is usual, as the digest does', async () => {
    const usual = Array.from({ length: 40 }, (_, i) => addDays('2026-11-21', -i)).flatMap((day) => [
      ...many(6, 5, day),
      ...many(4, 1, day),
    ]);
    const desk = await openCommands([...usual, ...many(20, 5, '2026-11-22')]);
    const { text } = await desk.types(iryna, '/today');
    expect(text).toContain('CSAT: 100% ▲ (60%)');
    expect(text).toMatch(/▲ above the usual \d+%–\d+%/);
    expect((await desk.types(iryna, '/yesterday')).text).toContain('CSAT: 60% (60%)');
  });

  it('marks a longer period where chance does not explain the difference to the one before', async () => {
    const desk = await openCommands([
      ...many(30, 5, '2026-11-20'),
      ...many(10, 5, '2026-11-12'),
      ...many(20, 1, '2026-11-12'),
    ]);
    const { text } = await desk.types(iryna, '/csat 2026-11-15 2026-11-22');
    expect(text).toContain('CSAT: 100% ▲ (33%)');
    expect(text).toContain('▲ ▼: a change that chance does not explain');
    expect((await desk.types(iryna, '/csat 2026-11-20')).text).not.toMatch(/▲|▼/);
  });

  it('shows the target beneath the figure that it is for: a team’s own before that of everything', async () => {
    const desk = await openCommands([rated(5), rated(1), rated(5, '2026-11-21')]);
    await desk.types(iryna, '/targets csat 60');
    await desk.types(iryna, '/targets csat 90 team support');
    await desk.types(iryna, '/targets cdsat 5');
    const targetLines = async (asked: string): Promise<string[]> =>
      (await desk.types(iryna, asked)).text.split('\n').filter((line) => line.startsWith('Target'));
    expect(await targetLines('/today')).toEqual(['Target 60%: 67% over 30 days, met']);
    expect(await targetLines('/team support')).toEqual(['Target 90%: 67% over 30 days, missed']);
    expect(await targetLines('/today without')).toEqual([]);
    const [shown] = await targetLines('/operators Olena');
    expect(shown).toBeUndefined();
  });

  it('shows each scale by itself, NPS and CES as what they are', async () => {
    const desk = await openCommands([
      rated(5),
      rated(9, '2026-11-22', { scale: 'nps', scenario: 'nps' }),
      rated(7, '2026-11-22', { scale: 'ces', scenario: 'ces' }),
      rated(10, '2026-11-22', { scale: '0/5/10', scenario: 'old' }),
    ]);
    const { text } = await desk.types(iryna, '/today');
    expect(text).toContain('CSAT (1–5): 100%\n');
    expect(text).toContain('CSAT (0–10): 100%\n');
    expect(text).toContain('NPS: +100\n95% interval:');
    expect(text).toContain('CES: 7.0 of 7\nEasy for 100% of clients, 95% interval:');
  });
});

describe('the other periods', () => {
  it.each([
    ['/yesterday', 'Yesterday: Saturday, November 21, 2026', '2 ratings'],
    ['/week', 'This week: Nov 16 – Nov 22, 2026', '5 ratings'],
    ['/month', 'This month: November 2026', '5 ratings'],
    ['/csat', 'Today: Sunday, November 22, 2026', '3 ratings'],
    ['/csat 2026-11-21', 'Yesterday: Saturday, November 21, 2026', '2 ratings'],
    ['/csat 21.11.2026', 'Yesterday: Saturday, November 21, 2026', '2 ratings'],
    ['/csat 2026-11-20 2026-11-21', 'CSAT: Nov 20 – Nov 21, 2026', '2 ratings'],
    ['/csat 2026-11-20 – 2026-11-21', 'CSAT: Nov 20 – Nov 21, 2026', '2 ratings'],
    ['/csat 2026-11', 'This month: November 2026', '5 ratings'],
    ['/csat 2025-12-31 2026-11-21', 'CSAT: Dec 31, 2025 – Nov 21, 2026', '2 ratings'],
    ['/csat yesterday today', 'CSAT: Nov 21 – Nov 22, 2026', '5 ratings'],
    ['/csat учора', 'Yesterday: Saturday, November 21, 2026', '2 ratings'],
    ['/today yesterday', 'Yesterday: Saturday, November 21, 2026', '2 ratings'],
    ['/week without', 'This week: Nov 16 – Nov 22, 2026', '4 ratings'],
    ['/month without', 'This month: November 2026', '4 ratings'],
  ])('%s', async (asked, title, ratings) => {
    const desk = await openCommands(twoDays);
    const shown = await desk.types(iryna, asked);
    expect(shown.title).toBe(title);
    expect(shown.text).toContain(`, ${ratings}\n`);
  });

  it('name the moment at which the period before is taken, when it was just as old', async () => {
    const desk = await openCommands([...twoDays, rated(5, '2026-11-20'), rated(4, '2026-11-10')]);
    expect((await desk.types(iryna, '/yesterday')).text).toContain(
      'In brackets: Nov 20, 2026, as it stood on Nov 21, 14:05, when it was just as old.',
    );
    expect((await desk.types(viktor, '/week')).text).toContain(
      'У дужках: 9 лист. – 15 лист. 2026 р., станом на 15 лист., 14:05, коли минуло стільки ж часу.',
    );
  });
});

describe('a period that cannot be shown', () => {
  const how = 'A day is written 2026-11-22, a month 2026-11, a period 2026-11-01 2026-11-15.';
  it.each([
    [
      '/csat 2026-11-15 2026-11-01',
      'This period ends before it begins. Did you mean Nov 1 – Nov 15, 2026?',
      ['Nov 1 – Nov 15, 2026', ...periodButtons],
    ],
    [
      '/csat yesteday',
      '“yesteday” is not a day that can be shown. Did you mean Saturday, November 21, 2026?',
      ['Saturday, November 21, 2026', ...periodButtons],
    ],
    [
      '/csat 22.10',
      '“22.10” is not a day that can be shown. Did you mean Thursday, October 22, 2026?',
      ['Thursday, October 22, 2026', ...periodButtons],
    ],
    ['/csat banana', `“banana” is not a day that can be shown. ${how}`, periodButtons],
    ['/csat 2026-02-30', undefined, ['Saturday, February 28, 2026', ...periodButtons]],
    ['/csat 1990-01-01', `“1990-01-01” is not a day that can be shown. ${how}`, periodButtons],
    ['/csat 2027-01-01', 'Friday, January 1, 2027 has not come yet.', periodButtons],
    ['/csat 2026-11-01 2026-11-02 2026-11-03', `Please give only one period. ${how}`, periodButtons],
    [
      '/csat 2010-01-01 2026-11-01',
      'That is 6,149 days, and one answer takes 3,660 days at most.',
      periodButtons,
    ],
    ['/week banana', `“banana” is not a day that can be shown. ${how}`, periodButtons],
  ])('%s', async (asked, said, buttons) => {
    const desk = await openCommands(twoDays);
    const shown = await desk.types(iryna, asked);
    if (said !== undefined) expect(shown.text).toBe(said);
    expect(rows(shown)).toEqual(buttons);
  });

  it('is answered in Ukrainian too, without a stop after a stop', async () => {
    const desk = await openCommands(twoDays);
    expect((await desk.types(viktor, '/csat 2026-11-15 2026-11-01')).text).toBe(
      'Цей період закінчується раніше, ніж починається. Можливо, ви мали на увазі: 1 лист. – 15 лист. 2026 р.?',
    );
    expect((await desk.types(viktor, '/csat 2027-01-01')).text).toBe(
      'Ще не настав день: пʼятниця, 1 січня 2027 р.',
    );
    expect((await desk.types(viktor, '/csat учорра')).text).toBe(
      '«учорра» — такого дня показати не можна. Можливо, ви мали на увазі: субота, 21 листопада 2026 р.?',
    );
  });

  it('leads to what was probably meant by one tap', async () => {
    const desk = await openCommands(twoDays);
    await desk.types(iryna, '/csat 2026-11-22 2026-11-21');
    const shown = await desk.taps(iryna, 'Nov 21 – Nov 22, 2026');
    expect(shown.text).toContain('5 ratings');
  });
});

describe('whose figures they are', () => {
  it('is said where they are narrowed to teams', async () => {
    const desk = await openCommands([rated(5, '2026-11-22', { team: 'First line' }), rated(1)]);
    expect((await desk.types(petro, '/today')).text).toMatch(/\nTeam: First line\n\nCSAT: 100%\n/);
    expect((await desk.types(analyst, '/today')).text).toContain('CSAT: 50%\n');
  });

  it('is nobody’s where no team is entered', async () => {
    const desk = await openCommands(twoDays);
    const { text } = await desk.types(nobodys, '/today');
    expect(text).toMatch(/^Nothing here is yours yet:/);
  });
});
