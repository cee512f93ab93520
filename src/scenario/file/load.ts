import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, ScenarioError } from '../../errors.ts';
import { checkScenario } from '../check/check.ts';
import type { Fault } from '../check/fault.ts';
import type { LimitsByChannel } from '../check/words.ts';
import { clip } from '../check/quote.ts';
import { readWhatCan } from '../check/readable.ts';
import { completeScenario, type Scenario } from '../scenario.ts';
import { scenarioSchema } from '../schema.ts';
import { shapeFaults } from './shape.ts';
import { readSource, type Source, type SourceNode } from './source.ts';

/** A person mends a few at a time; the rest of a broken file is counted. */
const MOST_FAULTS = 100;

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
      const scenario = parseScenario(readText(file), file, limits);
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
  const source = sourceOf(text, file);
  const { root, faults: refused } = source;
  if (root.value === null && refused.length === 0) {
    throw new ScenarioError([
      `${file}:1:1 is empty; begin with a copy of one of the scenarios that are shipped`,
    ]);
  }
  const parsed = scenarioSchema.safeParse(root.value);
  let faults: Fault[] = refused.map(({ path, message }) => ({ path, message, atKey: true }));
  if (!parsed.success) faults = faults.concat(faultsOfShape(parsed.error.issues, source));
  const places = refused.map(({ at }) => at);
  const readable = parsed.success && faults.length === 0 ? parsed.data : readWhatCan(root.value, faults);
  if (readable !== null) {
    const { unread, file: data } = 'unread' in readable ? readable : { file: readable, unread: undefined };
    const scenario = completeScenario(data, text);
    faults = faults.concat(checkScenario(scenario, limits, unread));
    if (faults.length === 0) return scenario;
  }
  const placed = faults.map((fault, index) => ({ ...fault, at: places[index] ?? offsetOf(root, fault) }));
  throw new ScenarioError(worded(placed, file, source));
}

/**
 * Reads a version that was checked when it was stored. Only its shape is asked for: a survey that runs on it goes on,
 * whatever is checked since.
 * @param name for faults
 * @throws {ScenarioError}
 */
export function readStoredScenario(text: string, name: string): Scenario {
  const source = sourceOf(text, name, true);
  const parsed = scenarioSchema.safeParse(source.root.value);
  if (parsed.success && source.faults.length === 0) return completeScenario(parsed.data, text);
  const refused: Fault[] = source.faults.map(({ path, message }) => ({ path, message, atKey: true }));
  const faults = parsed.success ? refused : refused.concat(faultsOfShape(parsed.error.issues, source));
  const placed = faults.map((fault) => ({ ...fault, at: offsetOf(source.root, fault) }));
  throw new ScenarioError(worded(placed, name, source));
}

function sourceOf(text: string, file: string, tolerant = false): Source {
  const source = readSource(text.replace(/^\uFEFF/, ''), tolerant);
  if (source.syntax.length === 0) return source;
  throw new ScenarioError(source.syntax.map(({ at, message }) => `${file}:${source.placeOf(at)} ${message}`));
}

function faultsOfShape(issues: Parameters<typeof shapeFaults>[0][], { root, faults }: Source): Fault[] {
  // What was left out of the values is named already; that it is missing is a consequence.
  const named = new Set(faults.map(({ path }) => path.join('\n')));
  const isNamed = (path: Fault['path']): boolean =>
    path.some((_, index) => named.has(path.slice(0, index + 1).join('\n')));
  return issues
    .flatMap((issue) => shapeFaults(issue, (path) => find(root, path)?.value))
    .filter(({ path }) => named.size === 0 || !isNamed(path));
}

function worded(faults: Array<Fault & { at: number }>, file: string, source: Source): string[] {
  faults.sort((a, b) => a.at - b.at);
  const shown = faults.slice(0, MOST_FAULTS).map(({ path, message, hint, at }) => {
    const name =
      path.length > 0
        ? ` ${path
            .slice(0, 12)
            .map((part) => clip(String(part)))
            .join('.')}:`
        : '';
    return `${file}:${source.placeOf(at)}${name} ${message}${hint?.() ?? ''}`;
  });
  const first = faults[MOST_FAULTS];
  if (first)
    shown.push(`${file}:${source.placeOf(first.at)} and ${faults.length - MOST_FAULTS} more from here on`);
  return [...new Set(shown)];
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

function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new ScenarioError([`${file}:1:1 cannot be read: ${messageOf(error)}; it must be a readable file`]);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ScenarioError([`${file}:1:1 is no text in UTF-8; save it with the encoding UTF-8`]);
  }
}

function find(root: SourceNode, path: Fault['path']): SourceNode | undefined {
  let node: SourceNode | undefined = root;
  for (const part of path) node = node?.inner.get(String(part));
  return node;
}

/** Where the value at `path` begins, or the nearest one above it that exists; its name where the value is missing or has parts. */
function offsetOf(root: SourceNode, { path, atKey }: Fault): number {
  let node = root;
  let whole = true;
  for (const part of path) {
    const inner = node.inner.get(String(part));
    if (!inner) {
      whole = false;
      break;
    }
    node = inner;
  }
  const isSingle = node.inner.size === 0 && (typeof node.value !== 'object' || node.value === null);
  const byValue = node.keyAt === null || (isSingle && !(atKey && whole));
  return byValue ? node.at : (node.keyAt ?? node.at);
}
