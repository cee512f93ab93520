import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** Put modules in the place of others, or change the time or the zone of their process. */
const alone = ['test/survey/jobs.test.ts', 'test/jobs/schedule.test.ts'];

const each = {
  // Nothing waits for it: it only tells a slow machine, or a new MongoDB's indexes, from a test that hangs.
  testTimeout: 30_000,
  hookTimeout: 30_000,
  setupFiles: ['test/support/running/before-each-file.ts'],
};

export default defineConfig({
  test: {
    // One more than there are processors, since some tests wait for processes that they killed.
    maxWorkers: availableParallelism() + 1,
    // Once for both projects, which therefore do not extend this.
    globalSetup: ['test/support/requirements/requirements.ts'],
    projects: [
      // The files that one worker runs share the modules that they import, which takes half of the time.
      {
        test: {
          ...each,
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...alone],
          isolate: false,
        },
      },
      { test: { ...each, name: 'alone', include: alone } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}', 'adapters/**/*.ts'],
      exclude: ['test/**'],
      thresholds: { lines: 90 },
    },
  },
});
