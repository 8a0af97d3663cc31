/** Leaf values on their way out: is this what the schema says, and how is it written. */
import { isEnumType, type GraphQLLeafType } from 'graphql';

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

const BUILT_IN: Readonly<Record<string, Leaf>> = {
  Int: leaf((value) => (isInt(value) ? value : undefined), (value) => (isInt(value) ? `${value as number}` : notPlain())),
  Float: leaf((value) => (Number.isFinite(value) ? value : undefined), (value) => (Number.isFinite(value) ? `${value as number}` : notPlain())),
  Boolean: leaf((value) => (typeof value === 'boolean' ? value : undefined), (value) => (value === true ? 'true' : value === false ? 'false' : notPlain())),
  String: leaf((value) => (typeof value === 'string' ? value : undefined), (value, plain) => (typeof value === 'string' ? stringText(value, plain) : notPlain())),
  ID: leaf(
    (value) => (typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : undefined),
    (value, plain) => (typeof value === 'string' ? stringText(value, plain) : Number.isInteger(value) ? `"${value as number}"` : notPlain()),
  ),
};

/** How a type's values are judged and written. A custom scalar's values pass as they are: only the subgraph knows them. */
export function leafOf(type: GraphQLLeafType): Leaf {
  if (isEnumType(type)) return enumLeaf(new Map(type.getValues().map(({ name }) => [name, JSON.stringify(name)])));
  return Object.hasOwn(BUILT_IN, type.name) ? BUILT_IN[type.name]! : ANY;
}

function enumLeaf(texts: ReadonlyMap<unknown, string>): Leaf {
  return leaf((value) => (texts.has(value) ? value : undefined), (value) => texts.get(value) ?? notPlain());
}

/** Deeper than this a value could exhaust the stack of whoever writes it. */
const MAX_DEPTH = 500;

const ANY = leaf(
  (value) => (isShallow(value, MAX_DEPTH) ? value : undefined),
  (value, plain) => (typeof value === 'string' ? stringText(value, plain) : value != null && isShallow(value, MAX_DEPTH) ? jsonText(value) : notPlain()),
);

function isShallow(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (left === 0) return false;
  for (const inner of Object.values(value)) if (!isShallow(inner, left - 1)) return false;
  return true;
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
