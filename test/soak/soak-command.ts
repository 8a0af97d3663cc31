/**
 * `npm run soak [-- --minutes 60 --rate N]`: half of the load that a gateway can take, for an hour, with another supergraph each minute; `--rate` sets the load, a second, on a machine that others use. Prints a line a
 * minute, and ends with 1 where a request failed, or where what the process holds after a collection has grown.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from '../../bench/gateway/closed-loop.ts';
import { startSoakedGateway, type Held, type SoakedGateway } from './soaked-gateway.ts';
import { fullLoad, steadyLoad, type Load } from './steady-load.ts';
import { commandOptions } from '../support/command-options.ts';

/** How much the last third of the minutes may hold beyond the first: of the heap a share and some MB, of descriptors some. */
const GROWTH = { share: 0.05, heap: 2_000_000, descriptors: 5 };
/** The full load is measured with so many connections for so long, ms, twice: the first time it is cold. */
const FULL = { connections: 16, duration: 10_000 };
const MINUTE = 60_000;
/** Connections of clients are closed by then, and idle ones to subgraphs (SUBGRAPH_KEEP_ALIVE), ms. */
const IDLE = 6_000;

const COLUMNS = 'minute,answered,failed,half / 99 of 100 / all within ms,heap MB,memory MB,descriptors,reload ms'.split(
  ',',
);
const HEAD = `| ${COLUMNS.join(' | ')} |\n|${'---|'.repeat(COLUMNS.length)}`;

const values = commandOptions({ minutes: { type: 'string', default: '60' }, rate: { type: 'string' } });
const minutes = Number(values.minutes);
if (!Number.isInteger(minutes) || minutes < 4) {
  process.stderr.write(`--minutes: expected a whole number from 4, got ${values.minutes}\n`);
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'soak-'));
let gateway: SoakedGateway | undefined;
try {
  gateway = await startSoakedGateway(folder);
  process.exitCode = (await soak(gateway)) ? 0 : 1;
} finally {
  await gateway?.stop();
  rmSync(folder, { recursive: true });
}

async function soak(soaked: SoakedGateway): Promise<boolean> {
  const half = await halfOf(soaked);
  const rate = values.rate === undefined ? half : Number(values.rate);
  console.log(`${rate} requests a second for ${minutes} minutes.\n`);
  console.log(HEAD);
  const held: Held[] = [];
  const problems: string[] = [];
  for (let minute = 1; minute <= minutes; minute++) {
    const came = await minuteOf(soaked, rate);
    problems.push(...came.problems.map((problem) => `minute ${minute}: ${problem}`));
    await wait(IDLE);
    held.push(await soaked.held());
    console.log(rowOf(minute, came, held.at(-1)!));
    for (const problem of came.problems) process.stderr.write(`  ${problem}\n`);
  }
  problems.push(...grownIn(held));
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length === 0) console.log('No request failed; heap and descriptors are level.');
  return problems.length === 0;
}

/** @returns half of what it can take, a second; it is warm then, as a cold one is behind at once */
async function halfOf(soaked: SoakedGateway): Promise<number> {
  await fullLoad(soaked, FULL.connections, FULL.duration);
  const full = await fullLoad(soaked, FULL.connections, FULL.duration);
  console.log(`Full: ${Math.round(full)} requests a second, ${FULL.connections} at a time.`);
  return Math.round(full / 2);
}

interface Minute {
  readonly load: Load;
  /** ms. */
  readonly reload: number | undefined;
  readonly problems: readonly string[];
}

/** One minute of load, with another supergraph in its middle. */
async function minuteOf(soaked: SoakedGateway, rate: number): Promise<Minute> {
  const problems: string[] = [];
  const reloaded = wait(MINUTE / 2)
    .then(() => soaked.reload())
    .catch(({ message }: Error) => void problems.push(message));
  const load = await steadyLoad(soaked, rate, MINUTE);
  const reload = (await reloaded) ?? undefined;
  problems.push(...Object.entries(load.failed).map(([what, many]) => `${many} times ${what}`));
  return { load, reload, problems };
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function rowOf(minute: number, { load, reload }: Minute, held: Held): string {
  const cells = [
    minute,
    load.latencies.length,
    Object.values(load.failed).reduce((sum, many) => sum + many, 0),
    [0.5, 0.99, 1].map((share) => percentile(load.latencies, share).toFixed(1)).join(' / '),
    mega(held.heap),
    mega(held.memory),
    held.descriptors,
    reload ?? 'failed',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** @returns what the last third of the minutes holds beyond the first third; the first minute, which fills what is kept, does not count */
function grownIn(held: readonly Held[]): string[] {
  const counted = held.slice(1);
  const third = Math.ceil(counted.length / 3);
  const means = (list: readonly Held[]): Pick<Held, 'heap' | 'descriptors'> => ({
    heap: list.reduce((sum, { heap }) => sum + heap, 0) / list.length,
    descriptors: list.reduce((sum, { descriptors }) => sum + descriptors, 0) / list.length,
  });
  const [first, last] = [means(counted.slice(0, third)), means(counted.slice(-third))];
  console.log(
    `\nIn the first third and in the last: heap ${mega(first.heap)} and ${mega(last.heap)} MB, descriptors ${first.descriptors.toFixed(1)} and ${last.descriptors.toFixed(1)}.`,
  );
  return [
    ...(last.heap > first.heap * (1 + GROWTH.share) + GROWTH.heap ? ['the heap has grown'] : []),
    ...(last.descriptors > first.descriptors + GROWTH.descriptors ? ['descriptors have grown'] : []),
  ];
}
