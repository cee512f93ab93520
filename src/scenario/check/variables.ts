/** Checks of what conditions compare: a variable that is saved, with a value that it can have. */
import { distance } from 'fastest-levenshtein';
import type { Fault } from './fault.ts';
import { type Comparison, meets } from '../condition.ts';
import { nearest } from './nearest.ts';
import { clip, quote } from './quote.ts';
import { isWaiting, type Scenario } from '../scenario.ts';
import type { Value } from '../survey.ts';
import { savedByJobs, type Values, valuesOf } from './variable-values.ts';

/** @param unread variables that are saved by blocks that could not be read; null: any */
export function checkComparisons(
  { blocks }: Pick<Scenario, 'blocks'>,
  unread: ReadonlySet<string | null>,
): Fault[] {
  const known = valuesOf(blocks);
  // What a job leaves is known when it has run.
  const uncertain = new Set([...unread, ...savedByJobs(blocks)]);
  const saved = [...known.keys(), ...[...uncertain].filter((name) => name !== null)];
  const names = new Set(saved);
  return Object.entries(blocks).flatMap(([id, { next }]) => {
    if (!Array.isArray(next)) return [];
    return next.flatMap(({ when }, index) => {
      const path = ['blocks', id, 'next', index, 'when'];
      return (when?.anyOf ?? []).flatMap((allOf): Fault[] => {
        const faults = allOf.flatMap((comparison): Fault[] => {
          const { variable } = comparison;
          if (!names.has(variable)) {
            if (uncertain.has(null)) return [];
            const hint = (): string => nearest(variable, saved);
            return [{ path, message: `no block saves ${quote(variable)}`, hint }];
          }
          const values = known.get(variable);
          const fault = uncertain.has(variable) || !values ? null : comparisonFault(comparison, values);
          return fault === null ? [] : [{ path, ...fault }];
        });
        if (faults.length > 0) return faults;
        const empty = contradiction(allOf, known, uncertain);
        return empty === null ? [] : [{ path, message: empty }];
      });
    });
  });
}

type Told = Pick<Fault, 'message' | 'hint'>;

function comparisonFault(comparison: Comparison, values: Values): Told | null {
  const { variable, operator, literal } = comparison;
  if (typeof literal === 'number') {
    return values.numbers
      ? numberFault(variable, operator, literal, values)
      : { message: textNotNumber(comparison, values) };
  }
  if (!values.texts) {
    const number = Number(literal);
    const remedy =
      literal.trim() !== '' && Number.isFinite(number)
        ? `remove the quotes around ${clip(literal)}`
        : `compare it with a number, such as ${values.lowest}`;
    return { message: `${quote(variable)} is a number and is compared with a text; ${remedy}` };
  }
  if (operator !== '==' && operator !== '!=') {
    return { message: `${operator} does not order texts; compare ${quote(variable)} by == or !=` };
  }
  if (literal === '') {
    // `!= ''` asks whether there is an answer.
    if (operator === '!=') return null;
    return {
      message: `${quote(variable)} is never empty, and one that was not answered meets no comparison; ask for != '' first and leave the when out of a last entry`,
    };
  }
  if (values.written) {
    if (literal.trim() === literal) return null;
    return {
      message: `${quote(variable)} is kept without spaces around it; remove them from the text in quotes`,
    };
  }
  if (values.listed.has(literal)) return null;
  return {
    message: `${quote(variable)} is never ${quote(literal)}`,
    hint: () =>
      nearest(
        literal,
        [...values.listed].filter((value) => typeof value === 'string'),
      ),
  };
}

function textNotNumber({ variable, operator, literal }: Comparison, { written, listed }: Values): string {
  const [first] = listed;
  const remedy = listed.has(String(literal))
    ? `put ${literal} in quotes`
    : written || first === undefined
      ? `ask for a number (expect: number), or whether there is an answer: ${variable} != ''`
      : `compare it with one of its values, such as '${first}'`;
  return `${quote(variable)} is a text and is compared with the number ${literal} by ${operator}; ${remedy}`;
}

const MOST_LISTED = 12;

