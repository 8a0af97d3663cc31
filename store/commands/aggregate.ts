/** aggregate: the first stages on an index, the rest in memory, and `$out` and `$merge` at the end. */
import { storeFault, notOffered } from '../errors.ts';
import { decode } from '../value/decode.ts';
import { encodeStored } from '../value/encode.ts';
import { isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { fieldsOfPipeline } from '../aggregate/fields-of-pipeline.ts';
import { compilePipeline, stageOf } from '../aggregate/pipeline.ts';
import type { PipelineContext, Stream } from '../aggregate/stream.ts';
import type { ScopeVariables } from '../aggregate/scope.ts';
import type { StoredRow } from '../storage/view.ts';
import { FIRST_BATCH } from './cursors.ts';
import { countRows, refuseCollation, letVariables } from './find.ts';
import type { Collection } from '../storage/catalog.ts';
import { checkedName, type Request } from './request.ts';
import { STATISTICS_STAGES } from './stats.ts';
import { matchingRows, prepare, refuseUnfit, type DocumentQuery } from './rows-matching.ts';
import { mergeInto, replaceWith } from './merge.ts';

/** The command aggregate: the whole reply, with the first batch. @throws StoreError of a stage */
export async function aggregate(request: Request): Promise<Buffer> {
  refuseCollation(request.command);
  const stages = request.array('pipeline') ?? [];
  if (!isDocument(request.command.get('cursor')) && !request.flag('explain'))
    throw storeFault(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  const onDatabase = isNumeric(request.command.get('aggregate'));
  if (onDatabase && stageOf(stages[0] ?? new Map())[0] !== '$documents')
    throw notOffered('an aggregate on a database that does not begin with $documents');
  const name = onDatabase ? '' : request.target;
  const batch = request.document('cursor')?.get('batchSize');
  const size = isNumeric(batch) ? toNumber(batch) : FIRST_BATCH;
  const namespace = onDatabase ? `${request.db}.$cmd.aggregate` : request.namespace;
  const stream = await resultOf(request, name, stages);
  const cursor = request.shared.cursors.make(namespace, bytesOf(stream), { session: request.session?.id });
  return request.read(request.shared.cursors.reply(cursor, 'firstBatch', size));
}

async function resultOf(
  request: Request,
  name: string,
  stages: readonly Value[],
): Promise<Iterator<Document | undefined> & Iterable<Document | undefined>> {
  const last = stages.length === 0 ? undefined : stageOf(stages[stages.length - 1]!);
  const writes = last?.[0] === '$out' || last?.[0] === '$merge';
  for (const stage of writes ? stages.slice(0, -1) : stages)
    if (['$out', '$merge'].includes(stageOf(stage)[0]))
      throw storeFault('Location40601', `${stageOf(stage)[0]} can only be the final stage in the pipeline`);
  const context = contextOf(request, letVariables(request.command));
  const stream = context.read(
    name,
    writes ? stages.slice(0, -1) : stages,
    context.variables,
    request.command.get('hint'),
  );
  if (!writes) return stream;
  request.refuseInTransaction();
  await request.write((last[0] === '$out' ? replaceWith : mergeInto)(request, last[1], stream, context));
  return [][Symbol.iterator]() as ArrayIterator<Document>;
}

function* bytesOf(stream: Iterable<Document | undefined>): Generator<Buffer | undefined> {
  for (const document of stream) yield document === undefined ? undefined : encodeStored(document);
}

interface AggregateContext extends PipelineContext {
  readonly read: (collection: string, stages: readonly Value[], variables: ScopeVariables, hint?: Value) => Stream;
}

function contextOf(request: Request, variables: ScopeVariables): AggregateContext {
  const context: AggregateContext = {
    variables,
    waitFor: (until) => request.engine.waitFor(until),
    read(name, stages, inner, hint) {
      const first = stages.length === 0 ? undefined : stageOf(stages[0]!);
      const statistics =
        first === undefined || name === '' || !Object.hasOwn(STATISTICS_STAGES, first[0])
          ? undefined
          : STATISTICS_STAGES[first[0]];
      if (statistics !== undefined)
        return compilePipeline(stages.slice(1), { ...context, variables: inner })(
          statistics(request, checkedName(name), first![1]),
        );
      const { query, rest } = splitStages(stages, inner, hint);
      const counted = countStage(rest);
      const countable =
        counted === undefined || name === '' ? undefined : request.catalog.find(request.db, checkedName(name));
      if (counted !== undefined && countable !== undefined) return countOnly(request, countable, query, counted);
      const run = compilePipeline(rest, { ...context, variables: inner });
      const collection = name === '' ? undefined : request.catalog.find(request.db, checkedName(name));
      if (collection === undefined) refuseUnfit(query);
      return run(
        collection === undefined
          ? []
          : documentsOf(
              matchingRows(request.view, collection, query, prepare(request.view, collection, query)),
              fieldsOfPipeline(rest),
            ),
      );
    },
  };
  return context;
}

/** The stages that drivers send for countDocuments, or `$count`: an index counts for them where it can. @returns the document for a count */
function countStage(rest: readonly Value[]): ((n: number) => Document) | undefined {
  if (rest.length !== 1) return undefined;
  const [name, argument] = stageOf(rest[0]!);
  if (name === '$count' && typeof argument === 'string' && /^[a-zA-Z_]\w*$/.test(argument))
    return (n) => new Map([[argument, n]]);
  if (name !== '$group' || !isDocument(argument) || argument.size !== 2) return undefined;
  const [[, id], [field, sum]] = [...argument] as [[string, Value], [string, Value]];
  const constant = argument.has('_id') && (id === null || typeof id === 'number');
  if (!constant || !isDocument(sum) || sum.size !== 1 || sum.get('$sum') !== 1) return undefined;
  return (n) =>
    new Map([
      ['_id', id],
      [field, n],
    ]);
}

function* countOnly(
  request: Request,
  collection: Collection,
  query: DocumentQuery,
  shown: (n: number) => Document,
): Stream {
  const work = countRows(request, collection, query);
  let step = work.next();
  for (; !step.done; step = work.next()) yield undefined;
  if (step.value > 0) yield shown(step.value);
}

function* documentsOf(rows: Iterable<StoredRow | undefined>, fields: ReadonlySet<string> | undefined): Stream {
  for (const row of rows) yield row === undefined ? undefined : decode(row.bytes, fields);
}

/** The stages that a find could do (`$match`, `$sort`, `$skip`, `$limit`, in this order) as a query, and those after them. @throws StoreError of a stage */
export function splitStages(
  stages: readonly Value[],
  variables: ScopeVariables,
  hint?: Value,
): { query: DocumentQuery; rest: readonly Value[] } {
  const filters = leadingFilters(stages);
  let at = filters.length;
  const filter =
    filters.length === 1 ? filters[0]! : filters.length === 0 ? new Map<string, Value>() : new Map([['$and', filters]]);
  const sort = argumentOf('$sort', stages[at]);
  if (sort !== undefined && !isDocument(sort))
    throw storeFault('Location15973', 'the $sort key specification must be an object');
  if (sort !== undefined) at += 1;
  const skip = countOf('$skip', stages[at], 0);
  if (skip !== undefined) at += 1;
  const limit = countOf('$limit', stages[at], 1);
  if (limit !== undefined) at += 1;
  return { query: { filter, sort, skip, limit, variables, hint }, rest: stages.slice(at) };
}

function leadingFilters(stages: readonly Value[]): Document[] {
  const filters: Document[] = [];
  for (const stage of stages) {
    const filter = argumentOf('$match', stage);
    if (filter === undefined) break;
    if (!isDocument(filter)) throw storeFault('Location15959', 'the match filter must be an expression in an object');
    filters.push(filter);
  }
  return filters;
}

/** @returns `undefined` for a stage of another name */
function argumentOf(name: string, stage: Value | undefined): Value | undefined {
  if (stage === undefined) return undefined;
  const [found, argument] = stageOf(stage);
  return found === name ? argument : undefined;
}

/** @returns `undefined` for a stage of another name, and for a count that does not fit: the stage itself refuses it */
function countOf(name: string, stage: Value | undefined, least: number): number | undefined {
  const argument = argumentOf(name, stage);
  const count = isNumeric(argument) ? toNumber(argument) : NaN;
  return Number.isInteger(count) && count >= least ? count : undefined;
}
