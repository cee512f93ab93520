import { ScenarioError } from '../../src/errors.ts';

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
