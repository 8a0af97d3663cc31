/** `$out` and `$merge`: writing the result of a pipeline into a collection. */
import { storeFault } from '../errors.ts';
import { identityOf } from '../value/key.ts';
import { decode } from '../value/decode.ts';
import { encodeStored } from '../value/encode.ts';
import { shown } from '../value/shown.ts';
import { isDocument, type Document, type Value } from '../value/types.ts';
import { compilePipeline } from '../aggregate/pipeline.ts';
import type { PipelineContext } from '../aggregate/stream.ts';
import { compileExpression } from '../aggregate/expression.ts';
import { scopeOf } from '../aggregate/scope.ts';
import { valueAt } from '../query/path.ts';
import { insertRow } from '../storage/rows.ts';
import { UNFINISHED_OUT, type Collection } from '../storage/catalog.ts';
import type { StorageWork } from '../storage/engine.ts';
import { withFirstId } from '../update/update.ts';
import { matchingRows } from './rows-matching.ts';
import { changeOne, makeCollection, patiently, validate } from './write-one.ts';
import { checkedName, type Request } from './request.ts';

function targetOf(request: Request, spec: Value | undefined): { db: string; name: string } {
  if (typeof spec === 'string') return { db: request.db, name: checkedName(spec) };
  const name = isDocument(spec) ? spec.get('coll') : undefined;
  if (!isDocument(spec) || typeof name !== 'string')
    throw storeFault('Location16990', 'expected a collection name or {db, coll}');
  return { db: shown(spec.get('db') ?? request.db), name: checkedName(name) };
}

/** `$out`: the new collection takes the place of the old when it is whole. */
export function* replaceWith(request: Request, spec: Value, stream: Iterable<Document | undefined>): StorageWork<void> {
  const { db, name } = targetOf(request, spec);
  const { engine, catalog } = request;
  const old = catalog.find(db, name);
  const fresh = catalog.create(db, `${name}${UNFINISHED_OUT}${Date.now()}`, old?.options ?? new Map<string, Value>());
  try {
    for (const index of old?.indexes.slice(1) ?? []) catalog.addIndex(fresh, index.spec);
    for (const document of stream) {
      if (document !== undefined) insertDocument(request, fresh, withFirstId(document));
      yield undefined;
    }
    if (old !== undefined) catalog.drop(old);
    catalog.rename(fresh, db, name);
  } catch (thrown) {
    engine.writeJoined(() => catalog.drop(fresh));
    throw thrown;
  }
}

function insertDocument(request: Request, collection: Collection, document: Document): void {
  validate(collection, document);
  const encoded = { document, bytes: encodeStored(document) };
  insertRow({ view: request.engine.live, catalog: request.catalog }, collection, encoded);
}

type Matched = 'replace' | 'keepExisting' | 'merge' | 'fail';

interface MergeRule {
  readonly target: Collection;
  readonly on: readonly string[];
  readonly whenMatched: Matched | ((before: Document, incoming: Document) => Document);
  readonly whenNotMatched: 'insert' | 'discard' | 'fail';
}

/** `$merge`: each document is inserted, or changes the one it matches. @throws StoreError Location51183, Location51181, Location13113, DuplicateKey … */
export function* mergeInto(
  request: Request,
  argument: Value,
  stream: Iterable<Document | undefined>,
  context: PipelineContext,
): StorageWork<void> {
  const rule = ruleOf(request, argument, context);
  for (const document of stream) {
    if (document !== undefined) yield* mergeOne(request, rule, document);
    yield undefined;
  }
}

