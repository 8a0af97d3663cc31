/**
 * What the bodies of requests under way weigh together. Whoever announces a large one and sends no more than half of it makes this process
 * keep that half, and whoever sends it whole makes it keep all of it until it is answered; a small body is never refused, so what it takes is bounded by the number of connections.
 */
import { httpFault } from './errors.ts';
import { Shares } from './shares.ts';

/** So much of each body counts for nothing, bytes: most bodies are smaller. */
const FREE = 16_384;
/** What a piece takes beside its bytes. */
const PIECE = 256;

export class BodyBytes {
  readonly #taken: Shares;

  /** @param most bytes; of one address half of that */
  constructor(most: number) {
    this.#taken = new Shares(most, most / 2);
  }

  get all(): number {
    return this.#taken.all;
  }

  /** A body that begins. */
  begin(address: string): PartialBody {
    return new PartialBody(this.#taken, address);
  }
}

export class PartialBody {
  readonly #bodies: Shares;
  readonly #address: string;
  #size = 0;
  #taken = 0;

  constructor(bodies: Shares, address: string) {
    this.#bodies = bodies;
    this.#address = address;
  }

  /** @throws CodedError OVERLOADED */
  add(bytes: number): void {
    this.#size += bytes + PIECE;
    const more = Math.max(0, this.#size - FREE) - this.#taken;
    if (more <= 0) return;
    if (!this.#bodies.take(this.#address, more))
      throw httpFault('OVERLOADED', 'the bodies of requests under way are as large as they may be together', {
        extensions: { retryAfter: 1 },
      });
    this.#taken += more;
  }

  /** Once its request is answered. */
  end(): void {
    this.#bodies.giveBack(this.#address, this.#taken);
    this.#taken = 0;
  }
}
