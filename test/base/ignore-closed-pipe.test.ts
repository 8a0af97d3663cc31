/** `npm run apikey -- create | head -1`: a reader that has what it wanted goes, and the command does what it was asked to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'pipe-'))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program whose reader is gone before it prints. */
async function unread(...words: string[]): Promise<{ code: number | null; err: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, KEYS_FOLDER: folder },
  });
  child.stdout.destroy();
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, err };
}

it.each([
  ['apikey', ['gateway/guard/identity/api-key-command.ts', 'create', '--owner', 'Dashboard', '--role', 'dashboard']],
  ['apikey list', ['gateway/guard/identity/api-key-command.ts', 'list']],
  ['sigap', ['cli/sigap/sigap.mjs', 'completion', 'bash']],
])('%s ends well without a reader', async (_, words) => {
  expect(await unread(...words)).toEqual({ code: 0, err: '' });
});

it('the key is kept all the same', () => {
  const { keys } = JSON.parse(readFileSync(join(folder, 'api-keys.json'), 'utf8')) as { keys: unknown[] };
  expect(keys).toHaveLength(1);
});
