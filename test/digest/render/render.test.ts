import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../../src/digest/render/render.ts';
import { summarize } from '../../../src/stats/summary.ts';
import { badDay, comments, digestOf, goodDay, lineOf, silence, tally } from './days.ts';

describe('a digest', () => {
  it('reads well in English', () => {
    const { title, text } = renderDigest(digestOf(goodDay, { worst: comments, target: 0.9 }));
    expect(title).toBe('Digest: Sunday, November 22, 2026');
    expect(text).toBe(`Average CSAT: 4.4 of 5 ▲ (day before 3.1)
CSAT: 86% ▲ (day before 26%)
95% interval: 72%–93% (42 ratings)
Target: 90%
CDSAT: 10% (day before 23%)

5 ██████████ 28
4 ███░░░░░░░ 8
3 █░░░░░░░░░ 2
2 █░░░░░░░░░ 3
1 █░░░░░░░░░ 1

Surveys: 43 (day before 39)
Survey percentage: 36%
Response rate: 47%
Completed dialogues: 119
Asked: 91 (5 still open)
To be asked: 3
Not asked: 25 (21 asked recently, 4 unreachable)
The day before is counted as it stood at the same hour.

Teams (10+ ratings), lowest average first:
Sales: 3.5 of 5, CSAT 73%, 11 ratings
Support: 4.7 of 5, CSAT 90%, 31 ratings

Operators (10+ ratings), lowest average first:
Андрій: 3.5 of 5, CSAT 73%, 11 ratings
Olena: 5.0 of 5, CSAT 100%, 28 ratings

Comments, lowest rating first:
1 of 5 · Андрій · Доставка · Telegram · T-17
“Чекав 40 хвилин. Ніхто не відповів!”

2 of 5 · Viber · T-17
“Slow <b>and</b> rude 😡”

Comments without a rating:
Olena · Telegram · T-17
“Thanks!”

And 2 more comments`);
  });

  it('reads well in Ukrainian', () => {
    const { title, text } = renderDigest(digestOf(goodDay, { worst: comments, target: 0.9, language: 'uk' }));
    expect(title).toBe('Дайджест: неділя, 22 листопада 2026 р.');
    expect(text).toBe(`Середній CSAT: 4,4 з 5 ▲ (напередодні 3,1)
CSAT: 86% ▲ (напередодні 26%)
Довірчий інтервал 95%: 72%–93% (42 оцінки)
Ціль: 90%
CDSAT: 10% (напередодні 23%)

5 ██████████ 28
4 ███░░░░░░░ 8
3 █░░░░░░░░░ 2
2 █░░░░░░░░░ 3
1 █░░░░░░░░░ 1

Пройдено опитувань: 43 (напередодні 39)
Пройдено від завершених діалогів: 36%
Відповіли з опитаних: 47%
Завершено діалогів: 119
Надіслано опитувань: 91 (5 ще без відповіді)
Буде надіслано: 3
Не надіслано: 25 (21 клієнта нещодавно вже питали, 4 клієнти недоступні)
Показники напередодні — станом на ту саму годину.

Команди, що мають щонайменше 10 оцінок, за зростанням середньої:
Sales: 3,5 з 5, CSAT 73%, 11 оцінок
Support: 4,7 з 5, CSAT 90%, 31 оцінка

Оператори, що мають щонайменше 10 оцінок, за зростанням середньої:
Андрій: 3,5 з 5, CSAT 73%, 11 оцінок
Olena: 5,0 з 5, CSAT 100%, 28 оцінок

Коментарі, від найнижчої оцінки:
1 з 5 · Андрій · Доставка · Telegram · T-17
«Чекав 40 хвилин. Ніхто не відповів!»

2 з 5 · Viber · T-17
«Slow <b>and</b> rude 😡»

Коментарі без оцінки:
Olena · Telegram · T-17
«Thanks!»

І ще 2 коментарі`);
  });

  it('says so when no survey was answered, and what was asked', () => {
    const quiet = digestOf(silence);
    expect(renderDigest(quiet).text).toBe(`No surveys were answered.

Completed dialogues: 76
Asked: 48 (5 still open)
To be asked: 3
Not asked: 25 (21 asked recently, 4 unreachable)`);
    expect(renderDigest({ ...quiet, language: 'uk' }).text).toMatch(/^Ніхто не пройшов опитування\.\n/);
  });

  it('of a day without dialogues is two lines', () => {
    expect(renderDigest(digestOf([])).text).toBe('No surveys were answered.\n\nCompleted dialogues: 0');
  });

  it('of a day that is not over says so', () => {
    const today = digestOf([], { partial: true });
    expect(renderDigest(today)).toEqual({
      title: 'So far today: Sunday, November 22, 2026',
      text: 'No surveys were answered so far.\n\nCompleted dialogues: 0',
    });
    expect(renderDigest({ ...today, language: 'uk' })).toEqual({
      title: 'Сьогодні, день ще триває: неділя, 22 листопада 2026 р.',
      text: 'Поки що ніхто не пройшов опитування.\n\nЗавершено діалогів: 0',
    });
  });

  it('writes — and not 0 for what does not exist', () => {
    const onlyComments = digestOf([tally(2, { rating: null, scale: null, comment: 'Hi' })], {
      before: summarize([]),
    });
    expect(renderDigest(onlyComments).text).toMatch(
      /^Average CSAT: —\nCSAT: —\nCDSAT: —\n\nSurveys: 2 \(day before —\)/,
    );
    const first = digestOf(goodDay, { before: summarize([]) });
    expect(lineOf(first, 'Average')).toBe('Average CSAT: 4.4 of 5 (day before —)');
    expect(lineOf(first, 'CSAT')).toBe('CSAT: 86% (day before —)');
  });

  it('draws an arrow only when the intervals do not overlap', () => {
    const fewBefore = summarize([tally(3, { rating: 1 }), tally(3, { rating: 5 })]);
    expect(lineOf(digestOf(goodDay, { before: fewBefore }), 'CSAT')).toBe('CSAT: 86% (day before 50%)');
    const worse = digestOf(badDay, { before: summarize(goodDay) });
    expect(lineOf(worse, 'Average')).toBe('Average CSAT: 3.1 of 5 ▼ (day before 4.4)');
    expect(lineOf(worse, 'CSAT')).toBe('CSAT: 26% ▼ (day before 86%)');
  });

  it('ranks nobody with fewer than ten ratings, and no dialogue without an operator', () => {
    const few = digestOf([
      tally(9),
      tally(10, { operator: 'Maria', team: null }),
      tally(50, { operator: null, team: null }),
    ]);
    const { text } = renderDigest(few);
    expect(text).toContain('lowest average first:\nMaria: 5.0 of 5, CSAT 100%, 10 ratings');
    expect(text).not.toContain('Olena');
    expect(text).not.toContain('Teams');
  });

  it('has a section for each scale', () => {
    const thumbs = { scale: '0,100|100|0', scenario: 'thumbs' };
    const mixed = [
      tally(3),
      tally(1, { rating: 4 }),
      tally(6, { ...thumbs, rating: 100 }),
      tally(2, { ...thumbs, rating: 0 }),
      tally(1, { scale: 'nps', rating: 9 }),
      tally(9, { scale: 'ces', rating: null, outcome: 'open' }),
    ];
    const { text } = renderDigest(digestOf(mixed, { before: summarize([]), language: 'uk' }));
    expect(text.split('\n\n').slice(0, 5).join('\n\n')).toBe(`Шкала 0–100
Середній CSAT: 75,0 зі 100 (напередодні —)
CSAT: 75% (напередодні —)
Довірчий інтервал 95%: 41%–93% (8 оцінок)
CDSAT: 25% (напередодні —)

100 ██████████ 6
\u2007\u20070 ███░░░░░░░ 2

Шкала 1–5
Середній CSAT: 4,8 з 5 (напередодні —)
CSAT: 100% (напередодні —)
Довірчий інтервал 95%: 51%–100% (4 оцінки)
CDSAT: 0% (напередодні —)

5 ██████████ 3
4 ███░░░░░░░ 1
3 ░░░░░░░░░░ 0
2 ░░░░░░░░░░ 0
1 ░░░░░░░░░░ 0

Шкала NPS
NPS: +100 (напередодні —)
Довірчий інтервал 95%: від -48 до +100 (1 оцінка)`);
    expect(text).not.toContain('CES');
  });
});
