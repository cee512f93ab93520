import { readFileSync } from 'node:fs';
import { parseScenario } from '../../src/scenario/file/load.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';

/** The text of a scenario that the product ships. */
export const shippedText = (id: string): string => readFileSync(`scenarios/${id}.yaml`, 'utf8');

/** A scenario that the product ships, with parts of its text replaced. */
export function shipped(id: string, ...replacements: Array<[string, string]>): Scenario {
  const text = replacements.reduce((edited, [before, after]) => {
    if (!edited.includes(before)) throw new Error(`${id}.yaml has no "${before}" to replace`);
    return edited.replace(before, after);
  }, shippedText(id));
  return parseScenario(text, `scenarios/${id}.yaml`);
}
