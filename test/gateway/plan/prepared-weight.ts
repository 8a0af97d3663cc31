/**
 * What prepared operations really weigh: heap in use with and without many of them, beside what the cache holds them to
 * weigh. By command it prints each kind: `node test/gateway/plan/prepared-weight.ts`.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { compileOperation } from '../../../gateway/execute/compile-operation.ts';
import type { Fetcher } from '../../../gateway/fetch/subgraph-request.ts';
import type { PreparedOperation } from '../../../gateway/plan/prepared-operation.ts';
import { prepareOperation, type PreparationContext } from '../../../gateway/plan/prepare-operation.ts';
import { PUBLIC_AUTHORIZATION } from '../../../gateway/plan/authorization.ts';
import { ground, PEOPLE, planner } from './fixtures.ts';
import { SubgraphCaller } from '../../../gateway/fetch/subgraph-caller.ts';

const many = (count: number, each: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => each(index)).join(' ');

/** Operations of one kind, each different from the others, so that nothing is shared between them. */
const KINDS: Readonly<Record<string, (n: number) => string>> = {
  'one field': (n) => `{ villages { a${n}: name } }`,
  'three subgraphs': (n) =>
    `query Q${n} { workers { id a${n}: name covered paid village { code name population } friends { name paid } } }`,
  '200 fields of one subgraph': (n) => `{ workers { ${many(200, (field) => `a${n}_${field}: name`)} } }`,
  '30 entity fetches': (n) => `{ ${many(15, (field) => `w${n}_${field}: workers { name paid village { name } }`)} }`,
  'long text, small plan': (n) => `{ villages { name } } # ${n} ${'x'.repeat(5_000)}`,
};

const one: Record<string, unknown> = { __typename: 'Worker', id: '1', name: 'n', code: 'c' };
const fetcher: Fetcher = {
  fetch: async ({ query }) => ({
    data: query.includes('_entities') ? { _entities: [] } : { workers: [one], villages: [one] },
  }),
};

/** @returns by kind, bytes an operation as measured and as held to be */
export async function weigh(count: number): Promise<Record<string, { measured: number; held: number }>> {
  const threads = await planner(PEOPLE, { timeout: 10_000 });
  const base = { ...ground(PEOPLE, threads), compile: compileOperation };
  const weights: Record<string, { measured: number; held: number }> = {};
  for (const [kind, text] of Object.entries(KINDS)) weights[kind] = await weighKind(base, text, count);
  await threads.close();
  return weights;
}

/** A function of its own, so that what it kept is garbage when the next kind is weighed. */
async function weighKind(
  base: PreparationContext,
  text: (n: number) => string,
  count: number,
): Promise<{ measured: number; held: number }> {
  await make(base, text, 100_000, 5);
  const before = await heap();
  const kept = await make(base, text, 0, count);
  const measured = ((await heap()) - before) / count;
  return { measured: Math.round(measured), held: Math.round(kept.reduce((sum, { bytes }) => sum + bytes, 0) / count) };
}

async function make(
  base: PreparationContext,
  text: (n: number) => string,
  from: number,
  count: number,
): Promise<PreparedOperation[]> {
  const made: PreparedOperation[] = [];
  for (let n = from; n < from + count; n++) {
    const prepared = await prepareOperation(base, text(n), undefined, PUBLIC_AUTHORIZATION);
    // The first run writes the code that later ones run: it is part of what is kept.
    const outcome = await prepared.compiled.run({
      fetcher,
      caller: new SubgraphCaller({}),
      deadline: performance.now() + 10_000,
    });
    if (outcome.dataText() === undefined) throw new Error('expected an answer, got none');
    made.push(prepared);
  }
  return made;
}

async function heap(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    collect();
    await wait(20);
  }
  return process.memoryUsage().heapUsed;
}

if (process.argv[1]?.endsWith('prepared-weight.ts')) {
  for (const [kind, { measured, held }] of Object.entries(await weigh(60))) {
    console.log(`${kind.padEnd(30)} measured ${measured} held ${held} ratio ${(held / measured).toFixed(2)}`);
  }
}
