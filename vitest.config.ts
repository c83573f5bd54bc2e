import { defineConfig } from 'vitest/config';

/**
 * The packages of this repository are tested from their sources, wherever a test loads them (the processes of the tests run under
 * these conditions too); all others are found as Node finds them.
 */
const resolve = {
  conditions: ['source', 'node', 'development|production'],
  externalConditions: ['source', 'node', 'module-sync'],
};

export default defineConfig({
  ssr: { resolve },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    coverage: { include: ['packages/*/src/**/*.ts'], reporter: ['text-summary', 'html'] },
    reporters: ['default', './test/support/count-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // One test that fails by chance must not hide the other results: those that pass only then are listed at the end.
    retry: Number(process.env.CATENARY_TEST_RETRIES ?? 0),
    // Two cores: more workers only make the timing of the servers under test worse.
    maxWorkers: 2,
  },
});
