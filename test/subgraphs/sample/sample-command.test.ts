/** `npm run sample` in a process of its own, over a store that holds the sample and one that holds something else. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FILL_MS, startSampleStore } from '../../support/sample.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

let filled: Awaited<ReturnType<typeof startSampleStore>>;
let foreign: TestStore;

beforeAll(async () => {
  [filled, foreign] = await Promise.all([startSampleStore(), openTestStore()]);
  await foreign.client
    .db('sigap_funding')
    .collection('programmes')
    .insertOne({ _id: 'SIGAP' } as never);
}, FILL_MS);
afterAll(async () => {
  await filled.stop();
  await foreign.close();
});

async function sample(env: Record<string, string>): Promise<{ out: string; error: string; status: number }> {
  const run = promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'subgraphs/sample/main.ts'],
    { env: { PATH: process.env['PATH']!, ...env } },
  );
  return run.then(
    ({ stdout, stderr }) => ({ out: stdout, error: stderr, status: 0 }),
    (failed: { stdout: string; stderr: string; code: number }) => ({
      out: failed.stdout,
      error: failed.stderr,
      status: failed.code,
    }),
  );
}

it('finds that the sample is there already', async () => {
  expect(await sample({ MONGODB_URI: filled.uri })).toEqual({
    out: 'the sample is there already\n',
    error: '',
    status: 0,
  });
}, 60_000);

it.each<[string, () => Record<string, string>, RegExp]>([
  ['production', () => ({ MONGODB_URI: filled.uri, NODE_ENV: 'production' }), /^NOT_FOR_PRODUCTION: .*npm run sample/],
  ['no database', () => ({}), /^BAD_OPTION: .*MONGODB_URI/],
  ['data that are not the sample', () => ({ MONGODB_URI: foreign.uri }), /^FOREIGN_DATA: .*sigap_funding\.programmes/],
])(
  'refuses %s',
  async (_what, env, said) => {
    expect(await sample(env())).toMatchObject({ out: '', error: expect.stringMatching(said), status: 1 });
    expect(await foreign.client.db('sigap_funding').collection('programmes').countDocuments()).toBe(1);
  },
  60_000,
);
