/**
 * Composes and checks in a process of its own, since both block: seconds for a large graph, and without a bound for a hostile one. A job that
 * takes too long or too much memory ends with its process and a coded error, and the next begins in a new one. A thread is not enough: V8
 * may abort the whole program when one of its threads runs out of memory.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { reasonOf } from '../../../base/errors.ts';
import { FairQueue } from '../../../base/fair-queue.ts';
import type { JudgeOperation } from '../../checks/check-input.ts';
import { registryFault } from '../errors.ts';
import type { Answers, FromProcess, ComposerJob, ToProcess } from './messages.ts';

/** What a composer is started with. */
export interface ComposerOptions {
  /** How long a job may take, ms. */
  readonly timeout: number;
  /** Heap of the process, MiB. */
  readonly memory: number;
  /** Plans an operation on a supergraph; without it plans are not compared. */
  readonly judgeOperation?: JudgeOperation;
}

/** Jobs that wait at most; who has most of them loses the newest. */
const MOST_WAITING = 100;

interface Waiting {
  readonly job: ComposerJob;
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: unknown) => void;
}

/** One process, one job at a time. Agencies take turns, so that one that asks for a hundred checks delays the others by one. */
export class Composer {
  readonly #options: ComposerOptions;
  readonly #waiting = new FairQueue<Waiting>();
  #child: ChildProcess | undefined;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(options: ComposerOptions) {
    this.#options = options;
  }

  /** Whether a check can compare plans. */
  get judges(): boolean {
    return this.#options.judgeOperation !== undefined;
  }

  /** @param agency whose turn it takes @throws CodedError REGISTRY_CHECK_FAILED, REGISTRY_BUSY */
  run<Kind extends ComposerJob['kind']>(
    job: Extract<ComposerJob, { kind: Kind }>,
    agency = '',
  ): Promise<Answers[Kind]> {
    return new Promise<Answers[Kind]>((resolve, reject) => {
      this.#waiting.push(agency, { job, resolve, reject });
      if (this.#waiting.size > MOST_WAITING) this.#waiting.evict()!.reject(registryFault('REGISTRY_BUSY'));
      this.#running ??= this.#runAll();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#child?.kill('SIGKILL');
    await this.#running;
  }

  async #runAll(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
      await this.#exchange(next.job).then(next.resolve as (answer: unknown) => void, next.reject);
    this.#running = undefined;
  }

  async #exchange(job: ComposerJob): Promise<unknown> {
    if (this.#closed) throw registryFault('REGISTRY_CHECK_FAILED', 'the registry is being stopped');
    const child = (this.#child ??= this.#start());
    return new Promise((resolve, reject) => {
      const finish = (act: () => void): void => {
        clearTimeout(timer);
        child.off('message', onMessage).off('exit', onExit);
        letGo(child);
        act();
      };
      const fail = (why: string): void => finish(() => reject(registryFault('REGISTRY_CHECK_FAILED', why)));
      const onMessage = (message: FromProcess): void => {
        if (message.kind === 'judge') void this.#judge(child, message);
        else if (message.kind === 'failed') fail(message.reason);
        else finish(() => resolve(message.answer));
      };
      // V8 aborts a program that runs out of memory.
      const onExit = (_code: number | null, signal: NodeJS.Signals | null): void =>
        fail(signal === 'SIGABRT' ? `it needs more than ${this.#options.memory} MiB` : 'its process has ended');
      const timer = setTimeout(() => {
        fail(`expected less than ${this.#options.timeout} ms`);
        this.#child = undefined;
        child.kill('SIGKILL');
      }, this.#options.timeout);
      child.on('message', onMessage).on('exit', onExit);
      child.ref();
      child.channel?.ref();
      child.send(job satisfies ToProcess);
    });
  }

  #start(): ChildProcess {
    const child = fork(fileURLToPath(new URL('./composer-process.ts', import.meta.url)), {
      execArgv: ['--disable-warning=ExperimentalWarning', `--max-old-space-size=${this.#options.memory}`],
      // Nothing of ours is passed on: neither secrets in the environment nor what V8 prints when it runs out of memory.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization: 'advanced',
    });
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    // A job that cannot be sent fails by the exit of its process.
    child.on('error', () => {});
    return child;
  }

  async #judge(child: ChildProcess, { id, sdl, document }: Extract<FromProcess, { kind: 'judge' }>): Promise<void> {
    const answer = await Promise.resolve()
      .then(() => this.#options.judgeOperation!(sdl, document))
      .then(
        (judgement) => ({ judgement }),
        (thrown: unknown) => ({ reason: reasonOf(thrown) }),
      );
    if (child.connected) child.send({ kind: 'judged', id, ...answer } satisfies ToProcess);
  }
}

/** An idle process keeps no program alive. */
function letGo(child: ChildProcess): void {
  child.unref();
  child.channel?.unref();
}
