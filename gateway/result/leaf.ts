/** Leaf values on their way out: is this what the schema says, and how is it written. */
import { isEnumType, type GraphQLLeafType } from 'graphql';
import { isExactNumber, wholeDigits, withoutBigints } from '../../base/exact-number.ts';
import { InvalidValue } from './layout.ts';

/** Thrown by writers when a value needs more than writing; it is one object and has no stack, so it costs nothing. */
export const NOT_PLAIN = Symbol('not plain');

export interface Leaf {
  /** The value as it belongs into the response; `undefined` if it does not fit. Never called with null. */
  readonly take: (value: unknown) => unknown;
  /** JSON of the value. @param plain true when a string has nothing to escape @throws NOT_PLAIN when the value is null or does not fit */
  readonly write: (value: unknown, plain: boolean) => string;
}

const leaf = (take: Leaf['take'], write: Leaf['write']): Leaf => ({ take, write });

const isInt = (value: unknown): boolean => typeof value === 'number' && (value | 0) === value;

/** A `Float` is a double: of a number with more digits it keeps what a double can hold. */
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

/** A value that is rarely met takes the plain way's judgement; `undefined` from it says that it does not fit. */
const written = (value: unknown): string => (value === undefined ? notPlain() : JSON.stringify(value));

const BUILT_IN: Readonly<Record<string, Leaf>> = {
  Int: leaf(asInt, (value) => (isInt(value) ? `${value as number}` : written(asInt(value)))),
  Float: leaf(asFloat, (value) => (Number.isFinite(value) ? `${value as number}` : written(asFloat(value)))),
  Boolean: leaf(
    (value) => (typeof value === 'boolean' ? value : undefined),
    (value) => (value === true ? 'true' : value === false ? 'false' : notPlain()),
  ),
  String: leaf(
    (value) => (typeof value === 'string' ? value : undefined),
    (value, plain) => (typeof value === 'string' ? stringText(value, plain) : notPlain()),
  ),
  ID: leaf(asId, (value, plain) =>
    typeof value === 'string'
      ? stringText(value, plain)
      : Number.isInteger(value)
        ? `"${value as number}"`
        : written(asId(value)),
  ),
};

/** How a type's values are judged and written. A custom scalar's values pass as they are: only the subgraph knows them. */
export function leafOf(type: GraphQLLeafType): Leaf {
  if (isEnumType(type)) return enumLeaf(new Map(type.getValues().map(({ name }) => [name, JSON.stringify(name)])));
  return Object.hasOwn(BUILT_IN, type.name) ? BUILT_IN[type.name]! : ANY;
}

function enumLeaf(texts: ReadonlyMap<unknown, string>): Leaf {
  return leaf(
    (value) => (texts.has(value) ? value : undefined),
    (value) => texts.get(value) ?? notPlain(),
  );
}

/** Deeper than this a value could exhaust the stack of whoever writes it. */
const MAX_DEPTH = 500;

const ANY = leaf(asAny, (value, plain) =>
  typeof value === 'string'
    ? stringText(value, plain)
    : value == null || value instanceof InvalidValue
      ? notPlain()
      : anyText(asAny(value)),
);

/** A value that holds a `bigint`, as only subgraphs in this process have it, is copied with a number in its place. */
function asAny(value: unknown): unknown {
  switch (fitOf(value, MAX_DEPTH)) {
    case 'as it is':
      return value;
    case 'bigint':
      return withoutBigints(value);
    default:
      return undefined;
  }
}

function anyText(value: unknown): string {
  return value === undefined ? notPlain() : jsonText(value);
}

/** What becomes of a value as JSON; where nothing fits (a number that is none, as 1e400 becomes, would be written as null) it is no answer. */
type Fit = 'as it is' | 'bigint' | 'nothing';

function fitOf(value: unknown, left: number): Fit {
  if (typeof value === 'number') return Number.isFinite(value) ? 'as it is' : 'nothing';
  if (typeof value === 'bigint') return 'bigint';
  if (typeof value !== 'object' || value === null) return 'as it is';
  if (left === 0) return 'nothing';
  let fit: Fit = 'as it is';
  for (const inner of Object.values(value)) {
    const own = fitOf(inner, left - 1);
    if (own === 'nothing') return own;
    if (own === 'bigint') fit = own;
  }
  return fit;
}

/** What JSON cannot carry (a function, `undefined`) is written as null, as JSON.stringify does in a list. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

/** What JSON escapes, and surrogates: JSON.stringify escapes the lone ones. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** The same bytes as `JSON.stringify(value)`; most strings have nothing to escape. @param plain true when that is known of this one */
export function stringText(value: string, plain: boolean): string {
  return !plain && ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
}

function notPlain(): never {
  throw NOT_PLAIN;
}
