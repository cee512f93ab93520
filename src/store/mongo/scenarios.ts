import type { ScenarioStore } from '../ports/scenarios.ts';
import { type Access, againIfRaced } from './connection/access.ts';

export function createScenarios({ run }: Access): ScenarioStore {
  return {
    findScenario: (version) =>
      run(
        'find a scenario',
        async ({ scenarios }) => (await scenarios.findById(version).lean())?.text ?? null,
      ),
    saveScenario: (version, text) =>
      run('save a scenario', async ({ scenarios }) => {
        await againIfRaced(() =>
          scenarios.updateOne({ _id: version }, { $setOnInsert: { text } }, { upsert: true }),
        );
      }),
  };
}
