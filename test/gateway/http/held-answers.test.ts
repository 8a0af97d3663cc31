import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('an answered request is not kept until a full collection', async () => {
  const program = new URL('held-answers.ts', import.meta.url).pathname;
  const flags = ['--expose-gc', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, program]);
  // Of 2,000; with a Set of all answers it was over 600.
  expect(Number(stdout)).toBeLessThan(100);
});
