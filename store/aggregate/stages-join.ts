/** Stages that gather lists: of another collection's documents, and of what several pipelines make of the same ones. */
import { storeFault, notOffered, type StoreError } from '../errors.ts';
import { bsonSize } from '../value/size.ts';
import { isDocument, typeOf, type Document, type Value } from '../value/types.ts';
import { MEMORY_LIMIT } from '../query/sorter.ts';
import { inSlices } from './in-slices.ts';
import type { StageMaker, Stream } from './stream.ts';

function text(spec: Document, name: string): string {
  const value = spec.get(name);
  if (typeof value !== 'string') throw storeFault('FailedToParse', `$lookup argument '${name}' must be a string`);
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
  /** The path of `localField`. */
  readonly local: readonly string[];
  readonly foreign: string;
}

function lookupOf(argument: Value): Lookup {
  const spec = document('$lookup', argument);
  for (const option of ['pipeline', 'let']) if (spec.has(option)) throw notOffered(`the argument ${option} of $lookup`);
  return {
    from: text(spec, 'from'),
    as: text(spec, 'as').split('.'),
    local: text(spec, 'localField').split('.'),
    foreign: text(spec, 'foreignField'),
  };
}

const $lookup: StageMaker = (argument, context) => {
  const { from, as, local, foreign } = lookupOf(argument);
  const tooLarge = (): StoreError =>
    storeFault(
      'Location4568',
      `Total size of documents in ${from} matching pipeline's $lookup stage exceeds ${MEMORY_LIMIT} bytes`,
    );
  return function* (input): Stream {
    for (const one of input) {
      if (one === undefined) {
        yield undefined;
        continue;
      }
      const keep = context.kept.part();
      try {
        const others = context.read(from, [joinFilter(foreign, joinValues(one, local))]);
        const found = yield* gathered(others, keep, tooLarge);
        // A stage after it may hand this out one by one.
        yield placed(one, as, found);
        yield undefined;
      } finally {
        keep(0);
      }
    }
  };
};

/** The documents of a stream as a list. @param keep is told how many bytes they have @throws what `tooLarge` makes, beyond 100 MB */
function* gathered(
  stream: Iterable<Document | undefined>,
  keep: (bytes: number) => void,
  tooLarge: () => StoreError,
): Generator<undefined, Document[]> {
  const found: Document[] = [];
  let bytes = 0;
  for (const one of stream) {
    if (one === undefined) {
      yield undefined;
      continue;
    }
    found.push(one);
    bytes += bsonSize(one);
    keep(bytes);
    if (bytes > MEMORY_LIMIT) throw tooLarge();
  }
  return found;
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

/** What goes into the pipelines is held as a whole, and what comes out of each. */
const $facet: StageMaker = (argument, context, _name, nested) => {
  const facets = [...document('$facet', argument)].map(([name, stages]) => {
    if (!Array.isArray(stages))
      throw storeFault('FailedToParse', `arguments to $facet must be arrays, ${name} is type ${typeOf(stages)}`);
    if (stages.some((stage) => isDocument(stage) && stage.has('$facet')))
      throw storeFault('Location40600', '$facet is not allowed to be used within a $facet stage');
    return { name, run: nested(stages, context) };
  });
  const tooLarge = (): StoreError =>
    storeFault('Location4031700', `documents of $facet exceed the limit of ${MEMORY_LIMIT} bytes`);
  return function* (input): Stream {
    const parts = [context.kept.part(), ...facets.map(() => context.kept.part())];
    try {
      const whole = yield* gathered(input, parts[0]!, tooLarge);
      const result: Document = new Map();
      for (const [i, { name, run }] of facets.entries())
        result.set(name, yield* gathered(run(inSlices(whole)), parts[i + 1]!, tooLarge));
      yield result;
    } finally {
      for (const keep of parts) keep(0);
    }
  };
};

/** The stages of this file, by name. */
export const joinStages: Readonly<Record<string, StageMaker>> = { $lookup, $facet };
