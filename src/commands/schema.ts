import { scenarioJsonSchema } from '../scenario/schema.ts';
import type { CliCommand } from './command.ts';

export const schema: CliCommand = {
  description: 'print the JSON Schema of scenario files, for editors',
  run: async (print) => print(JSON.stringify(scenarioJsonSchema(), null, 2)),
};
