/**
 * Bounds the memory that the bodies of requests under way take together, whether they have been sent in part or whole. A small body is
 * never refused, so the number of connections bounds what small bodies take.
 */
import { FairQueue } from '../../base/fair-queue.ts';
import { httpFault } from './errors.ts';
import { Shares } from './shares.ts';

/** This much of each body is not counted, bytes: most bodies are smaller. */
const FREE = 16_384;
/** Memory that each received chunk takes beside its bytes, bytes. */
const CHUNK = 256;
/** Compressed bodies that swell at once. Their bytes are counted when they have swollen, so it is these that are not counted. */
const MOST_SWELLING = 4;

/** The bodies of all requests under way. */
export class BodyBytes {
  readonly #taken: Shares;
  readonly #swelling = new Turns(MOST_SWELLING);

  /** @param most bytes of all bodies; those from one address may take half of it */
  constructor(most: number) {
    this.#taken = new Shares(most, most / 2);
  }

  /** Bytes that are counted now. */
  get all(): number {
    return this.#taken.all;
  }

  /** Starts counting a body. @param address of its client */
  begin(address: string): PartialBody {
    return new PartialBody(this.#taken, this.#swelling, address);
  }
}

/** One body, counted while it arrives. */
export class PartialBody {
  readonly #bodies: Shares;
  readonly #swelling: Turns;
  readonly #address: string;
  #size = 0;
  #taken = 0;

  constructor(bodies: Shares, swelling: Turns, address: string) {
    this.#bodies = bodies;
    this.#swelling = swelling;
    this.#address = address;
  }

  /** Counts a received chunk. @throws CodedError OVERLOADED */
  add(bytes: number): void {
    this.#size += bytes + CHUNK;
    const more = Math.max(0, this.#size - FREE) - this.#taken;
    if (more <= 0) return;
    if (!this.#bodies.take(this.#address, more))
      throw httpFault('OVERLOADED', 'the bodies of requests under way are as large as they may be together', {
        extensions: { retryAfter: 1 },
      });
    this.#taken += more;
  }

  /** Inflates it when it is its turn, addresses in turn. */
  inflate<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#swelling.take(this.#address, work);
  }

  /** Ends counting, once the request is answered. */
  end(): void {
    this.#bodies.giveBack(this.#address, this.#taken);
    this.#taken = 0;
  }
}

/** Work of which so much runs at once; the rest waits, clients in turn. */
class Turns {
  readonly #waiting = new FairQueue<() => void>();
  #free: number;

  constructor(most: number) {
    this.#free = most;
  }

  async take<Result>(client: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((begin) => this.#waiting.push(client, begin));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
