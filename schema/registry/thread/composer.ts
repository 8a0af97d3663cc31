/**
 * Composes and checks in a thread, since both block: seconds for a large graph, and without a bound for a hostile one. A job that takes too
 * long or too much memory ends with its thread and a coded error, and the next begins in a new one.
 */
import { Worker } from 'node:worker_threads';
import { reasonOf } from '../../../base/errors.ts';
import type { JudgeOperation } from '../../checks/check-input.ts';
import { registryFault } from '../errors.ts';
import type { Answers, FromThread, ThreadJob, ToThread } from './messages.ts';

/** What a composer is started with. */
export interface ComposerOptions {
  /** How long a job may take, ms. */
  readonly timeout: number;
  /** Heap of the thread, MiB. */
  readonly memory: number;
  /** Plans an operation on a supergraph; without it plans are not compared. */
  readonly judgeOperation?: JudgeOperation;
}

/** One thread, one job at a time, in the order that they come. */
export class Composer {
  readonly #options: ComposerOptions;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: ComposerOptions) {
    this.#options = options;
  }

  /** Whether a check can compare plans. */
  get judges(): boolean {
    return this.#options.judgeOperation !== undefined;
  }

  /** @throws CodedError REGISTRY_CHECK_FAILED */
  run<Kind extends ThreadJob['kind']>(job: Extract<ThreadJob, { kind: Kind }>): Promise<Answers[Kind]> {
    const next = this.#last.then(() => this.#exchange(job));
    this.#last = next.catch(() => {});
    return next as Promise<Answers[Kind]>;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
    await this.#last;
  }

  #exchange(job: ThreadJob): Promise<unknown> {
    if (this.#closed) throw registryFault('REGISTRY_CHECK_FAILED', 'the registry is being stopped');
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
        act();
      };
      const fail = (why: string): void => finish(() => reject(registryFault('REGISTRY_CHECK_FAILED', why)));
      const onMessage = (message: FromThread): void => {
        if (message.kind === 'judge') void this.#judge(worker, message);
        else if (message.kind === 'failed') fail(message.reason);
        else finish(() => resolve(message.answer));
      };
      const onError = (thrown: Error & { code?: string }): void =>
        fail(
          thrown.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? `it needs more than ${this.#options.memory} MiB`
            : 'its thread failed',
        );
      const onExit = (): void => fail('its thread has ended');
      const timer = setTimeout(() => {
        fail(`expected less than ${this.#options.timeout} ms`);
        this.#worker = undefined;
        void worker.terminate();
      }, this.#options.timeout);
      worker.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
      worker.postMessage(job satisfies ToThread);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./composer-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memory },
      // It must not inherit flags of a debugger or a test runner.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    // One that fails between two jobs is replaced at the next.
    worker.on('error', () => {});
    return worker;
  }

  async #judge(worker: Worker, { id, sdl, document }: Extract<FromThread, { kind: 'judge' }>): Promise<void> {
    const answer = await Promise.resolve()
      .then(() => this.#options.judgeOperation!(sdl, document))
      .then(
        (judgement) => ({ judgement }),
        (thrown: unknown) => ({ reason: reasonOf(thrown) }),
      );
    worker.postMessage({ kind: 'judged', id, ...answer } satisfies ToThread);
  }
}
