/** What can be read of a file that has faults of shape, so that these do not hide the others. */
import type { Fault } from './check.ts';
import { type ScenarioFile, scenarioSchema } from './schema.ts';

/** What was left out: no fault follows from its absence. */
export interface Unread {
  /** The names of fields of the file. */
  fields: ReadonlySet<string>;
  /** Blocks by name, with the variable that they save if that can be told. */
  blocks: ReadonlyMap<string, string | null>;
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
  const saves = (name: string): string | null => {
    const block = Object.hasOwn(given, name) ? given[name] : undefined;
    return isMapping(block) && typeof block.save_to === 'string' ? block.save_to : null;
  };
  const blocks = new Map([...broken].map((name) => [name, saves(name)]));
  return { file: parsed.data, unread: { fields, blocks } };
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
