/** The written kit, run as its agency runs it, on the packages that are here: in memory, and on a store. Then it passes conformance. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../support/test-store.ts';
import { kitResults, writtenKit } from './support.ts';

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

it('it passes every case of conformance, in production, with its fields on types of other agencies', async () => {
  const keys = ['IDENTITY_KEY', 'ENCRYPTION_KEY', 'RECORD_KEY'].map((name) => [name, randomBytes(32).toString('hex')]);
  const claimsKey = randomBytes(32).toString('base64url');
  const env = {
    ...Object.fromEntries(keys),
    ...{ MONGODB_URI: store.uri, CLAIMS_KEYS: claimsKey, PORT: '0', EXTENSIONS: 'on' },
  } as Record<string, string>;
  // What its tests wrote is sealed under other keys.
  await store.client.db('sigap_health').dropDatabase();
  await run(process.execPath, ['dist/src/sample-command.js'], { cwd: kit.folder, env });
  const results = await kitResults({
    command: [process.execPath, 'dist/src/main.js'],
    folder: kit.folder,
    env: { ...env, NODE_ENV: 'production' },
    claimsKey,
    sdl: `${kit.read('schema.graphql')}\n${kit.read('extensions.graphql')}`,
  });
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
}, 120_000);
