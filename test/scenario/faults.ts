import { ScenarioError } from '../../src/errors.ts';
import { parseScenario } from '../../src/scenario/file/load.ts';
import { shippedText } from '../support/scenarios.ts';

/** The faults that a reading ends with; none: it succeeds. Whatever else is thrown goes on. */
export function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ScenarioError) return error.faults;
    throw error;
  }
  return [];
}

/** The text of the scenario that most tests of faults damage. */
export const csat = shippedText('csat');

/** The faults of a file `f.yaml` with this text. */
export const faultsIn = (text: string): readonly string[] => faultsOf(() => parseScenario(text, 'f.yaml'));

/** The text of csat.yaml with one part of it replaced. */
export function edited(...[before, after]: [string, string]): string {
  if (!csat.includes(before)) throw new Error(`csat.yaml has no "${before}"`);
  return csat.replace(before, () => after);
}

/** The faults of csat.yaml, read as `f.yaml`, once that part of it is replaced. */
export const faultsAfter = (before: string, after: string): readonly string[] =>
  faultsIn(edited(before, after));
