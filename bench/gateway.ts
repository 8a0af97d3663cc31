/** `npm run bench gateway`: this gateway against stock `@apollo/gateway`, in turn, on one core. See gateway/README.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readSettings, type SettingTable } from '../base/settings.ts';
import { GATEWAY_CORE, LOAD_CORE, OUR_FLAGS, pin, Program } from './gateway/contender.ts';
import { pageOf, writePage } from './gateway/page.ts';
import { readPeers, type Peer } from './gateway/peer.ts';
import { measure, roundOptions, type Contender, type Measured, type BenchRun } from './gateway/rounds.ts';
import { scenarios, supergraphOf, type Scenario } from './gateway/scenarios.ts';

const options = {
  ...roundOptions,
  gateways: {
    env: 'BENCH_GATEWAYS',
    flag: '--gateways <text>',
    schema: z.string().default(''),
    unit: 'text',
    what: 'Only gateways whose name holds this; docs/benchmarks.md is then left as it is.',
  },
  peers: {
    env: 'PEERS',
    flag: '--peers <file>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'Other gateways to measure in the same run: a JSON list of { name, command, port }. The command gets the supergraph in SUPERGRAPH.',
  },
  profile: {
    env: 'BENCH_PROFILE',
    flag: '--profile <folder>',
    schema: z.string().optional(),
    unit: 'path',
    what: 'Where each gateway writes a CPU profile.',
  },
  only: {
    env: 'BENCH_ONLY',
    flag: '--only <text>',
    schema: z.string().default(''),
    unit: 'text',
    what: 'Only scenarios whose name holds this; docs/benchmarks.md is then left as it is.',
  },
  skip: {
    env: 'BENCH_SKIP',
    flag: '--skip <text>',
    schema: z.string().optional(),
    unit: 'text',
    what: 'No scenario whose name holds this.',
  },
} as const satisfies SettingTable;

const contenders: readonly Contender[] = [
  { name: 'stock', file: './stock.ts', argv: [] },
  { name: 'ours, sharing off', file: './ours.ts', argv: ['off'], flags: OUR_FLAGS },
  { name: 'ours, sharing on', file: './ours.ts', argv: ['on'], flags: OUR_FLAGS },
];

export async function run(argv: readonly string[]): Promise<void> {
  const settings = readSettings('bench gateway', options, argv);
  if (settings === undefined) return;
  pin(process.pid, LOAD_CORE);
  const peers = settings.peers === undefined ? [] : readPeers(settings.peers);
  const present = [...contenders, ...peers].filter(({ name }) => name.includes(settings.gateways));
  const measured: Measured[] = [];
  const chosen = scenarios().filter(
    ({ name }) => name.includes(settings.only) && (settings.skip === undefined || !name.includes(settings.skip)),
  );
  if (chosen.length === 0 || present.length === 0)
    throw new Error(
      `expected a scenario (${scenarios().map(({ name }) => name)}) of a gateway (${[...contenders, ...peers].map(({ name }) => name)}), got --only ${settings.only} --gateways ${settings.gateways}`,
    );
  for (const scenario of chosen) {
    console.error(`${scenario.name} …`);
    const figures = await measureScenario(scenario, present, settings);
    measured.push(...figures);
    console.log(pageOf(figures));
  }
  if (settings.only === '' && settings.gateways === '') writePage(measured, settings);
}

async function measureScenario(
  scenario: Scenario,
  present: readonly (Contender | Peer)[],
  settings: Pick<BenchRun, 'rounds' | 'seconds' | 'connections' | 'profile'>,
): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-gateway-'));
  const { program, said } = await Program.start<{ ports: Record<string, number> }>(scenario.subgraphs, [], LOAD_CORE);
  try {
    const file = join(folder, 'supergraph.graphql');
    writeFileSync(file, supergraphOf(scenario, said.ports));
    return await measure({
      scenario,
      contenders: present,
      supergraph: file,
      subgraphs: program,
      core: GATEWAY_CORE,
      ...settings,
    });
  } finally {
    await program.stop();
    rmSync(folder, { recursive: true });
  }
}
