#!/usr/bin/env node
/**
 * `npx sigap`: the command line, run by the Node that came with the packages where this one cannot run TypeScript. Plain JavaScript, since an older
 * Node has to read it.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The first version that our programs run on. */
const LEAST = 24;

if (Number(process.versions.node.split('.')[0]) >= LEAST) {
  await import('../../base/runtime.mjs');
  await import('./main.ts');
} else {
  const path = (name) => fileURLToPath(new URL(name, import.meta.url));
  const { status, error } = spawnSync(
    path('../../node_modules/.bin/node'),
    ['--disable-warning=ExperimentalWarning', path('./sigap.mjs'), ...process.argv.slice(2)],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  if (error) process.stderr.write(`Node ${LEAST} is needed; npm install brings it: ${error.message}\n`);
  process.exitCode = status ?? 1;
}
