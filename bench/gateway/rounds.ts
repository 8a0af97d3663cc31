/** The rounds: every gateway is started and warmed, then they take turns, so that a noisy minute affects all of them. */
import { isDeepStrictEqual } from 'node:util';
import { wholeNumber, type SettingTable } from '../../base/settings.ts';
import { closedLoop, percentile, type Load, type LoadResult } from './closed-loop.ts';
import { Program } from './contender.ts';
import type { Usage } from './measured-child.ts';
import { openLoop } from './open-loop.ts';
import { PeerProgram, type Peer } from './peer.ts';
import type { Scenario } from './scenarios.ts';

/** Options of every measurement in rounds. */
export const roundOptions = {
  rounds: {
    env: 'BENCH_ROUNDS',
    flag: '--rounds <number>',
    schema: wholeNumber(1, 100_000, 5),
    unit: 'rounds',
    what: 'How often each has its turn; the median counts.',
  },
  seconds: {
    env: 'BENCH_SECONDS',
    flag: '--seconds <number>',
    schema: wholeNumber(1, 100_000, 3),
    unit: 's',
    what: 'How long a turn takes.',
  },
  connections: {
    env: 'BENCH_CONNECTIONS',
    flag: '--connections <number>',
    schema: wholeNumber(1, 100_000, 50),
    unit: 'connections',
    what: 'How many requests are under way at once.',
  },
} as const satisfies SettingTable;

/** A gateway that is measured. */
export interface Contender {
  readonly name: string;
  readonly file: string;
  readonly argv: readonly string[];
  /** What Node is started with. */
  readonly flags?: readonly string[];
}

