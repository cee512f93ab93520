import { ConfigError } from '../../src/errors.ts';
import { readConfig } from '../../src/service.ts';

/** What is wrong with an environment: a line each. */
export function faultsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}
