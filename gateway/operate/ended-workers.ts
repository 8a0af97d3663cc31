/**
 * What workers had counted that have ended or do not answer. Without it the sum over all workers falls when one dies, which Prometheus takes for
 * a new start from 0: it would count everything once more, and raise alerts of rates for nothing.
 */
import { AggregatorRegistry } from 'prom-client';

/** Of one process, as prom-client writes it as JSON. */
export type ProcessMetrics = readonly { readonly type?: unknown }[];

/** Remembers the counters of each worker as they were last read. */
export class EndedWorkers {
  /** Process id -> what it counted. */
  readonly #last = new Map<number, ProcessMetrics>();
  /** Of all that have ended together. */
  #ended: ProcessMetrics = [];

  /**
   * @param answered what workers say now, by process id
   * @param living process ids of those that have not ended
   * @returns what is to be added, so that no counter falls
   */
  async beside(
    answered: ReadonlyMap<number, ProcessMetrics>,
    living: ReadonlySet<number>,
  ): Promise<readonly ProcessMetrics[]> {
    for (const [pid, metrics] of answered) this.#last.set(pid, metrics.filter(isCounted));
    for (const [pid, counted] of this.#last)
      if (!living.has(pid)) {
        this.#last.delete(pid);
        this.#ended = await together([this.#ended, counted]);
      }
    const silent = [...this.#last].flatMap(([pid, counted]) => (answered.has(pid) ? [] : [counted]));
    return [this.#ended, ...silent];
  }
}

/** prom-client says `counter`, `histogram`. */
const isCounted = ({ type }: { readonly type?: unknown }): boolean => type === 'counter' || type === 'histogram';

async function together(counted: readonly ProcessMetrics[]): Promise<ProcessMetrics> {
  return AggregatorRegistry.aggregate([...counted]).getMetricsAsJSON();
}
