import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql ships twice; Node takes index.js, and two copies in one process refuse each other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // Two workers: the machines this runs on have two cores, and every file starts servers of its own.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
});
