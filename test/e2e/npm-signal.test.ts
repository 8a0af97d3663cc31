/**
 * A supervisor that starts `npm run …` sends its SIGTERM to npm, which passes it to the shell that it runs the script with. A shell that waits
 * for node ends alone, and leaves node running with the ports and the data folder.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { composeSmall } from '../support/small-graph.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };
/** Programs that run until they are stopped. */
const SERVING = ['start', 'dev', 'gateway', 'subgraph', 'registry', 'store'];

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it.each(SERVING)('npm run %s gives its process to node', (name) => {
  expect(scripts[name]).toMatch(/^exec node /);
});

it.skipIf(process.platform === 'win32').each([
  ['store', (folder: string) => ['--folder', join(folder, 'data')]],
  [
    'gateway',
    (folder: string) => ['--supergraph', join(folder, 'graph'), ...'--port 0 --guard off --explorer off'.split(' ')],
  ],
])(
  'SIGTERM to `npm run %s` stops node, which says so as a line of its log (skipped on Windows)',
  async (name, words) => {
    const folder = mkdtempSync(join(tmpdir(), 'npm-signal-'));
    writeFileSync(join(folder, 'graph'), composeSmall({ people: 'http://127.0.0.1:1', places: 'http://127.0.0.1:1' }));
    const npm = spawn('npm', ['run', '--silent', name, '--', ...words(folder)], { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(npm, 'exit');
    let said = '';
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
    onTestFinished(() => {
      for (const pid of [npm.pid!, ...pidsOf(said)]) if (isThere(pid)) process.kill(pid, 'SIGKILL');
      rmSync(folder, { recursive: true });
    });
    await vi.waitFor(() => expect(said).toMatch(/^store: mongodb|"msg":"gateway listens"/m), { timeout: 40_000 });
    npm.kill('SIGTERM');
    await ended;
    await vi.waitFor(() => expect(said).toContain('stopping'), { timeout: 20_000 });
    const stopping = said.split('\n').filter((line) => line.includes('stopping'));
    expect(stopping.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 30, room: name, signal: 'SIGTERM', msg: 'stopping' }),
    ]);
    await vi.waitFor(() => expect(pidsOf(said).filter(isThere)).toEqual([]), { timeout: 20_000 });
  },
);

/** Of those whose lines these are. */
const pidsOf = (log: string): number[] => [...new Set([...log.matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid)))];
