/** Faults of a file's shape, in the words of the scenario language rather than of the validator. */
import type { z } from 'zod';
import type { Fault } from '../check/fault.ts';
import { nearest } from '../check/nearest.ts';
import { phraseKeys } from '../phrases.ts';
import { quote } from '../check/quote.ts';
import { fieldNames, scenarioSchema } from '../schema.ts';

type Issue = z.core.$ZodIssue;
type Path = Fault['path'];

/** @param valueAt what the file has at a path; undefined: nothing */
export function shapeFaults(issue: Issue, valueAt: (path: Path) => unknown): Fault[] {
  const path = issue.path as Path;
  const given = valueAt(path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownField(path, key));
    case 'invalid_key':
      return [{ path, atKey: true, ...keyMessage(issue) }];
    case 'invalid_union':
      return issue.discriminator ? [wrongKind(issue, path, given)] : unionFaults(issue, valueAt);
    case 'invalid_value': {
      const names = issue.values.map(String);
      return [
        given === undefined || given === null
          ? { path, message: `${absent(given)}; write ${names.join(', ')}` }
          : { path, message: `${quote(given)} is not known here`, hint: () => near(given, names) },
      ];
    }
    case 'too_small':
      if (issue.origin === 'array') return [{ path, message: fewItems(Number(issue.minimum)) }];
      if (issue.origin === 'string') {
        return [
          { path, message: issue.message.startsWith('Too small') ? 'is empty; write a text' : issue.message },
        ];
      }
      return [{ path, message: `must be at least ${issue.minimum}` }];
    case 'too_big':
      return [{ path, message: `must be at most ${issue.maximum}` }];
    case 'invalid_type':
      return [{ path, message: wrongType([issue.expected], path, given) }];
    case 'custom':
    case 'invalid_format':
      return [{ path, message: issue.message }];
    default:
      return [{ path, message: `${quote(given)} does not fit here; see docs/scenarios.md` }];
  }
}

const near = (given: unknown, names: readonly string[]): string =>
  nearest(typeof given === 'string' || typeof given === 'number' ? String(given) : '', names);

const absent = (given: unknown): string => (given === undefined ? 'is missing' : 'is empty');

const fewItems = (least: number): string =>
  least > 1 ? `needs at least ${least} entries` : 'is empty; it needs at least one entry';

function unknownField(path: Path, key: string): Fault {
  // Deeper down than the file's own fields, all that the language has.
  const known =
    path.length === 0
      ? Object.keys(scenarioSchema.shape)
      : path.length === 1 && path[0] === 'phrases'
        ? phraseKeys
        : fieldNames();
  const message = `${quote(key)} is not known here`;
  const fault = { path: [...path, key], atKey: true };
  // Right elsewhere: a field of another type of block, or of another `expect`.
  if (known.includes(key)) return { ...fault, message: `${message}; it belongs to another type of block` };
  const begun = known.find((name) => key.startsWith(name) && /^[^\p{L}\p{N}_]/u.test(key.slice(name.length)));
  if (begun) return { ...fault, message: `${message}; write a colon and a space after ${quote(begun)}` };
  return { ...fault, message, hint: () => nearest(key, known) || '; remove it, or see docs/scenarios.md' };
}

function keyMessage(issue: Extract<Issue, { code: 'invalid_key' }>): Pick<Fault, 'message' | 'hint'> {
  const key = String(issue.path.at(-1));
  const inner = issue.issues[0];
  if (inner?.code === 'invalid_value') {
    return {
      message: `${quote(key)} is not known here`,
      hint: () => nearest(key, inner.values.map(String)),
    };
  }
  return { message: inner?.message ?? `${quote(key)} is no name that can stand here` };
}

function wrongKind(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path, given: unknown): Fault {
  const options = (issue as unknown as { options?: unknown[] }).options ?? [];
  const names = options.filter((option) => typeof option === 'string');
  if (given === undefined || given === null) {
    return { path, message: `${absent(given)}; one of ${names.join(', ')}` };
  }
  return {
    path,
    message: `no ${issue.discriminator} ${quote(given)}`,
    hint: () => near(given, names),
  };
}

/** Of the alternatives that fit the given kind of value, the one that came furthest is the one that was meant. */
function unionFaults(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  valueAt: (path: Path) => unknown,
): Fault[] {
  const path = issue.path as Path;
  const fitting = issue.errors.filter((issues) => !issues.some(refusesKind));
  if (fitting.length === 0) {
    const expected = issue.errors.flatMap((issues) =>
      issues.filter(refusesKind).map((inner) => inner.expected),
    );
    return [{ path, message: wrongType(expected, path, valueAt(path)) }];
  }
  const alternatives = fitting.map((issues) =>
    issues.flatMap((inner) => shapeFaults({ ...inner, path: [...issue.path, ...inner.path] }, valueAt)),
  );
  const meant = alternatives.find((faults) => faults.some((fault) => fault.path.length > path.length));
  return meant ?? alternatives[0] ?? [];
}

const refusesKind = (issue: Issue): issue is Extract<Issue, { code: 'invalid_type' }> =>
  issue.code === 'invalid_type' && issue.path.length === 0;

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'a mapping with fields',
  record: 'a mapping with fields',
};

/** What a field takes, where it is more than one kind of value. */
const fields: Record<string, string> = {
  next: 'the name of a block, or a list of { when, to }',
  text: 'a text in quotes, or a text for each language',
  skip: 'a text in quotes, or a text for each language',
  value: 'a number or a short word',
  scale: 'the name of a scale, or { values, satisfied, dissatisfied }',
};

function wrongType(expected: readonly string[], path: Path, given: unknown): string {
  if (given === undefined) return 'is missing';
  const last = path.at(-1);
  const own = typeof last === 'string' && Object.hasOwn(fields, last) ? fields[last] : undefined;
  const names = [...new Set(expected.map((kind) => kinds[kind] ?? 'something else'))];
  const wanted = names.length > 1 && own ? own : names.join(', or ');
  if (given === null) return `is empty; write ${wanted}`;
  const plain = typeof given !== 'object';
  if (plain && names.join() === 'a text')
    return 'must be a text; put it in quotes if it looks like something else';
  return `must be ${wanted}${path.length > 0 ? `, not ${spelled(given)}` : ''}`;
}

function spelled(given: unknown): string {
  if (typeof given === 'number' && !Number.isSafeInteger(given) && !Number.isFinite(given)) {
    return 'a number without end';
  }
  return typeof given === 'string' ? `the text ${quote(given)}` : quote(given).replace(/^"(.*)"$/s, '$1');
}
