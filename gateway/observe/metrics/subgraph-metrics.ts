/** Requests to subgraphs: how long, with which fault, how large, how often tried, shared and merged; and how each subgraph does now. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Gauge, type Registry } from 'prom-client';
import { fetchEnd, type FetchEnd } from '../../fetch/fetch-events.ts';
import type { SubgraphStatus } from '../../fetch/subgraph-channel.ts';
import { CounterSeries, DurationHistogram } from './series.ts';

/** The subgraphs of the gateway, whose names bound the labels. */
interface Subgraphs {
  status(): readonly SubgraphStatus[];
}

/** @returns stops counting */
export function subgraphMetrics(registry: Registry, subgraphs: Subgraphs): () => void {
  gauges(registry, subgraphs);
  const count = countingOf(registry);
  const onEnd = (message: unknown): void => count(message as FetchEnd);
  subscribe(fetchEnd.name, onEnd);
  return () => void unsubscribe(fetchEnd.name, onEnd);
}

function countingOf(registry: Registry): (end: FetchEnd) => void {
  const counters = (name: string, help: string): CounterSeries => new CounterSeries(registry, { name, help });
  const durations = new DurationHistogram(registry, {
    name: 'http_client_request_duration_seconds',
    help: 'Requests to subgraphs, waiting and retries included, by the code of their fault',
  });
  const bytes = counters('http_client_response_body_size_bytes_total', 'Bytes of the bodies that subgraphs sent');
  const retries = counters('sigap_subgraph_retries_total', 'Attempts after the first');
  const shared = counters('sigap_subgraph_shared_total', 'Fetches that another one in flight answered');
  const merged = counters('sigap_subgraph_merged_total', 'Fetches that travelled in the request of another one');
  const seriesOf = (subgraph: string) => ({
    bytes: bytes.of({ subgraph }),
    retries: retries.of({ subgraph }),
    shared: shared.of({ subgraph }),
    merged: merged.of({ subgraph }),
    answered: durations.of({ subgraph, error_type: '' }),
  });
  const known = new Map<string, ReturnType<typeof seriesOf>>();
  return ({ subgraph, code, duration, bytes: size, tries, callers, fetches }) => {
    let series = known.get(subgraph);
    if (series === undefined) known.set(subgraph, (series = seriesOf(subgraph)));
    (code === undefined ? series.answered : durations.of({ subgraph, error_type: code })).observe(duration);
    series.bytes.value += size;
    series.retries.value += Math.max(0, tries - 1);
    series.shared.value += callers - 1;
    series.merged.value += fetches - 1;
  };
}

function gauges(registry: Registry, subgraphs: Subgraphs): void {
  const gauge = (name: string, help: string, valueOf: (status: SubgraphStatus) => number): Gauge =>
    new Gauge({
      name,
      help,
      labelNames: ['subgraph'],
      registers: [registry],
      collect() {
        // A new supergraph may have fewer.
        this.reset();
        for (const status of subgraphs.status()) this.set({ subgraph: status.name }, valueOf(status));
      },
    });
  gauge(
    'sigap_subgraph_breaker_open',
    '1 while requests to the subgraph are refused; of workers the sum',
    ({ breaker }) => (breaker === 'open' ? 1 : 0),
  );
  gauge('sigap_subgraph_active_requests', 'Requests on their way', ({ active }) => active);
  gauge('sigap_subgraph_queued_requests', 'Requests that wait for a place', ({ queued }) => queued);
}
