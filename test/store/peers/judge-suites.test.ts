import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Expected } from './compare.ts';
import { judgeSuites } from './judge-suites.ts';
import type { Suite } from './suite.ts';

const root = mkdtempSync(join(tmpdir(), 'peers-test-'));
const [checkout, lists] = [join(root, 'checkout'), join(root, 'lists')];
const list = join(lists, 'small/expected.json');

// A suite of TAP, as small as can be: one that finds a server at the port that suites name in their text, and one that fails.
const TESTS = `
  const socket = require('node:net').connect(27017, 'localhost');
  socket.on('connect', () => {
    console.log('# reaches the server\\nok 1 connected\\n# wants what is not there\\nnot ok 2 wanted 1, got 0\\n1..2');
    process.exit(1);
  });
  socket.on('error', ({ message }) => console.log('# reaches the server\\nnot ok 1 ' + message));
`;
const suite: Suite = {
  name: 'small',
  version: '1',
  runner: 'tap',
  checkout,
  files: () => [join(checkout, 'small.js')],
};

async function judged(expected: Expected, suites = [suite], write = false) {
  writeFileSync(list, JSON.stringify(expected));
  const [rows, said]: [string[], string[]] = [[], []];
  const options = { lists, cache: join(root, 'cache'), write, print: (line: string) => void rows.push(line) };
  const clean = await judgeSuites(suites, { ...options, warn: (line) => void said.push(line) });
  return { clean, rows, said: said.join('\n') };
}

beforeAll(() => {
  for (const folder of [checkout, join(lists, 'small')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(checkout, 'small.js'), TESTS);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const [passes, fails] = ['small.js: reaches the server', 'small.js: wants what is not there'];

describe('suites that others wrote', () => {
  it('are clean where those fail that are listed, and no other', async () => {
    const { clean, rows } = await judged({ passed: 1, failing: { [fails]: 'refused by design: it is not there' } });
    expect(clean).toBe(true);
    expect(rows[0]).toMatch(/^small +1 +0 +1 +0 +0 +1$/);
  });

  it('are not clean where a test fails that is not listed, which is named with its error', async () => {
    const { clean, said } = await judged({ passed: 1, failing: {} });
    expect(clean).toBe(false);
    expect(said).toContain(`small: unexpected failure: ${fails}: wanted 1, got 0`);
  });

  it('are not clean where a listed one passes', async () => {
    const { clean, said } = await judged({ passed: 1, failing: { [fails]: 'fault: x', [passes]: 'fault: y' } });
    expect(clean).toBe(false);
    expect(said).toContain(`small: listed as failing and passes: ${passes}`);
  });

  it('are not clean where fewer pass than did, a listed one did not run, or a reason says nobody', async () => {
    expect((await judged({ passed: 2, failing: { [fails]: 'fault: x' } })).said).toContain('1 tests pass, 2 did');
    expect((await judged({ passed: 1, failing: { [fails]: 'fault: x', 'gone.js: a': 'fault: y' } })).said).toContain(
      'gone.js: a: is listed and did not run',
    );
    const { clean, said } = await judged({ passed: 1, failing: { [fails]: 'later' } });
    expect(clean).toBe(false);
    expect(said).toContain(`${fails}: no reason that begins with`);
  });

  it('are not clean where a file of tests dies or cannot be found', async () => {
    const without = { ...suite, files: () => [join(checkout, 'small.js'), join(checkout, 'none.js')] };
    const { clean, said } = await judged({ passed: 1, failing: { [fails]: 'fault: x' } }, [without]);
    expect(clean).toBe(false);
    expect(said).toContain('unexpected failure: none.js: (the process): ended with 1');
  });

  it('write the list that makes them clean, and keep its reasons', async () => {
    await judged({ passed: 0, failing: {} }, [suite], true);
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual({
      passed: 1,
      failing: { [fails]: 'fault: wanted 1, got 0' },
    });
    const { clean } = await judged({ passed: 0, failing: { [fails]: 'refused by design: x' } }, [suite], true);
    expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual({ passed: 1, failing: { [fails]: 'refused by design: x' } });
    expect(clean).toBe(true);
  });
});
