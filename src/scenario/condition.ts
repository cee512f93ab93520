/** The conditions of `next`: how `when` is read, and whether it holds. */
import { clip, quote } from './check/quote.ts';
import type { Value } from './survey.ts';

const operators = {
  '==': (a: Value, b: Value) => a === b,
  '!=': (a: Value, b: Value) => a !== b,
  '<=': (a: Value, b: Value) => a <= b,
  '>=': (a: Value, b: Value) => a >= b,
  '<': (a: Value, b: Value) => a < b,
  '>': (a: Value, b: Value) => a > b,
} as const;

export interface Comparison {
  variable: string;
  operator: keyof typeof operators;
  literal: Value;
}

/** Alternatives (`or`) of comparisons that must all hold (`and`). */
export interface Condition {
  anyOf: Comparison[][];
}

/** A variable that was never answered meets no comparison; one of another kind than the literal only `!=`. */
export function holds(condition: Condition, variables: Record<string, Value>): boolean {
  return condition.anyOf.some((allOf) =>
    allOf.every((comparison) => meets(variables[comparison.variable], comparison)),
  );
}

export function meets(value: Value | undefined, { operator, literal }: Comparison): boolean {
  if (value === undefined) return false;
  if (typeof value !== typeof literal) return operator === '!=';
  return operators[operator](value, literal);
}

/**
 * Reads `quality_answer <= 2 and reason == 'speed' or ...`; `and` binds closer than `or`. A text stands in single or
 * in double quotes, and what is between them is taken as it stands. Takes time linear in the length of `source`.
 * @returns the condition, or a sentence that says what cannot be read and where
 */
export function parseCondition(source: string): Condition | string {
  const words = split(source);
  if (typeof words === 'string') return words;
  const anyOf: Comparison[][] = [[]];
  for (let index = 0; ; index += 4) {
    const [variable, operator, literal, join] = words.slice(index, index + 4);
    const fault =
      variableFault(variable, operator, words[index - 1]) ??
      operatorFault(source, variable, operator) ??
      literalFault(operator, literal) ??
      joinFault(literal, join);
    if (fault !== null) return fault;
    anyOf.at(-1)?.push({
      variable: variable?.source ?? '',
      operator: operator?.source as keyof typeof operators,
      literal: literal?.value ?? '',
    });
    if (!join) return { anyOf };
    if (join.source === 'or') anyOf.push([]);
  }
}

interface Word {
  kind: 'name' | 'number' | 'text' | 'operator' | 'other';
  source: string;
  /** The position of its first character, from 1. */
  at: number;
  value?: Value;
}

const EXAMPLE = "write a comparison such as quality_answer <= 2 or reason == 'speed', joined by and / or";

const kinds: ReadonlyArray<[Word['kind'], RegExp]> = [
  ['name', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['number', /-?[\p{N}.][\p{L}\p{N}_.]*/uy],
  ['operator', /[=!<>&|~]+/uy],
  ['other', /./suy],
];

function split(source: string): Word[] | string {
  const words: Word[] = [];
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0] ?? '';
    at += found.length;
    return found;
  };
  for (take(/\s+/y); at < source.length; take(/\s+/y)) {
    const start = at;
    const mark = source[at];
    if (mark === "'" || mark === '"') {
      const end = source.indexOf(mark, at + 1);
      if (end === -1)
        return `${here(start + 1)}the quote ${mark} is not closed; add ${mark} where the text ends`;
      at = end + 1;
      const value = source.slice(start + 1, end);
      words.push({ kind: 'text', source: source.slice(start, at), at: start + 1, value });
      continue;
    }
    for (const [kind, pattern] of kinds) {
      const found = take(pattern);
      if (found === '') continue;
      words.push({ kind, source: found, at: start + 1, ...(kind === 'number' && { value: Number(found) }) });
      break;
    }
  }
  return words;
}

const here = (at: number): string => `at character ${at}: `;

/** What no place of a condition takes. */
function foreign({ source, at }: Word): string | null {
  if (source === '(' || source === ')') {
    return `${here(at)}there are no parentheses; "and" binds closer than "or", and a list in next can have several entries`;
  }
  if (source === '&&' || source === '&') return `${here(at)}write "and" instead of ${quote(source)}`;
  if (source === '||' || source === '|') return `${here(at)}write "or" instead of ${quote(source)}`;
  return null;
}

