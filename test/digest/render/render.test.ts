import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../../src/digest/render/render.ts';
import { summarize } from '../../../src/stats/summary.ts';
import { digestOf, goodDay, lineOf, silence, tally, usualDay, wholeOf } from './days.ts';

describe('a digest', () => {
  it('reads well in English', () => {
    const { title, text, more } = renderDigest(usualDay);
    expect(title).toBe('CSAT digest: Sun, Nov 22 (Europe/Kyiv)');
    expect(text).toBe(`CSAT: 86% ▲ (72%–93%), 42 ratings
Average CSAT: 4.4 of 5, CDSAT: 10%
▲ above the usual 55%–82%
Day before, at the same hour: 26%
Target 90%: 86% over 30 days, missed
Surveys: 43 (before: 39)
Survey percentage: 36% of dialogues (asked 76% × answered 47%)

Completed dialogues: 119, asked: 91, still open: 5, to be asked: 3
Not asked: 25 (21 clients asked recently, 4 clients unreachable)

Differ by more than chance:
▲▲ Андрій: share answered 100%, 11 surveys
▼ Maria: CSAT 0%, 3 ratings
▲ Olena: CSAT 100%, 28 ratings

Comments, lowest rating first:
1 of 5 · Андрій · Доставка · T-17
“Чекав 40 хвилин. Ніхто не відповів!”
2 of 5 · T-17
“Slow <b>and</b> rude 😡”
Olena · T-17
“Thanks!”`);
    expect(more).toBe(`And 2 more comments

Scale 1–5
5 ██████████ 28
4 ███░░░░░░░ 8
3 █░░░░░░░░░ 2
2 █░░░░░░░░░ 3
1 █░░░░░░░░░ 1

The day before, as it stood at the same hour:
1–5: average 3.1 of 5, CSAT 26%, CDSAT 23%, 39 ratings
Survey percentage 100%, response rate 100%, completed dialogues 39

In brackets: the 95% interval. ▲ ▼ after a figure: a change by more than chance. Before a name: outside of the 95% limits around the whole, ▲▲ ▼▼: of the 99.8% limits.`);
  });

  it('reads well in Ukrainian', () => {
    const { title, text, more } = renderDigest({ ...usualDay, language: 'uk' });
    expect(title).toBe('Дайджест CSAT: нд, 22 лист. (Europe/Kyiv)');
    expect(text).toBe(`CSAT: 86% ▲ (72%–93%), 42 оцінки
Середній CSAT: 4,4 з 5, CDSAT: 10%
▲ вище за звичні 55%–82%
Напередодні на ту саму годину: 26%
Ціль 90%: 86% за 30 днів, не досягнуто
Пройдених опитувань: 43 (було 39)
Частка пройдених опитувань: 36% завершених діалогів (опитано 76% × відповіли 47%)

Завершених діалогів: 119, опитувань: 91, ще відкритих: 5, запланованих: 3
Діалогів без опитування: 25 (21 клієнта нещодавно вже питали, 4 клієнти недоступні)

Відрізняються не випадково:
▲▲ Андрій: частка відповідей 100%, 11 опитувань

Коментарі, від найнижчої оцінки:
1 з 5 · Андрій · Доставка · T-17
«Чекав 40 хвилин. Ніхто не відпов…»
2 з 5 · T-17
«Slow <b>and</b> rude 😡»
Olena · T-17
«Thanks!»`);
    expect(more).toBe(`Відрізняються не випадково:
▼ Maria: CSAT 0%, 3 оцінки
▲ Olena: CSAT 100%, 28 оцінок

І ще 2 коментарі

Шкала 1–5
5 ██████████ 28
4 ███░░░░░░░ 8
3 █░░░░░░░░░ 2
2 █░░░░░░░░░ 3
1 █░░░░░░░░░ 1

Напередодні, станом на ту саму годину:
1–5: середня оцінка 3,1 з 5, CSAT 26%, CDSAT 23%, 39 оцінок
Частка пройдених опитувань 100%, частка відповідей 100%, завершених діалогів: 39

У дужках — довірчий інтервал 95%. ▲ ▼ після показника — зміна, яку не пояснити випадковістю. Перед іменем — поза межами 95% навколо загального показника, ▲▲ ▼▼ — поза межами 99,8%.`);
  });

  it('says so when no survey was answered, and what was asked', () => {
    const quiet = digestOf(silence);
    expect(wholeOf(quiet)).toBe(`No surveys were answered.

Completed dialogues: 76, asked: 48, still open: 5, to be asked: 3
Not asked: 25 (21 clients asked recently, 4 clients unreachable)

`);
    expect(renderDigest({ ...quiet, language: 'uk' }).text).toMatch(/^Ніхто не пройшов опитування\.\n/);
  });

  it('of a day without dialogues is two lines', () => {
    expect(renderDigest(digestOf([])).text).toBe('No surveys were answered.\n\nCompleted dialogues: 0');
  });

  it('of a day that is not over says so', () => {
    const today = digestOf([], { partial: true });
    expect(renderDigest(today)).toMatchObject({
      title: 'CSAT so far today: Sun, Nov 22 (Europe/Kyiv)',
      text: 'No surveys were answered so far.\n\nCompleted dialogues: 0',
      more: '',
    });
    expect(renderDigest({ ...today, language: 'uk' })).toMatchObject({
      title: 'CSAT за сьогодні, день ще триває: нд, 22 лист. (Europe/Kyiv)',
      text: 'Поки що ніхто не пройшов опитування.\n\nЗавершених діалогів: 0',
    });
  });

  it.each([
    [
      { kind: 'weekly', period: { from: '2026-11-16', to: '2026-11-22' } },
      'CSAT digest of the week: Mon, Nov 16 – Sun, Nov 22 (Europe/Kyiv)',
      'Week before, at the same hour: 26%',
      'Дайджест CSAT за тиждень: пн, 16 лист. – нд, 22 лист. (Europe/Kyiv)',
      'Тижнем раніше на ту саму годину: 26%',
    ],
    [
      { kind: 'monthly', period: { from: '2026-11-01', to: '2026-11-30' } },
      'CSAT digest of the month: November 2026 (Europe/Kyiv)',
      'The 30 days before, at the same hour: 26%',
      'Дайджест CSAT за місяць: листопад 2026 р. (Europe/Kyiv)',
      'За попередні 30 днів на ту саму годину: 26%',
    ],
    [
      {
        kind: 'shift',
        period: { from: '2026-11-22', to: '2026-11-22' },
        shift: { from: '16:00', to: '00:00' },
      },
      'CSAT digest of the shift 16:00–00:00: Sun, Nov 22 (Europe/Kyiv)',
      'Same shift the day before, at the same hour: 26%',
      'Дайджест CSAT за зміну 16:00–00:00: нд, 22 лист. (Europe/Kyiv)',
      'Та сама зміна напередодні на ту саму годину: 26%',
    ],
  ] as const)('says which period it is of: %o', (about, title, before, titleUk, beforeUk) => {
    const digest = digestOf(goodDay, about);
    expect(renderDigest(digest).title).toBe(title);
    expect(renderDigest(digest).text).toContain(`\n${before}\n`);
    expect(renderDigest({ ...digest, language: 'uk' }).title).toBe(titleUk);
    expect(renderDigest({ ...digest, language: 'uk' }).text).toContain(`\n${beforeUk}\n`);
  });

  it('of a person with a team says of whom it is', () => {
    const digest = digestOf(goodDay, { only: ['Support', 'Доставка'] });
    expect(renderDigest(digest).text).toMatch(/^Only: Support, Доставка\nCSAT: 86%/);
    expect(renderDigest({ ...digest, language: 'uk' }).text).toMatch(/^Лише: Support, Доставка\n/);
  });

  it('writes — and not 0 for what does not exist', () => {
    const onlyComments = digestOf([tally(2, { rating: null, scale: null, comment: 'Hi' })], {
      before: summarize([]),
    });
    expect(renderDigest(onlyComments).text).toMatch(/^CSAT: — \(no ratings\)\nSurveys: 2 \(before: —\)/);
    const first = digestOf(goodDay, { before: summarize([]) });
    expect(lineOf(first, 'Day before')).toBe('Day before, at the same hour: —');
  });

  it('marks a figure only where a test found a change', () => {
    const still = digestOf(goodDay, { before: summarize([tally(9, { rating: 1 })]) });
    expect(lineOf(still, 'CSAT')).toBe('CSAT: 86% (72%–93%), 42 ratings');
    const fallen = digestOf(goodDay, { marks: new Map([['1-5', { side: 'below', usual: null }]]) });
    expect(lineOf(fallen, 'CSAT')).toBe('CSAT: 86% ▼ (72%–93%), 42 ratings');
    expect(wholeOf(fallen)).not.toContain('the usual');
  });

  it('says how many of its ratings are disputed', () => {
    const disputed = [...goodDay, tally(2, { rating: 5, disputed: true })];
    expect(renderDigest(digestOf(disputed)).text).toContain('\n2 disputed ratings are counted.\n');
    expect(renderDigest(digestOf(goodDay)).text).not.toContain('disputed');
  });
});
