/** A planning thread as seen from the main thread: it runs one job at a time and is terminated when a job exceeds its budget. */
import { Worker } from 'node:worker_threads';
import { CodedError, reasonOf } from '../../base/errors.ts';
import { planFault } from './errors.ts';
import type { PlanJob, PlanReply, ThreadStart, ThreadStarted } from './planner-messages.ts';

/** The supergraph and the limits of a planning thread. */
export interface PlannerThreadOptions extends ThreadStart {
  /** Heap of the thread, supergraph included, in MiB. */
  readonly memory: number;
  /** How long a job may take, in ms. */
  readonly timeout: number;
  /** How long reading the supergraph may take, in ms. */
  readonly startTimeout: number;
}

/** A running planning thread. */
export interface PlannerThread {
  /** Its first message: the API schema and the subgraphs. */
  readonly started: Extract<ThreadStarted, { kind: 'started' }>;
  /** Resolves when the thread has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /**
   * Runs one job; the next may follow only after it is done.
   * @throws CodedError PLAN_TIMEOUT, PLAN_TOO_LARGE (out of memory), PLAN_FAILED: the thread has then ended
   */
  run(job: PlanJob): Promise<PlanReply>;
  /** Terminates the thread. */
  end(): Promise<void>;
}

/** The young generation is small beside the old one; half of it each is V8's own proportion at these sizes. */
const YOUNG_MIB = 32;

/** Starts a thread and waits until it has read the supergraph. @throws CodedError PLANNER_NOT_STARTED */
export async function startThread(options: PlannerThreadOptions): Promise<PlannerThread> {
  const { sdl, limits, planBytes } = options;
  const worker = new Worker(new URL('./planner-worker.ts', import.meta.url), {
    workerData: { sdl, limits, planBytes } satisfies ThreadStart,
    resourceLimits: { maxOldGenerationSizeMb: options.memory, maxYoungGenerationSizeMb: YOUNG_MIB },
    // A planning thread must not inherit flags of a debugger or a test runner.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const started = await exchange<ThreadStarted>(worker, {
    ms: options.startTimeout,
    fault: notStarted(`it took longer than ${options.startTimeout} ms to read`),
  }).catch((thrown: unknown) => {
    throw thrown instanceof CodedError && thrown.code === 'PLANNER_NOT_STARTED' ? thrown : notStarted(reasonOf(thrown));
  });
  if (started.kind === 'refused') {
    await worker.terminate();
    throw notStarted(started.reason);
  }
  // An idle thread keeps no program alive.
  worker.unref();
  return {
    started,
    ended,
    run: (job) =>
      exchange<PlanReply>(
        worker,
        { ms: options.timeout, fault: planFault('PLAN_TIMEOUT', `expected less than ${options.timeout} ms`) },
        job,
      ),
    end: async () => {
      await worker.terminate();
    },
  };
}

function notStarted(reason: string): CodedError {
  return planFault('PLANNER_NOT_STARTED', reason);
}

interface Budget {
  readonly ms: number;
  readonly fault: CodedError;
}

/** Posts a job, if there is one, and waits for the thread's next message. Without one within the budget the thread is terminated. */
function exchange<Answer>(worker: Worker, budget: Budget, job?: PlanJob): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
      act();
    };
    const onMessage = (answer: Answer): void => finish(() => resolve(answer));
    const onError = (thrown: Error): void => finish(() => reject(crash(thrown)));
    const onExit = (): void => finish(() => reject(planFault('PLAN_FAILED', 'the planning thread has ended')));
    const timer = setTimeout(() => {
      finish(() => reject(budget.fault));
      void worker.terminate();
    }, budget.ms);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
    if (job) worker.postMessage(job);
  });
}

function crash(thrown: Error & { code?: string }): CodedError {
  if (thrown.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return planFault('PLAN_TOO_LARGE', 'planning it needs more memory than PLAN_MEMORY allows');
  return planFault('PLAN_FAILED', undefined, { cause: thrown });
}
