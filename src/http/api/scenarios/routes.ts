import type { FastifyPluginAsync } from 'fastify';
import { ApiError, ScenarioError } from '../../../errors.ts';
import type { Scenario } from '../../../scenario/scenario.ts';
import { scaleKey } from '../../../scale.ts';
import type { ScenarioVersions } from '../../../survey/scenario-versions.ts';
import { sliceOf } from '../fields/cursor.ts';
import { serve } from '../serve.ts';
import { scenarios } from './contract.ts';

export interface ScenarioRoutes {
  scenarioVersions: Pick<ScenarioVersions, 'current' | 'ids'>;
  defaultScenario: string;
  /** Since when new surveys run on the version of a scenario that is in use. */
  since: (id: string) => Date;
  /** Reads a file as the service would at its start. @throws {ScenarioError} */
  check: (text: string, name: string) => Scenario;
}

/** Stands for the name of a file in its faults, which begin with that, the line and the column. */
const FILE = 'file';

export function scenarioRoutes(options: ScenarioRoutes): FastifyPluginAsync {
  const { scenarioVersions, check } = options;
  const routes = serve(scenarios, {
    async list({ query }) {
      const all = scenarioVersions.ids().flatMap((id) => scenarioVersions.current(id) ?? []);
      const { page, next } = sliceOf(all, query, ({ id }) => id);
      return { scenarios: page.map(present), next };
    },

    async get({ params: { id } }) {
      const found = scenarioVersions.current(id);
      if (found) return { scenario: { ...present(found), text: found.text } };
      const message = `there is no scenario "${id}"; there are ${scenarioVersions.ids().join(', ')}`;
      throw new ApiError(404, 'unknown_scenario', message, [{ path: 'id', message }]);
    },

    async check({ body: { text } }) {
      try {
        const { id, title, version } = check(text, FILE);
        return { valid: true, faults: [], scenario: { id, title, version } };
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        return { valid: false, faults: error.faults.map(faultOf), scenario: null };
      }
    },
  });
  return async (server, given) => {
    server.addContentTypeParser(
      ['application/yaml', 'text/yaml', 'text/plain'],
      { parseAs: 'string' },
      (_request, body, done) => done(null, { text: body }),
    );
    await routes(server, given);
  };

  function present({ id, title, version, languages, scale, blocks }: Scenario) {
    return {
      id,
      title,
      version,
      since: options.since(id),
      languages: [...languages],
      scale: scale && scaleKey(scale),
      blocks: Object.keys(blocks).length,
      isDefault: id === options.defaultScenario,
    };
  }
}

function faultOf(fault: string): { line: number; column: number; message: string } {
  const [, line = '1', column = '1', message = fault] = /^file:(\d+):(\d+):? (.*)$/su.exec(fault) ?? [];
  return { line: Number(line), column: Number(column), message };
}
