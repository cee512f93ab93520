import { z } from 'zod';
import { resource } from '../endpoint.ts';
import { cursorField, nextField } from '../fields/cursor.ts';
import { moment } from '../fields/moment.ts';
import { limitField } from '../fields/period.ts';
import { idOf } from '../fields/texts.ts';

const about = (description: string) => ({ description });

const fields = {
  id: z.string(),
  title: z.string(),
  version: z.string().meta(about('Of the file as it stands; another text is another version.')),
  since: moment.meta(about('Since when new surveys run on this version.')),
  languages: z.array(z.string()),
  scale: z.string().nullable().meta(about('Of the rating; null: it asks for none.')),
  blocks: z.number().meta(about('How many.')),
  isDefault: z.boolean().meta(about('Whether it is asked where a report names none.')),
};
const scenario = z
  .object(fields)
  .meta({ id: 'Scenario', description: 'A file that says what is asked, in the version that is in use.' });

const fault = z.object({
  line: z.number().meta(about('From 1.')),
  column: z.number().meta(about('From 1.')),
  message: z.string().meta(about('What is wrong there, and what to do.')),
});

const exampleScenario = {
  id: 'csat',
  title: 'CSAT',
  version: '0f3a9c1be27d4458',
  since: '2026-11-01T08:00:00.000Z',
  languages: ['en', 'uk'],
  scale: '1-5',
  blocks: 4,
  isDefault: true,
};

export const scenarios = resource({
  title: 'Scenarios',
  about: ['What is asked. Scenarios are files of SCENARIOS_DIR, which are read at the start.'],
  endpoints: {
    list: {
      method: 'GET',
      path: '/scenarios',
      scope: 'scenarios:read',
      summary: 'List scenarios',
      about: [
        'Each in the version that new surveys run on. `scenarioVersion` of a dialogue says which one was asked.',
      ],
      query: z.strictObject({ limit: limitField, cursor: cursorField }),
      answer: z.object({ scenarios: z.array(scenario), next: nextField }),
      example: { answer: { scenarios: [exampleScenario], next: null } },
    },
    get: {
      method: 'GET',
      path: '/scenarios/{id}',
      scope: 'scenarios:read',
      summary: 'Get a scenario',
      about: ['With the text of its file.'],
      params: z.object({ id: idOf() }),
      answer: z.object({
        scenario: z.object({ ...fields, text: z.string().meta(about('The file as it stands.')) }),
      }),
      refusals: ['unknown_scenario'],
      example: {
        params: { id: 'csat' },
        answer: { scenario: { ...exampleScenario, text: 'id: csat\ntitle: CSAT\n...' } },
      },
    },
    check: {
      method: 'POST',
      path: '/scenarios/check',
      scope: 'scenarios:read',
      summary: 'Check a scenario file',
      about: [
        'Says what is wrong with a file, as `afterword check` does, and changes nothing. The body is JSON with the `text`, or the file itself with the content type `application/yaml`.',
      ],
      body: z.strictObject({ text: z.string('must be the text of a file').meta(about('YAML.')) }),
      answer: z.object({
        valid: z.boolean(),
        faults: z.array(fault),
        scenario: z
          .object({ id: z.string(), title: z.string(), version: z.string() })
          .nullable()
          .meta(about('What it would be; null while it has faults.')),
      }),
      example: {
        given: { text: 'id: csat\ntitle: CSAT\nlanguages: [en]\nstart: rate\n' },
        answer: {
          valid: false,
          faults: [{ line: 1, column: 1, message: 'blocks: is missing' }],
          scenario: null,
        },
      },
    },
  },
});
