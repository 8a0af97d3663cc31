/** A gateway program with its guard on, over the subgraphs of the benchmark, that can be loaded, reloaded and looked into. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ruledSupergraphOf, scenarios } from '../../bench/gateway/scenarios.ts';
import { tokenCommand } from '../../gateway/guard/identity/token-command.ts';
import { unbudgetedRoles } from '../support/unbudgeted-roles.ts';
import { startGatewayProgram, type GatewayProgram } from '../support/gateway-program.ts';

/** What it holds after a collection. */
export interface Held {
  readonly heap: number;
  readonly memory: number;
  readonly descriptors: number;
}

export interface SoakedGateway {
  readonly port: number;
  /** Of every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the next request sends: light ones mostly, some of three subgraphs with values of their own, some of sixteen fetches. */
  next(): string;
  /** Another supergraph, by POST /reload in turn with a file that changes. @returns ms until it serves */
  reload(): Promise<number>;
  /** Collects its memory first. */
  held(): Promise<Held>;
  stop(): Promise<void>;
}

const TOKEN = 'token-of-the-operator-of-the-soak';
const [heavy, light, mix] = scenarios();

/** @param folder for the supergraph, roles and keys */
export async function startSoakedGateway(folder: string): Promise<SoakedGateway> {
  const subgraphs = fork(new URL('../../bench/gateway/memory-subgraphs.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const [{ ports }] = (await once(subgraphs, 'message')) as [{ ports: Record<string, number> }];
  const supergraph = ruledSupergraphOf(mix!, ports);
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, supergraph);
  const keys = join(folder, 'keys');
  const words = [
    '--supergraph',
    file,
    '--roles',
    unbudgetedRoles(folder),
    '--keys-folder',
    keys,
    '--operate-port',
    '0',
  ];
  const gateway = await startGatewayProgram([...words, '--development', '--workers', '1'], {
    OPERATE_TOKEN: TOKEN,
    NODE_OPTIONS: `--import ${new URL('collect-on-signal.mjs', import.meta.url).href}`,
  });
  const token = await tokenCommand(['--role', 'dashboard', '--seconds', '86400'], { KEYS_FOLDER: keys });
  let [asked, reloads] = [0, 0];
  return {
    port: Number(new URL(gateway.url).port),
    headers: { authorization: `Bearer ${token}` },
    next: () => {
      const turn = asked++ % 20;
      return (turn === 0 ? heavy : turn < 7 ? mix : light)!.next();
    },
    reload: async () => {
      writeFileSync(file, `${supergraph}\n# ${++reloads}\n`);
      return serving(gateway, reloads % 2 === 0);
    },
    held: async () => {
      gateway.child.kill('SIGUSR2');
      await wait(1_000);
      return heldBy(await operate(gateway, '/metrics').then((answer) => answer.text()));
    },
    stop: () => stopped([gateway.child, subgraphs]),
  };
}

const operate = (gateway: GatewayProgram, path: string, method = 'GET'): Promise<Response> =>
  fetch(`${gateway.operate()}${path}`, { method, headers: { authorization: `Bearer ${TOKEN}` } });

/** @param asksFor whether it is told to read the file, or finds the change itself */
async function serving(gateway: GatewayProgram, asksFor: boolean): Promise<number> {
  const began = performance.now();
  const generation = async (): Promise<string> => {
    const { processes } = (await (await operate(gateway, '/generation')).json()) as {
      processes: Record<string, { id: string }>;
    };
    return Object.values(processes)[0]!.id;
  };
  const before = await generation();
  if (asksFor) await operate(gateway, '/reload', 'POST');
  while ((await generation()) === before) {
    if (performance.now() - began > 30_000) throw new Error('expected another supergraph within 30 s, got none');
    await wait(20);
  }
  return Math.round(performance.now() - began);
}

function heldBy(metrics: string): Held {
  const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
  return {
    heap: value('v8js_memory_heap_used_bytes'),
    memory: value('process_memory_usage_bytes'),
    descriptors: value('process_open_file_descriptor_count'),
  };
}

async function stopped(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
