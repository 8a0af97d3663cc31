/** `npm run bench guard`: what the guard costs. The same gateway with everything on and with everything off, in turn, on one core. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readSettings, wholeNumber, type SettingTable } from '../base/settings.ts';
import { GATEWAY_CORE, LOAD_CORE, OUR_FLAGS, pin, pinned, Program } from './gateway/contender.ts';
import type { GuardAlone } from './gateway/guard-alone.ts';
import { measure, type Measured, type Run } from './gateway/rounds.ts';
import { scenarios, supergraphOf, type Scenario } from './gateway/scenarios.ts';

const options = {
  rounds: { env: 'BENCH_ROUNDS', flag: '--rounds <number>', schema: wholeNumber(1, 100_000, 5), unit: 'rounds', what: 'How often each has its turn; the median counts.' },
  seconds: { env: 'BENCH_SECONDS', flag: '--seconds <number>', schema: wholeNumber(1, 100_000, 3), unit: 's', what: 'How long a turn takes.' },
  connections: { env: 'BENCH_CONNECTIONS', flag: '--connections <number>', schema: wholeNumber(1, 100_000, 32), unit: 'connections', what: 'How many requests are under way at once.' },
  profile: { env: 'BENCH_PROFILE', flag: '--profile <folder>', schema: z.string().optional(), unit: 'path', what: 'Where each writes a CPU profile; docs/benchmarks-guard.md is then left as it is.' },
} as const satisfies SettingTable;

type Settings = Pick<Run, 'rounds' | 'seconds' | 'connections' | 'profile'>;

const PAGE = new URL('../docs/benchmarks-guard.md', import.meta.url);
/** Share of the throughput without a guard that is to be left with it. */
const GOAL = 0.8;
const WITHOUT_END = 1_000_000_000;

export async function run(argv: readonly string[]): Promise<void> {
  const settings = readSettings('bench guard', options, argv);
  if (settings === undefined) return;
  pin(process.pid, LOAD_CORE);
  const measured: Measured[] = [];
  for (const scenario of scenarios().filter(({ name }) => name !== 'questions')) {
    console.error(`${scenario.name} …`);
    measured.push(...(await measureScenario(scenario, settings)));
  }
  console.error('the guard by itself …');
  const page = pageOf(measured, await guardAlone(), settings);
  console.log(page);
  if (settings.profile === undefined) writeFileSync(PAGE, page);
}

async function measureScenario(scenario: Scenario, settings: Settings): Promise<Measured[]> {
  const { program, said } = await Program.start<{ ports: Record<string, number> }>(scenario.subgraphs, [], LOAD_CORE);
  try {
    return await withFiles(scenario, said.ports, ({ supergraph, roles, folder }) => {
      const contenders = ['off', 'on'].map((guard) => ({ name: `guard ${guard}`, file: './guarded.ts', argv: [guard, roles, folder], flags: OUR_FLAGS }));
      return measure({ scenario, contenders, supergraph, subgraphs: program, core: GATEWAY_CORE, ...settings });
    });
  } finally {
    await program.stop();
  }
}

function guardAlone(): Promise<GuardAlone[]> {
  const light = scenarios().find(({ name }) => name === 'light')!;
  const nowhere = Object.fromEntries(Object.keys(light.sdl).map((name) => [name, 1]));
  return withFiles(light, nowhere, async ({ supergraph, roles, folder }) => {
    const { program, said } = await Program.start<GuardAlone[]>('./guard-alone.ts', [supergraph, roles, folder], GATEWAY_CORE, OUR_FLAGS);
    await program.stop();
    return said;
  });
}

interface Files {
  readonly folder: string;
  readonly supergraph: string;
  readonly roles: string;
}

