import type { Message } from '../channel.ts';
import type { Log } from '../log/log.ts';
import { question } from '../scenario/engine/engine.ts';
import { isOpen } from '../scenario/engine/waiting.ts';
import type { Step } from '../scenario/engine/step.ts';
import type { Effect } from '../scenario/survey.ts';
import type { Dialogue } from '../dialogue.ts';
import type { ScenarioVersions } from './scenario-versions.ts';

/** The question that was asked last of those that wait for an answer, as it is asked; null: none waits. */
export async function waitingQuestion(
  dialogues: readonly Dialogue[],
  scenarioVersions: ScenarioVersions,
  now: Date,
  log: Log,
): Promise<Message | null> {
  const open = dialogues.flatMap(({ id, survey }) =>
    survey && isOpen(survey, now.getTime()) ? [{ id, survey }] : [],
  );
  for (const { id, survey } of open.toSorted((a, b) => b.survey.waitsSince - a.survey.waitsSince)) {
    const scenario = await scenarioVersions.find(survey.version, id, log);
    const asked = scenario && question(scenario, id, survey);
    if (asked) return asked;
  }
  return null;
}

/**
 * The effects of a step where a chat has one keyboard: if its last message would take away the buttons of another
 * survey's question, that question comes again.
 */
export async function withSharedKeyboard(
  { survey, effects }: Step,
  others: readonly Dialogue[],
  scenarioVersions: ScenarioVersions,
  now: Date,
  log: Log,
): Promise<Effect[]> {
  const last = effects.findLast((effect) => effect.kind === 'send');
  if (survey.waitsAt !== null || !last || last.message.choices?.length) return effects;
  const message = await waitingQuestion(others, scenarioVersions, now, log);
  return message?.choices?.length ? [...effects, { kind: 'send', message }] : effects;
}
