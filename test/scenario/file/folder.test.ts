import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenarios } from '../../../src/scenario/file/load.ts';
import { shippedText } from '../../support/scenarios.ts';
import { tempFolder } from '../../support/temp.ts';
import { faultsOf } from '../faults.ts';

describe('a folder of scenarios', () => {
  it('gives the faults of all its files at once', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.yaml'), shippedText('csat').replace('to: comment', 'to: nowhere'));
    writeFileSync(join(folder, 'b.yaml'), shippedText('thumbs').replace('start: rate', 'start: rite'));
    const faults = faultsOf(() => loadScenarios(folder, {}));
    expect(faults).toHaveLength(2);
    expect(faults[0]).toContain(join(folder, 'a.yaml:28:15'));
    expect(faults[1]).toContain(join(folder, 'b.yaml:7:8'));
  });

  it('refuses one id in two files', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.yaml'), shippedText('csat'));
    writeFileSync(join(folder, 'b.yaml'), shippedText('csat'));
    expect(faultsOf(() => loadScenarios(folder, {}))[0]).toContain('another file has the id "csat" already');
  });

  it('says what to set when it is not there or empty', () => {
    expect(faultsOf(() => loadScenarios('nowhere', {}))[0]).toContain('set SCENARIOS_DIR to the folder');
    expect(faultsOf(() => loadScenarios(tempFolder(), {}))[0]).toContain('no *.yaml in it');
  });
});
