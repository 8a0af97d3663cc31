import type { Registry } from 'prom-client';
import { gaugesOf } from './gauge.ts';

/** Adds how long the source of supergraphs fails. @param failingSince ms since 1970 */
export function sourceMetrics(registry: Registry, failingSince: () => number | undefined): void {
  gaugesOf(registry)(
    'sigap_supergraph_source_failing_seconds',
    'Since when the source of supergraphs, a registry or a file, cannot be read; 0 while it can',
    () => {
      const since = failingSince();
      return since === undefined ? 0 : (Date.now() - since) / 1_000;
    },
    'max',
  );
}
