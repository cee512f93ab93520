/** What can be read of a file that has faults of shape, so that these do not hide the others. */
import { distance } from 'fastest-levenshtein';
import type { Fault } from './fault.ts';
import { type ScenarioFile, scenarioSchema } from '../schema.ts';

/** What was left out: no fault follows from its absence. */
export interface Unread {
  /** The names of fields of the file. */
  fields: ReadonlySet<string>;
  blocks: ReadonlySet<string>;
  /** The variables that these blocks save; null is among them when that cannot be told. */
  variables: ReadonlySet<string | null>;
}

/** The file without the fields and blocks that `faults` name; null: nothing can be said of the rest. */
export function readWhatCan(
  value: unknown,
  faults: readonly Fault[],
): { file: ScenarioFile; unread: Unread } | null {
  if (!isMapping(value) || !isMapping(value.blocks)) return null;
  const fields = new Set<string>();
  const broken = new Set<string>();
  for (const { path } of faults) {
    if (path[0] === 'blocks' && path.length > 1) broken.add(String(path[1]));
    else if (path.length > 0) fields.add(String(path[0]));
  }
  if (fields.has('blocks')) return null;
  const given = value.blocks;
  const kept = (name: string, otherwise: unknown): unknown => (fields.has(name) ? otherwise : value[name]);
  const parsed = scenarioSchema.safeParse({
    id: kept('id', 'unread'),
    title: kept('title', 'unread'),
    languages: kept('languages', ['en']),
    rules: kept('rules', undefined),
    phrases: kept('phrases', undefined),
    start: kept('start', ''),
    blocks: Object.fromEntries(Object.entries(given).filter(([name]) => !broken.has(name))),
  });
  if (!parsed.success) return null;
  const variables = new Set(
    [...broken].flatMap((name) => savedBy(Object.hasOwn(given, name) ? given[name] : null)),
  );
  return { file: parsed.data, unread: { fields, blocks: broken, variables } };
}

function savedBy(block: unknown): Array<string | null> {
  if (!isMapping(block)) return [null];
  if (typeof block.save_to === 'string') return [block.save_to];
  // `saveto` is a slip; a block without anything like it saves nothing.
  return Object.keys(block).some((name) => distance(name.slice(0, 20), 'save_to') <= 3) ? [null] : [];
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
