/**
 * The written kit in Go: its tests pass, in memory and on a store, and it passes conformance. It is run where Go and the modules of its go.mod are
 * on this machine; else it is skipped, and says why. Nothing of ours needs them.
 */
import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../../support/test-store.ts';
import { kitResults, writtenKit } from './support.ts';

const run = promisify(execFile);
const kit = writtenKit('go');
const offline = { ...process.env, GOPROXY: 'off', GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };
const tried = [
  ['build', './records'],
  ['tool', 'gqlgen', 'version'],
].map((words) => spawnSync('go', words, { cwd: kit.folder, env: offline, encoding: 'utf8' }));
const failed = tried.find(({ error, status }) => error !== undefined || status !== 0);
const missing = failed && (failed.error?.message ?? failed.stderr.trim().split('\n').at(-1));
afterAll(() => kit.remove());

it.runIf(missing !== undefined)(`the kit in Go is not run here: ${missing}`, (test) => test.skip());

describe.skipIf(missing !== undefined)('the kit in Go', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await openTestStore();
  });
  afterAll(() => store.close());

  it('its tests pass at once', async () => {
    const env = { ...offline, MONGODB_URI: store.uri };
    await run('go', ['generate', './...'], { cwd: kit.folder, env });
    const { stdout } = await run('go', ['test', '-v', './...'], { cwd: kit.folder, env });
    expect(stdout).toMatch(/--- PASS: TestShowsAnAgencyItsOwnRowsAndNobodyElseAny\/memory/);
    expect(stdout).toMatch(/--- PASS: TestShowsAnAgencyItsOwnRowsAndNobodyElseAny\/MongoDB/);
  }, 600_000);

  it('it passes every case of conformance, in production, with its fields on types of other agencies', async () => {
    await store.client.db('sigap_health').dropDatabase();
    await run('go', ['build', '-o', 'program', '.'], { cwd: kit.folder, env: offline });
    const keys = ['IDENTITY_KEY', 'ENCRYPTION_KEY', 'RECORD_KEY'].map((name) => [
      name,
      randomBytes(32).toString('hex'),
    ]);
    const claimsKey = randomBytes(32).toString('base64url');
    const env = {
      ...(Object.fromEntries(keys) as Record<string, string>),
      ...{ MONGODB_URI: store.uri, CLAIMS_KEYS: claimsKey, PORT: '0', EXTENSIONS: 'on' },
    } as Record<string, string>;
    await run('./program', ['sample'], { cwd: kit.folder, env });
    const results = await kitResults({
      command: ['./program'],
      folder: kit.folder,
      env: { ...env, ENVIRONMENT: 'production' },
      claimsKey,
      sdl: `${kit.read('schema.graphql')}\n${kit.read('extensions.graphql')}`,
    });
    expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  }, 600_000);
});
