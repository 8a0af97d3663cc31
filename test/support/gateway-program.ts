/** `npm run gateway` as a process of its own: workers exist in no other way, and what an operator sees of it is what they see. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface GatewayProgram {
  readonly child: ChildProcess;
  /** Of the graph, as the log says it. */
  readonly url: string;
  /** What it has logged so far. */
  said(): string;
  /** The operators' port; empty where there is none. */
  operate(): string;
}

const STARTED_WITHIN_MS = 40_000;

/** Starts it with two workers and without a page, and waits until it listens. @param words further options, which go before these @throws Error with what it said */
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
  const listens = new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the gateway did not start in time:\n${said}`)), STARTED_WITHIN_MS);
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
      const found = /"graph":"([^"]+)"/.exec(said);
      if (found === null) return;
      clearTimeout(late);
      resolve(found[1]!);
    });
    child.once('exit', () => {
      clearTimeout(late);
      reject(new Error(`the gateway ended before it listened:\n${said}`));
    });
  });
  try {
    const url = await listens;
    return { child, url, said: () => said, operate: () => /"operate":"([^"]+)"/.exec(said)?.[1] ?? '' };
  } catch (thrown) {
    child.kill('SIGKILL');
    throw thrown;
  }
}
