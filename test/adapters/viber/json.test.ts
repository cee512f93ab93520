import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExactJson } from '../../../adapters/viber/json.ts';

describe('JSON with integers beyond 2^53', () => {
  it('gives them as text, and everything else as JSON.parse does', () => {
    expect(parseExactJson('{"a":4912661846655238145,"b":[-9007199254740993,9007199254740991]}')).toEqual({
      a: '4912661846655238145',
      b: ['-9007199254740993', 9007199254740991],
    });
    fc.assert(
      fc.property(fc.json(), (json) => {
        fc.pre(!/\d{16}/.test(json));
        expect(parseExactJson(json)).toEqual(JSON.parse(json));
      }),
    );
  });

  it('changes no digit inside a string', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const value = { [`4912661846655238145${text}`]: `"\\${text}4912661846655238145` };
        expect(parseExactJson(JSON.stringify(value))).toEqual(value);
      }),
    );
  });

  // Larger than any body that is taken: what takes quadratic time takes longer than any test may.
  const size = 2_000_000;
  const fill = (part: string) => part.repeat(size / part.length);
  it.each([
    ['escaped quotes in a string that does not end', `{"a":"${fill('\\"')}`],
    ['quotes and backslashes by turns', fill('"\\')],
    ['backslashes', `{"a":"${fill('\\')}`],
    ['quotes alone', `${fill('"')}"`],
    ['escaped quotes', `{"t":1234567890123456789,"a":"${fill('\\"')}"}`],
    ['digits', `{"a":${fill('9')}}`],
    ['digits that do not end', `{"a":${fill('9')}`],
    ['exponents', `{"a":1${fill('e+-.')}}`],
    ['minus signs', fill('-')],
    ['numbers', `[${fill('1234567890123456789,')}1]`],
    ['brackets', fill('[')],
    ['spaces', `${fill(' ')}1`],
  ])('is read in linear time: %s', (_, json) => {
    parseExactJson(json);
  });
});