function ruleOf(request: Request, argument: Value, context: PipelineContext): MergeRule {
  const spec: Document = isDocument(argument) ? argument : new Map([['into', argument]]);
  const { db, name } = targetOf(request, spec.get('into'));
  const target = makeCollection(request.engine, db, name);
  const fields = spec.get('on') ?? '_id';
  const on = (Array.isArray(fields) ? fields : [fields]) as string[];
  const key = [...on].sort().join();
  const unique = target.indexes.some(
    (index) =>
      index.unique &&
      index.builtAt !== undefined &&
      index.partial === undefined &&
      index.fields
        .map(({ path }) => path)
        .sort()
        .join() === key,
  );
  if (!unique) throw storeFault('Location51183', 'Cannot find index to verify that join fields will be unique');
  const whenMatched = spec.get('whenMatched') ?? 'merge';
  if (whenMatched === 'keepExisting' && spec.get('whenNotMatched') === 'discard')
    throw storeFault(
      'Location51181',
      "Combination of $merge modes 'whenMatched: keepExisting' and 'whenNotMatched: discard' is not supported",
    );
  return {
    target,
    on,
    whenMatched: Array.isArray(whenMatched)
      ? pipelineMerge(whenMatched, spec.get('let'), context)
      : (oneOf('whenMatched', whenMatched, ['replace', 'keepExisting', 'merge', 'fail']) as Matched),
    whenNotMatched: oneOf('whenNotMatched', spec.get('whenNotMatched') ?? 'insert', [
      'insert',
      'discard',
      'fail',
    ]) as MergeRule['whenNotMatched'],
  };
}

function oneOf(name: string, value: Value, allowed: readonly string[]): string {
  if (typeof value !== 'string' || !allowed.includes(value))
    throw storeFault('BadValue', `Enumeration value for $merge.${name} must be one of ${allowed.join(', ')}`);
  return value;
}

function pipelineMerge(
  stages: readonly Value[],
  lets: Value | undefined,
  context: PipelineContext,
): (before: Document, incoming: Document) => Document {
  return (before, incoming) => {
    const variables = new Map<string, Value | undefined>(context.variables).set('new', incoming);
    if (isDocument(lets))
      for (const [name, expression] of lets)
        variables.set(name, compileExpression(expression, new Set(variables.keys()))(scopeOf(incoming, variables)));
    return [...compilePipeline(stages, { ...context, variables })([before])][0]!;
  };
}

function* mergeOne(request: Request, rule: MergeRule, document: Document): StorageWork<void> {
  const incoming = rule.on.includes('_id') || document.has('_id') ? withFirstId(document) : document;
  const filter: Document = new Map(
    rule.on.map((path): [string, Value] => [path, new Map([['$eq', joinValue(incoming, path)]])]),
  );
  const found = [...matchingRows(request.engine.live, rule.target, { filter, limit: 1 })].find(
    (row) => row !== undefined,
  );
  if (found !== undefined) yield* patiently(() => merged(request, rule, found.row, found.bytes, incoming));
  else if (rule.whenNotMatched === 'insert')
    yield* patiently(() => insertDocument(request, rule.target, withFirstId(incoming)));
  else if (rule.whenNotMatched === 'fail')
    throw storeFault(
      'Location13113',
      '$merge could not find a matching document in the target collection for at least one document in the source collection',
    );
}

function joinValue(document: Document, path: string): Value {
  const value = valueAt(document, path);
  if (value === undefined || value === null || Array.isArray(value))
    throw storeFault('Location51132', "$merge write error: 'on' field cannot be missing, null, undefined or an array");
  return value;
}

function merged(request: Request, rule: MergeRule, row: number, bytes: Buffer, incoming: Document): void {
  const before = decode(bytes);
  const after = afterMatch(rule, before, incoming);
  if (after === undefined) return;
  if (identityOf(after.get('_id') ?? null) !== identityOf(before.get('_id')!))
    throw storeFault(
      'ImmutableField',
      '$merge failed to update the matching document, did you attempt to modify the _id or the shard key?',
    );
  changeOne(request, rule.target, row, bytes, after);
}

function afterMatch({ whenMatched }: MergeRule, before: Document, incoming: Document): Document | undefined {
  if (typeof whenMatched === 'function') return whenMatched(before, incoming);
  switch (whenMatched) {
    case 'keepExisting':
      return undefined;
    case 'fail':
      throw storeFault('DuplicateKey', '$merge found a document that exists already');
    case 'replace':
      return incoming.has('_id') ? incoming : new Map([['_id', before.get('_id')!], ...incoming]);
    case 'merge':
      return new Map([...before, ...incoming]);
  }
}
