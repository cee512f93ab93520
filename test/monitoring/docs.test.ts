import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createExposition } from '../../src/monitoring/exposition.ts';
import { createMeter } from '../../src/monitoring/meter.ts';
import { counted, gauges } from '../../src/monitoring/metrics.ts';

const docs = readFileSync('docs/operations.md', 'utf8');

it('docs/operations.md has a line for each metric of the service, and no other', () => {
  const rows = [...Object.values(counted), ...Object.values(gauges)].map(
    ({ name, type, labels, help }) =>
      `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
  );
  expect(docs.split('\n').filter((line) => line.startsWith('| `afterword_'))).toEqual(rows);
});

it('docs/operations.md names each metric of the process that is scraped', async () => {
  const exposition = createExposition({
    families: createMeter({ now: () => new Date(0) }).families,
    version: '0.1.0',
    channels: () => ({}),
    outboxesRunning: () => 0,
    readBacklog: async () => ({ at: new Date(0), jobs: [], outboxes: [] }),
  });
  const names = [...(await exposition.text()).matchAll(/^# HELP (\S+)/gm)].map(([, name = '']) => name);
  const known = names.filter((name) => docs.includes(`\`${name}\``));
  expect(names.length).toBeGreaterThan(40);
  expect(known).toEqual(names);
});

it('the example rules use metrics that there are, with labels that they have', () => {
  const rules = docs.slice(docs.indexOf('groups:'), docs.indexOf('## Status page'));
  const definitions = new Map(
    [...Object.values(counted), ...Object.values(gauges)].map((one) => [one.name, one]),
  );
  const used = [...rules.matchAll(/(afterword_\w+?)(?:_bucket)?(?:\{(\w+)=|[\s)[])/g)];
  expect(used.length).toBeGreaterThan(9);
  for (const [, name = '', label] of used) {
    expect([...definitions.keys()]).toContain(name);
    if (label !== undefined) expect(definitions.get(name)?.labels).toContain(label);
  }
});
