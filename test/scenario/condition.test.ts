import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds, parseCondition } from '../../src/scenario/condition.ts';

const EXAMPLE = "write a comparison such as quality_answer <= 2 or reason == 'speed', joined by and / or";

describe('a condition', () => {
  it('takes the words between quotes as they stand, and and or among them', () => {
    expect(
      parseCondition("reason == 'slow or rude' and other != \"it's and <= 5\" or minutes>=-2.5"),
    ).toEqual({
      anyOf: [
        [
          { variable: 'reason', operator: '==', literal: 'slow or rude' },
          { variable: 'other', operator: '!=', literal: "it's and <= 5" },
        ],
        [{ variable: 'minutes', operator: '>=', literal: -2.5 }],
      ],
    });
  });

  it('may compare variables that are named as its words are', () => {
    expect(parseCondition('or == 1 or and == 2 and not != 3')).toEqual({
      anyOf: [
        [{ variable: 'or', operator: '==', literal: 1 }],
        [
          { variable: 'and', operator: '==', literal: 2 },
          { variable: 'not', operator: '!=', literal: 3 },
        ],
      ],
    });
  });

  it.each([
    ['', `is empty; ${EXAMPLE}`],
    ['   ', `is empty; ${EXAMPLE}`],
    ["a == 'x", "at character 6: the quote ' is not closed; add ' where the text ends"],
    ['a == 1 and b == "x', 'at character 17: the quote " is not closed; add " where the text ends'],
    ['a = 1', 'at character 3: write == instead of ='],
    ['a => 1', 'at character 3: write >= instead of =>'],
    ['a =< 1', 'at character 3: write <= instead of =<'],
    ['a === 1', 'at character 3: write == instead of ==='],
    ['a <> 1', 'at character 3: write != instead of <>'],
    ['a ~ 1', 'at character 3: "~" compares nothing; there are ==, !=, <=, >=, <, >'],
    ['a == 1 && b == 2', 'at character 8: write "and" instead of "&&"'],
    ['a == 1 || b == 2', 'at character 8: write "or" instead of "||"'],
    ['a == 1 AND b == 2', 'at character 8: write "and" in small letters'],
    [
      'not a == 1',
      'at character 1: there is no "not"; turn the comparison round, with != for == or > for <=',
    ],
    ['!a', 'at character 1: there is no "!"; turn the comparison round, with != for == or > for <='],
    ['a == 1 and', `at character 8: a comparison is missing after "and"; ${EXAMPLE}`],
    ['and a == 1', `at character 1: a comparison is missing before "and"; ${EXAMPLE}`],
    ['a', `at character 1: nothing is compared with "a"; ${EXAMPLE}`],
    ['a ==', 'at character 3: a number or a text in quotes is missing after =='],
    ['== 2', `at character 1: a variable is missing before "=="; ${EXAMPLE}`],
    ['2 <= a', `at character 1: a comparison begins with a variable, not with 2; ${EXAMPLE}`],
    ['a == b', "at character 6: put a text in quotes: == 'b'; two variables cannot be compared"],
    [
      'Reason == 1',
      'at character 1: "Reason" is no variable; a variable is named with a-z, 0-9 and _, a letter first',
    ],
    ['a < 2 < 3', 'at character 7: one comparison has one "<"; join two comparisons by and'],
    ['a == 1 b == 2', 'at character 8: "and" or "or" is missing before "b"'],
    [
      "a == 'it''s'",
      'at character 10: the text ends before this; a text with one kind of quote in it stands in the other: "it\'s"',
    ],
    ['rating is bad', `cannot read "rating is bad"; ${EXAMPLE}`],
  ])('says what cannot be read and where: %s', (source, message) => {
    expect(parseCondition(source)).toBe(message);
  });

  it.each(['(a == 1)', 'a == (1)', 'a == 1 and (b == 2 or c == 3)', 'a == 1)'])(
    'has no parentheses: %s',
    (source) => {
      expect(parseCondition(source)).toMatch(/^at character \d+: there are no parentheses; /);
    },
  );

  it.each(['1e5', '1.2.3', '.5', '5.', '0x10', '1_000', '٣', '2nd'])(
    'takes no number but in digits: %s',
    (number) => {
      expect(parseCondition(`a == ${number}`)).toMatch(/^at character 6: ".*" is no number; write digits/);
    },
  );

  it('reads every condition that is well formed, whatever its texts', () => {
    const literal = fc.oneof(
      fc
        .integer({ min: -1_000_000, max: 1_000_000 })
        .map((number) => ({ spelled: String(number), literal: number })),
      fc
        .string({ unit: 'grapheme' })
        .filter((text) => !text.includes("'"))
        .map((text) => ({ spelled: `'${text}'`, literal: text })),
      fc
        .string()
        .filter((text) => !text.includes('"'))
        .map((text) => ({ spelled: `"${text}"`, literal: text })),
    );
    const operator = fc.constantFrom('==', '!=', '<=', '>=', '<', '>');
    const comparison = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_]{0,10}$/), operator, literal);
    fc.assert(
      fc.property(
        fc.array(fc.array(comparison, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
        (anyOf) => {
          const source = anyOf.map((allOf) =>
            allOf.map(([variable, sign, { spelled }]) => `${variable} ${sign} ${spelled}`).join(' and '),
          );
          expect(parseCondition(source.join(' or '))).toEqual({
            anyOf: anyOf.map((allOf) =>
              allOf.map(([variable, sign, given]) => ({ variable, operator: sign, literal: given.literal })),
            ),
          });
        },
      ),
      { seed: 4, numRuns: 200 },
    );
  });

  it.each([' ', "'", '"', 'a', '1', '=', '(', '.', '-', '\\', 'п', '\n', 'or ', "'' ", 'a == 1 and '])(
    'of 100,000 characters is read or refused: %j',
    (part) => {
      const parsed = parseCondition(part.repeat(Math.floor(100_000 / part.length)));
      expect(typeof parsed).toBe('string');
      expect((parsed as string).length).toBeLessThan(300);
    },
  );

  it('is met by no variable that was not answered', () => {
    const condition = parseCondition("reason != ''");
    if (typeof condition === 'string') throw new Error(condition);
    expect(holds(condition, {})).toBe(false);
    expect(holds(condition, { reason: 'slow' })).toBe(true);
  });
});
