/**
 * How much is under way at once: requests, and among them large answers, whose bytes are counted while they are made and until their
 * clients have taken them. What is large is known from what an operation's last answers weighed. Small answers never wait for large ones;
 * large ones wait in a line for each client, not longer than is bounded, and are refused beyond that. No client holds all that there is,
 * and waiting for a subgraph is no work: who does so for long lends their place.
 */
import type { CodedError } from '../base/errors.ts';
import { FairQueue } from '../base/fair-queue.ts';
import type { AbortState } from '../base/abort-state.ts';
import { httpFault } from './http/errors.ts';
import { ClientLoads, type ClientLoad } from './client-loads.ts';

export interface GateLimits {
  /** Requests under way at once. */
  readonly requests: number;
  /** Large answers made at once. */
  readonly large: number;
  /** What large answers may weigh together, bytes, from when they are begun until they are taken; one alone may weigh more. */
  readonly bytes: number;
  /** Large answers that may wait. */
  readonly queue: number;
  /** How long a large one may wait, ms. */
  readonly wait: number;
  /** Places that may be lent at once, because subgraphs have not answered; none unless told. */
  readonly lent?: number;
}

/** What an answer has to weigh to be a large one, bytes. */
export const LARGE = 32_768;
/** What an operation is taken to weigh before its first answer is there, bytes: as large, for nothing says that it is not. */
export const UNKNOWN = 262_144;
/** The share of the time that others may wait after which a place is lent whose subgraphs have not answered. */
const PATIENCE = 0.1;

/** A place among the requests under way. It is left once, on whatever way the request ends. */
export interface WorkPlace {
  /** @param operation whose answers weigh alike @throws CodedError OVERLOADED, at once or when it has waited too long */
  make(operation: object, client: string, gone?: AbortState): void | Promise<void>;
  /** What subgraphs answer is there: takes a place back that was lent, before whoever is new. @throws CodedError REQUEST_ABANDONED */
  resume(): void | Promise<void>;
  /** @param bytes what the answer came to; absent when there is none @returns whether it is large, and counts until `leave` */
  made(bytes?: number): boolean;
  leave(): void;
}

interface Waiting {
  readonly place: HeldPlace;
  readonly begin: () => void;
  readonly refuse: (error: CodedError) => void;
}

/** Who waits for their first turn. */
interface Newcomer extends Waiting {
  readonly timer: NodeJS.Timeout;
}

export class WorkGate {
  readonly limits: GateLimits;
  /** What the answers of an operation weighed of late, bytes. */
  readonly weights = new WeakMap<object, number>();
  readonly #waiting = new FairQueue<Newcomer>();
  /** Whose places were lent and whose subgraphs have answered: their answers take memory already. */
  readonly #returning: Waiting[] = [];
  readonly #holdings = new ClientLoads();
  /** Under way now, for whoever watches. */
  readonly now = { requests: 0, large: 0, bytes: 0 };
  #lent = 0;

  constructor(limits: GateLimits) {
    this.limits = limits;
  }

  /** @throws CodedError OVERLOADED */
  enter(): WorkPlace {
    if (this.now.requests >= this.limits.requests)
      throw overloaded(`${this.limits.requests} requests are under way`, 1);
    this.now.requests++;
    return new HeldPlace(this);
  }

  get waiting(): number {
    return this.#waiting.size + this.#returning.length;
  }

  get lent(): number {
    return this.#lent;
  }

  /** Halved at most from one answer to the next: a page of one between pages of thousands makes those no lighter. */
  weigh(operation: object, bytes: number): void {
    this.weights.set(operation, Math.max(bytes, (this.weights.get(operation) ?? 0) / 2));
  }

  /** Whether a client leaves so many answers untaken that whatever else they ask has to wait. */
  holdsShare(client: string): boolean {
    return this.#holdings.of(client).bytes > this.limits.bytes / 2;
  }

