import { describe, expect, it } from 'vitest';
import { renderDigest } from '../../../src/digest/render/render.ts';
import { summarize } from '../../../src/stats/summary.ts';
import { digestOf, lineOf, said, tally, wholeOf } from './days.ts';

describe('a digest of an NPS scale', () => {
  const nps = { scale: 'nps', scenario: 'nps' };
  const rated = [
    tally(12, { ...nps, rating: 10, operator: 'Maria' }),
    tally(12, { ...nps, rating: 7, operator: 'Андрій' }),
    tally(6, { ...nps, rating: 0, operator: 'Андрій' }),
  ];

  it('tells its NPS, and no CSAT, in English and in Ukrainian', () => {
    const digest = digestOf(rated, { before: summarize([tally(1, { ...nps, rating: 0 })]), wanted: 0.9 });
    const { text } = renderDigest(digest);
    expect(text.split('\n').slice(0, 2)).toEqual([
      'NPS: +20 (-7 to +44), 30 ratings',
      'Day before, at the same hour: -100',
    ]);
    expect(text).toContain('▲▲ Maria: NPS +100, 12 ratings');
    expect(text).not.toMatch(/CSAT|Target/);
    const ukrainian = renderDigest({ ...digest, language: 'uk' }).text;
    expect(ukrainian).toMatch(
      /^NPS: \+20 \(від -7 до \+44\), 30 оцінок\nНапередодні на ту саму годину: -100\n/,
    );
    expect(ukrainian).not.toMatch(/CSAT|Ціль/);
  });

  it('says — where nobody rated', () => {
    const digest = digestOf([tally(1, { ...nps, rating: null, comment: 'Hi' })]);
    expect(renderDigest(digest).text).toMatch(/^NPS: — \(no ratings\)\nSurveys: 1/);
  });
});

describe('a digest of several scales', () => {
  const thumbs = { scale: '0,100|100|0', scenario: 'thumbs' };
  const mixed = [
    tally(3),
    tally(1, { rating: 4 }),
    tally(6, { ...thumbs, rating: 100 }),
    tally(2, { ...thumbs, rating: 0 }),
    tally(1, { scale: 'nps', rating: 9 }),
    tally(9, { scale: 'ces', rating: null, outcome: 'open' }),
  ];

  it('tells each apart, CSAT before NPS and CES, and none that nobody rated on', () => {
    const { text } = renderDigest(digestOf(mixed, { before: summarize([]), language: 'uk' }));
    expect(text).toMatch(/^Шкала 0–100\n/);
    expect(text.split('\nПройдених')[0]).toBe(`Шкала 0–100
CSAT: 75% (41%–93%), 8 оцінок
Середній CSAT: 75,0 зі 100, CDSAT: 25%
Напередодні на ту саму годину: —
Шкала 1–5
CSAT: 100% (51%–100%), 4 оцінки, було —
Середній CSAT: 4,8 з 5, CDSAT: 0%
NPS: +100 (від -48 до +100), 1 оцінка, було —`);
    expect(text).not.toContain('CES');
  });

  it('says what CES is: how easy it was', () => {
    const ces = { scale: 'ces', scenario: 'ces' };
    const digest = digestOf([tally(3, { ...ces, rating: 7 }), tally(1, { ...ces, rating: 2 })]);
    expect(lineOf(digest, 'CES')).toBe('CES: 5.8 of 7, easy for 75% (30%–95%), 4 ratings');
    expect(lineOf({ ...digest, language: 'uk' }, 'CES')).toBe(
      'CES: 5,8 із 7, легко для 75% клієнтів (30%–95%), 4 оцінки',
    );
  });

  it('holds a target against the figures of its own scale alone', () => {
    const both = digestOf(
      [tally(10), tally(10, { ...thumbs, rating: 0 }), tally(9, { scale: 'ces', rating: 1 })],
      {
        wanted: 0.85,
      },
    );
    const lines = renderDigest(both).text.split('\n');
    expect(lines.filter((line) => line.startsWith('Target'))).toEqual([
      'Target 85%: 0% over 30 days, missed',
      'Target 85%: 100% over 30 days, met',
    ]);
  });
});

describe('the numbers of a digest', () => {
  it('keep the decimals of a target and of a rating', () => {
    const half = { scale: '0,0.5,1|1|0', rating: 0.5 };
    const digest = digestOf([tally(3, half)], {
      wanted: 0.875,
      worst: [said({ ...half, comment: 'Ну таке' })],
      language: 'uk',
    });
    expect(wholeOf(digest)).toContain('Ціль 87,5%: 0% за 30 днів, не досягнуто');
    expect(wholeOf(digest)).toContain('0,5 з 1 · Olena');
    expect(wholeOf(digest)).toContain('\n0,5 ██████████ 3\n');
  });

  it('write no share as 0% or 100% that is not, wherever it stands', () => {
    const almost = digestOf([
      tally(199),
      tally(1, { rating: 1 }),
      tally(1, { rating: null, outcome: 'silent' }),
    ]);
    const { text } = renderDigest(almost);
    expect(text).toContain('CSAT: 99.5% (97%–99.9%), 200 ratings');
    expect(text).toContain('CDSAT: 0.5%');
    expect(text).toContain('(asked 100% × answered 99.5%)');
  });
});
