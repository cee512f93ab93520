import { describe, expect, it } from 'vitest';
import { fillPlaceholders } from '../../src/locales/placeholders.ts';

describe('a text of a scenario', () => {
  it('has its placeholders filled in, as often as they stand there', () => {
    const text = 'From {min} to {max}, so {min} or more';
    expect(fillPlaceholders(text, { min: 0, max: 10_000 })).toBe('From 0 to 10000, so 0 or more');
  });

  it.each([
    "It's {not} 'quoted' {here",
    "don''t '{' #",
    'a {count, plural, one {#}} b',
    '{ answer }',
    '{toString} {__proto__}',
    '<b>{}</b>',
  ])('stays what it is otherwise: %s', (text) => {
    expect(fillPlaceholders(text, { answer: '5' })).toBe(text);
  });

  it('takes a value for what it is, whatever stands in it', () => {
    expect(fillPlaceholders('Now: {answer}', { answer: "{answer} $& '{'" })).toBe("Now: {answer} $& '{'");
  });
});
