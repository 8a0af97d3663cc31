/** aggregate: the first stages on an index, the rest in memory. */
import { storeFault, notOffered } from '../errors.ts';
import { decode } from '../value/decode.ts';
import { encodeStored } from '../value/encode.ts';
import { documentOf, isDocument, isNumeric, toNumber, type Document, type Value } from '../value/types.ts';
import { fieldsOfPipeline } from '../aggregate/fields-of-pipeline.ts';
import { compilePipeline, stageOf } from '../aggregate/pipeline.ts';
import type { PipelineContext, Stream } from '../aggregate/stream.ts';
import type { ScopeVariables } from '../aggregate/scope.ts';
import { Kept } from '../query/kept.ts';
import type { StoredRow } from '../storage/view.ts';
import { FIRST_BATCH } from './cursors.ts';
import { checkPart } from './check-part.ts';
import { countRows, refuseCollation, letVariables } from './find.ts';
import type { Collection } from '../storage/catalog.ts';
import { checkedName, type Request } from './request.ts';
import { matchingRows, prepare, refuseUnfit, type DocumentQuery } from './rows-matching.ts';

const CURSOR_FIELDS: ReadonlySet<string> = new Set(['batchSize']);

/** The command aggregate: the whole reply, with the first batch. @throws StoreError of a stage */
export async function aggregate(request: Request): Promise<Buffer> {
  refuseCollation(request.command);
  const stages = request.array('pipeline') ?? [];
  if (request.flag('explain')) throw notOffered('explain: true of aggregate (the command explain is)');
  const cursorOptions = request.document('cursor');
  if (cursorOptions === undefined)
    throw storeFault(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  if (isNumeric(request.command.get('aggregate'))) {
    const [name] = stageOf(stages[0] ?? new Map());
    throw storeFault('InvalidNamespace', `{aggregate: 1} is not valid for '${name}'; a collection is required.`);
  }
  checkPart('cursor', cursorOptions, CURSOR_FIELDS);
  const batch = cursorOptions.get('batchSize');
  const size = isNumeric(batch) ? toNumber(batch) : FIRST_BATCH;
  const kept = new Kept();
  const context = contextOf(request, letVariables(request.command), kept);
  const stream = context.read(request.target, stages, request.command.get('hint'));
  const cursor = request.shared.cursors.make(request.namespace, bytesOf(stream), {
    holder: request.holder,
    kept,
    session: request.session?.id,
  });
  return request.read(request.shared.cursors.reply(cursor, 'firstBatch', size));
}

function* bytesOf(stream: Iterable<Document | undefined>): Generator<Buffer | undefined> {
  for (const document of stream) yield document === undefined ? undefined : encodeStored(document);
}

interface AggregateContext extends PipelineContext {
  readonly read: (collection: string, stages: readonly Value[], hint?: Value) => Stream;
}

function contextOf(request: Request, variables: ScopeVariables, kept: Kept): AggregateContext {
  const context: AggregateContext = {
    variables,
    kept,
    read(name, stages, hint) {
      const { query: of, rest } = splitStages(stages, variables, hint);
      const query = { ...of, kept };
      const collection = request.find(checkedName(name));
      const counted = countStage(rest);
      if (counted !== undefined && collection !== undefined) return countOnly(request, collection, query, counted);
      const run = compilePipeline(rest, context);
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
    return (n) => documentOf({ [argument]: n });
  if (name !== '$group' || !isDocument(argument) || argument.size !== 2) return undefined;
  const [[, id], [field, sum]] = [...argument] as [[string, Value], [string, Value]];
  const constant = argument.has('_id') && (id === null || typeof id === 'number');
  if (!constant || !isDocument(sum) || sum.size !== 1 || sum.get('$sum') !== 1) return undefined;
  return (n) => documentOf({ _id: id }).set(field, n);
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
