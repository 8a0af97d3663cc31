/**
 * `npm run bench cached`: what a kept answer saves. The question by village, asked of the same gateway with its cache, and with neither cache nor anything
 * shared, in turn, on one core; subgraphs answer from memory, so what is saved is the gateway's own work alone.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, print } from 'graphql';
import { readSettings } from '../base/settings.ts';
import { SPECS } from '../gateway/guard/policy/directive-names.ts';
import { PLANNING_FEATURES, stripFeatures } from '../gateway/supergraph/strip-features.ts';
import { GATEWAY_CORE, LOAD_CORE, OUR_FLAGS, pin, pinned, Program } from './gateway/contender.ts';
import { measure, roundOptions, type Measured } from './gateway/rounds.ts';
import { ruledSupergraphOf, scenarios, type Scenario } from './gateway/scenarios.ts';

const QUESTION = 'coverage-by-village';
/** What a kept answer is to be worth at least, in requests a second. */
const LEAST = 5;
const SIDES = ['kept', 'off'] as const;

export async function run(argv: readonly string[]): Promise<void> {
  const settings = readSettings('bench cached', roundOptions, argv);
  if (settings === undefined) return;
  pin(process.pid, LOAD_CORE);
  const scenario = villageQuestion();
  const folder = mkdtempSync(join(tmpdir(), 'bench-cached-'));
  const { program, said } = await Program.start<{ ports: Record<string, number> }>(scenario.subgraphs, [], LOAD_CORE);
  try {
    const supergraph = join(folder, 'supergraph.graphql');
    writeFileSync(supergraph, unruled(ruledSupergraphOf(scenario, said.ports)));
    const contenders = SIDES.map((side) => ({ name: side, file: './ours.ts', argv: [side], flags: OUR_FLAGS }));
    const parts = { scenario, contenders, supergraph, subgraphs: program, core: GATEWAY_CORE };
    console.log(tableOf(await measure({ ...parts, ...settings })));
  } finally {
    await program.stop();
    rmSync(folder, { recursive: true });
  }
}

function villageQuestion(): Scenario {
  const questions = scenarios().find(({ name }) => name === 'questions')!;
  const body = questions.samples.find((one) => one.includes('CoverageByVillage'));
  if (body === undefined) throw new Error(`expected the question ${QUESTION} in schema/operations`);
  return { ...questions, name: QUESTION, names: [], next: () => body, samples: [body] };
}

/** Without access rules, which a gateway without a guard refuses to ignore, and with what may be kept. */
const unruled = (sdl: string): string => print(stripFeatures(parse(sdl), new Set([...PLANNING_FEATURES, SPECS.cache])));

function tableOf(measured: readonly Measured[]): string {
  const [kept, off] = SIDES.map((side) => measured.find(({ gateway }) => gateway === side)!) as [Measured, Measured];
  const rows = [kept, off].map(
    ({ gateway, perSecond, cpu, p50, p99, busy }) =>
      `| ${gateway} | ${Math.round(perSecond)} | ${cpu.toFixed(3)} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${busy.toFixed(2)} |`,
  );
  const ratio = kept.perSecond / off.perSecond;
  return [
    `The question by village, ${Math.round(kept.answer / 1_000)} kB an answer, Node ${process.version}, ${cpus()[0]!.model.trim()}, ${pinned ? 'the gateway alone on its core' : 'cores not pinned'}, load average ${loadavg()[0]!.toFixed(1)}`,
    '',
    '| | requests/s | CPU ms/request | p50 ms | p99 ms | of its core |',
    '|---|--:|--:|--:|--:|--:|',
    ...rows,
    '',
    `${ratio.toFixed(1)} times the requests, and ${(off.cpu / kept.cpu).toFixed(1)} times less CPU for each (wanted: ${LEAST} times the requests)`,
  ].join('\n');
}
