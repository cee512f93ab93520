import type { Message } from '../../../src/channel.ts';
import { advance, begin } from '../../../src/scenario/engine/engine.ts';
import type { Input, Step } from '../../../src/scenario/engine/step.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { Survey } from '../../../src/scenario/survey.ts';
import { shipped } from '../../support/scenarios.ts';

/** The dialogue of every test, and when its survey begins. */
export const ID = 'd00000000001';
export const T0 = Date.parse('2026-11-22T12:00:00Z');
export const MINUTE = 60_000;
export const csat = shipped('csat');

/** Runs inputs one after another, a second apart; messages sent get the ids m1, m2, ... as a platform would give. */
export function run(scenario: Scenario, inputs: Input[], language = 'en') {
  let now = T0;
  let messages = 0;
  const deliver = (step: Step): Survey => {
    const prompts = { ...step.survey.prompts };
    for (const effect of step.effects) {
      if (effect.kind !== 'send') continue;
      messages += 1;
      if (effect.prompt) prompts[effect.prompt] = `m${messages}`;
    }
    return { ...step.survey, prompts };
  };
  const steps: Step[] = [begin(scenario, ID, language, now)];
  let survey = deliver(steps[0] as Step);
  for (const input of inputs) {
    now += 1000;
    const step = advance(scenario, ID, survey, input, now);
    steps.push(step);
    survey = deliver(step);
  }
  return { survey, steps, last: steps.at(-1) as Step };
}

export const tap = (block: string, value: string | number, messageId?: string): Input => ({
  kind: 'tap',
  block,
  value: String(value),
  ...(messageId ? { messageId } : {}),
});
export const text = (words: string): Input => ({
  kind: 'text',
  text: words,
  inWords: words.trim(),
  at: 1e15,
});
/** The messages that a step sends and edits. */
export const messagesOf = (step: Step): Message[] =>
  step.effects.flatMap((effect) => ('message' in effect ? [effect.message] : []));
export const said = (step: Step): string[] => messagesOf(step).map(({ text: words }) => words);
