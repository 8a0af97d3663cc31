/** Stages that read other collections or run pipelines of their own. */
import { storeFault } from '../errors.ts';
import { identityOf } from '../value/key.ts';
import { bsonSize } from '../value/size.ts';
import { isDocument, isNumeric, toNumber, typeOf, type Document, type Value } from '../value/types.ts';
import { MEMORY_LIMIT } from '../query/sorter.ts';
import { compileExpression } from './expression.ts';
import type { Stage, StageMaker, Stream } from './stream.ts';
import { scopeOf, type ScopeVariables } from './scope.ts';

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

/** Values at a path, arrays spread: what a join looks for. */
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

const $lookup: StageMaker = (argument, context) => {
  const spec = document('$lookup', argument);
  const as = text(spec, 'as', '$lookup').split('.');
  const from = spec.has('from') ? text(spec, 'from', '$lookup') : '';
  const inner = (spec.get('pipeline') as Value[] | undefined) ?? [];
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
  return function* (input): Stream {
    for (const one of input) {
      if (one === undefined) {
        yield undefined;
        continue;
      }
      const variables: ScopeVariables =
        lets.length === 0
          ? context.variables
          : new Map([
              ...context.variables,
              ...lets.map(([name, compute]) => [name, compute(scopeOf(one, context.variables))] as const),
            ]);
      const stages = local === undefined ? inner : [joinFilter(foreign, joinValues(one, local)), ...inner];
      const found: Value[] = [];
      let bytes = 0;
      for (const other of context.read(from, stages, variables)) {
        if (other === undefined) yield undefined;
        else {
          found.push(other);
          bytes += bsonSize(other);
          if (bytes > MEMORY_LIMIT)
            throw storeFault(
              'Location4568',
              `Total size of documents in ${from} matching pipeline's $lookup stage exceeds ${MEMORY_LIMIT} bytes`,
            );
        }
      }
      yield placed(one, as, found);
      yield undefined;
    }
  };
};

function placed(target: Document, parts: readonly string[], value: Value): Document {
  const result = new Map(target);
  const [part, ...rest] = parts as [string, ...string[]];
  const inner = result.get(part);
  result.set(part, rest.length === 0 ? value : placed(isDocument(inner) ? inner : new Map(), rest, value));
  return result;
}

const $graphLookup: StageMaker = (argument, context) => {
  const spec = document('$graphLookup', argument);
  const [from, connectFrom, connectTo, as] = ['from', 'connectFromField', 'connectToField', 'as'].map((name) =>
    text(spec, name, '$graphLookup'),
  ) as [string, string, string, string];
  const depthField = spec.get('depthField') as string | undefined;
  const most = isNumeric(spec.get('maxDepth')) ? toNumber(spec.get('maxDepth') as number) : Infinity;
  const restrict = spec.get('restrictSearchWithMatch');
  const start = compileExpression(spec.get('startWith')!, new Set(context.variables.keys()));
  return function* (input): Stream {
    for (const one of input) {
      if (one === undefined) {
        yield undefined;
        continue;
      }
      const found = new Map<string, Document>();
      const asked = new Set<string>();
      let bytes = 0;
      let wave = joinValues(start(scopeOf(one, context.variables)), []);
      for (let depth = 0; depth <= most && wave.length > 0; depth += 1) {
        const fresh = wave.filter((value) => !asked.has(identityOf(value)));
        for (const value of fresh) asked.add(identityOf(value));
        if (fresh.length === 0) break;
        wave = [];
        // Null finds null, and not what is missing.
        const stages = [
          joinFilter(connectTo, fresh),
          new Map([['$match', new Map([[connectTo, new Map([['$exists', true]])]])]]),
          ...(restrict === undefined ? [] : [new Map([['$match', restrict]])]),
        ];
        for (const other of context.read(from, stages, context.variables)) {
          if (other === undefined) yield undefined;
          else if (!found.has(identityOf(other.get('_id')!))) {
            found.set(
              identityOf(other.get('_id')!),
              depthField === undefined ? other : new Map(other).set(depthField, depth),
            );
            wave.push(...joinValues(other, connectFrom.split('.')));
            bytes += bsonSize(other);
            if (bytes > MEMORY_LIMIT)
              throw storeFault('Location40099', '$graphLookup reached maximum memory consumption');
          }
        }
      }
      yield placed(one, as.split('.'), [...found.values()]);
    }
  };
};

const $unionWith: StageMaker = (argument, context) => {
  const spec: Document =
    typeof argument === 'string' ? new Map([['coll', argument]]) : document('$unionWith', argument);
  const stages = (spec.get('pipeline') as Value[] | undefined) ?? [];
  return function* (input): Stream {
    yield* input;
    yield* context.read(text(spec, 'coll', '$unionWith'), stages, context.variables);
  };
};

const $facet: StageMaker = (argument, context, _name, nested) => {
  const facets = [...document('$facet', argument)].map(([name, stages]) => {
    if (!Array.isArray(stages))
      throw storeFault('FailedToParse', `arguments to $facet must be arrays, ${name} is type ${typeOf(stages)}`);
    for (const stage of stages)
      if (isDocument(stage) && ['$facet', '$out', '$merge'].some((refused) => stage.has(refused)))
        throw storeFault('Location40600', '$facet, $out and $merge are not allowed to be used within a $facet stage');
    return { name, run: nested(stages, context) };
  });
  return function* (input): Stream {
    const branches = facets.map(({ name, run }) => new Facet(name, run));
    const counted = { bytes: 0 };
    for (const batch of batches(input)) {
      if (batch === undefined) yield undefined;
      else for (const branch of branches) yield* branch.take(batch, counted);
      if (branches.every(({ done }) => done)) break;
    }
    for (const branch of branches) yield* branch.end(counted);
    yield new Map(branches.map(({ name, found }) => [name, found]));
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

/** One pipeline of a `$facet`. All of them are given the input a batch at a time, so that the whole of it is never held. */
class Facet {
  readonly name: string;
  readonly found: Document[] = [];
  done = false;
  readonly #stream: Stream;
  #waiting: Document[] = [];
  #ended = false;
  #hungry = false;

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
      this.#hungry = true;
      yield undefined;
    }
  }

  /** @throws StoreError Location4031700 */
  *take(batch: Document[], counted: { bytes: number }): Generator<undefined> {
    if (this.done) return;
    this.#waiting = batch;
    this.#hungry = false;
    while (!this.#hungry) {
      const next = this.#stream.next();
      this.done = next.done === true;
      if (this.done) return;
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

  end(counted: { bytes: number }): Generator<undefined> {
    this.#ended = true;
    return this.take([], counted);
  }
}

export const joinStages: Readonly<Record<string, StageMaker>> = { $lookup, $graphLookup, $unionWith, $facet };
