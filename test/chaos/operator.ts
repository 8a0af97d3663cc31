/** What an operator sees of a gateway: the log, the metrics at the operators' port, and by Prometheus the alerts of deploy/prometheus. */
import type { GatewayProgram } from '../support/gateway-program.ts';
import type { Told } from './scenario.ts';
import { startPrometheus, type Prometheus } from './prometheus.ts';

/** What every gateway of chaos is asked with. */
export const OPERATE_TOKEN = 'token-of-the-operator-of-chaos-00';

/** ms between two looks. */
const EVERY = 250;

type Metrics = ReadonlyMap<string, number>;

/** A line of the log. */
export interface LogLine {
  /** pino's: 40 warns. */
  readonly level: number;
  /** ms since 1970. */
  readonly time: number;
  readonly msg?: string;
}

/** An operator who looks at everything, until `stop`. */
export class Operator {
  readonly scrapes: { readonly at: number; readonly metrics: Metrics }[] = [];
  readonly #gateway: GatewayProgram;
  readonly #prometheus: Prometheus | undefined;
  #going = true;
  #looking: Promise<void>;

  private constructor(gateway: GatewayProgram, prometheus: Prometheus | undefined) {
    this.#gateway = gateway;
    this.#prometheus = prometheus;
    this.#looking = this.#look();
  }

  /** @param folder for Prometheus, which is left out without one */
  static async at(gateway: GatewayProgram, folder: string | undefined): Promise<Operator> {
    const prometheus =
      folder === undefined ? undefined : await startPrometheus(folder, gateway.operate(), OPERATE_TOKEN);
    return new Operator(gateway, prometheus);
  }

  /** False on a machine without Prometheus, where no alert is evaluated. */
  get hasAlerts(): boolean {
    return this.#prometheus !== undefined;
  }

  /** The alerts whose condition held at some time after this. @returns name -> ms after it @param moment ms since 1970 */
  alertsSince(moment: number): ReadonlyMap<string, number> {
    const seen = [...(this.#prometheus?.raised ?? [])].filter(([, at]) => at >= moment);
    return new Map(seen.map(([name, at]) => [name, Math.round(at - moment)]));
  }

  /** @param moment ms since 1970 */
  linesSince(moment: number): LogLine[] {
    return this.#gateway
      .said()
      .split('\n')
      .flatMap((line) => (line.startsWith('{') && line.endsWith('}') ? [JSON.parse(line) as LogLine] : []))
      .filter(({ level, time }) => level >= WARN && time >= moment);
  }

  /** The first move of a series after a moment. @param moment of `performance.now()` */
  movedSince(
    moment: number,
    { metric, isEnding }: Told,
  ): { readonly after: number; readonly series: string } | undefined {
    const before = this.scrapes.findLast(({ at }) => at < moment)?.metrics ?? new Map<string, number>();
    for (const { at, metrics } of this.scrapes)
      if (at >= moment)
        for (const [name, value] of metrics)
          if (metric.test(name) && (isEnding ? value < 0 : value > (before.get(name) ?? 0)))
            return { after: Math.round(at - moment), series: name };
    return undefined;
  }

  /** How fast series grow, together. @returns a second @param from of `performance.now()` */
  rateBetween(from: number, to: number, { metric }: Pick<Told, 'metric'>): number {
    const sum = (metrics: Metrics = new Map()): number =>
      [...metrics].reduce((total, [name, value]) => total + (metric.test(name) ? value : 0), 0);
    const [before, after] = [from, to].map((time) => this.scrapes.findLast(({ at }) => at < time));
    return (sum(after?.metrics) - sum(before?.metrics)) / ((to - from) / 1_000);
  }

  async stop(): Promise<void> {
    this.#going = false;
    await this.#looking;
    await this.#prometheus?.stop();
  }

  async #look(): Promise<void> {
    const headers = { authorization: `Bearer ${OPERATE_TOKEN}` };
    while (this.#going) {
      const text = await fetch(`${this.#gateway.operate()}/metrics`, { headers }).then(
        (answer) => answer.text(),
        () => '',
      );
      this.scrapes.push({ at: performance.now(), metrics: metricsIn(text) });
      await this.#prometheus?.look();
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
  }
}

const WARN = 40;

/** @returns values by name with labels */
function metricsIn(text: string): Metrics {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}
