import type { ScenarioStore } from '../ports/scenarios.ts';
import type { Access } from './connection/access.ts';

const statements = {
  findScenario: 'SELECT text FROM scenarios WHERE version = :version',
  saveScenario: 'INSERT INTO scenarios (version, text) VALUES (:version, :text) ON CONFLICT DO NOTHING',
} as const;

export function createScenarios({ using }: Access): ScenarioStore {
  const { read, write } = using(statements);
  return {
    findScenario: (version) =>
      read('find a scenario', (run) => run.findScenario.all<{ text: string }>({ version })[0]?.text ?? null),
    saveScenario: (version, text) =>
      write('save a scenario', (run) => {
        run.saveScenario.change({ version, text });
      }),
  };
}
