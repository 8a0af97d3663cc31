/**
 * Sends a report a minute to the registry. While it does not answer, the last ten are kept and sent again; a report that came twice counts
 * once there. Nothing that a client asks waits for it.
 */
import { randomUUID } from 'node:crypto';
import { reasonOf } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { UsageCounts } from './usage-counts.ts';
import type { UsageReport } from './usage-report.ts';

/** ms between two reports */
const EVERY = 60_000;
/** Reports that are kept. */
const MOST_KEPT = 10;
/** ms for one to be taken; at the end, for all. */
const PATIENCE = 10_000;
const PATIENCE_AT_END = 2_000;

/** What sends. */
export interface UsageSenderOptions {
  /** Of the registry: `http://127.0.0.1:4100`. */
  readonly registry: URL;
  readonly token: string | undefined;
  readonly counts: UsageCounts;
  /** SHA-256 of the supergraph that serves. */
  readonly supergraph: () => string;
  readonly log: Pick<Log, 'warn' | 'info'>;
  /** ms between two reports; a minute when left out */
  readonly every?: number;
}

/** @returns stops it, after a last report */
export function sendUsage(options: UsageSenderOptions): () => Promise<void> {
  const sender = new UsageSender(options);
  return () => sender.stop();
}

class UsageSender {
  readonly #options: UsageSenderOptions;
  readonly #gateway = randomUUID();
  readonly #every: number;
  #kept: UsageReport[] = [];
  #sending: Promise<void> | undefined;
  #timer: NodeJS.Timeout;
  #isFailing = false;

  constructor(options: UsageSenderOptions) {
    this.#options = options;
    this.#every = options.every ?? EVERY;
    // Gateways that were started together do not report together.
    this.#timer = setTimeout(() => this.#tick(), this.#every * Math.random());
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#sending;
    this.#keep();
    await this.#sendAll(AbortSignal.timeout(PATIENCE_AT_END));
  }

  #tick(): void {
    this.#timer = setTimeout(() => this.#tick(), this.#every);
    this.#timer.unref();
    this.#keep();
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
  }

  #keep(): void {
    const taken = this.#options.counts.take();
    if (taken === undefined) return;
    const { supergraph, log } = this.#options;
    this.#kept.push({ id: randomUUID(), gateway: this.#gateway, supergraph: supergraph(), ...taken });
    if (this.#kept.length <= MOST_KEPT) return;
    const lost = this.#kept.shift()!;
    log.warn({ from: lost.from, to: lost.to }, 'a report of usage is given up: the registry has not taken it');
  }

  async #sendAll(bound?: AbortSignal): Promise<void> {
    for (;;) {
      const [report] = this.#kept;
      if (report === undefined) return;
      const problem = await this.#send(report, bound ?? AbortSignal.timeout(PATIENCE));
      this.#say(problem);
      if (problem?.isFinal === false) return;
      this.#kept = this.#kept.filter((kept) => kept !== report);
    }
  }

  /** @returns what went wrong, and whether the report will never be taken; undefined when it is taken */
  async #send(report: UsageReport, signal: AbortSignal): Promise<Problem | undefined> {
    const { registry, token } = this.#options;
    try {
      const answer = await fetch(new URL('/v1/usage', registry), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(report),
        signal,
        redirect: 'error',
      });
      await answer.body?.cancel();
      if (answer.ok) return undefined;
      return { reason: `the registry answered ${answer.status}`, isFinal: FINAL.has(answer.status) };
    } catch (thrown) {
      return { reason: reasonOf(thrown), isFinal: false };
    }
  }

  /** The first failure and its end are said, not every minute between. */
  #say(problem: Problem | undefined): void {
    const { log, registry } = this.#options;
    if (problem === undefined && this.#isFailing) log.info({ registry: registry.host }, 'usage is reported again');
    if (problem !== undefined && !this.#isFailing)
      log.warn({ registry: registry.host, reason: problem.reason }, 'usage cannot be reported');
    this.#isFailing = problem !== undefined;
  }
}

interface Problem {
  readonly reason: string;
  readonly isFinal: boolean;
}

/** Such a report will be refused however often it comes. */
const FINAL = new Set([400, 413, 422]);
