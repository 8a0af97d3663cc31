/** The turns: every gateway is started and warmed, then they take turns, so that a noisy minute is noisy for all. */
import { isDeepStrictEqual } from 'node:util';
import { closedLoop, percentile, type LoadResult } from './closed-loop.ts';
import { Program } from './contender.ts';
import type { Usage } from './measured-child.ts';
import type { Scenario } from './scenarios.ts';

export interface Contender {
  readonly name: string;
  readonly file: string;
  readonly argv: readonly string[];
}

export interface Run {
  readonly scenario: Scenario;
  readonly contenders: readonly Contender[];
  /** Path of the supergraph's file. */
  readonly supergraph: string;
  readonly subgraphs: Program;
  readonly core: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Folder for CPU profiles. */
  readonly profile?: string;
}

/** Medians of a gateway's rounds. */
export interface Measured {
  readonly scenario: Scenario;
  readonly gateway: string;
  readonly perSecond: number;
  /** ms */
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the gateway's process a request, in ms. */
  readonly cpu: number;
  /** Share of its core the gateway used: far below 1, the other core was the bottleneck. */
  readonly busy: number;
  /** bytes */
  readonly peakMemory: number;
  /** Questions to subgraphs for one request alone. */
  readonly fetches: number;
  /** Size of an answer, in bytes. */
  readonly answer: number;
}

interface Running extends Contender {
  readonly program: Program;
  readonly port: number;
  readonly turns: { readonly load: LoadResult; readonly cpu: number }[];
}

export async function measure(run: Run): Promise<Measured[]> {
  const running: Running[] = [];
  try {
    for (const contender of run.contenders) {
      const { program, said } = await Program.start<{ port: number }>(contender.file, [run.supergraph, ...contender.argv], run.core, profiling(run));
      running.push({ ...contender, program, port: said.port, turns: [] });
    }
    const first = await firstAnswers(run, running);
    for (const one of running) await turn(run, one, 4_000);
    for (let round = 0; round < run.rounds; round++) {
      // Each round begins with another gateway: none is always the one that follows the slowest.
      for (let i = 0; i < running.length; i++) {
        const one = running[(i + round) % running.length]!;
        one.turns.push(await turn(run, one, run.seconds * 1_000));
      }
    }
    return await Promise.all(running.map(async (one, i) => figures(run, one, await one.program.usage(), first[i]!)));
  } finally {
    await Promise.all(running.map(({ program }) => program.stop()));
  }
}

function profiling({ profile }: Run): string[] {
  return profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
}

async function turn(run: Run, { program, port }: Running, duration: number): Promise<{ load: LoadResult; cpu: number }> {
  const before = await program.usage();
  const load = await closedLoop({ port, connections: run.connections, duration, next: run.scenario.next, check: (body) => void dataOf(body, run.scenario.name) });
  const after = await program.usage();
  return { load, cpu: after.cpu - before.cpu };
}

interface First {
  readonly fetches: number;
  readonly answer: number;
}

/** The samples, to each gateway alone: what they cost the subgraphs on average, and whether all say the same. */
async function firstAnswers({ scenario, subgraphs }: Run, running: readonly Running[]): Promise<First[]> {
  const expected: unknown[] = [];
  const firsts: First[] = [];
  for (const { port, name } of running) {
    const before = await askedOf(subgraphs);
    let bytes = 0;
    for (const [i, body] of scenario.samples.entries()) {
      const text = await (await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).text();
      const data = dataOf(text, `${name}, ${body.slice(0, 80)}`);
      if (!isDeepStrictEqual(data, (expected[i] ??= data))) throw new Error(`${name} answers ${body.slice(0, 200)} differently from ${running[0]!.name}`);
      bytes += Buffer.byteLength(text);
    }
    firsts.push({ fetches: ((await askedOf(subgraphs)) - before) / scenario.samples.length, answer: bytes / scenario.samples.length });
  }
  return firsts;
}

async function askedOf(subgraphs: Program): Promise<number> {
  const { asked } = await subgraphs.ask<{ asked: Record<string, number> }>();
  return Object.values(asked).reduce((sum, count) => sum + count, 0);
}

function dataOf(text: string, who: string): unknown {
  const answer = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (answer.errors !== undefined || answer.data == null) throw new Error(`${who}: expected data without errors, got ${text.slice(0, 500)}`);
  return answer.data;
}

function figures(run: Run, { name, turns }: Running, usage: Usage, first: First): Measured {
  const of = (figure: (turn: Running['turns'][number]) => number): number => median(turns.map(figure));
  return {
    scenario: run.scenario,
    gateway: name,
    perSecond: of(({ load }) => (load.requests / load.elapsed) * 1_000),
    p50: of(({ load }) => percentile(load.latencies, 0.5)),
    p99: of(({ load }) => percentile(load.latencies, 0.99)),
    cpu: of(({ load, cpu }) => cpu / load.requests / 1_000),
    busy: of(({ load, cpu }) => cpu / load.elapsed / 1_000),
    peakMemory: usage.peakMemory,
    ...first,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
