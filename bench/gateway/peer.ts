/**
 * Other gateways of this machine that are measured in the same run: whoever has them names them in a file (`PEERS`). It is a JSON list of
 * `{ "name", "command", "port" }`. The command is run by a shell, with the path of the supergraph's file in `SUPERGRAPH` and the
 * port in `PORT`; it answers `/graphql` at that port of 127.0.0.1.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { pin } from './contender.ts';
import type { Usage } from './measured-child.ts';

const peers = z.array(
  z.strictObject({
    name: z.string().min(1),
    command: z.string().min(1),
    port: z.number().int().min(1).max(65_535),
  }),
);

export type Peer = z.infer<typeof peers>[number];

/** @throws what is wrong with the file */
export function readPeers(file: string): readonly Peer[] {
  const read = peers.safeParse(parsed(file));
  if (!read.success)
    throw new Error(`${file}: expected a list of { name, command, port }, got ${z.prettifyError(read.error)}`);
  return read.data;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (thrown) {
    throw new Error(`${file}: expected a JSON list of { name, command, port }: ${(thrown as Error).message}`, {
      cause: thrown,
    });
  }
}

/** How long a peer may take until it answers, in ms. */
const START = 60_000;

/** A peer that is running. CPU time and memory are those of all processes that its command has started. */
export class PeerProgram {
  readonly #child: ChildProcess;
  #peakMemory = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  static async start({ name, command, port }: Peer, supergraph: string, core: number): Promise<PeerProgram> {
    const child = spawn('sh', ['-c', command], {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, SUPERGRAPH: supergraph, PORT: String(port) },
    });
    pin(child.pid!, core);
    const program = new PeerProgram(child);
    const until = performance.now() + START;
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`${name} ended with ${child.exitCode} before it answered`);
      if (performance.now() > until)
        throw new Error(`${name} did not answer at port ${port} within ${START / 1_000} s`);
      await setTimeout(100);
    }
    // What it has started by now is pinned as well.
    for (const pid of program.#group()) pin(pid, core);
    return program;
  }

  usage(): Promise<Usage> {
    const all = this.#group().map(usageOf);
    const sum = (figure: keyof ProcessUsage): number => all.reduce((before, usage) => before + usage[figure], 0);
    this.#peakMemory = Math.max(this.#peakMemory, sum('memory'));
    return Promise.resolve({ cpu: sum('cpu'), user: sum('user'), peakMemory: this.#peakMemory });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    process.kill(-this.#child.pid!, 'SIGTERM');
    await ended;
  }

  #group(): readonly number[] {
    return execFileSync('pgrep', ['-g', String(this.#child.pid)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
  }
}

/** Clock ticks a second, which Linux fixes at 100. */
const TICKS = 100;

/** CPU time of a process in µs, the kernel's part included and without it, and the most memory it has held in bytes. */
interface ProcessUsage {
  readonly cpu: number;
  readonly user: number;
  readonly memory: number;
}

function usageOf(pid: number): ProcessUsage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  const micros = (ticks: number): number => (ticks / TICKS) * 1e6;
  return { cpu: micros(user + system), user: micros(user), memory: Number(peak ?? 0) * 1024 };
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    });
    return ((await response.json()) as { data?: unknown }).data != null;
  } catch {
    return false;
  }
}
