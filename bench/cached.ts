/**
 * `npm run bench cached`: what a kept answer saves. The question by village, asked by the public of the same gateway with its guard: once where answers
 * are kept, and once where nothing is kept and nothing shared, in turn, on one core. Subgraphs answer from memory, so what is saved is the gateway's own work
 * alone. Behind a guard, since without one everybody sees exact counts as of now, which are not kept.
 */
import { cpus, loadavg } from 'node:os';
import { readSettings } from '../base/settings.ts';
import { GATEWAY_CORE, LOAD_CORE, OUR_FLAGS, pin, pinned, Program } from './gateway/contender.ts';
import { guardScenarios } from './gateway/guard-scenarios.ts';
import { withGuardedFiles } from './gateway/guarded-files.ts';
import { measure, roundOptions, type Measured } from './gateway/rounds.ts';
import type { Scenario } from './gateway/scenarios.ts';

const QUESTION = 'coverage-by-village';
/** What a kept answer is to be worth at least, in requests a second. */
const LEAST = 5;
const SIDES = ['kept', 'off'] as const;
/** Requests to subgraphs for one of a client that still count as none: an answer past its time is made anew behind the one that leaves. */
const NONE = 0.01;

export async function run(argv: readonly string[]): Promise<void> {
  const settings = readSettings('bench cached', roundOptions, argv);
  if (settings === undefined) return;
  pin(process.pid, LOAD_CORE);
  const scenario = villageQuestion();
  const { program, said } = await Program.start<{ ports: Record<string, number> }>(scenario.subgraphs, [], LOAD_CORE);
  try {
    const measured = await withGuardedFiles(scenario, said.ports, ({ open, ruled, roles, folder }) =>
      measure({
        scenario,
        contenders: SIDES.map((side) => ({
          name: side,
          file: './guarded.ts',
          argv: ['on', ruled, roles, folder, '-', side],
          flags: OUR_FLAGS,
        })),
        supergraph: open,
        subgraphs: program,
        core: GATEWAY_CORE,
        cpuAlone: true,
        ...settings,
      }),
    );
    const [kept, off] = SIDES.map((side) => measured.find(({ gateway }) => gateway === side)!) as [Measured, Measured];
    expectHits(kept, off);
    console.log(tableOf(kept, off));
  } finally {
    await program.stop();
  }
}

/** Of the public, without a credential. Both sides must answer alike. */
function villageQuestion(): Scenario {
  const { subgraphs, sdl, next, samples, what } = guardScenarios().find(({ name }) => name === QUESTION)!;
  return { subgraphs, sdl, next, samples, what, name: QUESTION };
}

/** @throws Error where something else is measured than what the table says */
function expectHits(kept: Measured, off: Measured): void {
  if (kept.fetchesUnderLoad > NONE)
    throw new Error(`expected kept answers, got ${kept.fetchesUnderLoad} requests to subgraphs for each`);
  if (off.fetchesUnderLoad < off.fetches)
    throw new Error(`expected ${off.fetches} requests to subgraphs for each, unshared, got ${off.fetchesUnderLoad}`);
}

function tableOf(kept: Measured, off: Measured): string {
  const rows = [kept, off].map(
    ({ gateway, perSecond, cpu, p50, p99, busy, fetchesUnderLoad }) =>
      `| ${gateway} | ${Math.round(perSecond)} | ${cpu.toFixed(3)} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${busy.toFixed(2)} | ${fetchesUnderLoad.toFixed(2)} |`,
  );
  const ratio = kept.perSecond / off.perSecond;
  return [
    `The question by village, ${Math.round(kept.answer / 1_000)} kB an answer, Node ${process.version}, ${cpus()[0]!.model.trim()}, ${pinned ? 'the gateway alone on its core' : 'cores not pinned'}, load average ${loadavg()[0]!.toFixed(1)}, of which the run itself is about 2`,
    '',
    '| | requests/s | CPU ms/request | p50 ms | p99 ms | of its core | requests to subgraphs |',
    '|---|--:|--:|--:|--:|--:|--:|',
    ...rows,
    '',
    `${ratio.toFixed(1)} times the requests, and ${(off.cpu / kept.cpu).toFixed(1)} times less CPU for each (wanted: ${LEAST} times the requests)`,
  ].join('\n');
}
