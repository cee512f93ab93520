import { readConfig, readScenarios } from '../service.ts';
import type { CliCommand } from './command.ts';
import { environment } from './environment.ts';

export const check: CliCommand = {
  description: 'read the scenario files and say what is wrong with them',
  arguments: [{ name: '[folder]', description: 'default: SCENARIOS_DIR' }],
  async run(print, { arguments: [folder = readConfig(environment()).SCENARIOS_DIR] }) {
    for (const { id, title, blocks } of readScenarios(folder).values()) {
      print(`${id}: ${title}, ${Object.keys(blocks).length} blocks`);
    }
  },
};
