/**
 * The planning threads of one supergraph. One thread always runs. When new operations wait too long, others are started, and they end
 * when idle, so that one operation that uses its whole budget does not delay the rest. A thread whose job exceeds its budget is terminated
 * and replaced. Clients take turns, and the wait is bounded.
 */
import type { CodedError } from '../../base/errors.ts';
import { FairQueue } from '../../base/fair-queue.ts';
import { WaitingClients } from './waiting-clients.ts';
import { planFault } from './errors.ts';
import type { PlanJob, PlanReply } from './planner-messages.ts';
import { startThread, type PlannerThread, type PlannerThreadOptions } from './planner-thread.ts';

/** Limits of a planner. */
export interface PlannerOptions extends PlannerThreadOptions {
  /** Threads at most. */
  readonly workers: number;
  /** Operations that may wait; when there are more, one of the client with the most waiting operations is refused at once. */
  readonly queue: number;
  /** How long an operation may wait for a thread, in ms. */
  readonly wait: number;
}

/** Plans operations on one supergraph. */
export interface Planner {
  /** The schema that clients see. */
  readonly apiSdl: string;
  readonly subgraphs: readonly (readonly [name: string, url: string])[];
  /**
   * @param waiters the clients in whose turns it is planned; absent: the client without a name
   * @throws CodedError PLAN_BUSY, PLAN_TIMEOUT, PLAN_TOO_LARGE, PLAN_FAILED, PLAN_ABANDONED
   */
  plan(job: PlanJob, waiters?: WaitingClients): Promise<PlanReply>;
  /** Operations that wait, and threads. */
  status(): { readonly waiting: number; readonly threads: number };
  close(): Promise<void>;
}

/** How long a job waits before another thread is started for it, in ms: several times what planning a common operation takes. */
const EXTRA_THREAD_DELAY = 100;
/** How long a thread beyond the first stays without work, in ms. */
const IDLE_LIFE = 10_000;

interface Waiting {
  readonly job: PlanJob;
  readonly resolve: (reply: Promise<PlanReply>) => void;
  readonly reject: (reason: Error) => void;
  readonly waiters: WaitingClients;
  readonly timer: NodeJS.Timeout;
}

/** Starts a planner with one thread. @throws CodedError PLANNER_NOT_STARTED */
export async function startPlanner(options: PlannerOptions): Promise<Planner> {
  const first = await startThread(options);
  const pool = new Pool(options, first);
  return {
    apiSdl: first.started.apiSdl,
    subgraphs: first.started.subgraphs,
    plan: (job, waiters) => pool.plan(job, waiters),
    status: () => pool.status(),
    close: () => pool.close(),
  };
}

class Pool {
  readonly #options: PlannerOptions;
  readonly #waiting = new FairQueue<Waiting>();
  /** How many operations wait; the queue has each once for every client that waits for it. */
  #count = 0;
  readonly #idle: PlannerThread[] = [];
  readonly #threads = new Set<PlannerThread>();
  /** How many threads are being started. */
  #starting = 0;
  #closed = false;
  #extraThreadTimer: NodeJS.Timeout | undefined;

  constructor(options: PlannerOptions, first: PlannerThread) {
    this.#options = options;
    this.#adopt(first);
  }

