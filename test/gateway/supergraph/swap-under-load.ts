/**
 * Changes the supergraph again and again while clients send requests: which requests failed, and what is left on the heap. As a
 * command its argument is the number of changes: `node test/gateway/supergraph/swap-under-load.ts 100`.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PUBLIC_AUTHORIZATION } from '../../../gateway/plan/authorization.ts';
import type { ExecutionEngine } from '../../../gateway/supergraph/engine.ts';
import { engineOf, ones, versioned } from './fixtures.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

export interface SwapReport {
  readonly swaps: number;
  readonly answered: number;
  readonly failed: number;
  /** Generations that were closed. */
  readonly closed: number;
  /** Heap in use with one generation and no load, bytes. */
  readonly heapBefore: number;
  readonly heapAfter: number;
  /** Resident memory of the process, planning threads included, bytes. */
  readonly residentBefore: number;
  readonly residentAfter: number;
}

const CLIENTS = 8;
/** Caches fill and functions are compiled during the first changes: they are no leak and not measured. */
const WARM_UP = 3;
/**
 * V8 keeps the pages of an ended thread's heap for the next one and gives them back some 8 s later, if it does, ms. They are bounded:
 * 60 changes and 100 end at the same 385 MB. docs/lifecycle.md has the figures.
 */
const QUIET = 15_000;

/** @param quiet how long nothing happens before memory is measured, ms: see `QUIET` */
export async function swapUnderLoad(swaps: number, quiet = 0): Promise<SwapReport> {
  const engine = await engineOf({ warm: { most: 10 } });
  await load(engine, 2, WARM_UP);
  const before = await measured(quiet);
  const { answered, failed, closed } = await load(engine, 2 + WARM_UP, swaps);
  const after = await measured(quiet);
  await engine.stop();
  return {
    swaps,
    answered,
    failed,
    closed,
    heapBefore: before.heap,
    heapAfter: after.heap,
    residentBefore: before.resident,
    residentAfter: after.resident,
  };
}

async function load(
  engine: ExecutionEngine,
  from: number,
  swaps: number,
): Promise<Pick<SwapReport, 'answered' | 'failed' | 'closed'>> {
  const fetcher = ones(2);
  const counts = { answered: 0, failed: 0, closed: 0 };
  const onClosed = (): void => void counts.closed++;
  engine.events.on('closed', onClosed);
  let running = true;
  const client = async (number: number): Promise<void> => {
    for (let request = 0; running; request++) {
      const pinned = engine.pin();
      try {
        // One in five has not been seen before: it is planned while generations come and go.
        const text = request % 5 === 0 ? `{ number t { id } a${number}_${request}: number }` : '{ number }';
        const { compiled } = await pinned.generation.operations.prepare(text, undefined, PUBLIC_AUTHORIZATION);
        const outcome = await compiled.run({
          fetcher,
          caller: new SubgraphCaller({}),
          deadline: performance.now() + 30_000,
        });
        counts[
          outcome.dataText()?.startsWith('{"number":1') && outcome.errors().length === 0 ? 'answered' : 'failed'
        ]++;
      } catch {
        counts.failed++;
      } finally {
        pinned.release();
      }
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, number) => client(number));
  for (let version = from; version < from + swaps; version++) {
    await engine.offer(versioned(version));
    await wait(50);
  }
  running = false;
  await Promise.all(clients);
  await wait(200);
  engine.events.off('closed', onClosed);
  // What was new is forgotten, so that both measurements are of one generation with the same operations.
  await engine.offer(versioned(1_000_000 + from));
  await wait(500);
  return counts;
}

async function measured(quiet: number): Promise<{ heap: number; resident: number }> {
  await wait(quiet);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // V8 keeps code that was written at run time for several collections after its last use.
  for (let round = 0; round < 12; round++) {
    collect();
    await wait(50);
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, resident: rss };
}

if (process.argv[1]?.endsWith('swap-under-load.ts')) {
  const report = await swapUnderLoad(Number(process.argv[2] ?? 100), QUIET);
  console.log(JSON.stringify(report, null, 2));
}
