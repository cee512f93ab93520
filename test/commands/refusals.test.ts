import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, serviceFolder } from './run.ts';

describe('afterword start', () => {
  it('reads .env, and refuses a bad configuration with one line a fault', async () => {
    const folder = serviceFolder();
    writeFileSync(join(folder, '.env'), 'TELEGRAM_BOT_TOKEN=hunter2\nPORT=many\n');
    const refused = run(folder, ['start'], { DIGEST_AT: '25:00' });
    expect(await refused.ended).toBe(1);
    expect(refused.output().split('\n').toSorted()).toEqual([
      'DIGEST_AT is not a time of day such as 09:00',
      'PORT is not a port',
      'TELEGRAM_BOT_TOKEN is not a token as BotFather gives it (digits, a colon, letters)',
    ]);
  });

  it.each([
    [
      { STORE_URL: 'sqlite:./scenarios/csat.yaml' },
      /the file is something else: move it away, or set STORE_URL/,
    ],
    [{ SCENARIOS_DIR: './nowhere' }, /set SCENARIOS_DIR to the folder of the scenario files/],
    [
      { DEFAULT_SCENARIO: 'nps' },
      /^DEFAULT_SCENARIO names "nps"; \.\/scenarios has comment-only, csat, thumbs$/,
    ],
    [
      { HOST: '203.0.113.7' },
      /^HOST 203\.0\.113\.7 cannot be used while the platforms are simulated; use 127\.0\.0\.1$/,
    ],
  ])('with %j says what stands in the way and ends', async (environment, message) => {
    const refused = run(serviceFolder(), ['start'], { PORT: '0', ...environment } as Record<string, string>);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(message);
    expect(refused.output()).not.toContain('    at ');
  });

  it('says which file of the simulated chats cannot be read', async () => {
    const folder = serviceFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/simulator.json'), '{');
    const refused = run(folder, ['start'], { PORT: '0' });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/simulator\.json is not a state of the simulator: move it away/);
  });

  it('names the port that another program has', async () => {
    const first = run(serviceFolder(), ['start'], { PORT: '0' });
    const [, port = ''] = await first.line(/:(\d+)$/);
    const second = run(serviceFolder(), ['start'], { PORT: port });
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(`PORT ${port} is taken by another program; set another PORT`);
  });
});
