/** What a stage is: documents pulled through it. `undefined` in a stream means "not yet": others may run. */
import type { Document, Value } from '../value/types.ts';
import type { Collection } from '../storage/catalog.ts';
import type { ScopeVariables } from './scope.ts';

export type Stream = Generator<Document | undefined>;
export type Stage = (input: Iterable<Document | undefined>) => Stream;

/** What stages need from outside: other collections, and the variables of the pipeline. */
export interface PipelineContext {
  readonly db: string;
  readonly variables: ScopeVariables;
  /** Runs a pipeline on a collection of the database, with its first stages on an index where they can be. */
  readonly read: (collection: string, stages: readonly Value[], variables: ScopeVariables) => Stream;
  readonly collection: (name: string) => Collection | undefined;
}

/** @param nested compiles a pipeline inside of a stage */
export type StageMaker = (
  argument: Value,
  context: PipelineContext,
  name: string,
  nested: (stages: readonly Value[], context: PipelineContext) => Stage,
) => Stage;
