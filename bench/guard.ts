/** `npm run bench guard`: what the guard costs. The same gateway with everything on and with everything off, in turn, on one core. */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { z } from 'zod';
import { readSettings, type SettingTable } from '../base/settings.ts';
import { apiKeyCommand } from '../gateway/guard/identity/api-key-command.ts';
import { GATEWAY_CORE, LOAD_CORE, OUR_FLAGS, pin, pinned, Program } from './gateway/contender.ts';
import type { GuardAlone } from './gateway/guard-alone.ts';
import { withGuardedFiles } from './gateway/guarded-files.ts';
import { measure, roundOptions, type Measured, type BenchRun } from './gateway/rounds.ts';
import { FOUR_ALIASES, guardScenarios, ONE_TABLE, type GuardScenario } from './gateway/guard-scenarios.ts';
import { scenarios } from './gateway/scenarios.ts';

const options = {
  ...roundOptions,
  only: {
    env: 'BENCH_ONLY',
    flag: '--only <name>',
    schema: z.string().optional(),
    unit: 'name',
    what: 'One operation alone; docs/benchmarks-guard.md is then left as it is.',
  },
  profile: {
    env: 'BENCH_PROFILE',
    flag: '--profile <folder>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'Where each writes a CPU profile; docs/benchmarks-guard.md is then left as it is.',
  },
} as const satisfies SettingTable;

type Settings = Pick<BenchRun, 'rounds' | 'seconds' | 'connections' | 'profile'> & { readonly only?: string };

const PAGE = new URL('../docs/benchmarks-guard.md', import.meta.url);
/** The share of the throughput without a guard that is required with it. */
const GOAL = 0.8;
/** Processes a side: two that run the same code differ by a tenth, whatever the guard does. */
const STARTS = 3;

export async function run(argv: readonly string[]): Promise<void> {
  const settings = readSettings('bench guard', options, argv);
  if (settings === undefined) return;
  pin(process.pid, LOAD_CORE);
  const measured: Measured[] = [];
  const all = [...scenarios().filter(({ name }) => name !== 'questions'), ...guardScenarios()].filter(
    ({ name }) => (settings.only ?? name) === name,
  );
  if (all.length === 0) throw new Error(`expected the name of an operation, got --only ${settings.only}`);
  for (const [subgraphs, same] of Map.groupBy(all, (scenario) => scenario.subgraphs))
    measured.push(...(await measureScenarios(subgraphs, same, settings)));
  console.error('the guard by itself …');
  const page = pageOf(measured, await guardAlone(), settings);
  console.log(page);
  if (settings.profile === undefined && settings.only === undefined) writeFileSync(PAGE, page);
}

interface Subgraphs {
  readonly ports: Record<string, number>;
  /** Of the database they stand on, where there is one. */
  readonly storeUri?: string;
}

/** Scenarios of the same subgraphs, which are started once. */
async function measureScenarios(file: string, same: readonly GuardScenario[], settings: Settings): Promise<Measured[]> {
  const { program, said } = await Program.start<Subgraphs>(file, [], LOAD_CORE);
  try {
    const measured: Measured[] = [];
    for (const scenario of same) {
      console.error(`${scenario.name} …`);
      measured.push(...(await measureScenario(scenario, said, program, settings)));
    }
    return measured;
  } finally {
    await program.stop();
  }
}

function measureScenario(
  scenario: GuardScenario,
  { ports, storeUri }: Subgraphs,
  subgraphs: Program,
  settings: Settings,
): Promise<Measured[]> {
  return withGuardedFiles(scenario, ports, async ({ open, ruled, roles, folder }) => {
    const headers = await headersOf(scenario, roles, folder);
    const audit = storeUri === undefined ? [] : [storeUri];
    const sides = ['off', 'on'].map((guard) => ({
      name: `guard ${guard}`,
      file: './guarded.ts',
      argv: [guard, ruled, roles, folder, ...audit],
      flags: OUR_FLAGS,
    }));
    const contenders = Array.from({ length: STARTS }, () => sides).flat();
    const measured = await measure({
      scenario: { ...scenario, headers },
      contenders,
      supergraph: open,
      subgraphs,
      core: GATEWAY_CORE,
      ...settings,
    });
    return sides.map(({ name }) => meanOf(measured.filter(({ gateway }) => gateway === name)));
  });
}

