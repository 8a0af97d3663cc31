/** What a stage is: a function that documents are pulled through. `undefined` in a stream means "not yet": other work may run. */
import type { Document, Value } from '../value/types.ts';
import type { Kept } from '../query/kept.ts';
import type { ScopeVariables } from './scope.ts';

/** Documents on their way from stage to stage. */
export type Stream = Generator<Document | undefined>;
/** A compiled stage. */
export type Stage = (input: Iterable<Document | undefined>) => Stream;

/** What stages need from outside: the documents of other collections, and the variables of the pipeline. */
export interface PipelineContext {
  readonly variables: ScopeVariables;
  /** Counts what the stages keep. */
  readonly kept: Kept;
  /** Runs a pipeline on a collection of the database, with its first stages on an index where they can be. */
  readonly read: (collection: string, stages: readonly Value[]) => Stream;
}

/** Makes a stage of its argument. @param name of the stage @param nested compiles a pipeline inside of a stage */
export type StageMaker = (
  argument: Value,
  context: PipelineContext,
  name: string,
  nested: (stages: readonly Value[], context: PipelineContext) => Stage,
) => Stage;