function variableFault(
  word: Word | undefined,
  after: Word | undefined,
  join: Word | undefined,
): string | null {
  if (!word) {
    return join
      ? `${here(join.at)}a comparison is missing after "${join.source}"; ${EXAMPLE}`
      : `is empty; ${EXAMPLE}`;
  }
  const { kind, source, at } = word;
  const known = foreign(word);
  if (known) return known;
  if (source === '!' || (source.toLowerCase() === 'not' && after?.kind !== 'operator')) {
    return `${here(at)}there is no ${quote(source)}; turn the comparison round, with != for == or > for <=`;
  }
  if ((source === 'and' || source === 'or') && after?.kind !== 'operator') {
    return `${here(at)}a comparison is missing before "${source}"; ${EXAMPLE}`;
  }
  if (kind === 'operator') return `${here(at)}a variable is missing before ${quote(source)}; ${EXAMPLE}`;
  if (kind === 'number' || kind === 'text') {
    return `${here(at)}a comparison begins with a variable, not with ${clip(source)}; ${EXAMPLE}`;
  }
  if (!/^[a-z][a-z0-9_]*$/.test(source)) {
    return `${here(at)}${quote(source)} is no variable; a variable is named with a-z, 0-9 and _, a letter first`;
  }
  return null;
}

const instead: Record<string, string> = {
  '=': '==',
  '===': '==',
  '=>': '>=',
  '=<': '<=',
  '!==': '!=',
  '<>': '!=',
  '!': '!=',
  '=!': '!=',
  '>>': '>',
  '<<': '<',
};

function operatorFault(source: string, variable: Word | undefined, word: Word | undefined): string | null {
  if (!variable) return null;
  if (!word) {
    return `${here(variable.at)}nothing is compared with "${clip(variable.source)}"; ${EXAMPLE}`;
  }
  const known = foreign(word);
  if (known) return known;
  if (word.kind !== 'operator')
    return `cannot read ${quote(source.slice(variable.at - 1).trim())}; ${EXAMPLE}`;
  if (Object.hasOwn(operators, word.source)) return null;
  const right = Object.hasOwn(instead, word.source) ? instead[word.source] : undefined;
  return right
    ? `${here(word.at)}write ${right} instead of ${word.source}`
    : `${here(word.at)}${quote(word.source)} compares nothing; there are ${Object.keys(operators).join(', ')}`;
}

function literalFault(operator: Word | undefined, word: Word | undefined): string | null {
  if (!operator) return null;
  if (!word) return `${here(operator.at)}a number or a text in quotes is missing after ${operator.source}`;
  const { kind, source, at } = word;
  if (
    kind === 'text' ||
    (kind === 'number' && /^-?\d+(\.\d+)?$/.test(source) && Number.isFinite(word.value))
  ) {
    return null;
  }
  const known = foreign(word);
  if (known) return known;
  if (kind === 'number') {
    return `${here(at)}${quote(source)} is no number; write digits, such as 10 or 2.5, or put a text in quotes`;
  }
  if (kind === 'name') {
    return `${here(at)}put a text in quotes: ${operator.source} '${clip(source)}'; two variables cannot be compared`;
  }
  return `${here(at)}${quote(source)} stands where a number or a text in quotes belongs`;
}

function joinFault(literal: Word | undefined, word: Word | undefined): string | null {
  if (!word || word.source === 'and' || word.source === 'or') return null;
  const { kind, source, at } = word;
  const known = foreign(word);
  if (known) return known;
  if (/^(and|or)$/i.test(source)) return `${here(at)}write "${source.toLowerCase()}" in small letters`;
  if (literal?.kind === 'text' && literal.at + literal.source.length === at) {
    return `${here(at)}the text ends before this; a text with one kind of quote in it stands in the other: "it's"`;
  }
  if (kind === 'operator') {
    return `${here(at)}one comparison has one ${quote(source)}; join two comparisons by and`;
  }
  return `${here(at)}"and" or "or" is missing before ${quote(source)}`;
}
