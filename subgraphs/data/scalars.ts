/**
 * The graph's scalars. A value that does not fit is refused with a code and a message of what was expected and what was received. Days and
 * moments are validated by `graphql-scalars`; a scalar of our own states why that library has none for it.
 */
import { GraphQLDateTimeISO, GraphQLLocalDate } from 'graphql-scalars';
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { quote } from '../../base/errors.ts';
import { isExactNumber } from '../../base/exact-number.ts';
import { subgraphFault } from '../errors.ts';
import { isPeriod, MONTH } from './period.ts';
import { isNik } from './person-token.ts';

/** An amount of rupiah as the database, a resolver or another subgraph states it: a BSON Long, a `bigint`, a number or its digits. */
export type RupiahLike = number | bigint | string | { toBigInt(): bigint };

/** @returns whole rupiah, exact for sums of any size @throws RangeError when the value is no whole number */
export function toRupiah(value: RupiahLike): bigint {
  return typeof value === 'object' ? value.toBigInt() : BigInt(value);
}

/** How one kind of text enters and leaves. */
interface TextForm<Value> {
  /** @returns the value as resolvers receive it @throws when the text is not of this kind */
  readonly read: (text: unknown) => Value;
  /** @returns the text that leaves @throws when it is none of this kind: nothing else that a database may hold leaves */
  readonly write: (value: unknown) => string;
  /** @param received quoted, as it was written */
  readonly refuse: (received: string) => Error;
}

/** A scalar whose values are text. What `read` throws is not repeated: it may hold the value, which may be of a person. */
function textScalar<Value>(name: string, { read, write, refuse }: TextForm<Value>): GraphQLScalarType<Value, string> {
  const parse = (value: unknown): Value => {
    try {
      return read(value);
    } catch {
      throw refuse(received(value));
    }
  };
  return new GraphQLScalarType({
    name,
    serialize(value) {
      try {
        return write(value);
      } catch {
        throw new TypeError(`${name}: expected its form, got another`);
      }
    },
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : shown(node)),
  });
}

/** What days, months and moments are written with, also mistyped; a text with anything else may be a name that slipped into the column. */
const OF_TIME = /^[\d\-:./TZ+ ]{0,40}$/;

/** @returns what is repeated of a value: where it may be somebody's only that it was a text */
const received = (value: unknown): string =>
  typeof value === 'string' && !OF_TIME.test(value) ? `a text of ${value.length} characters` : quote(value);

/** A literal that is not a string: shown in the message as it was written, never taken for one. */
const shown = (node: ValueNode): unknown => ({ [node.kind]: 'value' in node ? node.value : undefined });

/** @returns text that has passed the check, unchanged */
const textThat =
  (check: (text: string) => boolean) =>
  (value: unknown): string => {
    if (typeof value === 'string' && check(value)) return value;
    throw new TypeError();
  };

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The greatest amount, Rp9,007 trillion: the greatest whole number that every JSON parser reads exactly, and more than twice the
 * budget of the whole state for 2025 (Rp3,621 trillion). So an amount never needs another form than a number.
 */
const MOST_RUPIAH = BigInt(Number.MAX_SAFE_INTEGER);

/** The range in messages, not in digits: the gateway masks numbers of 16 digits, which could be a NIK. */
const AMOUNTS = '-(2^53 - 1) to 2^53 - 1 rupiah';

const isAmount = (amount: bigint): boolean => -MOST_RUPIAH <= amount && amount <= MOST_RUPIAH;

/** @param value a JSON number; its digits as text are read too, as clients have sent them @throws CodedError BAD_RUPIAH */
function parseRupiah(value: unknown): bigint {
  const digits = isExactNumber(value) ? value.rawJSON : value;
  if (typeof digits === 'bigint') return withinAmounts(digits);
  if (typeof digits === 'number' && Number.isSafeInteger(digits)) return BigInt(digits);
  if (typeof digits === 'string' && /^-?\d{1,19}$/.test(digits)) return withinAmounts(BigInt(digits));
  throw subgraphFault('BAD_RUPIAH', `expected a whole number, got ${quote(digits)}`);
}

function withinAmounts(amount: bigint): bigint {
  if (isAmount(amount)) return amount;
  throw subgraphFault('BAD_RUPIAH', `expected ${AMOUNTS}, got ${amount}`);
}

/** A literal's digits stay text, so that no integer loses digits on the way to the check. */
const rupiahOf = (node: ValueNode): bigint => parseRupiah('value' in node ? node.value : node.kind);

/** @returns always a number, whatever the amount @throws CodedError AMOUNT_TOO_LARGE */
function serializeRupiah(value: unknown): number {
  const amount = toRupiah(value as RupiahLike);
  if (isAmount(amount)) return Number(amount);
  throw subgraphFault('AMOUNT_TOO_LARGE', `expected ${AMOUNTS}, got ${amount}`);
}

/** A geometry as RFC 7946 has it; coordinates are as deep as their type needs and are not looked into. */
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

/** The scalars of all subgraphs by name; each agency takes those that its SDL declares. */
export const scalars = {
  /**
   * Ours: the library's GeoJSON checks every coordinate of an answer, thousands for the borders of one district, and lets other members
   * than `type` and `coordinates` out.
   */
  GeoJSON: new GraphQLScalarType<unknown, Geometry>({ name: 'GeoJSON', serialize: serializeGeometry }),
  /**
   * Ours: the library's SafeInt has the same range, but neither takes the database's 64-bit integers nor passes resolvers a `bigint`, in
   * which sums are exact whatever their size.
   */
  Rupiah: new GraphQLScalarType<bigint, number>({
    name: 'Rupiah',
    serialize: serializeRupiah,
    parseValue: parseRupiah,
    parseLiteral: rupiahOf,
  }),
  /** Ours: the library has no month of a year. Text from `2000-01` to `2099-12`. */
  Period: textScalar('Period', {
    read: textThat(isPeriod),
    write: textThat((text) => MONTH.test(text)),
    refuse: (received) => subgraphFault('BAD_PERIOD', `expected YYYY-MM, got ${received}`),
  }),
  /**
   * The library's LocalDate: text, a day of the calendar. What leaves is tested for its form alone: the calendar would cost 1.5 µs a
   * value, a millisecond for a page of workers, and the database holds days that have been validated.
   */
  Date: textScalar('Date', {
    read: (value) => GraphQLLocalDate.parseValue(value),
    write: textThat((text) => DAY.test(text)),
    refuse: (received) => subgraphFault('BAD_DATE', `expected YYYY-MM-DD, got ${received}`),
  }),
  /** The library's DateTimeISO: a `Date` for resolvers; leaves in UTC, to the millisecond. */
  DateTime: textScalar('DateTime', {
    read: (value) => GraphQLDateTimeISO.parseValue(value),
    write: (value) => GraphQLDateTimeISO.serialize(value),
    refuse: (received) => subgraphFault('BAD_DATE_TIME', `expected ISO 8601 with a zone, got ${received}`),
  }),
  /** Ours: what was received is not repeated, since it may be someone's NIK with a slip; the library's RegularExpression repeats it. */
  Nik: textScalar('Nik', {
    read: textThat(isNik),
    write: textThat(isNik),
    refuse: () => subgraphFault('BAD_NIK', 'expected a string of 16 digits'),
  }),
};
