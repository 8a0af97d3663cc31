import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('ask-one.ts', import.meta.url));

async function loadedWith(...endpoint: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', SCRIPT, ...endpoint]);
  return JSON.parse(stdout);
}

it('a gateway without an endpoint loads no exporter, neither at its start nor for a request', async () => {
  expect(await loadedWith()).toEqual({ status: 200, loaded: [] });
}, 60_000);

it('a gateway with one does', async () => {
  expect(await loadedWith('http://127.0.0.1:9')).toEqual({
    status: 200,
    loaded: ['@opentelemetry/exporter-trace-otlp-proto'],
  });
}, 60_000);
