/** Spans of traces: how many the receiver took, and how many were dropped and why. */
import { Counter, type Registry } from 'prom-client';
import type { SpanExporter } from '../../../base/traces/span-exporter.ts';

/** Adds the counts of an exporter. */
export function spanMetrics(registry: Registry, { counts }: Pick<SpanExporter, 'counts'>): void {
  new Counter({
    name: 'sigap_spans_sent_total',
    help: 'Spans that the receiver of traces took',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(counts.sent);
    },
  });
  new Counter({
    name: 'sigap_spans_dropped_total',
    help: 'Spans that were not sent: beyond the bound of a second, no room in the queue, not taken by the receiver',
    labelNames: ['reason'],
    registers: [registry],
    collect() {
      this.reset();
      for (const reason of ['bound', 'queue', 'receiver'] as const) this.inc({ reason }, counts[reason]);
    },
  });
}
