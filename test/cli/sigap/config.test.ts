/** `sigap config`: as a user runs it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sigap } from '../../support/sigap.ts';

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'sigap.config.yaml'), text, { mode: 0o600 });
  return folder;
}

it('check says what does not fit and ends with 3', async () => {
  const folder = folderWith('maxRequsts: 5\n');
  const ended = await sigap(['config', 'check'], {}, folder);
  expect(ended).toMatchObject({ code: 3, out: expect.stringContaining('perhaps maxRequests is meant') });
  const good = await sigap(['config', 'check', '--program', 'start'], {}, folderWith('port: 4100\n'));
  expect(good).toMatchObject({ code: 0, out: expect.stringContaining('all fit') });
});

it('print shows each option, its value and where it is from, and no secret', async () => {
  const folder = folderWith('port: 4100\nauditKey: hunter2-hunter2-hunter2-hunter2-hunter2\n');
  const env = { MAX_REQUESTS: '7', AUDIT_URI: 'mongodb://u:hunter2@h/x' };
  const { code, out } = await sigap(['config', 'print', '--json'], env, folder);
  expect(code).toBe(0);
  expect(out).not.toContain('hunter2');
  const byOption = Object.fromEntries(
    (JSON.parse(out) as { option: string; value: string; from: string }[]).map(({ option, ...rest }) => [option, rest]),
  );
  expect(byOption).toMatchObject({
    port: { value: '4100', from: 'sigap.config.yaml' },
    maxRequests: { value: '7', from: 'environment' },
    auditKey: { value: '(secret)', from: 'sigap.config.yaml' },
    auditUri: { value: '(secret)', from: 'environment' },
    workers: { value: '1', from: 'default' },
  });
}, 60_000);
