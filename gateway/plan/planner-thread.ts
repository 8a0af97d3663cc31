/** One planning thread as the main thread sees it: started, given one job at a time, ended when a job is over budget. */
import { Worker } from 'node:worker_threads';
import type { CodedError } from '../../base/errors.ts';
import { planFault } from './errors.ts';
import type { PlanJob, PlanReply, ThreadStart, ThreadStarted } from './planner-messages.ts';

export interface PlannerThreadOptions extends ThreadStart {
  /** Heap of the thread, supergraph included, MiB. */
  readonly memory: number;
  /** The longest a job may take, ms. */
  readonly timeout: number;
  /** The longest the supergraph may take to be read, ms. */
  readonly startTimeout: number;
}

export interface PlannerThread {
  readonly started: Extract<ThreadStarted, { kind: 'started' }>;
  /** Resolves when the thread has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /**
   * Runs one job; the next only after it is done.
   * @throws CodedError PLAN_TIMEOUT, PLAN_TOO_LARGE (out of memory), PLAN_FAILED: the thread has then ended.
   */
  run(job: PlanJob): Promise<PlanReply>;
  end(): Promise<void>;
}

/** The young generation is small beside the old one; half of it each is V8's own proportion at these sizes. */
const YOUNG_MIB = 32;

/** @throws CodedError PLANNER_NOT_STARTED */
export async function startThread(options: PlannerThreadOptions): Promise<PlannerThread> {
  const { sdl, limits, planBytes } = options;
  const worker = new Worker(new URL('./planner-worker.ts', import.meta.url), {
    workerData: { sdl, limits, planBytes } satisfies ThreadStart,
    resourceLimits: { maxOldGenerationSizeMb: options.memory, maxYoungGenerationSizeMb: YOUNG_MIB },
    // Inherited flags of a debugger or a test runner have no business in a planning thread.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const ask = <Answer>(budget: Budget, job?: PlanJob): Promise<Answer> => askOnce<Answer>(worker, budget, job);

  const started = await ask<ThreadStarted>({
    ms: options.startTimeout,
    fault: notStarted(`it took longer than ${options.startTimeout} ms to read`),
  }).catch((thrown: CodedError) => {
    throw thrown.code === 'PLANNER_NOT_STARTED' ? thrown : notStarted(thrown.message);
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
      ask<PlanReply>(
        { ms: options.timeout, fault: planFault('PLAN_TIMEOUT', `expected less than ${options.timeout} ms`) },
        job,
      ),
    end: async () => void (await worker.terminate()),
  };
}

function notStarted(reason: string): CodedError {
  return planFault('PLANNER_NOT_STARTED', reason);
}

interface Budget {
  readonly ms: number;
  readonly fault: CodedError;
}

/** Posts a job, if there is one, and waits for the thread's next word. Without one within the budget the thread is ended. */
function askOnce<Answer>(worker: Worker, budget: Budget, job?: PlanJob): Promise<Answer> {
  return new Promise<Answer>((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
      act();
    };
    const onMessage = (answer: Answer): void => settle(() => resolve(answer));
    const onError = (thrown: Error): void => settle(() => reject(crash(thrown)));
    const onExit = (): void => settle(() => reject(planFault('PLAN_FAILED', 'the planning thread has ended')));
    const timer = setTimeout(() => {
      settle(() => reject(budget.fault));
      void worker.terminate();
    }, budget.ms);
    worker.on('message', onMessage).on('error', onError).on('exit', onExit).ref();
    if (job) worker.postMessage(job);
  });
}

function crash(thrown: Error & { code?: string }): CodedError {
  if (thrown.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return planFault('PLAN_TOO_LARGE', 'planning it needs more memory than it may take');
  return planFault('PLAN_FAILED', undefined, { cause: thrown });
}
