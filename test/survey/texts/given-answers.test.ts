import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../../src/scenario/file/load.ts';
import { ScenarioError, StoreError } from '../../../src/errors.ts';
import { createGivenAnswers } from '../../../src/survey/given-answers.ts';
import { aDialogue, aSurvey } from '../../support/dialogues.ts';
import { shipped } from '../../support/scenarios.ts';

const csat = shipped('csat');
const read = createGivenAnswers({ version: async () => csat });
const answered = (variables: Record<string, string | number>, rest: Parameters<typeof aSurvey>[0] = {}) =>
  aDialogue({ survey: aSurvey({ variables, answeredAt: { quality_answer: 1_000 }, ...rest }) });

describe('the answers of a client', () => {
  it('come in the order of the questions, as they were asked and worded', async () => {
    const dialogue = answered({ note: 'x', quality_comment: 'Дякую', quality_answer: 4 }, { language: 'uk' });
    expect(await read(dialogue)).toEqual([
      {
        variable: 'quality_answer',
        value: 4,
        question: 'Оцініть, будь ласка, якість обслуговування',
        label: '⭐⭐⭐⭐',
        at: new Date(1_000),
      },
      {
        variable: 'quality_comment',
        value: 'Дякую',
        question: 'Нам прикро це чути. Що пішло не так?',
        label: null,
        at: null,
      },
      { variable: 'note', value: 'x', question: null, label: null, at: null },
    ]);
  });

  it('name the question that was answered where several save the same', async () => {
    const part = { message: 'm', variable: 'quality_comment', chars: 1 };
    const questions = async (rest: Parameters<typeof aSurvey>[0]) =>
      (await read(answered({ quality_comment: 'x' }, rest))).map(({ question }) => question);
    const [sorry, thanks] = [
      'We are sorry to hear that. What went wrong?',
      'Thank you! Please leave a comment on your rating',
    ];
    expect(await questions({ parts: [{ ...part, block: 'comment' }] })).toEqual([thanks]);
    expect(await questions({ parts: [{ ...part, block: 'what_went_wrong' }] })).toEqual([sorry]);
    expect(await questions({ prompts: { comment: 'm2' } })).toEqual([thanks]);
    expect(await questions({ prompts: { what_went_wrong: 'm2' } })).toEqual([sorry]);
  });

  it('are there without a question where the version is gone, and not at all where the store is', async () => {
    const gone = createGivenAnswers({ version: () => Promise.reject(new ScenarioError(['gone'])) });
    expect(await gone(answered({ quality_answer: 4 }))).toMatchObject([
      { value: 4, question: null, label: null },
    ]);
    const away = createGivenAnswers({ version: () => Promise.reject(new StoreError('away')) });
    await expect(away(answered({ quality_answer: 4 }))).rejects.toThrow('away');
    expect(await away(aDialogue())).toEqual([]);
  });

  it('are those of the client also where a scenario has names that objects have', async () => {
    const text = csat.text.replaceAll('quality_comment', 'constructor');
    const odd = createGivenAnswers({ version: async () => parseScenario(text, 'odd.yaml') });
    expect(await odd(answered({ constructor: 'x' }))).toMatchObject([
      { variable: 'constructor', value: 'x', at: null },
    ]);
  });
});
