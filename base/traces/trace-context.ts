/** What names a trace across processes: W3C Trace Context (https://www.w3.org/TR/trace-context/), its header `traceparent`. */
import { randomBytes } from 'node:crypto';

/** A span by its ids, as another span names it. */
export interface SpanReference {
  /** 32 digits of hexadecimal, not all 0 */
  readonly traceId: string;
  /** 16 digits of hexadecimal, not all 0 */
  readonly spanId: string;
}

/** Where a span stands, for what is begun below it. */
export interface TraceContext extends SpanReference {
  /** Whether its spans are recorded. */
  readonly sampled: boolean;
}

/** The four fields of version 00. A later version may have more behind them. */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/;
/** Area, day (plus 40 for a woman), month, year and number of a NIK: an id that holds one would carry a person wherever traces are kept. */
const NIK = /[1-9]\d{5}(?:[0-2456]\d|[37][01])(?:0[1-9]|1[0-2])\d{6}/;
const SAMPLED = 1;

/** @returns what the header names; undefined where it is malformed, is sent twice, or may hold a person's number */
export function readTraceparent(header: string | readonly string[] | undefined): TraceContext | undefined {
  const match = typeof header === 'string' ? TRACEPARENT.exec(header) : null;
  if (match === null) return undefined;
  const [, version, traceId, spanId, flags, more] = match;
  if ((version === '00' && more !== undefined) || NIK.test(traceId!) || NIK.test(spanId!)) return undefined;
  return { traceId: traceId!, spanId: spanId!, sampled: (Number.parseInt(flags!, 16) & SAMPLED) !== 0 };
}

/** @returns the header's value */
export function traceparentOf({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-0${sampled ? SAMPLED : 0}`;
}

/** @returns the id of a new trace */
export const newTraceId = (): string => randomHex(16);

/** @returns the id of a new span */
export const newSpanId = (): string => randomHex(8);

/** Many are drawn and written at once: one draw an id would cost more than all else that a span costs. */
const DRAWN_BYTES = 4_096;
let drawn = '';
let used = 0;

function randomHex(bytes: number): string {
  const digits = bytes * 2;
  if (used + digits > drawn.length) {
    drawn = randomBytes(DRAWN_BYTES).toString('hex');
    used = 0;
  }
  const id = drawn.slice(used, (used += digits));
  return NOTHING.startsWith(id) ? randomHex(bytes) : id;
}

/** No id: W3C keeps it for what is invalid. */
const NOTHING = '0'.repeat(32);
