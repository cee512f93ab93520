import type { Clock } from '../../../clock.ts';
import { type DialogueFilter, type Dimension, dimensions } from '../../../dialogue.ts';
import type { Period } from '../../../stats/period.ts';
import type { Statistics } from '../../../stats/statistics.ts';
import type { FilterChoices } from './filters.tsx';

export interface ChoicesOptions {
  statistics: Pick<Statistics, 'period'>;
  /** The scenarios in use, with their versions. */
  scenarios: () => ReadonlyArray<{ id: string; version: string }>;
  clock: Pick<Clock, 'now'>;
}

type Names = Partial<Record<Dimension, ReadonlyArray<{ name: string | null }>>>;

/** So long what there is to choose from is not read again for whoever may see the same. */
const KEPT_MS = 60_000;
const kept = new WeakMap<object, Map<string, { at: number; choices: Promise<FilterChoices> }>>();

/**
 * What somebody may choose from: the names that occur in a period among the dialogues that they may see, and the versions
 * of the scenarios in use. Kept for a minute. @throws {StoreError}
 */
export function readChoices(
  { statistics, scenarios, clock }: ChoicesOptions,
  { period, scope }: { period: Period; scope: DialogueFilter },
): Promise<FilterChoices> {
  const known = kept.get(statistics) ?? new Map<string, { at: number; choices: Promise<FilterChoices> }>();
  kept.set(statistics, known);
  const now = clock.now().getTime();
  for (const [key, { at }] of known) if (Math.abs(now - at) >= KEPT_MS) known.delete(key);
  const key = JSON.stringify([period.from, period.to, scope]);
  const found = known.get(key);
  if (found) return found.choices;
  const choices = statistics
    .period({ from: period.from, to: period.to, filter: scope, by: dimensions })
    .then(({ by }) => choicesOf(by, scenarios, scope));
  known.set(key, { at: now, choices });
  choices.catch(() => known.delete(key));
  return choices;
}

/** The same of parts that were read already, for somebody who may see all of them. */
export function choicesOf(
  by: Names,
  scenarios: ChoicesOptions['scenarios'],
  scope: DialogueFilter,
): FilterChoices {
  const names = dimensions.map((dimension) => [
    dimension,
    (by[dimension] ?? []).flatMap(({ name }) => name ?? []).toSorted((a, b) => a.localeCompare(b, 'uk')),
  ]);
  return { ...Object.fromEntries(names), version: versionsIn(scenarios(), scope) };
}

/** Whether the choices of somebody are read from kept counts, which know one dimension at a time. */
export const areChoicesQuick = (scope: DialogueFilter): boolean => Object.keys(scope).length === 0;

/** Where nothing is to be read for it: what a scope names, and the versions of scenarios. */
export function knownChoices(
  { scenarios }: Pick<ChoicesOptions, 'scenarios'>,
  scope: DialogueFilter,
): FilterChoices {
  const names = dimensions.map((dimension) => [
    dimension,
    [scope[dimension] ?? []].flat().map((name) => ({ name })),
  ]);
  return choicesOf(Object.fromEntries(names), scenarios, scope);
}

function versionsIn(
  scenarios: ReadonlyArray<{ id: string; version: string }>,
  { scenario }: DialogueFilter,
): string[] {
  const ids = scenario === undefined ? null : [scenario].flat();
  return scenarios.filter(({ id }) => ids?.includes(id) ?? true).map(({ version }) => version);
}
