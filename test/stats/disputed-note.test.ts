import { expect, it } from 'vitest';
import { createTranslator, type Language } from '../../src/locales/index.ts';
import { disputedNote } from '../../src/stats/disputed-note.ts';

it.each<[Language, number, boolean, string | null]>([
  ['en', 0, true, null],
  ['en', 1, true, '1 disputed rating is counted.'],
  ['en', 2, false, '2 disputed ratings are left out.'],
  ['en', 0, false, 'No rating is disputed, so none is left out.'],
  ['uk', 1, true, 'Враховано 1 оскаржену оцінку.'],
  ['uk', 3, true, 'Враховано 3 оскаржені оцінки.'],
  ['uk', 11, false, 'Без урахування 11 оскаржених оцінок.'],
])('figures say whether disputed ratings are in them: %s, %i, %s', (language, count, included, text) => {
  expect(disputedNote(createTranslator(language), { count, included })).toBe(text);
});
