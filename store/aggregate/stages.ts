/** The stages of pipelines by name. The aggregate command itself runs `$out` and `$merge`, because they write. */
import { Long } from 'bson';
import { storeFault } from '../errors.ts';
import { compare } from '../value/compare.ts';
import { identityOf } from '../value/key.ts';
import { bsonSize } from '../value/size.ts';
import { isDocument, isNumeric, looksInt, toNumber, typeOf, type Document, type Value } from '../value/types.ts';
import { compileFilter, isTrue } from '../query/match.ts';
import { parseFilter } from '../query/parse.ts';
import { compileProjection } from '../query/projection.ts';
import { parseSort, sortKeyOf } from '../query/sort.ts';
import { MEMORY_LIMIT, sorted } from '../query/sorter.ts';
import { compileAccumulator, type Accumulator } from './accumulators.ts';
import { mingoStage } from './mingo-stage.ts';
import { inSlices } from './in-slices.ts';
import { joinStages } from './stages-join.ts';
import { compileExpression, isOperator } from './expression.ts';
import { scopeOf, withVariable, type Compile, type Scope } from './scope.ts';
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
  const project = compileProjection(spec, { isOperator, expression: (expression) => compiled(expression, context) })!;
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

const $sort: StageMaker = (argument) => {
  const fields = parseSort(needDocument('$sort', argument));
  return (input) => sorted(keyed(input, (document) => sortKeyOf(document, fields)));
};

function* keyed(
  input: Iterable<Document | undefined>,
  key: (document: Document) => string,
): Generator<{ key: string; item: Document; size: number } | undefined> {
  for (const document of input)
    yield document === undefined ? undefined : { key: key(document), item: document, size: 100 + bsonSize(document) };
}

const $group: StageMaker = (argument, context) => {
  const spec = needDocument('$group', argument);
  if (!spec.has('_id')) throw storeFault('Location15955', 'a group specification must include an _id');
  const names = new Set(context.variables.keys());
  const compile: Compile = (expression) => compileExpression(expression, names);
  const id = compile(spec.get('_id')!);
  const fields = groupFields(spec, compile);
  return function* (input): Stream {
    const groups = new Map<string, Group>();
    let bytes = 0;
    for (const document of input) {
      if (document === undefined) {
        yield undefined;
        continue;
      }
      const scope = scopeOf(document, context.variables);
      const value = id(scope) ?? null;
      const key = identityOf(value);
      let group = groups.get(key);
      if (group === undefined) {
        group = { id: value, folds: fields.map((field) => field.start()) };
        groups.set(key, group);
        bytes += 100 + key.length + fields.length * 50;
      }
      for (let i = 0; i < fields.length; i += 1) bytes += group.folds[i]!.take(fields[i]!.argument(scope), scope) ?? 0;
      if (bytes > MEMORY_LIMIT)
        throw storeFault(
          'QueryExceededMemoryLimitNoDiskUseAllowed',
          "Exceeded memory limit for $group, but didn't allow external spilling: the embedded store has none.",
        );
    }
    yield* inSlices(groups.values(), (group) => groupDocument(group, fields));
  };
};

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

const $sortByCount: StageMaker = (argument, context, _name, nested) => {
  const group = $group(
    new Map<string, Value>([
      ['_id', argument],
      ['count', new Map([['$sum', 1]])],
    ]),
    context,
    '$group',
    nested,
  );
  const sort = $sort(new Map([['count', -1]]), context, '$sort', nested);
  return (input) => sort(group(input));
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

const $bucket: StageMaker = (argument, context, _name, nested) => {
  const spec = needDocument('$bucket', argument);
  const boundaries = spec.get('boundaries') as Value[];
  if (!Array.isArray(boundaries) || boundaries.length < 2)
    throw storeFault('Location40192', "The $bucket 'boundaries' field must have at least 2 values");
  for (let i = 1; i < boundaries.length; i += 1)
    if (compare(boundaries[i - 1], boundaries[i]) >= 0)
      throw storeFault('Location40194', "The 'boundaries' option to $bucket must be sorted in ascending order");
  const by = compiled(spec.get('groupBy')!, context);
  const otherwise = spec.get('default');
  const output = (spec.get('output') as Document | undefined) ?? new Map([['count', new Map([['$sum', 1]])]]);
  const bucketOf = (document: Document): Value => {
    const value = by(document);
    for (let i = 1; i < boundaries.length; i += 1)
      if (compare(value, boundaries[i - 1]) >= 0 && compare(value, boundaries[i]) < 0) return boundaries[i - 1]!;
    if (otherwise === undefined)
      throw storeFault(
        'Location40066',
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    return otherwise;
  };
  const tagged = $group(new Map<string, Value>([['_id', '$__bucket'], ...output]), context, '$group', nested);
  const ordered = $sort(new Map([['_id', 1]]), context, '$sort', nested);
  return (input) => ordered(tagged(each((document) => new Map(document).set('__bucket', bucketOf(document)))(input)));
};

const $sample: StageMaker = (argument) => {
  const size = count('$sample', needDocument('$sample', argument).get('size') ?? null, 1);
  return (input) =>
    sorted(
      keyed(input, () => String(Math.random())),
      size,
    );
};

const $documents: StageMaker = (argument, context) => {
  const list = compiled(argument, context)(new Map());
  if (!Array.isArray(list) || !list.every(isDocument))
    throw storeFault('Location5858202', '$documents needs an array of objects');
  return () => inSlices(list);
};

const $redact: StageMaker = (argument, context) => {
  const names = new Set([...context.variables.keys(), 'CURRENT']);
  const decide = compileExpression(argument, names);
  const redact = (value: Document, scope: Scope): Document | undefined => {
    const verdict = decide(withVariable(scope, 'CURRENT', value));
    if (verdict === '$$PRUNE') return undefined;
    if (verdict === '$$KEEP') return value;
    if (verdict !== '$$DESCEND') throw storeFault('Location17053', '$redact must return $$KEEP, $$PRUNE or $$DESCEND');
    const result: Document = new Map();
    for (const [name, inner] of value) {
      const kept = descend(inner, scope);
      if (kept !== undefined) result.set(name, kept);
    }
    return result;
  };
  const descend = (value: Value, scope: Scope): Value | undefined => {
    if (isDocument(value)) return redact(value, scope);
    return Array.isArray(value)
      ? value.map((element) => descend(element, scope)).filter((element) => element !== undefined)
      : value;
  };
  return each((document) => redact(document, scopeOf(document, context.variables)));
};

/** A stage that reads no documents: the aggregate command runs it where it stands first, so here it does not. */
const firstOnly: StageMaker = (_argument, _context, name) => {
  throw storeFault('Location40602', `${name} is only valid as the first stage in a pipeline`);
};

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
  $sortByCount,
  $unwind,
  $bucket,
  $collStats: firstOnly,
  $indexStats: firstOnly,
  $sample,
  $documents,
  $redact,
  ...joinStages,
  $bucketAuto: mingoStage('$bucketAuto'),
  $densify: mingoStage('$densify'),
  $fill: mingoStage('$fill'),
  $setWindowFields: mingoStage('$setWindowFields'),
};
