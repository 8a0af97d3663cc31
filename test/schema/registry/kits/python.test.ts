/**
 * The written kit in Python: its tests pass, in memory and on a store, and it passes conformance. It is run where Python and the packages of its
 * requirements.txt are, in the Python of KIT_PYTHON or `python3`; else it is skipped, and says why. Nothing of ours needs them.
 */
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../support/test-store.ts';
import { kitResults, writtenKit } from './support.ts';

const run = promisify(execFile);
const python = process.env['KIT_PYTHON'] ?? 'python3';
const needed = 'import sys, cryptography, pymongo, pytest, strawberry, uvicorn; assert sys.version_info >= (3, 11)';
const { status, stderr, error } = spawnSync(python, ['-c', needed], { encoding: 'utf8' });
const missing = error === undefined && status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n').at(-1));

it.runIf(missing !== undefined)(`the kit in Python is not run here: ${missing}`, (test) => test.skip());

describe.skipIf(missing !== undefined)('the kit in Python', () => {
  const kit = writtenKit('python');
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(async () => {
    await store.close();
    kit.remove();
  });

  it('its tests pass at once', async () => {
    const env = { ...process.env, MONGODB_URI: store.uri };
    const { stdout } = await run(python, ['-m', 'pytest', '-v', '-p', 'no:cacheprovider'], { cwd: kit.folder, env });
    expect(stdout).toMatch(/\d+ passed/);
    expect(stdout).toContain('[memory] PASSED');
    expect(stdout).toContain('[MongoDB] PASSED');
  });

  it('it passes every case of conformance, in production, with its fields on types of other agencies', async () => {
    await store.client.db('sigap_health').dropDatabase();
    const keys = ['IDENTITY_KEY', 'ENCRYPTION_KEY', 'RECORD_KEY'].map((name) => [
      name,
      randomBytes(32).toString('hex'),
    ]);
    const claimsKey = randomBytes(32).toString('base64url');
    const env = {
      ...process.env,
      ...(Object.fromEntries(keys) as Record<string, string>),
      ...{ MONGODB_URI: store.uri, CLAIMS_KEYS: claimsKey, PORT: '0', EXTENSIONS: 'on' },
    } as Record<string, string>;
    await run(python, ['-m', 'subgraph.sample'], { cwd: kit.folder, env });
    const results = await kitResults({
      command: [python, '-m', 'subgraph'],
      folder: kit.folder,
      env: { ...env, ENVIRONMENT: 'production' },
      claimsKey,
      sdl: `${kit.read('schema.graphql')}\n${kit.read('extensions.graphql')}`,
    });
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  }, 180_000);
});
