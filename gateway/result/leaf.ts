/** Leaf values of a response: whether they fit the schema, and how they are written as JSON. */
import { isEnumType, type GraphQLLeafType } from 'graphql';
import { isExactNumber, wholeDigits, withoutBigints } from '../../base/exact-number.ts';
import { InvalidValue } from './layout.ts';

/** Thrown by writers at a value that cannot simply be written. It is a symbol without a stack trace, so throwing it is cheap. */
export const NOT_WRITABLE = Symbol('not plain');

/** How values of one scalar or enum are checked and written. */
export interface Leaf {
  /** @param value not null @returns the value for the response; `undefined` when it does not fit */
  readonly coerce: (value: unknown) => unknown;
  /** JSON of a value. @param plain true when a string has nothing to escape @throws NOT_WRITABLE when the value is null or does not fit */
  readonly write: (value: unknown, plain: boolean) => string;
}

const leaf = (take: Leaf['coerce'], write: Leaf['write']): Leaf => ({ coerce: take, write });

const isInt = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value;

/** A `Float` is a double: a number with more digits is rounded to one. */
function asFloat(value: unknown): unknown {
  const number = isExactNumber(value) ? Number(value.rawJSON) : typeof value === 'bigint' ? Number(value) : value;
  return Number.isFinite(number) ? number : undefined;
}

function asInt(value: unknown): unknown {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return isInt(number) ? number : undefined;
}

function asId(value: unknown): unknown {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value) || typeof value === 'bigint') return String(value);
  return isExactNumber(value) ? wholeDigits(value) : undefined;
}

/** Writes a rare value after its coercion; `undefined` means that it does not fit. */
const writeCoerced = (value: unknown): string => (value === undefined ? notWritable() : JSON.stringify(value));

const BUILT_IN: Readonly<Record<string, Leaf>> = {
  Int: leaf(asInt, (value) => (isInt(value) ? `${value as number}` : writeCoerced(asInt(value)))),
  Float: leaf(asFloat, (value) => (Number.isFinite(value) ? `${value as number}` : writeCoerced(asFloat(value)))),
  Boolean: leaf(
    (value) => (typeof value === 'boolean' ? value : undefined),
    (value) => (value === true ? 'true' : value === false ? 'false' : notWritable()),
  ),
  String: leaf(
    (value) => (typeof value === 'string' ? value : undefined),
    (value, plain) => (typeof value === 'string' ? stringText(value, plain) : notWritable()),
  ),
  ID: leaf(asId, (value, plain) =>
    typeof value === 'string'
      ? stringText(value, plain)
      : Number.isInteger(value)
        ? `"${value as number}"`
        : writeCoerced(asId(value)),
  ),
};

/** How a type's values are checked and written. Values of a custom scalar pass unchanged, since only the subgraph knows them. */
export function leafOf(type: GraphQLLeafType): Leaf {
  if (isEnumType(type)) return enumLeaf(new Map(type.getValues().map(({ name }) => [name, JSON.stringify(name)])));
  return Object.hasOwn(BUILT_IN, type.name) ? BUILT_IN[type.name]! : ANY;
}

function enumLeaf(texts: ReadonlyMap<unknown, string>): Leaf {
  return leaf(
    (value) => (texts.has(value) ? value : undefined),
    (value) => texts.get(value) ?? notWritable(),
  );
}

/** Deeper values could overflow the stack when they are written. */
const MAX_DEPTH = 500;

const ANY = leaf(asAny, (value, plain) =>
  typeof value === 'string'
    ? stringText(value, plain)
    : value == null || value instanceof InvalidValue
      ? notWritable()
      : anyText(asAny(value)),
);

/** A value with a `bigint`, which only subgraphs in this process can return, is copied with a number in its place. */
function asAny(value: unknown): unknown {
  switch (jsonFormOf(value, MAX_DEPTH)) {
    case 'as it is':
      return value;
    case 'bigint':
      return withoutBigints(value);
    default:
      return undefined;
  }
}

function anyText(value: unknown): string {
  return value === undefined ? notWritable() : jsonText(value);
}

/** How a value can be written as JSON. `nothing`: not at all, such as infinity (from 1e400), which JSON.stringify would write as null. */
type JsonForm = 'as it is' | 'bigint' | 'nothing';

function jsonFormOf(value: unknown, left: number): JsonForm {
  if (typeof value === 'number') return Number.isFinite(value) ? 'as it is' : 'nothing';
  if (typeof value === 'bigint') return 'bigint';
  if (typeof value !== 'object' || value === null) return 'as it is';
  if (left === 0) return 'nothing';
  let fit: JsonForm = 'as it is';
  for (const inner of Object.values(value)) {
    const own = jsonFormOf(inner, left - 1);
    if (own === 'nothing') return own;
    if (own === 'bigint') fit = own;
  }
  return fit;
}

/** JSON of any value. What JSON cannot hold (a function, `undefined`) is written as null, as JSON.stringify does in a list. */
export function jsonText(value: unknown): string {
  return (JSON.stringify as (value: unknown) => string | undefined)(value) ?? 'null';
}

/** Characters that JSON escapes, and surrogates, of which JSON.stringify escapes lone ones. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The same bytes as `JSON.stringify(value)`, faster where nothing has to be escaped. @param plain true when that is known */
export function stringText(value: string, plain: boolean): string {
  return !plain && ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
}

function notWritable(): never {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- a symbol has no stack trace to collect
  throw NOT_WRITABLE;
}
