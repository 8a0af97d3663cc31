/** The stages of pipelines by name. */
import { Long } from 'bson';
import { storeFault } from '../errors.ts';
import { identityOf } from '../value/key.ts';
import { bsonSize } from '../value/size.ts';
import { isDocument, isNumeric, looksInt, toNumber, typeOf, type Document, type Value } from '../value/types.ts';
import { compileFilter, isTrue } from '../query/match.ts';
import { parseFilter } from '../query/parse.ts';
import { compileProjection } from '../query/projection.ts';
import { parseSort, sortKeyOf } from '../query/sort.ts';
import { MEMORY_LIMIT, sorted } from '../query/sorter.ts';
import { compileAccumulator, type Accumulator } from './accumulators.ts';
import { inSlices } from './in-slices.ts';
import { joinStages } from './stages-join.ts';
import { compileExpression, isOperator } from './expression.ts';
import { scopeOf, type Compile, type Expression, type ScopeVariables } from './scope.ts';
import type { PipelineContext, Stage, StageMaker, Stream } from './stream.ts';

function compiled(expression: Value, context: PipelineContext): (document: Document) => Value | undefined {
  const compute = compileExpression(expression, new Set(context.variables.keys()));
  return (document) => compute(scopeOf(document, context.variables));
}

/** One document in, one or none out. */
function each(change: (document: Document) => Document | undefined): Stage {
  return function* (input): Stream {
    for (const document of input) {
      const result = document === undefined ? undefined : change(document);
      if (result !== undefined || document === undefined) yield result;
    }
  };
}

function needDocument(name: string, argument: Value): Document {
  if (!isDocument(argument))
    throw storeFault('FailedToParse', `${name} specification must be an object, got ${typeOf(argument)}`);
  return argument;
}

function count(name: string, argument: Value, least: number): number {
  const number = isNumeric(argument) ? toNumber(argument) : NaN;
  if (!Number.isInteger(number) || number < least)
    throw storeFault(
      'Location15958',
      `invalid argument to ${name} stage: the value must be ${least === 0 ? 'non-negative' : 'positive'} and whole`,
    );
  return number;
}

const $match: StageMaker = (argument, context) => {
  const matches = compileFilter(parseFilter(needDocument('$match', argument)), (expression) => {
    const compute = compiled(expression, context);
    return (document) => isTrue(compute(document));
  });
  return each((document) => (matches(document) ? document : undefined));
};

