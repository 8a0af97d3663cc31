/**
 * CounterSeries and histograms for the path of a request. A series is looked up once, by whoever counts in it, and counting is then an addition:
 * prom-client's own look up their labels each time, which a light request would feel. prom-client writes and aggregates them as its own.
 */
import type { Metric, Registry } from 'prom-client';

type Labels = Readonly<Record<string, string>>;

/** What a metric is called. */
interface MetricHead {
  /** With its unit: `_seconds`, `_bytes`, `_total`. */
  readonly name: string;
  readonly help: string;
}

interface Value {
  readonly labels: Labels & { readonly le?: number | string };
  readonly value: number;
  readonly metricName?: string;
}

/** Series by the values of their labels, one level a label: values joined to one text would be a new text, hashed anew, with every request. */
class ByValues<Series> {
  readonly below = new Map<string, ByValues<Series>>();
  kept: Series | undefined;
}

/** A series of each combination of labels. */
abstract class Metrics<Series extends object> {
  readonly name: string;
  readonly help: string;
  readonly aggregator = 'sum';
  abstract readonly type: 'counter' | 'histogram';
  readonly #known = new ByValues<Series>();
  readonly #series: { readonly labels: Labels; readonly series: Series }[] = [];

  constructor(registry: Registry, { name, help }: MetricHead) {
    this.name = name;
    this.help = help;
    registry.registerMetric(this as unknown as Metric);
  }

  /** @param labels the same names each time, in the same order; bounded by whoever calls */
  of(labels: Labels): Series {
    let at = this.#known;
    for (const name in labels) {
      const value = labels[name]!;
      let next = at.below.get(value);
      if (next === undefined) at.below.set(value, (next = new ByValues()));
      at = next;
    }
    if (at.kept === undefined) this.#series.push({ labels, series: (at.kept = this.begin()) });
    return at.kept;
  }

  /** As prom-client asks for it. */
  get(): object {
    const values = this.#series.flatMap(({ labels, series }) => this.values(labels, series));
    const { name, help, type, aggregator } = this;
    return { name, help, type, aggregator, values };
  }

  protected abstract begin(): Series;
  protected abstract values(labels: Labels, series: Series): Value[];
}

/** A count that only grows. */
interface Count {
  value: number;
}

/** Counts by label. */
export class CounterSeries extends Metrics<Count> {
  readonly type = 'counter';

  protected begin(): Count {
    return { value: 0 };
  }

  protected values(labels: Labels, { value }: Count): Value[] {
    return [{ labels, value }];
  }
}

/** From half a millisecond to half a minute: what is asked of a gateway takes between these. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Where the sum of all stands, behind one count for each bound and one for what is longer. */
const SUM = SECONDS.length + 1;

/** The durations of one combination of labels. */
class Durations {
  /** Counts and sum in one place: a request that comes to many series would feel each further line of memory. */
  readonly figures = new Float64Array(SUM + 1);

  observe(ms: number): void {
    const seconds = ms / 1_000;
    let at = 0;
    while (at < SECONDS.length && seconds > SECONDS[at]!) at++;
    this.figures[at]!++;
    this.figures[SUM]! += seconds;
  }
}

/** Durations by label, s. */
export class DurationHistogram extends Metrics<Durations> {
  readonly type = 'histogram';

  protected begin(): Durations {
    return new Durations();
  }

  protected values(labels: Labels, { figures }: Durations): Value[] {
    let count = 0;
    const buckets = [...SECONDS, '+Inf' as const].map((le, at) => {
      count += figures[at]!;
      return { labels: { ...labels, le }, value: count, metricName: `${this.name}_bucket` };
    });
    return [
      ...buckets,
      { labels, value: figures[SUM]!, metricName: `${this.name}_sum` },
      { labels, value: count, metricName: `${this.name}_count` },
    ] as Value[];
  }
}
