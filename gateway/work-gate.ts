/**
 * How much is under way at once: requests, and among them large answers, whose bytes are counted while they are made. What is large is known
 * from what an operation's last answer weighed. Small answers never wait for large ones; large ones wait in a line for each client,
 * not longer than is bounded, and are refused beyond that.
 */
import type { CodedError } from '../base/errors.ts';
import { FairQueue } from '../base/fair-queue.ts';
import type { Gone } from '../base/gone.ts';
import { httpFault } from './http/errors.ts';

export interface GateLimits {
  /** Requests under way at once. */
  readonly requests: number;
  /** Large answers made at once. */
  readonly large: number;
  /** What large answers under way may weigh together, bytes; one alone may weigh more. */
  readonly bytes: number;
  /** Large answers that may wait. */
  readonly queue: number;
  /** How long a large one may wait, ms. */
  readonly wait: number;
}

/** What an answer has to weigh to be a large one, bytes. */
export const LARGE = 32_768;
/** What an operation is taken to weigh before its first answer is there, bytes: as large, for nothing says that it is not. */
export const UNKNOWN = 262_144;

/** A place among the requests under way. It is left once, on whatever way the request ends. */
export interface Place {
  /** @param operation whose answers weigh alike @throws CodedError OVERLOADED, at once or when it has waited too long */
  make(operation: object, client: string, gone?: Gone): void | Promise<void>;
  /** @param bytes what the answer came to; absent when there is none */
  leave(bytes?: number): void;
}

interface Waiting {
  readonly place: HeldPlace;
  readonly begin: () => void;
  readonly refuse: (error: CodedError) => void;
  readonly gone: Gone | undefined;
  readonly timer: NodeJS.Timeout;
}

export class WorkGate {
  readonly limits: GateLimits;
  /** What the last answer of an operation weighed, bytes. */
  readonly weights = new WeakMap<object, number>();
  readonly #waiting = new FairQueue<Waiting>();
  /** Under way now, for whoever watches. */
  readonly now = { requests: 0, large: 0, bytes: 0 };

  constructor(limits: GateLimits) {
    this.limits = limits;
  }

  /** @throws CodedError OVERLOADED */
  enter(): Place {
    if (this.now.requests >= this.limits.requests) throw overloaded(`${this.limits.requests} requests are under way`, 1);
    this.now.requests++;
    return new HeldPlace(this);
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Resolves when a large answer may be made. */
  admit(place: HeldPlace, client: string, gone: Gone | undefined): void | Promise<void> {
    if (this.#waiting.size === 0 && this.#fits(place)) return this.#begin(place);
    const { queue, wait } = this.limits;
    return new Promise((resolve, reject) => {
      const refuse = (error: CodedError): void => {
        clearTimeout(waiting.timer);
        this.#waiting.remove(waiting);
        reject(error);
      };
      const timer = setTimeout(() => refuse(overloaded(`expected its turn within ${wait} ms`, Math.ceil(wait / 1_000))), wait);
      const waiting: Waiting = { place, begin: resolve, refuse, gone, timer };
      this.#waiting.push(client, waiting);
      if (this.#waiting.size > queue) this.#waiting.evict()!.refuse(overloaded(`${queue} large answers wait`, Math.ceil(wait / 1_000)));
    });
  }

  /** After a place has been left. */
  serve(): void {
    for (let next = this.#waiting.peek(); next !== undefined && (next.gone?.aborted === true || this.#fits(next.place)); next = this.#waiting.peek()) {
      this.#waiting.shift();
      clearTimeout(next.timer);
      if (next.gone?.aborted === true) next.refuse(httpFault('REQUEST_ABANDONED'));
      else {
        this.#begin(next.place);
        next.begin();
      }
    }
  }

  #fits({ bytes }: HeldPlace): boolean {
    const { large, bytes: taken } = this.now;
    return large === 0 || (large < this.limits.large && taken + bytes <= this.limits.bytes);
  }

  #begin(place: HeldPlace): void {
    place.isLarge = true;
    this.now.large++;
    this.now.bytes += place.bytes;
  }
}

class HeldPlace implements Place {
  readonly #gate: WorkGate;
  #operation: object | undefined;
  #left = false;
  /** Taken to weigh, bytes. */
  bytes = 0;
  /** True while it counts among the large answers. */
  isLarge = false;

  constructor(gate: WorkGate) {
    this.#gate = gate;
  }

  make(operation: object, client: string, gone?: Gone): void | Promise<void> {
    this.#operation = operation;
    this.bytes = this.#gate.weights.get(operation) ?? UNKNOWN;
    if (this.bytes >= LARGE) return this.#gate.admit(this, client, gone);
  }

  leave(bytes?: number): void {
    if (this.#left) return;
    this.#left = true;
    if (bytes !== undefined && this.#operation !== undefined) this.#gate.weights.set(this.#operation, bytes);
    const { now } = this.#gate;
    now.requests--;
    if (!this.isLarge) return;
    now.large--;
    now.bytes -= this.bytes;
    this.#gate.serve();
  }
}

function overloaded(why: string, retryAfter: number): CodedError {
  return httpFault('OVERLOADED', why, { extensions: { retryAfter } });
}
