/**
 * How much is under way at once: requests, and among them large answers. The bytes of a large answer count from its beginning until its
 * client has taken it. Whether an answer will be large is estimated from the last answers of its operation.
 *
 * Small answers never wait for large ones. Large ones wait in a queue for each client, and are refused after a bounded time. No client holds
 * all places. Waiting for a subgraph is no work, so a request that waits long lends its place to others.
 */
import type { CodedError } from '../base/errors.ts';
import { FairQueue } from '../base/fair-queue.ts';
import type { AbortState } from '../base/abort-state.ts';
import { httpFault } from './http/errors.ts';
import { ClientLoads, type ClientLoad } from './client-loads.ts';

/** Bounds on what is under way in one process. */
export interface GateLimits {
  /** Requests under way at once. */
  readonly requests: number;
  /** Large answers in preparation at once. */
  readonly large: number;
  /** Bytes of all large answers together, from their beginning until they are taken; one alone may be larger. */
  readonly bytes: number;
  /** Large answers that may wait for a place. */
  readonly queue: number;
  /** How long a large answer may wait, ms. */
  readonly wait: number;
  /** Places that may be lent at once while subgraphs have not answered; none when left out. */
  readonly lent?: number;
}

/** An answer of this size or more is a large one, bytes. */
export const LARGE_ANSWER_BYTES = 32_768;
/** The size that an operation's first answer is assumed to have, bytes: a large one, since nothing is known of it. */
export const ASSUMED_ANSWER_BYTES = 262_144;
/** A place is lent when its subgraphs have not answered within this share of the time that others may wait. */
const PATIENCE = 0.1;

/** The place of one request among those under way. It is left exactly once, however the request ends. */
export interface WorkPlace {
  /**
   * Before the answer is prepared; a large one may have to wait.
   * @param operation whose answers are expected to be of similar size
   * @throws CodedError OVERLOADED, at once or after the longest wait
   */
  startAnswer(operation: object, client: string, gone?: AbortState): void | Promise<void>;
  /** After the subgraphs' answers: takes back a place that was lent, before any new request gets one. @throws CodedError REQUEST_ABANDONED */
  resume(): void | Promise<void>;
  /** @param bytes the answer's size; absent when there is none @returns true for a large answer, which counts until `leave` */
  finishAnswer(bytes?: number): boolean;
  /** Gives the place back; a second call changes nothing. */
  leave(): void;
}

interface WaitingPlace {
  readonly place: HeldPlace;
  readonly begin: () => void;
  readonly refuse: (error: CodedError) => void;
}

/** A request that has not begun its answer yet. */
interface Newcomer extends WaitingPlace {
  readonly timer: NodeJS.Timeout;
}

/** Lets requests and large answers of one process begin, wait or be refused. */
export class WorkGate {
  readonly limits: GateLimits;
  /** Estimated size of an operation's answers, from the last ones, bytes. */
  readonly weights = new WeakMap<object, number>();
  readonly #waiting = new FairQueue<Newcomer>();
  /** Requests whose place was lent and whose subgraphs have answered: those answers take memory already. */
  readonly #returning: WaitingPlace[] = [];
  readonly #holdings = new ClientLoads();
  /** What is under way now, for metrics and tests. */
  readonly now = { requests: 0, large: 0, bytes: 0 };
  #lent = 0;

  constructor(limits: GateLimits) {
    this.limits = limits;
  }

  /** A place for a new request. @throws CodedError OVERLOADED */
  enter(): WorkPlace {
    if (this.now.requests >= this.limits.requests)
      throw overloaded(`${this.limits.requests} requests are under way`, 1);
    this.now.requests++;
    return new HeldPlace(this);
  }

  /** Large answers that wait for a place. */
  get waiting(): number {
    return this.#waiting.size + this.#returning.length;
  }

  /** Places that are lent. */
  get lent(): number {
    return this.#lent;
  }

  /** Records an answer's size. The estimate falls by half at most, since one small page between large ones makes those no smaller. */
  weigh(operation: object, bytes: number): void {
    this.weights.set(operation, Math.max(bytes, (this.weights.get(operation) ?? 0) / 2));
  }

  /** True when a client's untaken answers fill its share, so that every further answer has to wait. */
  holdsShare(client: string): boolean {
    return this.#holdings.of(client).bytes > this.limits.bytes / 2;
  }

  /** Resolves when a large answer may begin. */
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