const ascending = (values: ReadonlySet<Value>): string =>
  [...values]
    .filter((value) => typeof value === 'number')
    .sort((a, b) => a - b)
    .join(', ');

function numberFault(
  variable: string,
  operator: Comparison['operator'],
  literal: number,
  { listed, ranges, lowest, highest, texts }: Values,
): Told | null {
  const within = ranges && literal >= lowest && literal <= highest;
  const known = within || listed.has(literal);
  const range = `it is ${lowest} to ${highest}`;
  if (operator === '==' || operator === '!=') {
    if (known) return null;
    const hint = (): string =>
      `; ${ranges || listed.size > MOST_LISTED ? range : `it is one of ${ascending(listed)}`}`;
    return { message: `${quote(variable)} is never ${literal}`, hint };
  }
  const holdsFor = (value: number): boolean => meets(value, { variable, operator, literal });
  if (!holdsFor(lowest) && !holdsFor(highest)) {
    return { message: `${quote(variable)} is never ${operator} ${literal}; ${range}` };
  }
  // With the lowest or the highest value itself it asks whether there is an answer, as `!= ''` does.
  if (holdsFor(lowest) && holdsFor(highest) && !known && !texts) {
    const remedy = `to ask whether there is an answer write ${variable} >= ${lowest}`;
    return { message: `${quote(variable)} is always ${operator} ${literal}; ${range}; ${remedy}` };
  }
  return null;
}

/** So many values or comparisons are tried out; nobody writes more by hand. */
const MOST_TRIED = 100;

/** Comparisons that each can hold and never all at once. */
function contradiction(
  allOf: readonly Comparison[],
  known: ReadonlyMap<string, Values>,
  uncertain: ReadonlySet<string | null>,
): string | null {
  if (allOf.length < 2 || allOf.length > MOST_TRIED) return null;
  for (const variable of new Set(allOf.map((comparison) => comparison.variable))) {
    const own = allOf.filter((comparison) => comparison.variable === variable);
    const values = known.get(variable);
    if (own.length < 2 || uncertain.has(variable) || !values || values.listed.size > MOST_TRIED) continue;
    const tried = [
      ...values.listed,
      ...(values.written ? texts(own) : []),
      ...(values.ranges ? numbers(own, values) : []),
    ];
    if (tried.some((value) => own.every((comparison) => meets(value, comparison)))) continue;
    return `no value of ${quote(variable)} meets all that is joined by and here; join by or, or correct the values`;
  }
  return null;
}

const texts = (own: readonly Comparison[]): Value[] => [
  ...own.map(({ literal }) => literal).filter((literal) => typeof literal === 'string' && literal !== ''),
  `other than ${own.map(({ literal }) => literal).join()}`,
];

/** The bounds, the numbers compared with, and one between each two of them: each behaves as all its neighbours do. */
function numbers(own: readonly Comparison[], { lowest, highest }: Values): number[] {
  const literals = own.map(({ literal }) => literal).filter((literal) => typeof literal === 'number');
  const ends = [lowest, highest, ...literals]
    .filter((value) => value >= lowest && value <= highest)
    .sort((a, b) => a - b);
  return ends.flatMap((value, index) => [value, (value + (ends[index + 1] ?? value)) / 2]);
}

const statisticsKnow = ['quality_answer', 'quality_comment'];

/** A slip in one of the two names would be recorded and never counted. */
export function checkNames({ blocks }: Pick<Scenario, 'blocks'>): Fault[] {
  return Object.entries(blocks).flatMap(([id, block]) => {
    if (!isWaiting(block)) return [];
    const path = ['blocks', id, 'save_to'];
    if (block.save_to === 'prototype') {
      return [{ path, message: 'every object of JavaScript has this name already; choose another' }];
    }
    if (statisticsKnow.includes(block.save_to)) return [];
    const meant = statisticsKnow.find((name) => distance(name, block.save_to) <= 3);
    const message = `statistics do not know "${block.save_to}"; did you mean "${meant}"?`;
    return meant ? [{ path, message }] : [];
  });
}
