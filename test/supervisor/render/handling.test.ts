import { expect, it } from 'vitest';
import { figuresOf } from '../../../src/alerts/figures.ts';
import { createTranslator } from '../../../src/locales/index.ts';
import { durationText } from '../../../src/stats/targets/words.ts';
import { handlingText } from '../../../src/supervisor/render/handling.ts';

const MINUTE = 60_000;
const figures = {
  ...figuresOf([], null, 0),
  alerts: 12,
  timeToTake: 8.6 * MINUTE,
  timeToResolve: 125 * MINUTE,
  takenInTime: { share: 0.999, of: 11 },
};

it('says in Ukrainian how low ratings were handled', () => {
  expect(handlingText(createTranslator('uk'), figures, 30)).toBe(
    [
      'Низькі оцінки за останні 30 днів: 12',
      'Час реакції на низьку оцінку: 9 хвилин (медіана)',
      'Час до вирішення: 2 години 5 хвилин (медіана)',
      'Частка взятих у роботу вчасно: 99,9%, усього 11 оцінок',
    ].join('\n'),
  );
});

it('says nothing of what there was not', () => {
  const t = createTranslator('en');
  expect(handlingText(t, figuresOf([], null, 0), 30)).toBe('');
  expect(handlingText(t, { ...figuresOf([], null, 0), alerts: 1 }, 30)).toBe(
    'Low ratings in the last 30 days: 1',
  );
});

it.each([
  [0, '0 seconds'],
  [59_400, '59 seconds'],
  [90_000, '2 minutes'],
  [60 * MINUTE, '1 hour'],
  [119.6 * MINUTE, '2 hours'],
  [25 * 60 * MINUTE, '1 day 1 hour'],
])('writes %d ms as "%s"', (milliseconds, text) => {
  expect(durationText(createTranslator('en'), milliseconds)).toBe(text);
});
