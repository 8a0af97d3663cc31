/** The graph's scalars. A wrong value is refused with a code that says what was expected and what came. */
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { quote } from '../../base/errors.ts';
import { isExactNumber } from '../../base/exact-number.ts';
import { subgraphFault } from '../errors.ts';
import { isPeriod, MONTH } from './period.ts';
import { isNik } from './person-token.ts';

/** Rupiah from an answer of the database or of another subgraph. */
export type RupiahLike = number | bigint | string | { toBigInt(): bigint };

/** @throws RangeError when it is no whole number */
export function toRupiah(value: RupiahLike): bigint {
  return typeof value === 'object' ? value.toBigInt() : BigInt(value);
}

/** How a literal was written: digits stay text, so that no integer loses digits on the way. */
function literal(node: ValueNode): unknown {
  if (node.kind === Kind.INT) return { digits: node.value };
  return 'value' in node ? node.value : node.kind;
}

/** @param shape what leaves has it: nothing else that a database may hold */
function textScalar(
  name: string,
  shape: RegExp,
  check: (text: string) => boolean,
  refuse: (got: string) => Error,
): GraphQLScalarType {
  const parse = (value: unknown): string => {
    if (typeof value !== 'string' || !check(value)) throw refuse(quote(value));
    return value;
  };
  return new GraphQLScalarType({
    name,
    serialize(value) {
      const text = value instanceof Date ? value.toISOString() : value;
      if (typeof text === 'string' && shape.test(text)) return text;
      throw new TypeError(`${name}: expected its form, got another`);
    },
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : shown(node)),
  });
}

/** Not a string: shown in the message as it was written, never taken for one. */
const shown = (node: ValueNode): unknown => ({ [node.kind]: 'value' in node ? node.value : undefined });

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const moment = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

function isMoment(text: string): boolean {
  return MOMENT.test(text) && !Number.isNaN(Date.parse(text));
}

function parseRupiah(value: unknown): bigint {
  const digits = isExactNumber(value)
    ? value.rawJSON
    : typeof value === 'object' && value !== null && 'digits' in value
      ? value.digits
      : value;
  if (typeof digits === 'bigint') return inLong(digits);
  if (typeof digits === 'number' && Number.isSafeInteger(digits)) return BigInt(digits);
  if (typeof digits === 'string' && /^-?\d{1,19}$/.test(digits)) return inLong(BigInt(digits));
  throw subgraphFault('BAD_RUPIAH', `expected a whole number, got ${quote(digits)}`);
}

/** The database keeps 64 bits. */
function inLong(value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value;
  throw subgraphFault('BAD_RUPIAH', `expected at most 64 bits, got ${value}`);
}

function serializeRupiah(value: unknown): number | string {
  const amount = toRupiah(value as RupiahLike);
  const number = Number(amount);
  return Number.isSafeInteger(number) ? number : String(amount);
}

/** A geometry as RFC 7946 has it; coordinates are as deep as their type says and are not looked into. */
export interface Geometry {
  readonly type: string;
  readonly coordinates: readonly unknown[];
}

function serializeGeometry(value: unknown): Geometry {
  const { type, coordinates } = (value ?? {}) as Partial<Geometry>;
  if (typeof type !== 'string' || !Array.isArray(coordinates))
    throw new TypeError('expected a geometry with a type and coordinates, got something else');
  return { type, coordinates };
}

export const scalars = {
  GeoJSON: new GraphQLScalarType<unknown, Geometry>({ name: 'GeoJSON', serialize: serializeGeometry }),
  Rupiah: new GraphQLScalarType<bigint, number | string>({
    name: 'Rupiah',
    serialize: serializeRupiah,
    parseValue: parseRupiah,
    parseLiteral: (node) => parseRupiah(literal(node)),
  }),
  Period: textScalar('Period', MONTH, isPeriod, (got) => subgraphFault('BAD_PERIOD', `expected YYYY-MM, got ${got}`)),
  Date: textScalar('Date', DAY, isDay, (got) => subgraphFault('BAD_DATE', `expected YYYY-MM-DD, got ${got}`)),
  DateTime: textScalar('DateTime', MOMENT, isMoment, (got) =>
    subgraphFault('BAD_DATE_TIME', `expected ISO 8601 with a zone, got ${got}`),
  ),
  // What came is not repeated: it may be someone's NIK with a slip.
  Nik: textScalar('Nik', /^\d{16}$/, isNik, () => subgraphFault('BAD_NIK', 'expected a string of 16 digits')),
};
