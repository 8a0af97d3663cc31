import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('ask-one.ts', import.meta.url));

interface Started {
  readonly status: number;
  readonly loaded: readonly string[];
  readonly threads: number;
}

async function startedWith(...endpoint: string[]): Promise<Started> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', SCRIPT, ...endpoint]);
  return JSON.parse(stdout) as Started;
}

it('an endpoint of traces costs a thread; where requests are answered no exporter is ever loaded', async () => {
  const [without, traced] = [await startedWith(), await startedWith('http://127.0.0.1:9')];
  expect(without).toMatchObject({ status: 200, loaded: [] });
  expect(traced).toEqual({ status: 200, loaded: [], threads: without.threads + 1 });
}, 120_000);