/** A side's processes as one. */
function meanOf(processes: readonly Measured[]): Measured {
  const mean = (figure: 'perSecond' | 'cpu' | 'p99' | 'first'): number =>
    processes.reduce((sum, one) => sum + one[figure], 0) / processes.length;
  return { ...processes[0]!, perSecond: mean('perSecond'), cpu: mean('cpu'), p99: mean('p99'), first: mean('first') };
}

/** The caller and their purpose. */
async function headersOf(
  { asker, purpose }: GuardScenario,
  roles: string,
  folder: string,
): Promise<Record<string, string>> {
  if (asker === undefined) return {};
  const lines: string[] = [];
  await apiKeyCommand(['create', '--owner', 'bench', ...asker], { KEYS_FOLDER: folder, ROLES: roles }, (line) =>
    lines.push(line),
  );
  return { 'x-api-key': lines[0]!, ...(purpose !== undefined && { 'x-purpose': purpose }) };
}

function guardAlone(): Promise<GuardAlone[]> {
  const light = scenarios().find(({ name }) => name === 'light')!;
  const nowhere = Object.fromEntries(Object.keys(light.sdl).map((name) => [name, 1]));
  return withGuardedFiles(light, nowhere, async ({ ruled, roles, folder }) => {
    const { program, said } = await Program.start<GuardAlone[]>(
      './guard-alone.ts',
      [ruled, roles, folder],
      GATEWAY_CORE,
      OUR_FLAGS,
    );
    await program.stop();
    return said;
  });
}

function pageOf(
  measured: readonly Measured[],
  alone: readonly GuardAlone[],
  { rounds, seconds, connections }: Settings,
): string {
  const pairs = measured.flatMap((off, i) => (i % 2 === 0 ? [{ off, on: measured[i + 1]! }] : []));
  return `# What the guard costs

Written by \`npm run bench guard\`. The same gateway with its guard on (callers, budgets, cost, policy, claims signed for every request to a subgraph)
and with \`--guard off\`, for operations that are prepared and allowed, sharing off, subgraphs that answer from memory. The goal is a
throughput of at least ${GOAL}; with real subgraphs, which take longer, the guard weighs less.

Node ${process.version}, ${cpus().length} cores (${cpus()[0]!.model.trim()}), ${pinned ? 'the gateway alone on core 0, subgraphs and load on core 1' : 'cores not pinned'}; ${connections} connections, ${STARTS} processes a side, ${rounds} rounds of ${seconds} s in turn, means of their medians; load average at the end ${loadavg()[0]!.toFixed(1)}, of which the run itself is about 2. Where it is far
above 2 others had the machine too: throughput then says little, and "by CPU alone" (what throughput would be if nothing else took the core) says more.

## To let a request pass

The public benchmark's graph, which holds no counts over people and no personal data: on and off answer alike.

${tableOf(pairs.filter(({ off }) => off.scenario.answers === undefined))}

## To protect an answer

Our own graph, its subgraphs' answers recorded from the sample data as a caller without exact counts gets them: perturbed by their owners, which costs the
gateway nothing. **Off** is here a gateway of the same supergraph without its rules: it answers the same request with every name and number in full,
and records nothing. **On** is asked with an API key: each count is judged as it is written (none from 1 to its minimum less one leaves), fields are masked,
the persons of the answer are counted and recorded. Both write the subgraphs' answers out as text by compiled code; nothing is remembered of an
answer, so a table that comes for the first time costs what it costs later. The first request of each process is told by itself: it is planned and
compiled too, on both sides. Answers with persons are laid out and walked each time. The goal for tables of counts is ${COUNTS_GOAL}.

${tableOf(
  pairs.filter(({ off }) => off.scenario.answers === 'differ'),
  goalOf,
)}

| operation | first request, off, ms | first request, on, ms | off to on |
|---|--:|--:|--:|
${pairs
  .filter(({ off }) => off.scenario.answers === 'differ')
  .map(
    ({ off, on }) =>
      `| ${off.scenario.name} | ${off.first.toFixed(0)} | ${on.first.toFixed(0)} | ${(off.first / on.first).toFixed(2)} |`,
  )
  .join('\n')}

${aliasesOf(pairs)}

## The guard by itself

In one process, without sockets and subgraphs: judging the body's shape, finding the caller, counting them, finding their rights, pricing the operation
and settling; and, for each request to a subgraph on top, signing its claims. The least CPU time of eight rounds of 20,000, the measuring loop included.

| operation | caller | µs a request | µs a subgraph request |
|---|---|--:|--:|
${alone.map(({ operation, caller, request, fetch }) => `| ${operation} | ${caller} | ${request.toFixed(1)} | ${fetch.toFixed(1)} |`).join('\n')}

What is remembered to be this cheap, and for how long:

| what | remembered by | forgotten |
|---|---|---|
| who a token's bearer is | SHA-256 of the token | when the token expires; after a minute at the latest; all of them as soon as another key set of the issuer has been read |
| who an API key's holder is | the key's id; its secret is compared each time | when the file of keys has changed, which is looked at every second; an expired key is refused at once |
| rights; what subgraphs are told, up to the times | the caller's own object and their purpose | with that object, which is made anew whenever one of the two above is |
| an operation's price and what is done with its answers | the prepared operation | with it |
| what a client has used | their id, or a public caller's network | counts no more when their minute has ended, and is dropped as others come |
`;
}

