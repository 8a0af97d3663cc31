import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Where base/runtime.mjs keeps compiled code: threads and programs that tests start find theirs there. Each would strip the types of all its
// files anew, which took half of the time of many tests. It is also done in WebAssembly, and V8 may end a process whose threads load and
// release that at once (nodejs/node#64500).
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url));

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
