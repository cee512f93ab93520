import type { Dialogue } from '../dialogue.ts';
import { ScenarioError } from '../errors.ts';
import { isWaiting, placeOf, type Scenario, waitingKind } from '../scenario/scenario.ts';
import type { Survey, Value } from '../scenario/survey.ts';
import type { ScenarioVersions } from './scenario-versions.ts';

/** What a client answered to one question. */
export interface GivenAnswer {
  variable: string;
  value: Value;
  /** As the client was asked, in the language and the version of the survey; null: nobody knows any more. */
  question: string | null;
  /** The words of the button that has this value, where they say more than the value; null: they do not. */
  label: string | null;
  /** When it was first given; null: nobody knows. */
  at: Date | null;
}

/** The answers of a dialogue in the order of its scenario. @throws {StoreError} */
export type ReadGivenAnswers = (dialogue: Dialogue) => Promise<GivenAnswer[]>;

export function createGivenAnswers(scenarioVersions: Pick<ScenarioVersions, 'version'>): ReadGivenAnswers {
  return async ({ id, survey }) => {
    if (!survey || Object.keys(survey.variables).length === 0) return [];
    const scenario = await scenarioOf(survey.version);
    const asked = scenario ? questionsOf(scenario, id, survey) : new Map<string, Question>();
    const order = [...asked.keys()];
    const place = (variable: string): number =>
      order.includes(variable) ? order.indexOf(variable) : order.length;
    return Object.entries(survey.variables)
      .map(([variable, value]): GivenAnswer => {
        const at = Object.hasOwn(survey.answeredAt, variable) ? survey.answeredAt[variable] : undefined;
        const question = asked.get(variable);
        const label = question?.labelOf(value) ?? null;
        return {
          variable,
          value,
          question: question?.text ?? null,
          label: label === String(value) ? null : label,
          at: at === undefined ? null : new Date(at),
        };
      })
      .toSorted((a, b) => place(a.variable) - place(b.variable));
  };

  /** A version that is gone or unreadable takes nothing from the answers but their questions. */
  async function scenarioOf(version: string): Promise<Scenario | null> {
    try {
      return await scenarioVersions.version(version);
    } catch (error) {
      if (error instanceof ScenarioError) return null;
      throw error;
    }
  }
}

interface Question {
  text: string;
  labelOf: (value: Value) => string;
}

/** By the variable that the answer is saved to, in the order of the file. */
function questionsOf(scenario: Scenario, dialogueId: string, survey: Survey): Map<string, Question> {
  const questions = new Map<string, Question>();
  for (const [id, block] of Object.entries(scenario.blocks)) {
    if (!isWaiting(block)) continue;
    const { save_to: variable } = block;
    if (questions.has(variable) && !wasAnswered(survey, variable, id)) continue;
    const kind = waitingKind(block);
    const place = placeOf(scenario, id, dialogueId, survey.language);
    questions.set(variable, {
      text: kind.prompt(block, place).text,
      labelOf: (value) => kind.labelOf(block, value, place),
    });
  }
  return questions;
}

/** Whether this block, of several that save one variable, is the one that was answered, or else was asked. */
function wasAnswered({ parts = [], prompts }: Survey, variable: string, block: string): boolean {
  const source = parts.find((part) => part.variable === variable && part.block !== undefined);
  return source ? source.block === block : Object.hasOwn(prompts, block);
}
