/** `npm run gateway` as a process of its own, for tests of workers: they exist in no other way. */
import { spawn, type ChildProcess } from 'node:child_process';
import { expect, vi } from 'vitest';

export interface GatewayProgram {
  readonly child: ChildProcess;
  /** Of the graph, as the log says it. */
  readonly url: string;
  /** What it has logged so far. */
  said(): string;
}

const STARTED_WITHIN_MS = 40_000;

/** Starts it with two workers and without a page, and waits until it listens. @param words further options */
export async function startGatewayProgram(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<GatewayProgram> {
  const usual = ['--port', '0', '--workers', '2', '--explorer', 'off'];
  const program = ['--disable-warning=ExperimentalWarning', 'gateway/main.ts', ...usual, ...words];
  const child = spawn(process.execPath, program, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const listens = (): string => {
    const found = /"graph":"([^"]+)"/.exec(said);
    expect(found, said).not.toBeNull();
    return found![1]!;
  };
  try {
    return { child, url: await vi.waitFor(listens, { timeout: STARTED_WITHIN_MS }), said: () => said };
  } catch (thrown) {
    child.kill('SIGKILL');
    throw thrown;
  }
}
