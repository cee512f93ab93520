import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { messageOf, ScenarioError } from '../errors.ts';
import { checkScenario, type Fault } from './check.ts';
import type { LimitsByChannel } from './check-words.ts';
import { nearest } from './nearest.ts';
import { completeScenario, type Scenario } from './scenario.ts';
import { fieldNames, scenarioSchema } from './schema.ts';

/**
 * Reads every `*.yaml` of a folder.
 * @returns the scenarios by id
 * @throws {ScenarioError} with every fault of every file
 */
export function loadScenarios(folder: string, limits: LimitsByChannel): Map<string, Scenario> {
  const scenarios = new Map<string, Scenario>();
  const faults: string[] = [];
  for (const file of listFiles(folder)) {
    try {
      const scenario = parseScenario(readFileSync(file, 'utf8'), file, limits);
      if (scenarios.has(scenario.id)) {
        throw new ScenarioError([
          `${file}: another file has the id "${scenario.id}" already; ids are unique`,
        ]);
      }
      scenarios.set(scenario.id, scenario);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new ScenarioError(faults);
  return scenarios;
}

/**
 * Reads one scenario.
 * @param file its name, for faults
 * @param limits of the channels that must be able to show it; none: not checked
 * @throws {ScenarioError} `file:line:column path: what is wrong; what to do`, one line for each fault
 */
export function parseScenario(text: string, file: string, limits: LimitsByChannel = {}): Scenario {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new ScenarioError(
      document.errors.map(({ code, pos, message }) =>
        code === 'MULTIPLE_DOCS'
          ? `${at(pos[0])} a second document begins; one file holds one scenario`
          : `${at(pos[0])} ${message}`,
      ),
    );
  }
  const fail = (faults: Fault[]): never => {
    const placed = faults.map((fault) => ({ ...fault, offset: offsetOf(document, fault) }));
    placed.sort((a, b) => a.offset - b.offset);
    const worded = placed.map(({ path, message, offset }) => {
      const name = path.length > 0 ? ` ${path.join('.')}:` : '';
      return `${at(offset)}${name} ${message}`;
    });
    throw new ScenarioError([...new Set(worded)]);
  };
  const parsed = scenarioSchema.safeParse(readYaml(document, at));
  if (!parsed.success) return fail(parsed.error.issues.flatMap((issue) => describe(issue, document)));
  const scenario = completeScenario(parsed.data, text);
  const faults = checkScenario(scenario, limits);
  return faults.length > 0 ? fail(faults) : scenario;
}

function listFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  } catch (error) {
    throw new ScenarioError([
      `${folder}: ${messageOf(error)}; set SCENARIOS_DIR to the folder of the scenario files`,
    ]);
  }
  if (names.length === 0)
    throw new ScenarioError([`${folder}: no *.yaml in it; a survey needs a scenario file`]);
  return names.sort().map((name) => join(folder, name));
}

function readYaml(document: Document, at: (offset: number) => string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new ScenarioError([`${at(0)} ${messageOf(error)}`]); // an alias of nothing, or a bomb of them
  }
}

/** The offset of the node at `path`, or of the nearest one above it that exists; of the key where the value is missing or a map. */
function offsetOf(document: Document, { path, atKey }: Fault): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      const byValue = !atKey && isScalar(pair?.value) && pair.value.range;
      const node = byValue ? pair.value : pair?.key;
      if (isNode(node) && node.range) return node.range[0];
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** A fault of the file's shape in the words of the language rather than of the validator. */
function describe(issue: z.core.$ZodIssue, document: Document): Fault[] {
  const path = issue.path as Fault['path'];
  const given = document.getIn(path);
  const spelled = typeof given === 'string' ? given : JSON.stringify(given);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const others = knownAt(path).filter((name) => name !== key);
        // Right elsewhere: a field of another type of block, or of another `expect`.
        const remedy =
          others.length < knownAt(path).length
            ? '; it belongs to another type of block'
            : nearest(key, others);
        return { path: [...path, key], atKey: true, message: `"${key}" is not known here${remedy}` };
      });
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, message }));
    case 'invalid_union': {
      if (issue.discriminator) {
        const options = (issue as unknown as { options?: unknown[] }).options ?? [];
        const names = options.filter((option) => typeof option === 'string');
        const message =
          given === undefined
            ? `is missing; one of ${names.join(', ')}`
            : `no ${issue.discriminator} "${spelled}"${nearest(spelled, names)}`;
        return [{ path, message }];
      }
      // Of the alternatives that fit the given kind of value, the one that came furthest is the one that was meant.
      const fitting = issue.errors.filter(
        (issues) => !issues.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0),
      );
      const alternatives = (fitting.length > 0 ? fitting : issue.errors).map((issues) =>
        issues.flatMap((inner) => describe({ ...inner, path: [...issue.path, ...inner.path] }, document)),
      );
      const meant = alternatives.find((faults) => faults.some((fault) => fault.path.length > path.length));
      if (meant) return meant;
      return [
        { path, message: [...new Set(alternatives.flat().map(({ message }) => message))].join(', or ') },
      ];
    }
    case 'invalid_value': {
      const names = issue.values.map(String);
      return [{ path, message: `"${spelled}" is not known here${nearest(spelled, names)}` }];
    }
    case 'too_small':
      return [
        { path, message: issue.origin === 'array' ? 'is empty; it needs at least one entry' : issue.message },
      ];
    case 'invalid_type':
      return [
        {
          path,
          message: given === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? issue.expected}`,
        },
      ];
    default:
      return [{ path, message: issue.message }];
  }
}

const kinds: Record<string, string> = {
  string: 'a text; put it in quotes if it looks like something else',
  number: 'a number',
  array: 'a list',
  object: 'a mapping with fields',
  record: 'a mapping with fields',
};

/** The fields that may stand at a path; deeper down, all that the language has. */
function knownAt(path: Fault['path']): readonly string[] {
  if (path.length === 0) return Object.keys(scenarioSchema.shape);
  return fieldNames;
}