async function withFiles<Value>(scenario: Scenario, ports: Readonly<Record<string, number>>, use: (files: Files) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-guard-'));
  try {
    const files = { folder, supergraph: join(folder, 'supergraph.graphql'), roles: join(folder, 'roles.json') };
    writeFileSync(files.supergraph, supergraphOf(scenario, ports));
    writeFileSync(files.roles, rolesWithoutEnd());
    return await use(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Every role is public too, and gets the larger of two budgets. */
function rolesWithoutEnd(): string {
  const file = JSON.parse(readFileSync(new URL('../gateway/guard/identity/roles.json', import.meta.url), 'utf8')) as { roles: Record<string, { budget: Record<string, number> }> };
  const { budget } = file.roles['public']!;
  for (const limit of Object.keys(budget)) budget[limit] = WITHOUT_END;
  return JSON.stringify(file);
}

function pageOf(measured: readonly Measured[], alone: readonly GuardAlone[], { rounds, seconds, connections }: Settings): string {
  const names = [...new Set(measured.map(({ scenario }) => scenario.name))];
  const lines = names.map((name) => {
    const [off, on] = measured.filter(({ scenario }) => scenario.name === name) as [Measured, Measured];
    return `| ${name} | ${off.scenario.what} | ${Math.round(off.perSecond)} | ${Math.round(on.perSecond)} | ${(on.perSecond / off.perSecond).toFixed(2)} | ${off.cpu.toFixed(3)} | ${on.cpu.toFixed(3)} | ${(off.cpu / on.cpu).toFixed(2)} | ${off.p99.toFixed(1)} | ${on.p99.toFixed(1)} |`;
  });
  const missed = names.filter((name) => {
    const [off, on] = measured.filter(({ scenario }) => scenario.name === name) as [Measured, Measured];
    return Math.min(on.perSecond / off.perSecond, off.cpu / on.cpu) < GOAL;
  });
  return `# What the guard costs

Written by \`npm run bench guard\`. The same gateway with its guard on (callers, budgets, cost, policy, claims signed for every request to a subgraph)
and with \`--guard off\`, for operations that are prepared and allowed, sharing off, subgraphs that answer from memory. The goal is a
throughput of at least 0.8; with real subgraphs, which take longer, the guard weighs less. The operations hold no counts over people and no
personal data, so nothing is rounded, masked or recorded: what those cost is not measured here.

Node ${process.version}, ${cpus().length} cores (${cpus()[0]!.model.trim()}), ${pinned ? 'the gateway alone on core 0, subgraphs and load on core 1' : 'cores not pinned'}; ${connections} connections, ${rounds} rounds of ${seconds} s in turn, medians; load average at the end ${loadavg()[0]!.toFixed(1)}, of which the run itself is about 2. Where it is far
above 2 others had the machine too: throughput then says little, and "by CPU alone" (what throughput would be if nothing else took the core) says more.

| operation | what it is | off, requests/s | on, requests/s | on to off | CPU ms/request, off | CPU ms/request, on | by CPU alone | p99 off, ms | p99 on, ms |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|
${lines.join('\n')}

${missed.length === 0 ? 'The goal is met by throughput and by CPU.' : `**Below the goal** by throughput or by CPU alone: ${missed.join(', ')}.`}

## The guard by itself

In one process, without sockets and subgraphs: judging the body's shape, finding the caller, counting him, finding his rights, pricing the operation
and settling; and, for each request to a subgraph on top, signing its claims. The least CPU time of eight rounds of 20,000, the measuring loop included.

| operation | caller | µs a request | µs a subgraph request |
|---|---|--:|--:|
${alone.map(({ operation, caller, request, fetch }) => `| ${operation} | ${caller} | ${request.toFixed(1)} | ${fetch.toFixed(1)} |`).join('\n')}

What is remembered to be this cheap, and for how long:

| what | remembered by | forgotten |
|---|---|---|
| who a token's bearer is | SHA-256 of the token | when the token expires; after a minute at the latest; all of them as soon as another key set of the issuer has been read |
| who an API key's holder is | the key's id; its secret is compared each time | when the file of keys has changed, which is looked at every second; an expired key is refused at once |
| rights; what subgraphs are told, up to the body's hash | the caller's own object and his purpose | with that object, which is made anew whenever one of the two above is |
| an operation's price and what is done with its answers | the prepared operation | with it |
| what a client has used | his id, or a public caller's network | counts no more when his minute has ended, and is dropped as others come |
`;
}
