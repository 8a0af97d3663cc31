/** A finished span as OpenTelemetry's exporters take it. */
import type { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { FinishedSpan } from './finished-span.ts';
import type { SpanReference } from './trace-context.ts';

/** What an exporter takes. */
export type OtlpSpan = Parameters<OTLPTraceExporter['export']>[0][number];

/** By OpenTelemetry's API: kinds of spans, their status, the flag of a sampled one. */
const KINDS = { internal: 0, server: 1, client: 2 } as const;
const [UNSET, ERROR] = [0, 2];
const SAMPLED = 1;
/** Who has made the span. */
const SCOPE = { name: 'sigap-graph' };

/** @param resource which program it is of */
export function otlpSpan(span: FinishedSpan, resource: OtlpSpan['resource']): OtlpSpan {
  const { name, traceId, parentId, began, ms, code, attributes, links = [] } = span;
  const own = Object.entries(attributes).filter(([, value]) => value !== undefined);
  // The enums of its API would be loaded with it.
  const made: unknown = {
    name,
    kind: KINDS[span.kind],
    spanContext: () => contextOf(span),
    parentSpanContext: parentId === undefined ? undefined : contextOf({ traceId, spanId: parentId }),
    startTime: highResolution(began),
    endTime: highResolution(began + ms),
    duration: highResolution(ms),
    status: { code: code === undefined ? UNSET : ERROR },
    attributes: Object.fromEntries(code === undefined ? own : [...own, ['error.type', code]]),
    links: links.map((link) => ({ context: contextOf(link) })),
    events: [],
    ended: true,
    resource,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
  return made as OtlpSpan;
}

const contextOf = ({ traceId, spanId }: SpanReference) => ({ traceId, spanId, traceFlags: SAMPLED });

/** Seconds and nanoseconds: microseconds are kept, more a double of ms does not hold. */
function highResolution(ms: number): [number, number] {
  const micros = Math.round(ms * 1_000);
  return [Math.floor(micros / 1_000_000), (micros % 1_000_000) * 1_000];
}
