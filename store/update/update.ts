/** The three kinds of update: operators, a replacement, a pipeline. */
import { ObjectId } from 'bson';
import { storeFault, type StoreError } from '../errors.ts';
import { equal } from '../value/compare.ts';
import { isDocument, type Document, type Value } from '../value/types.ts';
import { parseFilter, type MatchNode } from '../query/parse.ts';
import { conjuncts } from '../index/bounds.ts';
import { dollarField } from './dollar-field.ts';
import { compileModify, type UpdateContext } from './modify.ts';
import { clone, writeTarget } from './target.ts';

/** A compiled update: from a document to the new one. The argument may be changed in place. */
export type Update = (document: Document, inserting: boolean) => Document;

/** What an update needs of its command. */
export interface UpdateTools extends UpdateContext {
  /** Compiles the stages of a pipeline update. */
  readonly pipeline: (stages: readonly Value[]) => (document: Document) => Document;
  readonly multi: boolean;
}

/** Makes a function of an update. @throws StoreError FailedToParse and those of the operators */
export function compileUpdate(update: Value, tools: UpdateTools): Update {
  if (Array.isArray(update)) return withId(pipelineUpdate(update, tools));
  if (!isDocument(update)) throw storeFault('FailedToParse', 'Update argument must be either an object or an array');
  const first = update.keys().next().value;
  if (first?.startsWith('$')) {
    const modify = compileModify(update, tools);
    return withId((document, inserting) => {
      const hadId = document.has('_id');
      modify(document, inserting);
      if (hadId && !document.has('_id')) throw immutableId();
      return document;
    });
  }
  if (tools.multi) throw storeFault('FailedToParse', 'multi update is not supported for replacement-style update');
  if (tools.arrayFilters.length > 0)
    throw storeFault('FailedToParse', 'Cannot specify arrayFilters and a non-operator update');
  checkFieldNames(update);
  return withId((document) => replacement(document, update));
}

function pipelineUpdate(stages: readonly Value[], tools: UpdateTools): Update {
  if (tools.arrayFilters.length > 0)
    throw storeFault('FailedToParse', 'Cannot specify arrayFilters and a pipeline update');
  const run = tools.pipeline(stages);
  return (document) => run(document);
}

function replacement(document: Document, update: Document): Document {
  const id = update.has('_id') ? update.get('_id') : document.get('_id');
  const result: Document = id === undefined ? new Map<string, Value>() : new Map([['_id', id]]);
  for (const [name, value] of update) if (name !== '_id') result.set(name, clone(value));
  return result;
}

const immutableId = (): StoreError =>
  storeFault('ImmutableField', "Performing an update on the path '_id' would modify the immutable field '_id'");

/** `_id` never changes, and stays first. */
function withId(update: Update): Update {
  return (document, inserting) => {
    // An update may change in place what an id holds that is a document.
    const own = document.get('_id');
    const id = own === undefined ? undefined : clone(own);
    const result = update(document, inserting);
    if (inserting && id === undefined) return result;
    const after = result.get('_id');
    if (after === undefined && id !== undefined) return new Map([['_id', id], ...result]);
    if (!equal(id, after)) throw immutableId();
    return result;
  };
}

/** The document that an upsert begins with: the values that the filter tests for equality. */
export function upsertSeed(filter: Document, isReplacement: boolean): Document {
  const document: Document = new Map();
  const pairs = conjuncts(parseFilter(filter))
    .map(equalityOf)
    .filter((pair) => pair !== undefined);
  // MongoDB writes them by the order of their paths.
  for (const pair of pairs.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    if (isReplacement && pair.path !== '_id') continue;
    const parts = pair.path.split('.');
    if (pairs.some((other) => other !== pair && (other.path === pair.path || pair.path.startsWith(`${other.path}.`))))
      throw storeFault('NotSingleValueField', `cannot infer query fields to set, path '${pair.path}' is matched twice`);
    writeTarget(document, parts, clone(pair.value));
  }
  return document;
}

function equalityOf(node: MatchNode): { path: string; value: Value } | undefined {
  if (node.kind === 'or' && node.children.length === 1) return equalityOf(node.children[0]!);
  if (node.kind !== 'test') return undefined;
  if (node.operator === '$eq') return { path: node.path, value: node.argument };
  const one = node.operator === '$in' && Array.isArray(node.argument) && node.argument.length === 1;
  return one ? { path: node.path, value: node.argument[0]! } : undefined;
}

/** The document with its `_id` first; a new one where it has none. */
export function withFirstId(document: Document): Document {
  const own = document.get('_id');
  // Null is an id too.
  const id = own === undefined ? new ObjectId() : own;
  const result: Document = new Map([['_id', id]]);
  for (const [name, value] of document) if (name !== '_id') result.set(name, value);
  return result;
}

/** Checks the `_id` of a document that is to be stored. @throws StoreError InvalidIdField, DollarPrefixedFieldName */
export function checkStored(document: Document): void {
  const id = document.get('_id');
  if (Array.isArray(id)) throw storeFault('InvalidIdField', "The '_id' value cannot be of type array");
  if (id instanceof Object && '_bsontype' in id && id._bsontype === 'BSONRegExp')
    throw storeFault('InvalidIdField', "The '_id' value cannot be of type regex");
  if (isDocument(id))
    for (const name of id.keys())
      if (name.startsWith('$'))
        throw storeFault(
          'DollarPrefixedFieldName',
          `_id fields may not contain '$'-prefixed fields: ${name} is not valid for storage.`,
        );
}

function checkFieldNames(update: Document): void {
  for (const name of update.keys()) if (name.startsWith('$')) throw dollarField(name);
}

/** Whether an update is a whole document and no operators. */
export function isReplacement(update: Value): boolean {
  return isDocument(update) && !(update.keys().next().value?.startsWith('$') ?? false);
}
