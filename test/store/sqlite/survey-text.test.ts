import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Survey } from '../../../src/scenario/survey.ts';
import { readSurvey, writeSurvey } from '../../../src/store/sqlite/survey-text.ts';

const time = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
const name = fc.constantFrom(
  'quality_answer',
  'quality_comment',
  '*',
  '+',
  '.',
  '__proto__',
  'constructor',
  'причина',
);
const text = fc.constantFrom('', 'Дякую', '4', '👍\n');
const value = fc.oneof(text, fc.constantFrom(0, 4, 4.5));

const anySurvey: fc.Arbitrary<Survey> = fc
  .record(
    {
      version: fc.constantFrom('5601fb79e6209a5b', 'another'),
      language: fc.constantFrom('en', 'uk'),
      waitsAt: fc.option(text),
      awaits: text,
      waitsSince: time,
      variables: fc.dictionary(name, value),
      answeredAt: fc.dictionary(name, time),
      prompts: fc.dictionary(text, text),
      earlierPrompts: fc.dictionary(text, text),
      parts: fc.array(
        fc.record(
          {
            message: text,
            variable: name,
            chars: fc.nat(),
            block: text,
            attached: fc.constant(true as const),
          },
          { requiredKeys: ['message', 'variable'] },
        ),
      ),
      edits: fc.array(fc.record({ at: time, variable: name, before: fc.option(value) })),
      album: fc.record({ id: text, variable: name }, { requiredKeys: ['id'] }),
      lastAnswerAt: time,
      remindedAt: time,
      firstAskedAt: time,
      heardAt: time,
      thread: text,
      asidesUntil: time,
      asides: fc.dictionary(
        name,
        fc.option(
          fc.record({
            events: fc.array(fc.record({ messageId: text, album: text })),
            texts: fc.array(fc.record({ message: text, text })),
            message: fc.record({ text }),
          }),
        ),
      ),
      toldClosed: fc.constant(true as const),
      closing: text,
      withdrawnAt: time,
      expiresAt: fc.option(time),
      remindAt: fc.option(time),
      recordedAt: fc.option(time),
    },
    {
      requiredKeys: [
        'version',
        'language',
        'waitsAt',
        'waitsSince',
        'variables',
        'answeredAt',
        'prompts',
        'expiresAt',
        'remindAt',
        'recordedAt',
      ],
    },
  )
  .map((drawn) => JSON.parse(JSON.stringify(drawn)) as Survey);

const anyBeside = fc.record({
  rating: fc.constantFrom(null, 0, 4),
  comment: fc.constantFrom(null, '', 'Дякую'),
  scenarioVersion: fc.constantFrom(null, '5601fb79e6209a5b'),
});

describe('the text of a survey', () => {
  it('gives the survey again, whatever it repeats of its dialogue', () => {
    fc.assert(
      fc.property(anySurvey, anyBeside, (survey, beside) => {
        expect(readSurvey(writeSurvey(survey, beside), beside)).toEqual(survey);
      }),
      { numRuns: 500 },
    );
  });

  it('is read as a release before wrote it, too', () => {
    fc.assert(
      fc.property(anySurvey, anyBeside, (survey, beside) => {
        expect(readSurvey(JSON.stringify(survey), beside)).toEqual(survey);
      }),
    );
  });
});
