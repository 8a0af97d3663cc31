/** Stages that read other collections or run pipelines of their own. */
import { storeFault } from '../errors.ts';
import { bsonSize } from '../value/size.ts';
import { isDocument, typeOf, type Document, type Value } from '../value/types.ts';
import { MEMORY_LIMIT } from '../query/sorter.ts';
import { compileExpression } from './expression.ts';
import type { PipelineContext, Stage, StageMaker, Stream } from './stream.ts';
import { scopeOf, type Expression, type ScopeVariables } from './scope.ts';

function text(spec: Document, name: string, stage: string): string {
  const value = spec.get(name);
  if (typeof value !== 'string') throw storeFault('FailedToParse', `${stage} argument '${name}' must be a string`);
  return value;
}

function document(name: string, argument: Value): Document {
  if (!isDocument(argument))
    throw storeFault(
      'FailedToParse',
      `the ${name} stage specification must be an object, but found ${typeOf(argument)}`,
    );
  return argument;
}

/** Values at a path, arrays spread: what a join looks up. */
function joinValues(value: Value | undefined, parts: readonly string[], at = 0): Value[] {
  if (Array.isArray(value)) return value.flatMap((element) => joinValues(element, parts, at));
  if (at === parts.length) return value === undefined ? [] : [value];
  return isDocument(value) ? joinValues(value.get(parts[at]!), parts, at + 1) : [];
}

function joinFilter(foreignField: string, values: readonly Value[]): Value {
  const filter =
    values.length === 0
      ? new Map([['$eq', null]])
      : values.length === 1
        ? new Map([['$eq', values[0]!]])
        : new Map([['$in', [...values]]]);
  return new Map([['$match', new Map([[foreignField, filter]])]]);
}

/** A `$lookup` as its specification states it. */
interface Lookup {
  readonly from: string;
  readonly as: readonly string[];
  /** The path of `localField`; `undefined` where only a pipeline joins. */
  readonly local: readonly string[] | undefined;
  readonly foreign: string;
  readonly pipeline: readonly Value[];
  /** The variables of `let`. */
  readonly lets: readonly (readonly [string, Expression])[];
}

function lookupOf(argument: Value, context: PipelineContext): Lookup {
  const spec = document('$lookup', argument);
  const as = text(spec, 'as', '$lookup').split('.');
  const from = text(spec, 'from', '$lookup');
  const pipeline = (spec.get('pipeline') as Value[] | undefined) ?? [];
  const local = spec.has('localField') ? text(spec, 'localField', '$lookup').split('.') : undefined;
  if (local === undefined && !spec.has('pipeline'))
    throw storeFault(
      'FailedToParse',
      "$lookup requires both or neither of 'localField' and 'foreignField' to be specified",
    );
  const foreign = local === undefined ? '' : text(spec, 'foreignField', '$lookup');
  const names = new Set(context.variables.keys());
  const lets = [...((spec.get('let') as Document | undefined) ?? new Map<string, Value>())].map(
    ([name, expression]) => [name, compileExpression(expression, names)] as const,
  );
  return { from, as, local, foreign, pipeline, lets };
}

const $lookup: StageMaker = (argument, context) => {
  const lookup = lookupOf(argument, context);
  return function* (input): Stream {
    for (const one of input) {
      if (one === undefined) {
        yield undefined;
        continue;
      }
      const keep = context.kept.part();
      try {
        const found = yield* lookedUp(lookup, context, one, keep);
        // A stage after it may hand this out one by one.
        yield placed(one, lookup.as, found);
        yield undefined;
      } finally {
        keep(0);
      }
    }
  };
};

function* lookedUp(
  lookup: Lookup,
  context: PipelineContext,
  one: Document,
  keep: (bytes: number) => void,
): Generator<undefined, Value[]> {
  const { from, local, foreign, pipeline } = lookup;
  const stages = local === undefined ? pipeline : [joinFilter(foreign, joinValues(one, local)), ...pipeline];
  const found: Value[] = [];
  let bytes = 0;
  for (const other of context.read(from, stages, variablesFor(lookup, context, one))) {
    if (other === undefined) {
      yield undefined;
      continue;
    }
    found.push(other);
    bytes += bsonSize(other);
    keep(bytes);
    if (bytes > MEMORY_LIMIT)
      throw storeFault(
        'Location4568',
        `Total size of documents in ${from} matching pipeline's $lookup stage exceeds ${MEMORY_LIMIT} bytes`,
      );
  }
  return found;
}

