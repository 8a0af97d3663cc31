import { describe, expect, it } from 'vitest';
import { newSpanId, newTraceId, readTraceparent, traceparentOf } from '../../../base/traces/trace-context.ts';

const [TRACE, SPAN] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

describe('traceparent', () => {
  it('names a trace, a span and whether it is sampled', () => {
    expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({ traceId: TRACE, spanId: SPAN, sampled: true });
    expect(readTraceparent(`00-${TRACE}-${SPAN}-00`)?.sampled).toBe(false);
    expect(readTraceparent(`00-${TRACE}-${SPAN}-03`)?.sampled).toBe(true);
  });

  it('of a later version is read as far as it is known', () => {
    expect(readTraceparent(`cc-${TRACE}-${SPAN}-01-what-the-future-brings`)?.traceId).toBe(TRACE);
  });

  it.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['a version that is none', `ff-${TRACE}-${SPAN}-01`],
    ['more fields than version 00 has', `00-${TRACE}-${SPAN}-01-x`],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`],
    ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`],
    ['an id that is short', `00-${TRACE.slice(1)}-${SPAN}-01`],
    ['flags that are none', `00-${TRACE}-${SPAN}-0x`],
    ['a trace id that may be a person', `00-${'ab'.repeat(8)}3275014107800003-${SPAN}-01`],
    ['a span id that may be a person', `00-${TRACE}-3275010101010001-01`],
    ['two of them', [`00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`]],
  ])('is ignored where it is %s', (_, header) => {
    expect(readTraceparent(header)).toBeUndefined();
  });

  it('is written as it is read', () => {
    for (const sampled of [true, false]) {
      const context = { traceId: TRACE, spanId: SPAN, sampled };
      expect(readTraceparent(traceparentOf(context))).toEqual(context);
    }
  });
});

it('new ids are hexadecimal, of the right length, and no two are the same', () => {
  const traces = Array.from({ length: 2_000 }, newTraceId);
  const spans = Array.from({ length: 2_000 }, newSpanId);
  expect(traces.every((id) => /^[\da-f]{32}$/.test(id))).toBe(true);
  expect(spans.every((id) => /^[\da-f]{16}$/.test(id))).toBe(true);
  expect(new Set([...traces, ...spans.map((id) => id)]).size).toBe(4_000);
});
