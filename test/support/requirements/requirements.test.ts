import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TestProject } from 'vitest/node';
import setup from './requirements.ts';

describe('tests whose server or browser is not to be had', () => {
  let provided: Record<string, unknown>;
  let printed: string[];
  const find = () =>
    setup({ provide: (key: string, value: unknown) => (provided[key] = value) } as unknown as TestProject);

  beforeEach(() => {
    provided = {};
    printed = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    vi.stubEnv('REQUIRE_MONGO', '');
    vi.stubEnv('REQUIRE_BROWSER', '');
    vi.stubEnv('MONGODB_TEST_URI', 'mongodb://127.0.0.1:27017');
    vi.stubEnv('CHROMIUM_PATH', '/nowhere/chromium');
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it('is skipped in one loud line that says what to do', async () => {
    await find();
    expect(provided).toEqual({ chromiumPath: null, mongoUri: 'mongodb://127.0.0.1:27017' });
    expect(printed).toHaveLength(1);
    expect(printed[0]?.trim()).toBe(
      '*** SKIPPED: no chromium: the tests in a real browser are skipped; install it (apt-get install chromium) or set CHROMIUM_PATH.',
    );
  });

  it('says the same of MongoDB, and why it could not be had', async () => {
    vi.stubEnv('MONGODB_TEST_URI', '');
    vi.stubEnv('MONGOMS_SYSTEM_BINARY', '/nowhere/mongod');
    await find();
    expect(provided).toMatchObject({ mongoUri: null });
    expect(printed[1]).toMatch(
      /SKIPPED: no MongoDB \(.+\): the tests over it are skipped; set MONGODB_TEST_URI or put a mongod on PATH/,
    );
  });

  it('is a failure where it is required', async () => {
    vi.stubEnv('REQUIRE_BROWSER', '1');
    await expect(find()).rejects.toThrow('REQUIRE_BROWSER=1, but no chromium');
    vi.stubEnv('REQUIRE_BROWSER', '');
    vi.stubEnv('MONGODB_TEST_URI', '');
    vi.stubEnv('MONGOMS_SYSTEM_BINARY', '/nowhere/mongod');
    vi.stubEnv('REQUIRE_MONGO', '1');
    await expect(find()).rejects.toThrow('REQUIRE_MONGO=1, but no MongoDB');
  });
});