function variablesFor({ lets }: Lookup, { variables }: PipelineContext, one: Document): ScopeVariables {
  if (lets.length === 0) return variables;
  return new Map([...variables, ...lets.map(([name, compute]) => [name, compute(scopeOf(one, variables))] as const)]);
}

function placed(target: Document, parts: readonly string[], value: Value): Document {
  const result = new Map(target);
  const [part, ...rest] = parts as [string, ...string[]];
  const inner = result.get(part);
  result.set(
    part,
    rest.length === 0 ? value : placed(isDocument(inner) ? inner : new Map<string, Value>(), rest, value),
  );
  return result;
}

const $facet: StageMaker = (argument, context, _name, nested) => {
  const facets = [...document('$facet', argument)].map(([name, stages]) => {
    if (!Array.isArray(stages))
      throw storeFault('FailedToParse', `arguments to $facet must be arrays, ${name} is type ${typeOf(stages)}`);
    for (const stage of stages)
      if (isDocument(stage) && stage.has('$facet'))
        throw storeFault('Location40600', '$facet is not allowed to be used within a $facet stage');
    return { name, run: nested(stages, context) };
  });
  return function* (input): Stream {
    const branches = facets.map(({ name, run }) => new Facet(name, run));
    const counted = { bytes: 0 };
    const keep = context.kept.part();
    try {
      for (const batch of batches(input)) {
        if (batch === undefined) yield undefined;
        else for (const branch of branches) yield* branch.take(batch, counted);
        if (branches.every(({ done }) => done)) break;
      }
      for (const branch of branches) yield* branch.end(counted);
      keep(counted.bytes);
      yield new Map(branches.map(({ name, found }) => [name, found]));
    } finally {
      keep(0);
    }
  };
};

const BATCH = 256;

function* batches(input: Iterable<Document | undefined>): Generator<Document[] | undefined> {
  let batch: Document[] = [];
  for (const one of input) {
    if (one === undefined) yield undefined;
    else if (batch.push(one) === BATCH) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

/** One pipeline of a `$facet`. All of them take the input a batch at a time, so that the whole of it is never held. */
class Facet {
  readonly name: string;
  readonly found: Document[] = [];
  done = false;
  readonly #stream: Stream;
  #waiting: Document[] = [];
  #ended = false;
  /** How often the pipeline has requested more input. */
  #requests = 0;

  constructor(name: string, run: Stage) {
    this.name = name;
    this.#stream = run(this.#input());
  }

  *#input(): Stream {
    for (;;) {
      const batch = this.#waiting;
      this.#waiting = [];
      yield* batch;
      if (this.#ended) return;
      this.#requests += 1;
      yield undefined;
    }
  }

  /** Runs the pipeline until it requests the next batch. @throws StoreError Location4031700 */
  *take(batch: Document[], counted: { bytes: number }): Generator<undefined> {
    if (this.done) return;
    this.#waiting = batch;
    const requests = this.#requests;
    while (this.#requests === requests) {
      const next = this.#stream.next();
      if (next.done) {
        this.done = true;
        return;
      }
      if (next.value === undefined) {
        yield undefined;
        continue;
      }
      this.found.push(next.value);
      counted.bytes += bsonSize(next.value);
      if (counted.bytes > MEMORY_LIMIT)
        throw storeFault(
          'Location4031700',
          `document constructed by $facet is ${counted.bytes} bytes, which exceeds the limit of ${MEMORY_LIMIT} bytes`,
        );
    }
  }

  /** Runs the pipeline to its end. */
  end(counted: { bytes: number }): Generator<undefined> {
    this.#ended = true;
    return this.take([], counted);
  }
}

/** The stages of this file, by name. */
export const joinStages: Readonly<Record<string, StageMaker>> = { $lookup, $facet };
