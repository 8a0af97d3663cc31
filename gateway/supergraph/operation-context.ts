/** The part of a request's context that is needed to prepare and run an operation: the same for every executor. */
import type { AbortState } from '../../base/abort-state.ts';
import type { ExecutionResult } from '../execute/compile-operation.ts';
import type { SubgraphCaller } from '../fetch/subgraph-caller.ts';
import type { ChooseLabels } from '../plan/override-labels.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import type { Authorization } from '../plan/authorization.ts';
import type { Generation } from './generation.ts';

/** The context of one operation. */
export interface OperationContext {
  /** What the caller may read and use on a generation. */
  readonly authorizationFor: (generation: Generation) => Authorization;
  /** Which override labels hold for this request; absent: none. */
  readonly chooseLabels?: ChooseLabels;
  /** The identity with which subgraphs are called. */
  readonly subgraphCaller: SubgraphCaller;
  /** By when subgraphs must have answered, ms of `performance.now()`. */
  readonly deadline: number;
  /** Whether the client has left and nobody waits for the answer. */
  readonly signal?: AbortState;
  /** The key under which budgets count the client; clients take turns where work waits. */
  readonly client?: string;
  /** Name of the contract at whose path it came; absent: the whole graph. */
  readonly contract?: string;
  /** Names the request in the log. */
  readonly requestId: string;
}

/** How an answer may be kept by others. */
export interface AnswerKeeping {
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body, where it is kept as it leaves. */
  readonly body?: Buffer;
}

/** The outcome of an operation for its caller, and the `extensions` of the answer. */
export interface DisclosedResult {
  readonly outcome: ExecutionResult;
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** True where nothing in it is kept from anybody; absent: something may be. */
  readonly open?: boolean;
  /** Headers that say for how long the answer may be kept, and its bytes where they are; absent: nobody may keep it. */
  readonly keeping?: AnswerKeeping;
}

/**
 * Runs a prepared operation on its generation.
 * @throws CodedError where it may not run: no subgraph has been called then
 */
export type RunOperation<C extends OperationContext = OperationContext> = (
  prepared: PreparedOperation,
  generation: Generation,
  variables: Readonly<Record<string, unknown>> | undefined,
  call: C,
) => Promise<DisclosedResult>;
