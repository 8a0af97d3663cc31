/** The bridge to mingo: BSON values as the plain values mingo computes with, and back. What a plain value cannot hold exactly is refused. */
import { BSONRegExp, Decimal128, Double, type Long } from 'bson';
import { storeFault } from '../errors.ts';
import { isDocument, isLong, type Document, type Value } from '../value/types.ts';
import { compilePattern } from '../query/pattern.ts';

/** A BSON value as mingo computes with it. @throws StoreError BadValue for a number that a double does not hold */
export function toPlain(value: Value | undefined): unknown {
  if (value instanceof Double) return value.value;
  if (isLong(value)) return plainLong(value);
  if (value instanceof Decimal128)
    throw storeFault(
      'BadValue',
      'a decimal is not possible in this operator on the embedded store; convert it with $toDouble',
    );
  if (value instanceof BSONRegExp) return compilePattern(value.pattern, value.options);
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isDocument(value)) return value;
  const plain: Record<string, unknown> = {};
  for (const [name, inner] of value)
    Object.defineProperty(plain, name, { value: toPlain(inner), enumerable: true, writable: true, configurable: true });
  return plain;
}

function plainLong(value: Long): number {
  const number = value.toNumber();
  if (!Number.isSafeInteger(number))
    throw storeFault('BadValue', 'an integer above 2^53 is not possible in this operator on the embedded store');
  return number;
}

/** A value of mingo's as a BSON value; `undefined` where there is none. */
export function fromPlain(value: unknown): Value | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((inner) => fromPlain(inner) ?? null);
  if (value instanceof RegExp) return new BSONRegExp(value.source, value.flags.replace(/[^imsx]/g, ''));
  if (isPlainObject(value)) return documentOf(value);
  return value as Value;
}

/** Whether a value is an object of fields and of no class. Its prototype is read: a field may be named `constructor`. */
function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A plain object as a document, without fields that are `undefined`. */
export function documentOf(plain: Readonly<Record<string, unknown>>): Document {
  const document: Document = new Map();
  for (const [name, inner] of Object.entries(plain)) {
    const value = fromPlain(inner);
    if (value !== undefined) document.set(name, value);
  }
  return document;
}
