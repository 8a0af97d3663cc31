import { defineConfig } from 'vitest/config';

export default defineConfig({
  // graphql ships twice; Node takes index.js, and two copies in one process refuse each other's schemas.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // Two workers: the machines this runs on have two cores, and every file starts servers of its own.
    maxWorkers: 2,
    testTimeout: 60_000,
    // What a test waits for comes late while the other worker starts a product of its own; waiting longer costs only what fails.
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    // `npm run coverage`. Threads and child processes (the planner, the store, programs) are not counted, so the figure is a lower bound.
    coverage: {
      provider: 'v8',
      include: ['{base,cli,gateway,schema,store,subgraphs}/**/*.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  },
});
