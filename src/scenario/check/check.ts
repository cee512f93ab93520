/** What a scenario must hold beyond the shape of its file. Each check gives faults with their place. */
import { checkButtons, checkEmpty, checkRules, checkScales } from './blocks.ts';
import { checkComparisons, checkNames } from './variables.ts';
import { checkCycles, checkEnd, checkEntries, checkReach, checkWays } from './ways.ts';
import { checkLanguages, checkLimits, checkPhrases, checkTexts, type LimitsByChannel } from './words.ts';
import type { Unread } from './readable.ts';
import type { Scenario } from '../scenario.ts';
import type { Fault } from './fault.ts';

const nothing: Unread = { fields: new Set(), blocks: new Set(), variables: new Set() };

/** @param unread what could not be read of the file; no fault follows from its absence */
export function checkScenario(scenario: Scenario, limits: LimitsByChannel, unread = nothing): Fault[] {
  const { fields, blocks, variables } = unread;
  const names = new Set([...Object.keys(scenario.blocks), ...blocks]);
  const ways = checkWays(scenario, names, fields.has('start'));
  const cycles = checkCycles(scenario);
  // A wrong name somewhere cuts off all that follows; that name is the fault, not what follows.
  const whole = blocks.size === 0 && ways.length === 0 && !fields.has('start');
  const worded = !fields.has('languages');
  return [
    ...ways,
    ...(whole ? checkReach(scenario) : []),
    ...cycles,
    ...(whole && cycles.length === 0 ? checkEnd(scenario) : []),
    ...checkEntries(scenario),
    ...checkComparisons(scenario, variables),
    ...checkNames(scenario),
    ...(worded && !fields.has('phrases') ? checkPhrases(scenario) : []),
    ...(worded ? checkLanguages(scenario) : []),
    ...checkTexts(scenario),
    ...checkRules(scenario),
    ...(blocks.size === 0 ? checkEmpty(scenario) : []),
    ...checkScales(scenario),
    ...checkButtons(scenario),
    ...checkLimits(scenario, limits),
  ];
}
