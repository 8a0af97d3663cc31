/** A receiver of OTLP over HTTP in its JSON encoding (https://opentelemetry.io/docs/specs/otlp/), as a collector has one. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedSpan {
  readonly service: string;
  /** Of the process. */
  readonly pid: number;
  readonly traceId: string;
  readonly spanId: string;
  /** Undefined where the trace begins. */
  readonly parentId: string | undefined;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client';
  /** ms since 1970 */
  readonly began: number;
  readonly ended: number;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
}

export interface OtlpReceiver {
  readonly url: string;
  /** All spans so far. */
  readonly spans: readonly ReceivedSpan[];
  /** All bodies so far. */
  readonly texts: readonly string[];
  readonly heads: readonly IncomingHttpHeaders[];
  readonly paths: readonly string[];
  stop(): Promise<void>;
}

/** @param answer how it answers; 200 with `{}` unless told otherwise */
export async function otlpReceiver(
  answer: (response: ServerResponse) => void = (response) =>
    void response.setHeader('content-type', 'application/json').end('{}'),
): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const texts: string[] = [];
  const heads: IncomingHttpHeaders[] = [];
  const paths: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    texts.push(text);
    heads.push(request.headers);
    paths.push(request.url!);
    spans.push(...spansIn(text));
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    texts,
    heads,
    paths,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

interface AnyValue {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly AnyValue[] };
}
type Attributes = readonly { readonly key: string; readonly value: AnyValue }[];

interface Told {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number };
  readonly attributes: Attributes;
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}

function spansIn(text: string): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(text) as {
    resourceSpans: {
      resource: { attributes: Attributes };
      scopeSpans: { spans: Told[] }[];
    }[];
  };
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) => scope.spans.map((span) => spanOf(span, valuesOf(resource.attributes)))),
  );
}

/** By opentelemetry/proto/trace/v1/trace.proto. */
const KINDS = { 1: 'internal', 2: 'server', 3: 'client' } as const;

function spanOf(span: Told, resource: Readonly<Record<string, unknown>>): ReceivedSpan {
  return {
    service: String(resource['service.name']),
    pid: Number(resource['process.pid']),
    traceId: span.traceId,
    spanId: span.spanId,
    parentId: span.parentSpanId,
    name: span.name,
    kind: KINDS[span.kind as 1 | 2 | 3],
    began: millis(span.startTimeUnixNano),
    ended: millis(span.endTimeUnixNano),
    failed: span.status.code === 2,
    attributes: valuesOf(span.attributes),
    links: span.links ?? [],
  };
}

/** Digits below a microsecond are not told. */
const millis = (nanos: string): number => Number(BigInt(nanos) / 1_000n) / 1_000;

const valuesOf = (attributes: Attributes): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));

function valueOf({ stringValue, intValue, doubleValue, boolValue, arrayValue }: AnyValue): unknown {
  if (arrayValue !== undefined) return arrayValue.values.map(valueOf);
  if (intValue !== undefined) return Number(intValue);
  return stringValue ?? doubleValue ?? boolValue;
}
