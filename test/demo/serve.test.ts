import { expect, it, onTestFinished } from 'vitest';
import { serveDemo } from '../../src/demo/serve.ts';

it('serves the dashboard on weeks that ended yesterday, with low ratings that were taken and resolved', async () => {
  const printed: string[] = [];
  const environment = { PORT: '0', LOG_LEVEL: 'error' };
  const demo = await serveDemo((text) => printed.push(text), environment, { weeks: 1, perDay: 4 });
  onTestFinished(() => demo.stop());
  expect(printed).toEqual([expect.stringContaining('Living through 1 weeks of 4 dialogues a day')]);
  const read = async (path: string): Promise<string> => {
    const response = await fetch(demo.url + path);
    expect(response.status).toBe(200);
    return (await response.text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  };
  expect(await read('/dashboard')).toMatch(/Completed dialogues .* 28 /);
  const alerts = await read('/dashboard/parts/alerts');
  expect(alerts).toMatch(/Time to take .*?\d+ minutes/);
  expect(alerts).toMatch(/Time to resolve .*?\d+ minutes/);
  expect(await read('/dashboard/dialogues')).toContain('H-7');
}, 60_000);
