/**
 * Planning threads for one supergraph. One is always there; while new operations have waited too long, others join it and
 * end again when idle, so that one operation that uses up its whole budget does not hold up the rest. A thread whose
 * job went over budget is gone with its job and replaced. Clients take turns, and nobody waits for longer than is bounded.
 */
import type { CodedError } from '../../base/errors.ts';
import { FairQueue } from '../../base/fair-queue.ts';
import { WaitingClients } from './waiting-clients.ts';
import { planFault } from './errors.ts';
import type { PlanJob, PlanReply } from './planner-messages.ts';
import { startThread, type PlannerThread, type PlannerThreadOptions } from './planner-thread.ts';

export interface PlannerOptions extends PlannerThreadOptions {
  /** The most threads at once. */
  readonly workers: number;
  /** The most operations that may wait; when there are more, one of the client who has most of them is refused at once. */
  readonly queue: number;
  /** How long an operation may wait for a thread, ms. */
  readonly wait: number;
}

export interface Planner {
  readonly apiSdl: string;
  readonly subgraphs: readonly (readonly [name: string, url: string])[];
  /**
   * @param askers whose turns it takes; nobody's own: a client's without a name
   * @throws CodedError PLAN_BUSY, PLAN_TIMEOUT, PLAN_TOO_LARGE, PLAN_FAILED
   */
  plan(job: PlanJob, askers?: WaitingClients): Promise<PlanReply>;
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
  readonly askers: WaitingClients;
  readonly timer: NodeJS.Timeout;
}

/** @throws CodedError PLANNER_NOT_STARTED */
export async function startPlanner(options: PlannerOptions): Promise<Planner> {
  const first = await startThread(options);
  const pool = new Pool(options, first);
  return {
    apiSdl: first.started.apiSdl,
    subgraphs: first.started.subgraphs,
    plan: (job, askers) => pool.plan(job, askers),
    close: () => pool.close(),
  };
}

class Pool {
  readonly #options: PlannerOptions;
  readonly #waiting = new FairQueue<Waiting>();
  /** Operations that wait; in the queue one stands once for each of its clients. */
  #many = 0;
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

  plan(job: PlanJob, askers = new WaitingClients('')): Promise<PlanReply> {
    if (this.#closed) return Promise.reject(planFault('PLAN_FAILED', 'the planner is closed'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#refuse(waiting, this.#busy(`expected a free thread within ${this.#options.wait} ms`)),
        this.#options.wait,
      );
      const waiting: Waiting = { job, resolve, reject, askers, timer };
      for (const client of askers.clients) this.#waiting.push(client, waiting);
      askers.onJoin = (client) => this.#waiting.push(client, waiting);
      this.#many++;
      this.#serve();
      if (this.#many > this.#options.queue)
        this.#refuse(this.#waiting.evict()!, this.#busy(`${this.#options.queue} are waiting`));
    });
  }

  #busy(why: string): CodedError {
    return planFault('PLAN_BUSY', why, { extensions: { retryAfter: Math.ceil(this.#options.timeout / 1_000) } });
  }

  /** Takes out who waits. */
  #leave(waiting: Waiting): void {
    clearTimeout(waiting.timer);
    waiting.askers.onJoin = undefined;
    this.#waiting.remove(waiting);
    this.#many--;
  }

  #refuse(waiting: Waiting, reason: Error): void {
    this.#leave(waiting);
    waiting.reject(reason);
  }

  #refuseAll(reason: () => Error): void {
    for (const waiting of this.#waiting.clear()) this.#refuse(waiting, reason());
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#patience);
    this.#refuseAll(() => planFault('PLAN_FAILED', 'the planner is closed'));
    await Promise.all([...this.#threads].map((thread) => thread.end()));
  }

  #serve(): void {
    while (this.#waiting.size > 0 && this.#idle.length > 0) {
      const next = this.#waiting.shift()!;
      if (next.askers.all.aborted) this.#refuse(next, planFault('PLAN_ABANDONED'));
      else this.#give(this.#idle.pop()!, next);
    }
    if (this.#waiting.size === 0 || this.#closed) return;
    if (this.#threads.size + this.#starting === 0) this.#start();
    else this.#patience ??= setTimeout(() => this.#growImpatient(), PATIENCE);
  }

  #growImpatient(): void {
    this.#patience = undefined;
    if (this.#waiting.size === 0 || this.#closed) return;
    if (this.#threads.size + this.#starting < this.#options.workers) this.#start();
  }

  #give(thread: PlannerThread, waiting: Waiting): void {
    this.#leave(waiting);
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
        this.#refuseAll(() => planFault('PLAN_FAILED', 'no planning thread could be started', { cause: thrown }));
      },
    );
  }
}