/** A gateway that has been started. */
interface MeasuredProgram {
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** One measurement in rounds. */
export interface BenchRun {
  readonly scenario: Scenario;
  readonly contenders: readonly (Contender | Peer)[];
  /** Path of the supergraph's file. */
  readonly supergraph: string;
  readonly subgraphs: Program;
  readonly core: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Folder for CPU profiles. */
  readonly profile?: string;
  /** Whether CPU time is all that is wanted: then nothing is asked at half of the highest rate. */
  readonly cpuAlone?: boolean;
}

/** Medians of a gateway's rounds. */
export interface Measured {
  readonly scenario: Scenario;
  readonly gateway: string;
  readonly perSecond: number;
  /** ms */
  readonly p50: number;
  readonly p99: number;
  /** The same at half of the highest rate, where requests begin whether others are answered or not, in ms. */
  readonly open: { readonly p50: number; readonly p99: number };
  /** CPU time of the gateway's process a request, in ms. */
  readonly cpu: number;
  /** The part of it that the kernel did not use: what sending costs depends on whether the other core sleeps. */
  readonly user: number;
  /** Share of its core the gateway used: far below 1, the other core was the bottleneck. */
  readonly busy: number;
  /** bytes */
  readonly peakMemory: number;
  /** ms the very first request took: planned, compiled, and asked of subgraphs that have it ready. */
  readonly first: number;
  /** Requests to subgraphs for one client request alone. */
  readonly fetches: number;
  /** The same under load, over all turns: 0 where every request found a kept answer. */
  readonly fetchesUnderLoad: number;
  /** Size of an answer, in bytes. */
  readonly answer: number;
  /** Each sample by itself, where the scenario names them. */
  readonly alone: readonly Alone[];
}

/** One sample asked again and again. */
interface Alone extends Pick<Measured, 'perSecond' | 'cpu' | 'user' | 'fetches' | 'answer'> {
  readonly name: string;
}

interface Running {
  readonly name: string;
  readonly program: MeasuredProgram;
  readonly port: number;
}

interface Turn {
  readonly load: LoadResult;
  readonly cpu: number;
  readonly user: number;
  /** Requests to subgraphs. */
  readonly fetches: number;
}

const NOT_ASKED: Measured['open'] = { p50: Number.NaN, p99: Number.NaN };

export async function measure(run: BenchRun): Promise<Measured[]> {
  const running: Running[] = [];
  try {
    for (const contender of run.contenders) running.push(await started(run, contender));
    const first = await firstAnswers(run, running);
    const { next, names = [], samples } = run.scenario;
    for (const one of running) await turn(run, one, next, 4_000);
    const whole = await takeTurns(run, running, next);
    // Before the samples are asked alone: the peak of the whole scenario is what is told.
    const usages = await Promise.all(running.map(({ program }) => program.usage()));
    const open: Measured['open'][] = [];
    for (const [i, one] of running.entries())
      open.push(run.cpuAlone ? NOT_ASKED : await atHalf(run, one, figures(whole[i]!).perSecond / 2));
    const alone: Turn[][][] = [];
    for (const body of samples.slice(0, names.length)) alone.push(await takeTurns(run, running, () => body));
    return running.map(({ name: gateway }, i) => ({
      scenario: run.scenario,
      gateway,
      ...figures(whole[i]!),
      open: open[i]!,
      peakMemory: usages[i]!.peakMemory,
      first: first[i]![0]!.took,
      fetches: mean(first[i]!.map(({ fetches }) => fetches)),
      fetchesUnderLoad: sum(whole[i]!.map(({ fetches }) => fetches)) / sum(whole[i]!.map(({ load }) => load.requests)),
      answer: mean(first[i]!.map(({ answer }) => answer)),
      alone: names.map((name, sample) => ({
        name,
        ...figures(alone[sample]![i]!),
        fetches: first[i]![sample]!.fetches,
        answer: first[i]![sample]!.answer,
      })),
    }));
  } finally {
    await Promise.all(running.map(({ program }) => program.stop()));
  }
}

async function started(run: BenchRun, contender: Contender | Peer): Promise<Running> {
  const { name } = contender;
  if ('command' in contender)
    return { name, program: await PeerProgram.start(contender, run.supergraph, run.core), port: contender.port };
  const { program, said } = await Program.start<{ port: number }>(
    contender.file,
    [run.supergraph, ...contender.argv],
    run.core,
    [...(contender.flags ?? []), ...profiling(run)],
  );
  return { name, program, port: said.port };
}

/** Three turns of requests that begin whether others are answered or not. @param rate requests a second */
async function atHalf(run: BenchRun, { port }: Running, rate: number): Promise<Measured['open']> {
  const turns: LoadResult[] = [];
  for (let round = 0; round < 3; round++)
    turns.push(await openLoop({ ...loadOf(run, port), duration: run.seconds * 1_000 }, rate));
  const of = (share: number): number => median(turns.map(({ latencies }) => percentile(latencies, share)));
  return { p50: of(0.5), p99: of(0.99) };
}

function loadOf({ scenario }: BenchRun, port: number): Pick<Load, 'port' | 'next' | 'headers' | 'check'> {
  return {
    port,
    next: scenario.next,
    headers: scenario.headers,
    check: (body) => void dataOf(body, scenario.name),
  };
}

function profiling({ profile }: BenchRun): string[] {
  return profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
}

/** @returns the turns of each gateway */
async function takeTurns(run: BenchRun, running: readonly Running[], next: () => string): Promise<Turn[][]> {
  const turns: Turn[][] = running.map(() => []);
  for (let round = 0; round < run.rounds; round++) {
    // Each round begins with another gateway: none is always the one that follows the slowest.
    for (let i = 0; i < running.length; i++) {
      const which = (i + round) % running.length;
      turns[which]!.push(await turn(run, running[which]!, next, run.seconds * 1_000));
    }
  }
  return turns;
}

async function turn(run: BenchRun, { program, port }: Running, next: () => string, duration: number): Promise<Turn> {
  const [before, asked] = [await program.usage(), await askedOf(run.subgraphs)];
  const load = await closedLoop({ ...loadOf(run, port), connections: run.connections, duration, next });
  const after = await program.usage();
  const [cpu, user] = [after.cpu - before.cpu, after.user - before.user];
  return { load, cpu, user, fetches: (await askedOf(run.subgraphs)) - asked };
}

type First = Pick<Measured, 'fetches' | 'answer'> & { readonly took: number };

/** The samples, to each gateway alone: what each costs the subgraphs, and whether all gateways say the same. */
async function firstAnswers({ scenario, subgraphs }: BenchRun, running: readonly Running[]): Promise<First[][]> {
  const expected: unknown[] = [];
  const firsts: First[][] = running.map(() => []);
  for (const [which, { port, name }] of running.entries()) {
    for (const [i, body] of scenario.samples.entries()) {
      const before = await askedOf(subgraphs);
      const began = performance.now();
      const text = await (
        await fetch(`http://127.0.0.1:${port}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...scenario.headers },
          body,
        })
      ).text();
      const took = performance.now() - began;
      const data = dataOf(text, `${name}, ${body.slice(0, 80)}`);
      if (scenario.answers !== 'differ' && !isDeepStrictEqual(data, (expected[i] ??= data)))
        throw new Error(`${name} answers ${body.slice(0, 200)} differently from ${running[0]!.name}`);
      firsts[which]!.push({ took, fetches: (await askedOf(subgraphs)) - before, answer: Buffer.byteLength(text) });
    }
  }
  return firsts;
}

async function askedOf(subgraphs: Program): Promise<number> {
  const { asked } = await subgraphs.ask<{ asked: Record<string, number> }>();
  return Object.values(asked).reduce((sum, count) => sum + count, 0);
}

function dataOf(text: string, who: string): unknown {
  const answer = JSON.parse(text) as { data?: unknown; errors?: unknown };
  if (answer.errors !== undefined || answer.data == null)
    throw new Error(`${who}: expected data without errors, got ${text.slice(0, 500)}`);
  return answer.data;
}

function figures(turns: readonly Turn[]): Pick<Measured, 'perSecond' | 'p50' | 'p99' | 'cpu' | 'user' | 'busy'> {
  const of = (figure: (turn: Turn) => number): number => median(turns.map(figure));
  return {
    perSecond: of(({ load }) => (load.requests / load.elapsed) * 1_000),
    p50: of(({ load }) => percentile(load.latencies, 0.5)),
    p99: of(({ load }) => percentile(load.latencies, 0.99)),
    cpu: of(({ load, cpu }) => cpu / load.requests / 1_000),
    user: of(({ load, user }) => user / load.requests / 1_000),
    busy: of(({ load, cpu }) => cpu / load.elapsed / 1_000),
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
