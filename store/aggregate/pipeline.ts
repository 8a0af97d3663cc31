/** A pipeline: its stages compiled, and documents pulled through them. `undefined` in a stream means "not yet": others may run. */
import { storeFault, notOffered } from '../errors.ts';
import { isDocument, type Document, type Value } from '../value/types.ts';
import { STAGES } from './stages.ts';
import type { PipelineContext, Stage, Stream } from './stream.ts';

/** Stages that MongoDB has and this store refuses with 115. */
export const REFUSED_STAGES: ReadonlySet<string> = new Set([
  ...[
    '$bucket',
    '$bucketAuto',
    '$changeStream',
    '$changeStreamSplitLargeEvent',
    '$collStats',
    '$currentOp',
    '$densify',
  ],
  ...['$documents', '$fill', '$geoNear', '$graphLookup', '$indexStats', '$listLocalSessions', '$listSampledQueries'],
  ...['$listSearchIndexes', '$listSessions', '$merge', '$out', '$planCacheStats', '$querySettings', '$queryStats'],
  ...['$rankFusion', '$redact', '$sample', '$search', '$searchMeta', '$setWindowFields', '$shardedDataDistribution'],
  ...['$sortByCount', '$unionWith', '$vectorSearch'],
]);

/** The name and argument of a stage. @throws StoreError Location40323, Location40324, CommandNotSupported */
export function stageOf(stage: Value): [string, Value] {
  if (!isDocument(stage)) throw storeFault('TypeMismatch', "Each element of the 'pipeline' array must be an object");
  const [pair, ...more] = stage;
  if (pair === undefined || more.length > 0)
    throw storeFault('Location40323', 'A pipeline stage specification object must contain exactly one field.');
  if (REFUSED_STAGES.has(pair[0])) throw notOffered(`the pipeline stage ${pair[0]}`);
  return pair;
}

/** Makes one stage of several. @throws StoreError Location40324 and those of the stages */
export function compilePipeline(stages: readonly Value[], context: PipelineContext): Stage {
  const compiled = stages.map((stage) => {
    const [name, argument] = stageOf(stage);
    const make = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
    if (make === undefined) throw storeFault('Location40324', `Unrecognized pipeline stage name: '${name}'`);
    return make(argument, context, name, compilePipeline);
  });
  return (input) => compiled.reduce<Iterable<Document | undefined>>((stream, stage) => stage(stream), input) as Stream;
}
