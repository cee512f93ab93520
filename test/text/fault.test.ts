import { describe, expect, it } from 'vitest';
import { createTranslator, languages } from '../../src/locales/index.ts';
import { faultAt, faultKey, type FaultKind, faultKinds, faultOf } from '../../src/text/fault.ts';
import english from '../../src/locales/en/faults.json' with { type: 'json' };

const kinds = Object.keys(faultKinds) as FaultKind[];

describe('a fault', () => {
  it('has a text in each language for each kind, and none besides', () => {
    expect(Object.keys(english).toSorted()).toEqual(kinds.map(faultKey).toSorted());
  });

  it.each(kinds)('is said with all of its values, in each language: %s', (kind) => {
    const names: readonly string[] = faultKinds[kind];
    const values = Object.fromEntries(names.map((name, index) => [name, 4_000 + index]));
    for (const language of languages) {
      const text = createTranslator(language)(faultKey(kind), values).replace(/\s/g, '');
      const missing = names.filter((name) => !text.includes(String(values[name])));
      expect([language, missing]).toEqual([language, []]);
    }
  });

  it('has the message of the API in English, with a list written with commas', () => {
    expect(faultAt('order', 'not_among', { names: ['newest', 'oldest'] })).toEqual({
      path: 'order',
      kind: 'not_among',
      values: { names: ['newest', 'oldest'] },
      message: 'must be one of newest, oldest',
    });
    const { message } = faultOf('too_many_days', {
      from: '2000-01-01',
      to: '2099-12-31',
      days: 36525,
      most: 3660,
    });
    expect(message).toBe('"2099-12-31" makes it 36525 days from 2000-01-01; ask for 3660 at most');
  });

  it('takes what was given for what it is', () => {
    expect(faultOf('not_a_day', { given: "{most} '{' <b>#" }).message).toContain(
      `"{most} '{' <b>#" is not a day`,
    );
  });
});