  /** Resolves when a large answer may be made. */
  admit(place: HeldPlace): void | Promise<void> {
    if (this.waiting === 0 && this.#isOfShare(place) && this.#fits(place)) return this.begin(place);
    const { queue, wait } = this.limits;
    return new Promise((resolve, reject) => {
      const refuse = (error: CodedError): void => {
        clearTimeout(timer);
        this.#waiting.remove(waiting);
        reject(error);
      };
      const timer = setTimeout(
        () => refuse(overloaded(`expected its turn within ${wait} ms`, Math.ceil(wait / 1_000))),
        wait,
      );
      const waiting: Newcomer = { place, begin: resolve, refuse, timer };
      this.#waiting.push(place.client, waiting);
      this.serve();
      if (this.#waiting.size > queue)
        this.#waiting.evict()!.refuse(overloaded(`${queue} large answers wait`, Math.ceil(wait / 1_000)));
    });
  }

  /** Resolves when a place that was lent is there again. Nobody is refused who comes back: what they wait with is there. */
  readmit(place: HeldPlace): void | Promise<void> {
    if (this.#returning.length === 0 && this.now.large < this.limits.large) return this.begin(place);
    return new Promise((resolve, reject) => void this.#returning.push({ place, begin: resolve, refuse: reject }));
  }

  /** After a place has been left or lent. */
  serve(): void {
    while (this.#returning.length > 0 && (isGone(this.#returning[0]!) || this.now.large < this.limits.large))
      this.#turnOf(this.#returning.shift()!);
    if (this.#returning.length > 0) return;
    const may = (one: Newcomer): boolean => isGone(one) || this.#isOfShare(one.place);
    for (
      let next = this.#waiting.peek(may);
      next !== undefined && (isGone(next) || this.#fits(next.place));
      next = this.#waiting.peek(may)
    ) {
      this.#waiting.shift(may);
      clearTimeout(next.timer);
      this.#turnOf(next);
    }
  }

  #turnOf(one: Waiting): void {
    if (isGone(one)) return one.refuse(httpFault('REQUEST_ABANDONED'));
    this.begin(one.place);
    one.begin();
  }

  /** A client that has none may always have one; and of several, not the last quarter of them, nor the second half of the bytes. */
  #isOfShare({ client, bytes }: HeldPlace): boolean {
    const own = this.#holdings.of(client);
    const { large, bytes: all } = this.limits;
    return (
      (own.large === 0 || own.large < large - Math.ceil(large / 4)) && (own.bytes === 0 || own.bytes + bytes <= all / 2)
    );
  }

  #fits({ bytes }: HeldPlace): boolean {
    const { large, bytes: taken } = this.now;
    return taken === 0 || (large < this.limits.large && taken + bytes <= this.limits.bytes);
  }

  begin(place: HeldPlace): void {
    this.#count(place, { large: 1, bytes: place.bytes, lent: place.state === 'lent' ? -1 : 0 });
    place.state = 'making';
  }

  /** Nobody lends what nobody may lend: it stays taken then. */
  lend(place: HeldPlace): void {
    const { lent = 0 } = this.limits;
    if (place.state !== 'making' || this.#lent >= lent || this.#holdings.of(place.client).lent >= lent / 2) return;
    this.#count(place, { large: -1, bytes: -place.bytes, lent: 1 });
    place.state = 'lent';
    this.serve();
  }

  /** An answer that is there takes memory and no work. */
  keep(place: HeldPlace, bytes: number): void {
    const held = this.#heldBy(place);
    this.#count(place, { ...held, bytes: held.bytes + bytes });
    place.state = 'untaken';
    place.bytes = bytes;
    this.serve();
  }

  giveBack(place: HeldPlace): void {
    this.#count(place, this.#heldBy(place));
    place.state = 'none';
    this.serve();
  }

  /** What giving back a place takes from the counts. */
  #heldBy({ state, bytes }: HeldPlace): ClientLoad {
    return {
      large: state === 'making' ? -1 : 0,
      bytes: state === 'making' || state === 'untaken' ? -bytes : 0,
      lent: state === 'lent' ? -1 : 0,
    };
  }

  #count({ client }: HeldPlace, change: ClientLoad): void {
    this.now.large += change.large;
    this.now.bytes += change.bytes;
    this.#lent += change.lent;
    this.#holdings.add(client, change);
  }
}

class HeldPlace implements WorkPlace {
  readonly #gate: WorkGate;
  #operation: object | undefined;
  #gone: AbortState | undefined;
  #patience: NodeJS.Timeout | undefined;
  #isUnderWay = true;
  client = '';
  /** Taken to weigh, or known to, bytes. */
  bytes = 0;
  /** `none`: it counts nowhere among the large answers. */
  state: 'none' | 'making' | 'lent' | 'untaken' = 'none';

  constructor(gate: WorkGate) {
    this.#gate = gate;
  }

  get isGone(): boolean {
    return this.#gone?.aborted === true;
  }

  make(operation: object, client: string, gone?: AbortState): void | Promise<void> {
    this.#operation = operation;
    this.#gone = gone;
    this.client = client;
    this.bytes = this.#gate.weights.get(operation) ?? UNKNOWN;
    if (this.bytes < LARGE && !this.#gate.holdsShare(client)) return;
    const admitted = this.#gate.admit(this);
    return admitted === undefined ? this.#beginWaiting() : admitted.then(() => this.#beginWaiting());
  }

  #beginWaiting(): void {
    if (this.#gate.limits.lent === undefined || !this.#isUnderWay) return;
    this.#patience = setTimeout(() => {
      this.#gate.lend(this);
      // So many were lent already: it may be soon.
      if (this.state === 'making') this.#beginWaiting();
    }, this.#gate.limits.wait * PATIENCE);
  }

  resume(): void | Promise<void> {
    clearTimeout(this.#patience);
    if (this.state === 'lent') return this.#gate.readmit(this);
  }

  made(bytes?: number): boolean {
    this.#endWork();
    if (bytes !== undefined && this.#operation !== undefined) this.#gate.weigh(this.#operation, bytes);
    if (bytes === undefined || bytes < LARGE) this.leave();
    else this.#gate.keep(this, bytes);
    return this.state === 'untaken';
  }

  leave(): void {
    this.#endWork();
    if (this.state !== 'none') this.#gate.giveBack(this);
  }

  #endWork(): void {
    clearTimeout(this.#patience);
    if (!this.#isUnderWay) return;
    this.#isUnderWay = false;
    this.#gate.now.requests--;
  }
}

function isGone({ place }: Waiting): boolean {
  return place.isGone;
}

function overloaded(why: string, retryAfter: number): CodedError {
  return httpFault('OVERLOADED', why, { extensions: { retryAfter } });
}
