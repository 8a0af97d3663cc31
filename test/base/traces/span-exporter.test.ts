import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { logOf } from '../../../base/log.ts';
import { defaultSettings, readSettings } from '../../../base/settings.ts';
import type { FinishedSpan } from '../../../base/traces/finished-span.ts';
import { openSpanExporter, type SpanExporter } from '../../../base/traces/span-exporter.ts';
import { traceSettings } from '../../../base/traces/settings.ts';
import { newSpanId, newTraceId } from '../../../base/traces/trace-context.ts';
import { otlpReceiver, type OtlpReceiver } from '../../support/otlp-receiver.ts';

let receiver: OtlpReceiver | undefined;
let exporter: SpanExporter;
afterEach(async () => {
  await exporter.close();
  await receiver?.stop();
  receiver = undefined;
});

let lines: string[] = [];
function open(url: string, settings: Partial<Parameters<typeof openSpanExporter>[0]['settings']> = {}): SpanExporter {
  const own: string[] = (lines = []);
  const log = logOf('test', 'info', { write: (line: string) => void own.push(line) });
  const all = { ...defaultSettings(traceSettings), tracesProtocol: 'http/json' as const, tracesEndpoint: url };
  return (exporter = openSpanExporter({ settings: { ...all, ...settings }, service: 'sigap-test', log }));
}

const span = (name = 'a'): FinishedSpan => ({
  traceId: newTraceId(),
  spanId: newSpanId(),
  parentId: undefined,
  name,
  kind: 'server',
  began: 1_700_000_000_000.25,
  ms: 12.5,
  code: undefined,
  attributes: { text: 'x', number: 1, yes: true, list: [1, 2], nothing: undefined },
});
const spans = (count: number): FinishedSpan[] => Array.from({ length: count }, () => span());

describe('spans', () => {
  it('arrive as they are, with the service, at the path of traces, with the headers', async () => {
    receiver = await otlpReceiver();
    open(`${receiver.url}/`, { tracesHeaders: { 'x-key': 'secret' } });
    const parentId = newSpanId();
    const link = { traceId: newTraceId(), spanId: newSpanId() };
    const child = { ...span('b'), parentId, code: 'BAD', kind: 'client' as const, links: [link] };
    exporter.add([span(), child]);
    await vi.waitFor(() => expect(exporter.counts.sent).toBe(2), 10_000);
    expect(receiver.paths).toEqual(['/v1/traces']);
    expect(receiver.heads[0]!['x-key']).toBe('secret');
    const [one, other] = receiver.spans;
    expect(one).toMatchObject({
      service: 'sigap-test',
      parentId: undefined,
      kind: 'server',
      began: 1_700_000_000_000.25,
      ended: 1_700_000_000_012.75,
      failed: false,
      attributes: { text: 'x', number: 1, yes: true, list: [1, 2] },
    });
    expect(Object.keys(one!.attributes)).not.toContain('nothing');
    expect(other).toMatchObject({ parentId, kind: 'client', failed: true, attributes: { 'error.type': 'BAD' } });
    expect(other!.links).toMatchObject([link]);
  });

  it('go as protobuf unless told otherwise', async () => {
    const bodies: Buffer[] = [];
    const types: unknown[] = [];
    const server = createServer(async (request, response) => {
      types.push(request.headers['content-type']);
      bodies.push(Buffer.from(await new Response(Readable.toWeb(request) as ReadableStream).arrayBuffer()));
      response.end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    open(`http://127.0.0.1:${port}`, { tracesProtocol: defaultSettings(traceSettings).tracesProtocol });
    const one = span('by protobuf');
    exporter.add([one]);
    await exporter.close();
    server.close();
    expect(exporter.counts.sent).toBe(1);
    expect(types).toEqual(['application/x-protobuf']);
    for (const part of [Buffer.from(one.traceId, 'hex'), Buffer.from(one.spanId, 'hex'), 'by protobuf', 'sigap-test'])
      expect(bodies[0]!.includes(part)).toBe(true);
  });

  it('that are many go in several requests, and what waits at a stop is sent', async () => {
    receiver = await otlpReceiver();
    open(receiver.url);
    exporter.add(spans(1_300));
    await exporter.close();
    expect(receiver.spans).toHaveLength(1_300);
    expect(exporter.counts).toEqual({ sent: 1_300, bound: 0, queue: 0, receiver: 0 });
    exporter.add(spans(3));
    expect(exporter.counts.queue).toBe(3);
  });
});

describe('a receiver that', () => {
  it('never answers holds no more than the queue, and no stop', async () => {
    receiver = await otlpReceiver(() => {});
    open(receiver.url);
    for (let at = 0; at < 100; at++) exporter.add(spans(100));
    const { queue } = exporter.counts;
    expect(queue).toBeGreaterThanOrEqual(5_000);
    await exporter.close();
    const { sent, receiver: notTaken } = exporter.counts;
    expect(sent).toBe(0);
    // The batch that is under way is not known to be lost before its time is over.
    expect(queue + notTaken).toBeGreaterThanOrEqual(10_000 - 512);
  });

  it('is gone is told once in the log, without what was sent', async () => {
    receiver = await otlpReceiver();
    const { url } = receiver;
    await receiver.stop();
    open(url);
    exporter.add([span('one')]);
    await vi.waitFor(() => expect(exporter.counts.receiver).toBe(1), 20_000);
    exporter.add([span('two')]);
    await vi.waitFor(() => expect(exporter.counts.receiver).toBe(2), 20_000);
    expect(lines.filter((line) => line.includes('the receiver of traces'))).toHaveLength(1);
  }, 60_000);

  it('refuses is told by its status, not by its words', async () => {
    receiver = await otlpReceiver((response) => response.writeHead(401).end('words of the receiver'));
    open(receiver.url);
    exporter.add(spans(2));
    await vi.waitFor(() => expect(exporter.counts.receiver).toBe(2), 10_000);
    expect(lines.join()).toContain('401');
    expect(lines.join()).not.toContain('words of');
  });

  it('answers 200 MB is not read to its end', async () => {
    let written = 0;
    receiver = await otlpReceiver((response) => {
      const chunk = Buffer.alloc(1_000_000);
      const more = (): void => {
        while (written < 200_000_000 && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    open(receiver.url);
    exporter.add([span()]);
    await vi.waitFor(() => expect(exporter.counts.receiver).toBe(1), 20_000);
    expect(written).toBeLessThan(100_000_000);
  });
});

describe('the options', () => {
  const read = (env: Record<string, string>) => readSettings('test', traceSettings, [], env);

  it('are off without an endpoint', () => {
    expect(read({})?.tracesEndpoint).toBeUndefined();
  });

  it('take headers as OpenTelemetry writes them, and tell of a wrong one without showing it', () => {
    expect(read({ OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20x, x-b=2' })?.tracesHeaders).toEqual({
      authorization: 'Bearer x',
      'x-b': '2',
    });
    expect(() => read({ OTEL_EXPORTER_OTLP_HEADERS: 'verysecret' })).toThrow(/expected name=value/);
    expect(() => read({ OTEL_EXPORTER_OTLP_HEADERS: 'verysecret' })).not.toThrow(/verysecret/);
  });

  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318', /expected http/],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', /expected http\/protobuf or http\/json/],
    ['TRACES_SAMPLER_RATIO', '2', /expected a number from 0 to 1/],
    ['TRACES_SPANS_PER_SECOND', '0', /expected a whole number/],
  ])('refuse %s=%s', (name, value, expected) => {
    expect(() => read({ [name]: value })).toThrow(expected);
  });
});
