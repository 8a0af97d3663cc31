/**
 * `npm run bench questions [-- --scales 1,10] [-- --rounds 40]`: the questions of schema/operations, asked as the public may, through
 * @apollo/gateway and the subgraphs (in process) over the embedded store in a thread of its own, at 54,666 people and at ten times as
 * many. Prints the medians of each and the ratio of CPU times, what four aliases of one table take, and what keeping cell keys takes of a recount.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readSettings, wholeNumber, type SettingTable } from '../base/settings.ts';
import { startStoreThread } from '../store/thread.ts';
import { seedSample } from '../subgraphs/sample/seed.ts';
import { questionOf, startGraph } from '../test/support/sample.ts';
import { median } from './gateway/rounds.ts';
import { recountTimes } from './questions/recount.ts';

const options = {
  scales: {
    env: 'BENCH_SCALES',
    flag: '--scales <list>',
    schema: z
      .string()
      .regex(/^\d+(,\d+)*$/, 'expected whole numbers, comma between')
      .default('1,10')
      .transform((text) => text.split(',').map(Number)),
    unit: 'times the people',
    what: 'Over how many people, comma between.',
  },
  rounds: {
    env: 'BENCH_ROUNDS',
    flag: '--rounds <number>',
    schema: wholeNumber(1, 100_000, 40),
    unit: 'rounds',
    what: 'How often each question is asked; the median counts.',
  },
} as const satisfies SettingTable;

const OPERATIONS = new URL('../schema/operations/', import.meta.url);
const WARM_UP = 5;
/** Who gets perturbed counts of the last month. */
const PUBLIC = { sub: 'public', roles: [], scopes: [], cells: 'perturbed' } as const;
const TABLE = (times: number): string =>
  `{ ${Array.from({ length: times }, (_, at) => `table${at}: villages(first: 100) { nodes { coverage { total cells { occupation decileBand total covered } } } }`).join(' ')} }`;

/** Of one question at one scale, medians in ms: until its answer is there, and of CPU of this process, the store's thread included. */
interface Figure {
  readonly waited: number;
  readonly cpu: number;
}

/** @param argv words after the measurement's name */
export async function run(argv: readonly string[]): Promise<void> {
  const settings = readSettings('bench questions', options, argv);
  if (settings === undefined) return;
  const { scales, rounds } = settings;
  const names = readdirSync(OPERATIONS)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => file.slice(0, -8));
  const medians = new Map<string, Figure[]>(names.map((name) => [name, []]));
  for (const scale of scales) await measure(scale, rounds, medians);
  print(scales, medians);
}

async function measure(scale: number, rounds: number, medians: ReadonlyMap<string, Figure[]>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sigap-bench-'));
  const store = await startStoreThread({ folder, port: 0, logLevel: 'silent' });
  try {
    const begun = performance.now();
    await seedSample({ mongodbUri: store.uri, scale });
    console.log(`scale ${scale}: filled in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    const graph = await startGraph(store.uri);
    for (const [name, figures] of medians)
      figures.push(await figureOf(rounds, () => graph.ask(questionOf(name), {}, PUBLIC)));
    const [one, four] = [
      await cpuOf(rounds, () => graph.ask(TABLE(1), {}, PUBLIC)),
      await cpuOf(rounds, () => graph.ask(TABLE(4), {}, PUBLIC)),
    ];
    console.log(
      `scale ${scale}: one table takes ${one.toFixed(1)} ms of CPU, four aliases of it ${four.toFixed(1)} ms: ${(four / one).toFixed(1)} times`,
    );
    await graph.stop();
    const { without, kept } = await recountTimes(store.uri, rounds);
    console.log(
      `scale ${scale}: counting all villages again takes ${without.toFixed(1)} ms of CPU without cell keys, ${kept.toFixed(1)} ms with them: ${(100 * (kept / without - 1)).toFixed(1)} % more`,
    );
  } finally {
    await store.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function figureOf(rounds: number, ask: () => Promise<{ errors?: unknown }>): Promise<Figure> {
  const [waited, cpu]: [number[], number[]] = [[], []];
  for (let round = -WARM_UP; round < rounds; round++) {
    const [begun, used] = [performance.now(), process.cpuUsage()];
    const { errors } = await ask();
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    const { user, system } = process.cpuUsage(used);
    if (round < 0) continue;
    waited.push(performance.now() - begun);
    cpu.push((user + system) / 1_000);
  }
  return { waited: median(waited), cpu: median(cpu) };
}

/** @returns ms of this process's CPU time an answer takes, gateway, subgraphs and the client of the store together */
async function cpuOf(rounds: number, ask: () => Promise<{ errors?: unknown }>): Promise<number> {
  for (let round = 0; round < WARM_UP; round++) await ask();
  const begun = process.threadCpuUsage();
  for (let round = 0; round < rounds; round++) await ask();
  const { user, system } = process.threadCpuUsage(begun);
  return (user + system) / 1_000 / rounds;
}

function print(scales: readonly number[], medians: ReadonlyMap<string, readonly Figure[]>): void {
  const columns = ['CPU', 'waited'].flatMap((what) => scales.map((scale) => `${what} at ${scale} x, ms`));
  console.log(`| question | ${columns.join(' | ')} | ratio of CPU |`);
  console.log(`|---|${columns.map(() => '---:|').join('')}---:|`);
  for (const [name, figures] of medians) {
    const times = [...figures.map(({ cpu }) => cpu), ...figures.map(({ waited }) => waited)];
    console.log(
      `| ${name} | ${times.map((time) => time.toFixed(1)).join(' | ')} | ${(figures.at(-1)!.cpu / figures[0]!.cpu).toFixed(2)} |`,
    );
  }
}
