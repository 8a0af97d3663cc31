/**
 * Planning threads for one supergraph. One is always there; while new operations have waited too long, others join it and
 * end again when idle, so that one operation that uses up its whole budget does not hold up the rest. A thread whose
 * job went over budget is gone with its job and replaced.
 */
import { planFault } from './errors.ts';
import type { PlanJob, PlanReply } from './planner-messages.ts';
import { startThread, type PlannerThread, type ThreadOptions } from './planner-thread.ts';

export interface PlannerOptions extends ThreadOptions {
  /** The most threads at once. */
  readonly workers: number;
  /** The most operations that may wait; more are refused at once. */
  readonly queue: number;
}

export interface Planner {
  readonly apiSdl: string;
  readonly subgraphs: readonly (readonly [name: string, url: string])[];
  /** @throws CodedError PLAN_BUSY, PLAN_TIMEOUT, PLAN_TOO_LARGE, PLAN_FAILED */
  plan(job: PlanJob): Promise<PlanReply>;
  close(): Promise<void>;
}

/** How long a job waits before another thread is started for it, ms: several times what a common operation takes to plan. */
const PATIENCE = 100;
/** How long a thread beyond the first stays without work, ms. */
const IDLE = 10_000;

interface Waiting {
  readonly job: PlanJob;
  readonly resolve: (reply: Promise<PlanReply>) => void;
  readonly reject: (reason: Error) => void;
}

/** @throws CodedError PLANNER_NOT_STARTED */
export async function startPlanner(options: PlannerOptions): Promise<Planner> {
  const first = await startThread(options);
  const pool = new Pool(options, first);
  return {
    apiSdl: first.started.apiSdl,
    subgraphs: first.started.subgraphs,
    plan: (job) => pool.plan(job),
    close: () => pool.close(),
  };
}

class Pool {
  readonly #options: PlannerOptions;
  readonly #waiting: Waiting[] = [];
  readonly #idle: PlannerThread[] = [];
  readonly #threads = new Set<PlannerThread>();
  /** Threads that are being started. */
  #starting = 0;
  #closed = false;
  #patience: NodeJS.Timeout | undefined;

  constructor(options: PlannerOptions, first: PlannerThread) {
    this.#options = options;
    this.#adopt(first);
  }

  plan(job: PlanJob): Promise<PlanReply> {
    if (this.#closed) return Promise.reject(planFault('PLAN_FAILED', 'the planner is closed'));
    if (this.#waiting.length >= this.#options.queue) return Promise.reject(planFault('PLAN_BUSY', `${this.#waiting.length} are waiting`));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
      this.#serve();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#patience);
    for (const { reject } of this.#waiting.splice(0)) reject(planFault('PLAN_FAILED', 'the planner is closed'));
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #serve(): void {
    while (this.#waiting.length > 0 && this.#idle.length > 0) this.#give(this.#idle.pop()!, this.#waiting.shift()!);
    if (this.#waiting.length === 0 || this.#closed) return;
    if (this.#threads.size + this.#starting === 0) this.#start();
    else this.#patience ??= setTimeout(() => this.#growImpatient(), PATIENCE);
  }

  #growImpatient(): void {
    this.#patience = undefined;
    if (this.#waiting.length === 0 || this.#closed) return;
    if (this.#threads.size + this.#starting < this.#options.workers) this.#start();
  }

  #give(thread: PlannerThread, { job, resolve }: Waiting): void {
    const reply = thread.run(job);
    resolve(reply);
    reply.then(() => this.#release(thread), () => this.#forget(thread));
  }

  #release(thread: PlannerThread): void {
    if (!this.#threads.has(thread)) return;
    this.#idle.push(thread);
    this.#serve();
    if (this.#threads.size > 1 && this.#idle.includes(thread)) this.#endWhenIdle(thread);
  }

  #endWhenIdle(thread: PlannerThread): void {
    const timer = setTimeout(() => {
      const place = this.#idle.indexOf(thread);
      if (place === -1 || this.#threads.size === 1) return;
      this.#idle.splice(place, 1);
      this.#forget(thread);
      void thread.end();
    }, IDLE);
    timer.unref();
  }

  #adopt(thread: PlannerThread): void {
    this.#threads.add(thread);
    this.#idle.push(thread);
    void thread.ended.then(() => this.#forget(thread));
  }

  /** A thread has ended. Another one takes its place at once, also if nobody waits: the next operation should not have to. */
  #forget(thread: PlannerThread): void {
    if (!this.#threads.delete(thread)) return;
    const place = this.#idle.indexOf(thread);
    if (place !== -1) this.#idle.splice(place, 1);
    if (!this.#closed && this.#threads.size + this.#starting === 0) this.#start();
    else this.#serve();
  }

  #start(): void {
    this.#starting++;
    startThread(this.#options).then(
      (thread) => {
        this.#starting--;
        if (this.#closed) return void thread.end();
        this.#adopt(thread);
        this.#serve();
      },
      (thrown: Error) => {
        this.#starting--;
        // Nobody is left to serve those who wait; the next operation tries to start a thread again.
        if (this.#threads.size + this.#starting > 0) return;
        for (const { reject } of this.#waiting.splice(0)) reject(planFault('PLAN_FAILED', 'no planning thread could be started', { cause: thrown }));
      },
    );
  }
}
