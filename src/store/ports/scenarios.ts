export interface ScenarioStore {
  /** The text of a scenario file by its version; null when no survey ever began on it. */
  findScenario(version: string): Promise<string | null>;
  /** Keeps a scenario's text; the same version again is a no-op. */
  saveScenario(version: string, text: string): Promise<void>;
}
