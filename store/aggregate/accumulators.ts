/** Accumulators of `$group`: each starts a fold for a group, adds the values of its documents, and returns the result. */
import { storeFault, notOffered } from '../errors.ts';
import { compare } from '../value/compare.ts';
import { identityOf } from '../value/key.ts';
import { bsonSize } from '../value/size.ts';
import { Sum } from '../value/sum.ts';
import type { Value } from '../value/types.ts';
import { MEMORY_LIMIT } from '../query/sorter.ts';
import type { Compile, Expression, Scope } from './scope.ts';

/** The values of one group, folded into one. */
interface Fold {
  /** Adds a value. @returns the bytes that are held for it from now on; `undefined` for a fold that holds only one value */
  take: (value: Value | undefined, scope: Scope) => number | undefined;
  result: () => Value | undefined;
}
/** A compiled accumulator: the expression that each document is evaluated by, and a fold for each group. */
export interface Accumulator {
  readonly argument: Expression;
  readonly start: () => Fold;
}

/** Counts the bytes that one fold holds. @param what for the error @throws StoreError ExceededMemoryLimit */
function bounded(what: string): (bytes: number) => number {
  let held = 0;
  return (bytes) => {
    held += bytes;
    if (held > MEMORY_LIMIT)
      throw storeFault('ExceededMemoryLimit', `Used too much memory for ${what}. Memory limit: ${MEMORY_LIMIT} bytes`);
    return bytes;
  };
}

function extreme(better: (order: number) => boolean): Fold {
  let best: Value | undefined;
  return {
    take(value) {
      if (value !== null && value !== undefined && (best === undefined || better(compare(value, best)))) best = value;
      return undefined;
    },
    result: () => best ?? null,
  };
}

function average(): Fold {
  const total = new Sum();
  return {
    take: (value) => total.take(value),
    result: () => total.mean(),
  };
}

function first(): Fold {
  let value: Value | undefined;
  let taken = false;
  return {
    take(next) {
      if (!taken) value = next;
      taken = true;
      return undefined;
    },
    result: () => value ?? null,
  };
}

function last(): Fold {
  let value: Value | undefined;
  return {
    take(next) {
      value = next;
      return undefined;
    },
    result: () => value ?? null,
  };
}

function push(): Fold {
  const values: Value[] = [];
  const holds = bounded('a single array');
  return {
    take(value) {
      if (value === undefined) return 0;
      values.push(value);
      return holds(bsonSize(value));
    },
    result: () => values,
  };
}

function addToSet(): Fold {
  const values = new Map<string, Value>();
  const holds = bounded('a single set');
  return {
    take(value) {
      if (value === undefined) return 0;
      const identity = identityOf(value);
      if (values.has(identity)) return 0;
      values.set(identity, value);
      return holds(bsonSize(value));
    },
    result: () => [...values.values()],
  };
}

/** Those that are expressions too, over the elements of an array or over several operands. */
const REDUCING_FOLDS: Readonly<Record<string, () => Fold>> = {
  $sum: () => new Sum(),
  $avg: average,
  $min: () => extreme((order) => order < 0),
  $max: () => extreme((order) => order > 0),
};
const FOLDS: Readonly<Record<string, () => Fold>> = {
  ...REDUCING_FOLDS,
  $first: first,
  $last: last,
  $push: push,
  $addToSet: addToSet,
};

/** The names of the accumulators that fold an array, or several operands, where they are used as expressions. */
export const REDUCING: readonly string[] = Object.keys(REDUCING_FOLDS);
/** The names of the accumulators. */
export const ACCUMULATORS: readonly string[] = [...Object.keys(FOLDS), '$count'];

/** Accumulators that MongoDB has and this store refuses with 115. */
export const REFUSED_ACCUMULATORS: ReadonlySet<string> = new Set([
  ...['$accumulator', '$bottom', '$bottomN', '$firstN', '$lastN', '$maxN', '$median', '$mergeObjects', '$minN'],
  ...['$percentile', '$stdDevPop', '$stdDevSamp', '$top', '$topN'],
]);

/** Makes the accumulator of a name. @throws StoreError Location15952, CommandNotSupported and those of the argument */
export function compileAccumulator(name: string, argument: Value, compile: Compile): Accumulator {
  if (name === '$count') return { argument: () => 1, start: () => new Sum() };
  if (REFUSED_ACCUMULATORS.has(name)) throw notOffered(`the accumulator ${name}`);
  const start = Object.hasOwn(FOLDS, name) ? FOLDS[name] : undefined;
  if (start === undefined) throw storeFault('Location15952', `unknown group operator '${name}'`);
  return { argument: compile(argument), start };
}
