/** `npm run bench observed`: what metrics and traces cost. The same gateway without both, with metrics, and with traces of one request in a hundred beside them, in turn, on one core. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readSettings, type SettingTable } from '../base/settings.ts';
import { GATEWAY_CORE, LOAD_CORE, OUR_FLAGS, pin, pinned, Program } from './gateway/contender.ts';
import { measure, median, roundOptions, type BenchRun, type Contender, type Measured } from './gateway/rounds.ts';
import { scenarios, supergraphOf, type Scenario } from './gateway/scenarios.ts';

const options = {
  ...roundOptions,
  only: {
    env: 'BENCH_ONLY',
    flag: '--only <name>',
    schema: z.string().optional(),
    unit: 'name',
    what: 'One operation alone; docs/benchmarks-observed.md is then left as it is.',
  },
} as const satisfies SettingTable;

const PAGE = new URL('../docs/benchmarks-observed.md', import.meta.url);
/** Processes a side: two that run the same code differ by more than what is to be found. */
const STARTS = 7;
const SIDES = ['off', 'metrics', 'traces'] as const;
type Side = (typeof SIDES)[number];
/** The largest part of the throughput that each may cost. */
const MOST: Readonly<Record<Side, number>> = { off: 0, metrics: 0.03, traces: 0.05 };

export async function run(argv: readonly string[]): Promise<void> {
  const settings = readSettings('bench observed', options, argv);
  if (settings === undefined) return;
  pin(process.pid, LOAD_CORE);
  const all = scenarios().filter(({ name }) => name !== 'questions' && (settings.only ?? name) === name);
  if (all.length === 0) throw new Error(`expected the name of an operation, got --only ${settings.only}`);
  const sink = await Program.start<{ port: number }>('./otlp-sink.ts', [], LOAD_CORE);
  try {
    const tables: string[] = [];
    for (const scenario of all) {
      console.error(`${scenario.name} …`);
      tables.push(tableOf(scenario, await measureScenario(scenario, `http://127.0.0.1:${sink.said.port}`, settings)));
    }
    const page = pageOf(tables, settings);
    console.log(page);
    if (settings.only === undefined) writeFileSync(PAGE, page);
  } finally {
    await sink.program.stop();
  }
}

async function measureScenario(
  scenario: Scenario,
  receiver: string,
  { rounds, seconds, connections }: Pick<BenchRun, 'rounds' | 'seconds' | 'connections'>,
): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-observed-'));
  const { program, said } = await Program.start<{ ports: Record<string, number> }>(scenario.subgraphs, [], LOAD_CORE);
  try {
    const supergraph = join(folder, 'supergraph.graphql');
    writeFileSync(supergraph, supergraphOf(scenario, said.ports));
    const contenders = SIDES.map((side) => contender(side, receiver));
    const run = { scenario, contenders, supergraph, subgraphs: program, core: GATEWAY_CORE, cpuAlone: true };
    const measured: Measured[] = [];
    // One of each side at a time: a process that has waited for many others runs cold code when its turn comes.
    for (let start = 0; start < STARTS; start++)
      measured.push(...(await measure({ ...run, rounds, seconds, connections })));
    return measured;
  } finally {
    await program.stop();
    rmSync(folder, { recursive: true });
  }
}

const contender = (side: Side, receiver: string): Contender => ({
  name: side,
  file: './ours.ts',
  argv: ['off', ...(side === 'off' ? [] : [side, receiver])],
  flags: OUR_FLAGS,
});

function tableOf({ name, what }: Scenario, measured: readonly Measured[]): string {
  const of = (side: Side, figure: (one: Measured) => number): number =>
    median(measured.filter(({ gateway }) => gateway === side).map(figure));
  const rows = SIDES.map((side) => {
    const [cpu, perSecond] = [of(side, (one) => one.cpu), of(side, (one) => one.perSecond)];
    const cost = (figure: 'cpu' | 'user'): number =>
      1 - of('off', (one) => one[figure]) / of(side, (one) => one[figure]);
    const wanted = side === 'off' ? '' : `${percent(cost('cpu'))} (at most ${percent(MOST[side])})`;
    const own = of(side, ({ user }) => user).toFixed(4) + (side === 'off' ? '' : ` (${percent(cost('user'))})`);
    return [
      WORDS[side],
      Math.round(perSecond).toLocaleString('en'),
      cpu.toFixed(4),
      wanted,
      own,
      spread(side, measured),
    ];
  });
  return [
    `### ${name}`,
    '',
    `${what}.`,
    '',
    '| observed | requests/s | CPU ms/request | of the throughput, by CPU | without the kernel, ms | its processes, CPU ms/request |',
    '|---|--:|--:|--:|--:|--:|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n');
}

const WORDS: Readonly<Record<Side, string>> = {
  off: 'nothing',
  metrics: 'metrics',
  traces: 'metrics, and traces of 1 %',
};

/** The processes of a side run the same code: what they differ by is no cost of anything. */
const spread = (side: Side, measured: readonly Measured[]): string =>
  measured
    .filter(({ gateway }) => gateway === side)
    .map(({ cpu }) => cpu.toFixed(4))
    .sort()
    .join(', ');

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function pageOf(
  tables: readonly string[],
  { rounds, seconds, connections }: Pick<BenchRun, 'rounds' | 'seconds' | 'connections'>,
): string {
  return `# What observing costs

Written by \`npm run bench observed\`: the same gateway without an operators' port, with one, and with traces of one request in a hundred beside it,
\`--guard off\`, nothing shared. Each side runs as ${STARTS} processes, one of each side at a time, in turns; its figure is the median of them, and the last column is what each of them took.
Where the processes of one side differ by more than the sides, the run says no more than that. What the kernel takes, about a third, depends on the other core too:
to send something to a process that sleeps costs more than to one that is busy.

Node ${process.version}, ${cpus().length} cores (${cpus()[0]!.model.trim()}), ${pinned ? 'the gateway alone on core 0, subgraphs, receiver and load on core 1' : 'cores not pinned'}; ${connections} connections, ${rounds} rounds of ${seconds} s in turn; load average at the end ${loadavg()[0]!.toFixed(1)}, of which the run itself is about 2.

${tables.join('\n')}`;
}
