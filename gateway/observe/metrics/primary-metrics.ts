/** What the primary of several workers knows by itself. */
import { Registry } from 'prom-client';
import { gaugesOf } from './gauge.ts';
import { CounterSeries } from './series.ts';
import { sourceMetrics } from './source-metrics.ts';

/** Its metrics. */
export interface PrimaryMetrics {
  readonly registry: Registry;
  /** A worker has died that nobody had told to end. */
  workerDied(): void;
}

/** @param workers how many serve now @param failingSince since when the source of supergraphs cannot be read, ms since 1970 */
export function primaryMetrics(workers: () => number, failingSince: () => number | undefined): PrimaryMetrics {
  const registry = new Registry();
  const deaths = new CounterSeries(registry, {
    name: 'sigap_worker_deaths_total',
    help: 'Worker processes that died and were replaced',
  }).of({});
  gaugesOf(registry)('sigap_workers', 'Worker processes that serve', workers);
  sourceMetrics(registry, failingSince);
  const workerDied = (): void => {
    deaths.value++;
  };
  return { registry, workerDied };
}
