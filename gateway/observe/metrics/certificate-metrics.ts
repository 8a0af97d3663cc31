/** How long certificates still hold: those of the options, and those that subgraphs show. One that has ended closes a way at once, for everybody. */
import { Gauge, type Registry } from 'prom-client';
import type { SubgraphStatus } from '../../fetch/subgraph-channel.ts';

/** The certificates of a gateway. */
export interface Certificates {
  /** Name of the option -> when the first of its certificates ends, ms since 1970. */
  readonly own: () => ReadonlyMap<string, number>;
  readonly subgraphs: () => readonly Pick<SubgraphStatus, 'name' | 'certificateEnd'>[];
}

/** Adds the gauges; below 0 once a certificate has ended. */
export function certificateMetrics(registry: Registry, { own, subgraphs }: Certificates): void {
  const gauge = (name: string, help: string, label: string, ends: () => Iterable<readonly [string, number]>): Gauge =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      aggregator: 'min',
      registers: [registry],
      collect() {
        this.reset();
        for (const [value, end] of ends()) this.set({ [label]: value }, (end - Date.now()) / 1_000);
      },
    });
  gauge(
    'sigap_certificate_remaining_seconds',
    'Until the first certificate of the files that an option names ends; below 0 afterwards',
    'option',
    own,
  );
  gauge(
    'sigap_subgraph_certificate_remaining_seconds',
    'Until the certificate ends that a subgraph showed when it was last connected to; below 0 afterwards',
    'subgraph',
    () =>
      subgraphs().flatMap(({ name, certificateEnd }) =>
        certificateEnd === undefined ? [] : [[name, certificateEnd] as const],
      ),
  );
}
