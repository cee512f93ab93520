import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTranslator, type Language, languages } from '../../../src/locales/index.ts';
import { parseTarget } from '../../../src/stats/targets/parse.ts';
import { isScaleKey, type Target, targetMetrics } from '../../../src/stats/targets/target.ts';
import { faultText, targetText } from '../../../src/stats/targets/words.ts';

const read = (text: string, language: Language = 'en'): string => {
  const t = createTranslator(language);
  const parsed = parseTarget(text);
  return 'fault' in parsed ? faultText(t, parsed.fault) : targetText(t, parsed);
};

describe('what somebody writes as a target', () => {
  it.each<[string, Target]>([
    ['csat 85', { metric: 'csatPercent', scale: null, team: null, value: 0.85 }],
    ['CSAT 87,5% scale 1-5', { metric: 'csatPercent', scale: '1-5', team: null, value: 0.875 }],
    [
      'average 4.5 scale 1-5 team "Second line"',
      { metric: 'averageCsat', scale: '1-5', team: 'Second line', value: 4.5 },
    ],
    [
      'середній 4,5 команда «Друга лінія» шкала 1-5',
      { metric: 'averageCsat', scale: '1-5', team: 'Друга лінія', value: 4.5 },
    ],
    ['average 80 scale 0,100|100|0', { metric: 'averageCsat', scale: '0,100|100|0', team: null, value: 80 }],
    ['nps 30', { metric: 'nps', scale: 'nps', team: null, value: 30 }],
    ['nps −10 scale NPS', { metric: 'nps', scale: 'nps', team: null, value: -10 }],
    ['cdsat 5 team Sales', { metric: 'cdsat', scale: null, team: 'Sales', value: 0.05 }],
    ['surveys 35', { metric: 'surveyPercentage', scale: null, team: null, value: 0.35 }],
    ['response 40%', { metric: 'responseRate', scale: null, team: null, value: 0.4 }],
    ['take 15m', { metric: 'timeToTake', scale: null, team: null, value: 900_000 }],
    ['taken 90', { metric: 'takenInTime', scale: null, team: null, value: 0.9 }],
  ])('is read: %s', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });

  it.each([
    ['', 'Say what the target is for, such as: csat 85, average 4.5 scale 1-5, nps 30, cdsat 5.'],
    [
      'mood 5',
      '“mood” is not a figure that can have a target. Write one of: average, csat, cdsat, nps, surveys, response, take, taken.',
    ],
    ['csat', 'The number is missing after “csat”. Write it like this: csat 85.'],
    ['csat team Sales', 'The number is missing after “csat”. Write it like this: csat 85.'],
    ['csat lots', '“lots” is not a number for “csat”. Write it like this: csat 85.'],
    ['take 15', '“15” is not a number for “take”. Write it like this: take 15m.'],
    ['nps 30%', '“30%” is not a number for “nps”. Write it like this: nps 30.'],
    ['csat 860', '“860” cannot be reached: “csat” lies between 0% and 100%. Write it like this: csat 85.'],
    [
      'average 9 scale 1-5',
      '“9” cannot be reached: “average” lies between 1 and 5. Write it like this: average 4.5 scale 1-5.',
    ],
    ['nps 101', '“101” cannot be reached: “nps” lies between -100 and 100. Write it like this: nps 30.'],
    ['take 0s', '“0s” cannot be reached: “take” lies between 1s and 30d. Write it like this: take 15m.'],
    ['average 4.5', 'Say on which scale the average is: average 4.5 scale 1-5.'],
    ['average 4.5 scale 1-6', '“1-6” is not a scale. Write one of: 1-5, 0/5/10, nps, ces.'],
    ['average 4.5 scale', 'The scale is missing after “scale”. Write it like this: scale 1-5.'],
    ['csat 85 team ""', 'The team is missing after “team”. Write it like this: team "Second line".'],
    [
      'csat 85 scale nps',
      '“csat” is not counted on the scale nps. Leave the scale out, or name another: csat 85.',
    ],
    ['surveys 35 scale 1-5', '“surveys” does not depend on a scale. Leave the scale out: surveys 35.'],
    [
      'csat 85 team Second line',
      '“line” is not understood. After the number there may be a scale and a team: csat 85 scale 1-5 team "Second line".',
    ],
  ])('is refused with the place and the remedy: "%s"', (text, message) => {
    expect(read(text)).toBe(message);
  });

  it('is refused in the language of who wrote it', () => {
    expect(read('csat 860', 'uk')).toBe(
      'Значення «860» недосяжне: показник «csat» має бути від 0% до 100%. Напишіть так: csat 85.',
    );
  });

  it.each<[string, Language, string]>([
    ['csat 87,5', 'en', 'CSAT: at least 87.5%'],
    ['cdsat 5 team Sales', 'uk', 'CDSAT: щонайбільше 5%, команда Sales'],
    ['nps 30', 'uk', 'NPS: щонайменше +30'],
    ['take 15m', 'uk', 'Час реакції на низьку оцінку: щонайбільше 15 хвилин'],
    ['take 90s', 'en', 'Time until a low rating is taken: at most 90 seconds'],
    ['average 4,5 scale 1-5', 'uk', 'Середній CSAT: щонайменше 4,5, шкала 1-5'],
    ['average 80 scale 0,100|100|0', 'en', 'Average CSAT: at least 80, scale 0/100'],
  ])('is shown again: %s', (text, language, shown) => {
    expect(read(text, language)).toBe(shown);
  });

  it.each(languages)('is understood as it is shown how to write it: %s', (language) => {
    const t = createTranslator(language);
    for (const metric of Object.keys(targetMetrics)) {
      expect(parseTarget(t('target.example', { metric }))).toMatchObject({ metric });
      const { fault } = parseTarget(t('target.name', { metric })) as { fault?: object };
      expect(fault).toEqual({ code: 'no_value', metric });
    }
  });

  it('never breaks, whatever it is', () => {
    const word = fc.oneof(
      fc.constantFrom('csat', 'average', 'scale', 'team', '1-5', 'nps', '85', '4.5', '"', '«a b»', '|', ','),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 7 }), (words) => {
        const parsed = parseTarget(words.join(' '));
        if (!('fault' in parsed)) expect(parsed.scale === null || isScaleKey(parsed.scale)).toBe(true);
        expect(read(words.join(' ')).length).toBeGreaterThan(0);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
