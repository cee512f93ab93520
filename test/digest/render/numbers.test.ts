import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../../src/digest/render/render.ts';
import { summarize } from '../../../src/stats/summary.ts';
import { digestOf, said, tally } from './days.ts';

describe('a digest of an NPS scale', () => {
  const nps = { scale: 'nps', scenario: 'nps' };
  const rated = [
    tally(12, { ...nps, rating: 10, operator: 'Maria' }),
    tally(12, { ...nps, rating: 7, operator: 'Андрій' }),
    tally(6, { ...nps, rating: 0, operator: 'Андрій' }),
  ];

  it('tells its NPS, and no CSAT, in English and in Ukrainian', () => {
    const digest = digestOf(rated, { before: summarize([tally(1, { ...nps, rating: 0 })]), target: 0.9 });
    const { text } = renderDigest(digest);
    expect(text.split('\n').slice(0, 2)).toEqual([
      'NPS: +20 (day before -100)',
      '95% interval: -7 to +44 (30 ratings)',
    ]);
    expect(text).toContain(`Operators (10+ ratings), lowest NPS first:
Андрій: NPS -33, 18 ratings
Maria: NPS +100, 12 ratings`);
    expect(text).not.toMatch(/CSAT|Target/);
    const ukrainian = renderDigest({ ...digest, language: 'uk' }).text;
    expect(ukrainian).toContain(
      'NPS: +20 (напередодні -100)\nДовірчий інтервал 95%: від -7 до +44 (30 оцінок)',
    );
    expect(ukrainian).not.toMatch(/CSAT|Ціль/);
  });

  it('says — where nobody rated', () => {
    const digest = digestOf([tally(1, { ...nps, rating: null, comment: 'Hi' })]);
    expect(renderDigest(digest).text).toMatch(/^NPS: —\n\nSurveys: 1/);
  });
});

describe('the numbers of a digest', () => {
  it('keep the decimals of a target and of a rating', () => {
    const half = { scale: '0,0.5,1|1|0', rating: 0.5 };
    const digest = digestOf([tally(3, half)], {
      target: 0.875,
      worst: [said({ ...half, comment: 'Ну таке' })],
      language: 'uk',
    });
    expect(renderDigest(digest).text).toContain('Ціль: 87,5%');
    expect(renderDigest(digest).text).toContain('0,5 з 1 · Olena');
    expect(renderDigest(digest).text).toContain('\n0,5 ██████████ 3\n');
  });

  it('write no share as 0% or 100% that is not, wherever it stands', () => {
    const almost = digestOf([
      tally(199),
      tally(1, { rating: 1 }),
      tally(1, { rating: null, outcome: 'silent' }),
    ]);
    const { text } = renderDigest(almost);
    expect(text).toContain('CSAT: 99.5% ');
    expect(text).toContain('CDSAT: 0.5% ');
    expect(text).toContain('95% interval: 97%–99.9% (200 ratings)');
    expect(text).toContain('Response rate: 99.5%');
    expect(text).toContain('Olena: 4.98 of 5, CSAT 99.5%');
  });
});
