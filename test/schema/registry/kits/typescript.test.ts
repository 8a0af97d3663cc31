/** The written kit, run as its agency runs it, on the packages that are here: in memory, and on a store. */
import { execFile } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../support/test-store.ts';
import { writtenKit } from './support.ts';

const run = promisify(execFile);
const kit = writtenKit('typescript');
let store: TestStore;

beforeAll(async () => {
  store = await openTestStore();
  symlinkSync(join(import.meta.dirname, '../../../../node_modules'), join(kit.folder, 'node_modules'));
});
afterAll(async () => {
  await store.close();
  kit.remove();
});

it('its tests pass at once', async () => {
  const { test } = (JSON.parse(kit.read('package.json')) as { scripts: { test: string } }).scripts;
  const files = test.replace(/^tsc && node --test /, '').split(' ');
  expect(files.length).toBeGreaterThan(2);
  await run(process.execPath, ['node_modules/typescript/bin/tsc'], { cwd: kit.folder });
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', ...files], {
    cwd: kit.folder,
    env: { ...process.env, MONGODB_URI: store.uri },
  });
  expect(stdout).toMatch(/# fail 0/);
  expect(stdout).toMatch(/on memory/);
  expect(stdout).toMatch(/on MongoDB/);
});
