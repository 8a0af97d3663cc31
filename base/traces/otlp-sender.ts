/** Sends batches of spans by OTLP over HTTP, with OpenTelemetry's exporter. */
import type { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { reasonOf } from '../errors.ts';
import type { SettingsOf } from '../settings.ts';
import type { FinishedSpan } from './finished-span.ts';
import { otlpSpan, type OtlpSpan } from './otlp-span.ts';
import type { traceSettings } from './settings.ts';

/** How long a receiver may take for a batch, ms. */
const TIMEOUT = 5_000;

/** An exporter's answer, by OpenTelemetry's API. */
interface Exported {
  readonly code: number;
  readonly error?: Error & { readonly code?: string | number };
}

/** Its code where all went well. */
const SUCCESS = 0;

/** Where spans are sent, and as whose. */
export interface SenderOptions extends Pick<SettingsOf<typeof traceSettings>, 'tracesProtocol' | 'tracesHeaders'> {
  readonly tracesEndpoint: string;
  /** What the program is called. */
  readonly service: string;
}

/** Sends the spans of one program. */
export class OtlpSender {
  readonly #resource: OtlpSpan['resource'];
  readonly #exporter: Promise<OTLPTraceExporter>;

  constructor(options: SenderOptions) {
    this.#exporter = loadExporter(options);
    // Each batch says so.
    this.#exporter.catch(() => {});
    this.#resource = resourceOf(options.service);
  }

  /** @returns why the receiver did not take them; undefined where it did */
  async send(spans: readonly FinishedSpan[]): Promise<string | undefined> {
    try {
      const exporter = await this.#exporter;
      if (spans.length === 0) return undefined;
      return await new Promise((resolve) =>
        exporter.export(
          spans.map((span) => otlpSpan(span, this.#resource)),
          ({ code, error }: Exported) => resolve(code === SUCCESS ? undefined : refusalOf(error)),
        ),
      );
    } catch (thrown) {
      return reasonOf(thrown);
    }
  }
}

/** What a receiver answers may hold anything: its status and its kind of fault alone are told. */
function refusalOf(error: Exported['error']): string {
  return error?.code === undefined ? 'it did not take them' : `it did not take them (${error.code})`;
}

async function loadExporter({
  tracesEndpoint,
  tracesProtocol,
  tracesHeaders,
}: SenderOptions): Promise<OTLPTraceExporter> {
  const { OTLPTraceExporter: Exporter } =
    tracesProtocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return new Exporter({
    url: `${tracesEndpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: tracesHeaders,
    timeoutMillis: TIMEOUT,
    concurrencyLimit: 2,
  });
}

/** What sends them, by the semantic conventions of resources: no host and no address. */
function resourceOf(service: string): OtlpSpan['resource'] {
  const attributes = {
    'service.name': service,
    'service.namespace': 'sigap-graph',
    'process.pid': process.pid,
    'telemetry.sdk.language': 'nodejs',
  };
  return { attributes } as unknown as OtlpSpan['resource'];
}
