/** Options of traces, for the gateway and for subgraphs; those named OTEL_… mean what they mean to every program of OpenTelemetry. */
import { z } from 'zod';
import { commaSeparated, wholeNumber, type SettingTable } from '../settings.ts';

const isHttp = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? '');

/** `name=value` pairs with commas between, values percent-encoded, as OpenTelemetry has them. */
const headers = z
  .string()
  .default('')
  .transform((text, context) => {
    try {
      return Object.fromEntries(commaSeparated(text).map(headerOf));
    } catch {
      context.addIssue({ code: 'custom', message: 'expected name=value pairs with commas between, percent-encoded' });
      return z.NEVER;
    }
  });

function headerOf(pair: string): readonly [string, string] {
  const [, name, value] = /^([\w-]+)\s*=\s*(.+)$/.exec(pair) ?? [];
  return [name!.toLowerCase(), decodeURIComponent(value!)];
}

/** The options with environment variable, flag, schema, unit and description. Listed in docs/config.md. */
export const traceSettings = {
  tracesEndpoint: {
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    flag: '--otlp-endpoint <url>',
    schema: z.string().refine(isHttp, 'expected http://… or https://…').optional(),
    unit: 'URL',
    what: 'Where traces are sent, by OTLP over HTTP: a collector, without the path /v1/traces. Without it there are none, and they cost nothing.',
  },
  tracesProtocol: {
    env: 'OTEL_EXPORTER_OTLP_PROTOCOL',
    flag: '--otlp-protocol <protocol>',
    schema: z
      .enum(['http/protobuf', 'http/json'], 'expected http/protobuf or http/json; gRPC is not spoken')
      .default('http/protobuf'),
    unit: 'http/protobuf or http/json',
    what: 'How they are encoded.',
  },
  tracesHeaders: {
    env: 'OTEL_EXPORTER_OTLP_HEADERS',
    schema: headers,
    unit: 'name=value,name=value',
    what: 'Headers of what is sent, such as a token of the receiver.',
    secret: true,
  },
  tracesService: {
    env: 'OTEL_SERVICE_NAME',
    flag: '--service-name <name>',
    schema: z.string().optional(),
    unit: 'name',
    what: 'What this program is called in traces; when left out sigap-gateway, or sigap- with the name of the subgraph. In npm start it names the gateway.',
  },
  tracesRatio: {
    env: 'TRACES_SAMPLER_RATIO',
    flag: '--traces-sampler-ratio <0..1>',
    schema: z.coerce
      .number('expected a number from 0 to 1')
      .min(0, 'expected a number from 0 to 1')
      .max(1, 'expected a number from 0 to 1')
      .default(0.01),
    unit: 'share',
    what: 'The share of requests whose trace is sent. A request that comes with a traceparent follows the flag in it instead. Those with errors and slow ones are sent whatever it says.',
  },
  tracesSpansPerSecond: {
    env: 'TRACES_SPANS_PER_SECOND',
    flag: '--traces-spans-per-second <number>',
    schema: wholeNumber(1, 100_000, 1_000),
    unit: 'spans a second',
    what: 'How many spans a process sends at most, whatever the reason: of those whose caller asked for it, of those with errors, of slow ones and of the share, each at most half. What is beyond is counted and left out.',
  },
} as const satisfies SettingTable;