  plan(job: PlanJob, waiters = new WaitingClients('')): Promise<PlanReply> {
    if (this.#closed) return Promise.reject(planFault('PLAN_FAILED', 'the planner is closed'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#refuse(waiting, this.#busy(`expected a free thread within ${this.#options.wait} ms`)),
        this.#options.wait,
      );
      const waiting: Waiting = { job, resolve, reject, waiters, timer };
      for (const client of waiters.clients) this.#waiting.push(client, waiting);
      waiters.onJoin = (client) => this.#waiting.push(client, waiting);
      this.#count++;
      this.#assignWaiting();
      if (this.#count > this.#options.queue)
        this.#refuse(this.#waiting.evict()!, this.#busy(`${this.#options.queue} are waiting`));
    });
  }

  status(): ReturnType<Planner['status']> {
    return { waiting: this.#count, threads: this.#threads.size };
  }

  #busy(why: string): CodedError {
    return planFault('PLAN_BUSY', why, { extensions: { retryAfter: Math.ceil(this.#options.timeout / 1_000) } });
  }

  /** Removes an operation from the queue. */
  #dequeue(waiting: Waiting): void {
    clearTimeout(waiting.timer);
    waiting.waiters.onJoin = undefined;
    this.#waiting.remove(waiting);
    this.#count--;
  }

  #refuse(waiting: Waiting, reason: Error): void {
    this.#dequeue(waiting);
    waiting.reject(reason);
  }

  #refuseAll(reason: () => Error): void {
    for (const waiting of this.#waiting.clear()) this.#refuse(waiting, reason());
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#extraThreadTimer);
    this.#refuseAll(() => planFault('PLAN_FAILED', 'the planner is closed'));
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #assignWaiting(): void {
    while (this.#waiting.size > 0 && this.#idle.length > 0) {
      const next = this.#waiting.shift()!;
      if (next.waiters.all.aborted) this.#refuse(next, planFault('PLAN_ABANDONED'));
      else this.#assign(this.#idle.pop()!, next);
    }
    if (this.#waiting.size === 0 || this.#closed) return;
    if (this.#threads.size + this.#starting === 0) this.#start();
    else this.#extraThreadTimer ??= setTimeout(() => this.#startExtraThread(), EXTRA_THREAD_DELAY);
  }

  #startExtraThread(): void {
    this.#extraThreadTimer = undefined;
    if (this.#waiting.size === 0 || this.#closed) return;
    if (this.#threads.size + this.#starting < this.#options.workers) this.#start();
  }

  #assign(thread: PlannerThread, waiting: Waiting): void {
    this.#dequeue(waiting);
    const reply = thread.run(waiting.job);
    waiting.resolve(reply);
    reply.then(
      () => this.#release(thread),
      () => this.#forget(thread),
    );
  }

  #release(thread: PlannerThread): void {
    if (!this.#threads.has(thread)) return;
    this.#idle.push(thread);
    this.#assignWaiting();
    if (this.#threads.size > 1 && this.#idle.includes(thread)) this.#endWhenIdle(thread);
  }

  #endWhenIdle(thread: PlannerThread): void {
    const timer = setTimeout(() => {
      const place = this.#idle.indexOf(thread);
      if (place === -1 || this.#threads.size === 1) return;
      this.#idle.splice(place, 1);
      this.#forget(thread);
      void thread.end();
    }, IDLE_LIFE);
    timer.unref();
  }

  #adopt(thread: PlannerThread): void {
    this.#threads.add(thread);
    this.#idle.push(thread);
    void thread.ended.then(() => this.#forget(thread));
  }

  /** A thread has ended. If it was the last, another is started at once, so that the next operation need not wait for it. */
  #forget(thread: PlannerThread): void {
    if (!this.#threads.delete(thread)) return;
    const place = this.#idle.indexOf(thread);
    if (place !== -1) this.#idle.splice(place, 1);
    if (!this.#closed && this.#threads.size + this.#starting === 0) this.#start();
    else this.#assignWaiting();
  }

  #start(): void {
    this.#starting++;
    startThread(this.#options).then(
      (thread) => {
        this.#starting--;
        if (this.#closed) return void thread.end();
        this.#adopt(thread);
        this.#assignWaiting();
      },
      (thrown: unknown) => {
        this.#starting--;
        // No thread is left for the waiting operations; the next operation tries to start one again.
        if (this.#threads.size + this.#starting > 0) return;
        this.#refuseAll(() => planFault('PLAN_FAILED', 'no planning thread could be started', { cause: thrown }));
      },
    );
  }
}