/** Tables of counts, to which the guard does nothing but look at each number. */
const COUNTS_GOAL = 0.9;
const goalOf = (name: string): number => (name === 'persons' ? GOAL : COUNTS_GOAL);

/** The cost of selecting the same again in one request. */
function aliasesOf(pairs: readonly Pair[]): string {
  const cpu = (name: string): number | undefined => pairs.find(({ off }) => off.scenario.name === name)?.on.cpu;
  const [one, four] = [cpu(ONE_TABLE), cpu(FOUR_ALIASES)];
  return one === undefined || four === undefined
    ? ''
    : `Four aliases of one table take ${(four / one).toFixed(1)} times the gateway's CPU time of one.`;
}

interface Pair {
  readonly off: Measured;
  readonly on: Measured;
}

function tableOf(pairs: readonly Pair[], goal: (name: string) => number = () => GOAL): string {
  const lines = pairs.map(({ off, on }) =>
    [
      off.scenario.name,
      off.scenario.what,
      Math.round(off.perSecond),
      Math.round(on.perSecond),
      (on.perSecond / off.perSecond).toFixed(2),
      off.cpu.toFixed(3),
      on.cpu.toFixed(3),
      (off.cpu / on.cpu).toFixed(2),
      off.p99.toFixed(1),
      on.p99.toFixed(1),
    ].join(' | '),
  );
  const missed = pairs
    .filter(({ off, on }) => Math.min(on.perSecond / off.perSecond, off.cpu / on.cpu) < goal(off.scenario.name))
    .map(({ off }) => off.scenario.name);
  return `| operation | what it is | off, requests/s | on, requests/s | on to off | CPU ms/request, off | CPU ms/request, on | by CPU alone | p99 off, ms | p99 on, ms |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|
${lines.map((line) => `| ${line} |`).join('\n')}

${missed.length === 0 ? 'The goal is met by throughput and by CPU.' : `**Below the goal** by throughput or by CPU alone: ${missed.join(', ')}.`}`;
}
