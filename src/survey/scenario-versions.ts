import { faultFields, ScenarioError } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { readStoredScenario } from '../scenario/file/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Store } from '../store/store.ts';

/** The scenarios in use, and the older versions on which open surveys still run. */
export interface ScenarioVersions {
  /** The current version by id. */
  current(id: string): Scenario | undefined;
  ids(): string[];
  /** Keeps every current version in the store, so that its surveys survive an edit of the file. */
  keep(): Promise<void>;
  /**
   * @throws {ScenarioError} when the store does not have this version, or it can no longer be read
   * @throws {StoreError}
   */
  version(version: string): Promise<Scenario>;
  /** null, and a line in the log, when a version is gone or unreadable, which no repeat would mend. @throws {StoreError} */
  find(version: string, dialogueId: string, log: Log): Promise<Scenario | null>;
}

export function createScenarioVersions(
  scenarios: ReadonlyMap<string, Scenario>,
  store: Store,
): ScenarioVersions {
  const versions = new Map([...scenarios.values()].map((scenario) => [scenario.version, scenario]));

  const scenarioVersions: ScenarioVersions = {
    current: (id) => scenarios.get(id),
    ids: () => [...scenarios.keys()],
    async keep() {
      for (const { version, text } of scenarios.values()) await store.saveScenario(version, text);
    },
    async version(version) {
      const known = versions.get(version);
      if (known) return known;
      const text = await store.findScenario(version);
      if (text === null) {
        throw new ScenarioError([`stored version ${version}: it is not there; restore the store`]);
      }
      const scenario = readStoredScenario(text, `stored version ${version}`);
      versions.set(version, scenario);
      return scenario;
    },
    async find(version, dialogueId, log) {
      try {
        return await scenarioVersions.version(version);
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        const fields = { dialogue: dialogueId, ...faultFields(error) };
        log('error', 'A dialogue cannot go on', fields);
        return null;
      }
    },
  };
  return scenarioVersions;
}
