import { Gauge, type Registry } from 'prom-client';

/** How a gauge of several workers becomes one. */
type Aggregator = 'sum' | 'max' | 'min';

/** A figure of this process that is read at each scrape. */
export type AddGauge = (name: string, help: string, value: () => number, aggregator?: Aggregator) => void;

/** @returns adds gauges to a registry; of workers the sum unless told otherwise */
export function gaugesOf(registry: Registry): AddGauge {
  return (name, help, value, aggregator = 'sum') => {
    new Gauge({
      name,
      help,
      aggregator,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  };
}
