/** A prepared operation: the next identical operation only has to run it. */
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { QueryPlan } from '@apollo/query-planner';
import type { AbortState } from '../../base/abort-state.ts';
import type { CompiledOperation } from '../execute/compile-operation.ts';
import type { FieldPolicy } from '../disclosure/field-policy.ts';
import type { ChooseLabels } from './override-labels.ts';
import type { Authorization } from './authorization.ts';

/** Sizes of an operation with fragments expanded: a fragment counts each time it is spread. */
export interface OperationCounts {
  /** Lexical tokens of the text. */
  readonly tokens: number;
  /** Selections (fields and inline fragments) once every spread is expanded. */
  readonly selections: number;
  /** The deepest field, 1 for a root field. */
  readonly depth: number;
  /** Levels of fields, inline fragments and spreads: how deep a recursion over it goes. */
  readonly nesting: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
}

/** The override labels that an operation's plan may depend on, and those of them that hold in this one. */
export interface OperationLabels {
  readonly touched: readonly string[];
  readonly held: readonly string[];
}

/** An operation that has been planned, authorized and compiled. */
export interface PreparedOperation {
  /** The generation that it was prepared for; it runs on no other. */
  readonly generation: string;
  readonly text: string;
  readonly operationName: string | undefined;
  readonly authorization: Authorization;
  readonly labels: OperationLabels;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly counts: OperationCounts;
  /** The plan that runs, without denied fields. */
  readonly plan: QueryPlan;
  /** The authorization's denials and masks; undefined when there are none. */
  readonly policy: FieldPolicy | undefined;
  readonly compiled: CompiledOperation;
  /** Its estimated memory, in bytes. */
  readonly bytes: number;
}

/** For whom an operation is prepared, as far as it does not depend on authorization. */
export interface PreparationRequest {
  /** Selects the override labels that hold; absent: none. */
  readonly chooseLabels?: ChooseLabels;
  /** The client in whose turn it is planned while planning threads are busy; absent: the client without a name. */
  readonly client?: string;
  /** Aborted when the client has gone: an operation without any waiting client is not planned. */
  readonly signal?: AbortState;
}

/** What is prepared, and what waits to be. */
export interface PreparedStatus {
  readonly operations: number;
  readonly bytes: number;
  /** Operations that wait for a planning thread. */
  readonly waiting: number;
  /** Planning threads. */
  readonly threads: number;
}

/** Prepares operations for one supergraph. */
export interface OperationPreparer {
  /**
   * @throws CodedError OPERATION_TOO_LARGE, PLAN_TIMEOUT, PLAN_TOO_LARGE, PLAN_BUSY, PLAN_FAILED
   * @throws OperationInvalid with the GraphQL errors: syntax, validation, no such operation
   */
  prepare(
    text: string,
    operationName: string | undefined,
    authorization: Authorization,
    request?: PreparationRequest,
  ): Promise<PreparedOperation>;
  /** @returns the prepared operation if there is one, by one look-up; for the fast path */
  peek(
    text: string,
    operationName: string | undefined,
    authorizationKey: string,
    choose?: ChooseLabels,
  ): PreparedOperation | undefined;
  /** @returns the operations used most often, in descending order */
  mostUsed(limit: number): readonly PreparedOperation[];
  status(): PreparedStatus;
  /** Ends the planner and drops all operations. */
  close(): Promise<void>;
}
