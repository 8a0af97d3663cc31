/**
 * Stopping in the reverse order of starting, once, whatever fails. Every program ends by it, so that Ctrl-C, SIGTERM and a failed start all
 * close the data folder and free the ports.
 */
import { reasonOf } from './errors.ts';
import type { Log } from './log.ts';

/** The started parts of a program. */
export class Lifecycle {
  readonly #stops: { name: string; stop: () => unknown }[] = [];
  readonly #onStopped: (name: string, ms: number) => void;
  #stopping: Promise<readonly string[]> | undefined;

  /** @param onStopped told of each part that has stopped, and how long that took */
  constructor(onStopped: (name: string, ms: number) => void = () => {}) {
    this.#onStopped = onStopped;
  }

  /** Registers how a started part is stopped. Parts stop in the reverse order of their registration. */
  onStop(name: string, stop: () => unknown): void {
    this.#stops.push({ name, stop });
  }

  /** True from the first call of `stop`. */
  get stopping(): boolean {
    return this.#stopping !== undefined;
  }

  /** Stops everything once; a second call waits for the first. @returns a line for each part that failed to stop */
  stop(): Promise<readonly string[]> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  async #stopAll(): Promise<readonly string[]> {
    const failures: string[] = [];
    for (const { name, stop } of this.#stops.reverse()) {
      const began = performance.now();
      try {
        await stop();
        this.#onStopped(name, Math.round(performance.now() - began));
      } catch (thrown) {
        failures.push(`${name}: ${reasonOf(thrown)}`);
      }
    }
    return failures;
  }
}

/**
 * Stops on SIGINT and SIGTERM and ends the process with `0`.
 * @param again what the process does at a second signal: it `ends` at once, or `goes on` stopping
 */
export function stopOnSignals(lifecycle: Lifecycle, log: Log, again: 'ends' | 'goes on' = 'ends'): void {
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (lifecycle.stopping) return again === 'ends' ? process.exit(130) : undefined;
    log.info({ signal }, 'stopping');
    const failures = await lifecycle.stop();
    for (const failure of failures) log.error({ failure }, 'a part did not stop');
    process.exit(failures.length === 0 ? 0 : 1);
  };
  process.on('SIGINT', (signal) => void stop(signal));
  process.on('SIGTERM', (signal) => void stop(signal));
}
