import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: '100%',
    // Nothing waits for it: it only tells a slow machine, or a new MongoDB's indexes, from a test that hangs.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    globalSetup: ['test/support/requirements/requirements.ts'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}', 'adapters/**/*.ts'],
      exclude: ['test/**'],
      thresholds: { lines: 90 },
    },
  },
});