const $project: StageMaker = (argument, context) => {
  const spec = needDocument('$project', argument);
  if (spec.size === 0)
    throw storeFault(
      'Location51272',
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  const project = compileProjection(spec, {
    ofFind: false,
    isOperator,
    expression: (expression) => compiled(expression, context),
  })!;
  return each(project);
};

/** `$addFields`: dotted names and nested documents reach into documents and arrays. */
const $addFields: StageMaker = (argument, context, name) => {
  const spec = needDocument(name, argument);
  if (spec.size === 0)
    throw storeFault('Location40177', `Invalid ${name} :: caused by :: specification must have at least one field`);
  const fields = [...leaves(spec, [])].map(([parts, expression]) => ({
    parts,
    compute: compiled(expression, context),
  }));
  return each((document) =>
    fields.reduce((result, { parts, compute }) => setIn(result, parts, 0, compute(document)) as Document, document),
  );
};

function* leaves(spec: Document, prefix: readonly string[]): Generator<[string[], Value]> {
  for (const [name, value] of spec) {
    const parts = [...prefix, ...name.split('.')];
    if (parts.some((part) => part === '' || part.startsWith('$')))
      throw storeFault('Location16410', `FieldPath field names may not be empty or start with '$': ${name}`);
    if (isDocument(value) && value.size > 0 && ![...value.keys()].some((key) => key.startsWith('$')))
      yield* leaves(value, parts);
    else yield [parts, value];
  }
}

function setIn(target: Value | undefined, parts: readonly string[], at: number, value: Value | undefined): Value {
  if (Array.isArray(target)) return target.map((element) => setIn(element, parts, at, value));
  const result: Document = isDocument(target) ? new Map(target) : new Map<string, Value>();
  const part = parts[at]!;
  if (at < parts.length - 1) result.set(part, setIn(result.get(part), parts, at + 1, value));
  else if (value === undefined) result.delete(part);
  else result.set(part, value);
  return result;
}

const $unset: StageMaker = (argument, context, _name, nested) => {
  const names = Array.isArray(argument) ? argument : [argument];
  if (names.length === 0 || !names.every((name) => typeof name === 'string'))
    throw storeFault('Location31120', '$unset specification must be a string or an array of strings');
  return $project(new Map(names.map((name) => [name, 0])), context, '$unset', nested);
};

const $replaceRoot: StageMaker = (argument, context, _name, nested) =>
  $replaceWith(needDocument('$replaceRoot', argument).get('newRoot') ?? null, context, '$replaceRoot', nested);

const $replaceWith: StageMaker = (argument, context) => {
  const compute = compiled(argument, context);
  return each((document) => {
    const root = compute(document);
    if (!isDocument(root))
      throw storeFault(
        'Location40228',
        `'newRoot' expression must evaluate to an object, but resulting value was of type: ${root === undefined ? 'missing' : typeOf(root)}`,
      );
    return root;
  });
};

const $limit: StageMaker = (argument) => {
  const most = count('$limit', argument, 1);
  return function* (input) {
    let left = most;
    for (const document of input) {
      yield document;
      if (document !== undefined && --left === 0) return;
    }
  };
};

const $skip: StageMaker = (argument) => {
  const skipped = count('$skip', argument, 0);
  return (input) => {
    let left = skipped;
    return each((document) => (left-- > 0 ? undefined : document))(input);
  };
};

const $sort: StageMaker = (argument, { kept }) => {
  const fields = parseSort(needDocument('$sort', argument));
  return (input) =>
    sorted(
      keyed(input, (document) => sortKeyOf(document, fields)),
      Infinity,
      kept,
    );
};

function* keyed(
  input: Iterable<Document | undefined>,
  key: (document: Document) => string,
): Generator<{ key: string; item: Document; size: number } | undefined> {
  for (const item of input) {
    const by = item === undefined ? '' : key(item);
    yield item === undefined ? undefined : { key: by, item, size: 100 + by.length + bsonSize(item) };
  }
}

const $group: StageMaker = (argument, { variables, kept }) => {
  const spec = needDocument('$group', argument);
  if (!spec.has('_id')) throw storeFault('Location15955', 'a group specification must include an _id');
  const names = new Set(variables.keys());
  const compile: Compile = (expression) => compileExpression(expression, names);
  const grouping = { id: compile(spec.get('_id')!), fields: groupFields(spec, compile), variables };
  return function* (input): Stream {
    const keep = kept.part();
    try {
      const groups = yield* grouped(input, grouping, keep);
      yield* inSlices(groups.values(), (group) => groupDocument(group, grouping.fields));
    } finally {
      keep(0);
    }
  };
};

interface Grouping {
  readonly id: Expression;
  readonly fields: readonly GroupField[];
  readonly variables: ScopeVariables;
}

/** @param keep is told how many bytes the groups have @returns the groups by the identity of their `_id` @throws StoreError QueryExceededMemoryLimitNoDiskUseAllowed */
function* grouped(
  input: Iterable<Document | undefined>,
  { id, fields, variables }: Grouping,
  keep: (bytes: number) => void,
): Generator<undefined, Map<string, Group>> {
  const groups = new Map<string, Group>();
  let bytes = 0;
  for (const document of input) {
    if (document === undefined) {
      yield undefined;
      continue;
    }
    const scope = scopeOf(document, variables);
    const value = id(scope) ?? null;
    const key = identityOf(value);
    let group = groups.get(key);
    if (group === undefined) {
      group = { id: value, folds: fields.map((field) => field.start()) };
      groups.set(key, group);
      bytes += 100 + key.length + fields.length * 50;
    }
    for (let i = 0; i < fields.length; i += 1) bytes += group.folds[i]!.take(fields[i]!.argument(scope), scope) ?? 0;
    keep(bytes);
    if (bytes > MEMORY_LIMIT)
      throw storeFault(
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        "Exceeded memory limit for $group, but didn't allow external spilling: the embedded store has none.",
      );
  }
  return groups;
}

interface GroupField extends Accumulator {
  readonly name: string;
}

/** The documents of one `_id`: a fold for each field. */
interface Group {
  readonly id: Value;
  readonly folds: readonly ReturnType<Accumulator['start']>[];
}

function groupFields(spec: Document, compile: Compile): GroupField[] {
  return [...spec]
    .filter(([name]) => name !== '_id')
    .map(([name, value]) => {
      if (!isDocument(value) || value.size !== 1)
        throw storeFault('Location40234', `The field '${name}' must be an accumulator object`);
      const [operator, operand] = [...value][0]!;
      return { name, ...compileAccumulator(operator, operand, compile) };
    });
}

function groupDocument({ id, folds }: Group, fields: readonly GroupField[]): Document {
  const document: Document = new Map([['_id', id]]);
  fields.forEach(({ name }, i) => {
    const value = folds[i]!.result();
    if (value !== undefined) document.set(name, value);
  });
  return document;
}

const $count: StageMaker = (argument) => {
  if (typeof argument !== 'string' || argument === '' || argument.startsWith('$') || argument.includes('.'))
    throw storeFault('Location40156', 'the count field must be a non-empty string without $ and dots');
  return function* (input): Stream {
    let total = 0;
    for (const document of input) {
      if (document === undefined) yield undefined;
      else total += 1;
    }
    if (total > 0) yield new Map([[argument, looksInt(total) ? total : Long.fromNumber(total)]]);
  };
};

const $unwind: StageMaker = (argument) => {
  const spec: Document =
    typeof argument === 'string' ? new Map([['path', argument]]) : needDocument('$unwind', argument);
  const path = spec.get('path');
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw storeFault('Location28818', `path option to $unwind stage should be prefixed with a '$'`);
  const parts = path.slice(1).split('.');
  const keep = spec.get('preserveNullAndEmptyArrays') === true;
  const indexName = spec.get('includeArrayIndex') as string | undefined;
  return function* (input): Stream {
    for (const document of input) {
      if (document === undefined) yield undefined;
      else yield* inSlices(unwound(document, parts, keep, indexName));
    }
  };
};

function* unwound(
  document: Document,
  parts: readonly string[],
  keep: boolean,
  indexName: string | undefined,
): Generator<Document> {
  const value = parts.reduce<Value | undefined>((at, part) => (isDocument(at) ? at.get(part) : undefined), document);
  const withIndex = (result: Document, i: number | null): Document =>
    indexName === undefined
      ? result
      : (setIn(result, indexName.split('.'), 0, i === null ? null : Long.fromNumber(i)) as Document);
  if (Array.isArray(value) && value.length > 0) {
    for (let i = 0; i < value.length; i += 1) yield withIndex(setIn(document, parts, 0, value[i]) as Document, i);
  } else if (Array.isArray(value)) {
    if (keep) yield withIndex(setIn(document, parts, 0, undefined) as Document, null);
  } else if (value !== undefined && value !== null) {
    yield withIndex(document, null);
  } else if (keep) {
    yield withIndex(document, null);
  }
}

/** Makes a stage of its argument, by the name of the stage. */
export const STAGES: Readonly<Record<string, StageMaker>> = {
  $match,
  $project,
  $addFields,
  $set: $addFields,
  $unset,
  $replaceRoot,
  $replaceWith,
  $limit,
  $skip,
  $sort,
  $group,
  $count,
  $unwind,
  ...joinStages,
};
