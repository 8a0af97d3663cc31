/** Programs of a measurement, each on its own core. */
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { Usage } from './measured-child.ts';

/** Cores can be chosen on Linux only; elsewhere the figures of one run still stand beside each other. */
export const pinned = process.platform === 'linux' && availableParallelism() > 1;

/** The measured gateway has this one to itself. */
export const GATEWAY_CORE = 0;
/** Subgraphs and load share this one. */
export const LOAD_CORE = 1;

/** Node's, as our scripts in package.json give them. */
export const OUR_FLAGS: readonly string[] = ['--import', new URL('../../base/runtime.mjs', import.meta.url).href];

/** Binds a process to a core. */
export function pin(pid: number, core: number): void {
  if (pinned) execFileSync('taskset', ['-a', '-cp', String(core), String(pid)], { stdio: 'ignore' });
}

/** A child process of the measurement. */
export class Program {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @returns the program and its first message */
  static async start<Said>(
    file: string,
    argv: readonly string[],
    core: number,
    execArgv: readonly string[] = [],
  ): Promise<{ program: Program; said: Said }> {
    const child = fork(new URL(file, import.meta.url), argv, {
      execArgv: ['--disable-warning=ExperimentalWarning', ...execArgv],
      env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    pin(child.pid!, core);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${file} ended with ${String(code)} before it was ready`);
    });
    ended.catch(() => {});
    const [said] = (await Promise.race([once(child, 'message'), ended])) as [Said];
    return { program: new Program(child), said };
  }

  async ask<Said>(): Promise<Said> {
    const answer = once(this.#child, 'message');
    this.#child.send('say');
    return (await answer)[0] as Said;
  }

  usage(): Promise<Usage> {
    return this.ask<Usage>();
  }

  /** Lets the program end by itself, so that a requested profile is written. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}