  /** Resolves when a lent place is available again. It never refuses: the answer's data is in memory already. */
  readmit(place: HeldPlace): void | Promise<void> {
    if (this.#returning.length === 0 && this.now.large < this.limits.large) return this.begin(place);
    return new Promise((resolve, reject) => void this.#returning.push({ place, begin: resolve, refuse: reject }));
  }

  /** Gives free places to those who wait. Called after a place has been left or lent. */
  serve(): void {
    while (this.#returning.length > 0 && (isGone(this.#returning[0]!) || this.now.large < this.limits.large))
      this.#turnOf(this.#returning.shift()!);
    if (this.#returning.length > 0) return;
    const mayBegin = (one: Newcomer): boolean => isGone(one) || this.#isOfShare(one.place);
    for (
      let next = this.#waiting.peek(mayBegin);
      next !== undefined && (isGone(next) || this.#fits(next.place));
      next = this.#waiting.peek(mayBegin)
    ) {
      this.#waiting.shift(mayBegin);
      clearTimeout(next.timer);
      this.#turnOf(next);
    }
  }

  #turnOf(one: WaitingPlace): void {
    if (isGone(one)) return one.refuse(httpFault('REQUEST_ABANDONED'));
    this.begin(one.place);
    one.begin();
  }

  /** A client without a large answer may always begin one. With several, it gets neither the last quarter of the places nor more than half of the bytes. */
  #isOfShare({ client, bytes }: HeldPlace): boolean {
    const own = this.#holdings.of(client);
    const { large, bytes: all } = this.limits;
    return (
      (own.large === 0 || own.large < large - Math.ceil(large / 4)) && (own.bytes === 0 || own.bytes + bytes <= all / 2)
    );
  }

  #fits({ bytes }: HeldPlace): boolean {
    const { large, bytes: held } = this.now;
    return held === 0 || (large < this.limits.large && held + bytes <= this.limits.bytes);
  }

  /** Counts a large answer that begins or goes on. */
  begin(place: HeldPlace): void {
    this.#count(place, { large: 1, bytes: place.bytes, lent: place.state === 'lent' ? -1 : 0 });
    place.state = 'making';
  }

  /** Lends a place to others; it stays occupied when too many are lent already. */
  lend(place: HeldPlace): void {
    const { lent = 0 } = this.limits;
    if (place.state !== 'making' || this.#lent >= lent || this.#holdings.of(place.client).lent >= lent / 2) return;
    this.#count(place, { large: -1, bytes: -place.bytes, lent: 1 });
    place.state = 'lent';
    this.serve();
  }

  /** A finished answer takes memory but no work. */
  keepUntilTaken(place: HeldPlace, bytes: number): void {
    const held = this.#heldBy(place);
    this.#count(place, { ...held, bytes: held.bytes + bytes });
    place.state = 'untaken';
    place.bytes = bytes;
    this.serve();
  }

  /** Ends everything that a place counts for. */
  giveBack(place: HeldPlace): void {
    this.#count(place, this.#heldBy(place));
    place.state = 'none';
    this.serve();
  }

  /** The change of the counts when a place is given back. */
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
  /** The answer's estimated size; its real one once it is finished, bytes. */
  bytes = 0;
  /** `none`: it does not count among the large answers. */
  state: 'none' | 'making' | 'lent' | 'untaken' = 'none';

  constructor(gate: WorkGate) {
    this.#gate = gate;
  }

  get isGone(): boolean {
    return this.#gone?.aborted === true;
  }

  startAnswer(operation: object, client: string, gone?: AbortState): void | Promise<void> {
    this.#operation = operation;
    this.#gone = gone;
    this.client = client;
    this.bytes = this.#gate.weights.get(operation) ?? ASSUMED_ANSWER_BYTES;
    if (this.bytes < LARGE_ANSWER_BYTES && !this.#gate.holdsShare(client)) return;
    const admitted = this.#gate.admit(this);
    return admitted === undefined ? this.#beginWaiting() : admitted.then(() => this.#beginWaiting());
  }

  #beginWaiting(): void {
    if (this.#gate.limits.lent === undefined || !this.#isUnderWay) return;
    this.#patience = setTimeout(() => {
      this.#gate.lend(this);
      // Too many were lent already; later there may be room.
      if (this.state === 'making') this.#beginWaiting();
    }, this.#gate.limits.wait * PATIENCE);
  }

  resume(): void | Promise<void> {
    clearTimeout(this.#patience);
    if (this.state === 'lent') return this.#gate.readmit(this);
  }

  finishAnswer(bytes?: number): boolean {
    this.#endWork();
    if (bytes !== undefined && this.#operation !== undefined) this.#gate.weigh(this.#operation, bytes);
    if (bytes === undefined || bytes < LARGE_ANSWER_BYTES) this.leave();
    else this.#gate.keepUntilTaken(this, bytes);
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

function isGone({ place }: WaitingPlace): boolean {
  return place.isGone;
}

function overloaded(why: string, retryAfter: number): CodedError {
  return httpFault('OVERLOADED', why, { extensions: { retryAfter } });
}
