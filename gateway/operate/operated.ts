/** What can be asked of a gateway by its operator: of one process, or of all workers together. */
import type { LogLevel } from '../../base/log.ts';
import type { Readiness, SubgraphHealth } from '../fetch/subgraph-health.ts';
import type { Reloaded } from '../supergraph/engine.ts';

/** The supergraph that serves. */
export interface GenerationReport {
  /** SHA-256 of its text, hexadecimal. */
  readonly id: string;
  /** Where it comes from: `file schema/supergraph.graphql`. */
  readonly source: string;
  /** Since when it serves, ISO 8601, and for how long, s. */
  readonly live: string;
  readonly age: number;
  /** Names of its subgraphs. */
  readonly subgraphs: readonly string[];
  /** The last one that was refused since then. */
  readonly refused?: { readonly code: string; readonly reason: string; readonly at: string };
}

/** Answers by process: under `--workers` each worker has its own. */
export interface ByProcess<Value> {
  /** Process id -> its answer; a worker that does not answer in time is left out. */
  readonly processes: Readonly<Record<string, Value>>;
}

/** What became of kept answers. */
export interface Invalidated {
  /** How many this process had. */
  readonly ended: number;
  /** Whether they have ended in Redis, and so for all gateways; absent without Redis. False: they will, once it answers. */
  readonly shared?: boolean;
  /** Tags that the supergraph has, where one was named that it has not: nothing is ended then. */
  readonly expected?: readonly string[];
}

/** A gateway as its operator meets it. */
export interface OperatedGateway {
  /** In Prometheus' text format. */
  metrics(): Promise<string>;
  readiness(): Promise<Readiness>;
  subgraphs(): Promise<ByProcess<readonly SubgraphHealth[]>>;
  generation(): Promise<ByProcess<GenerationReport>>;
  /** Reads the source now. Resolves when the supergraph serves or is refused. @throws CodedError where the source cannot be read */
  reload(): Promise<ByProcess<Reloaded>>;
  /** @param ms after which the level is again what it was */
  logLevel(level: LogLevel, ms: number): Promise<void>;
  /** Ends kept answers of some tags, or all. */
  invalidate(tags: readonly string[] | 'all'): Promise<ByProcess<Invalidated>>;
  /** Begins to stop as SIGTERM does: readiness says no, what is under way is answered, then the process ends. */
  drain(): void;
}
