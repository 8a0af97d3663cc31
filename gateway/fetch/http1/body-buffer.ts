/**
 * Collects a body that comes in several pieces. Pieces are copied into one memory, so that a body of single bytes costs no more than a
 * large one, and the memory is used for one body after the other.
 */
export class BodyBuffer {
  #memory: Buffer = NO_MEMORY;
  #length = 0;

  /** Bytes that have been added since `clear`. */
  get length(): number {
    return this.#length;
  }

  add(piece: Buffer): void {
    const length = this.#length + piece.length;
    if (length > this.#memory.length) this.#grow(length);
    piece.copy(this.#memory, this.#length);
    this.#length = length;
  }

  /** What has been added; valid until the next `add` after `clear`. */
  bytes(): Buffer {
    return this.#memory.subarray(0, this.#length);
  }

  /** Begins another body. The memory of a large one is given back. */
  clear(): void {
    this.#length = 0;
    if (this.#memory.length > LARGEST_KEPT) this.#memory = NO_MEMORY;
  }

  #grow(needed: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#memory.length, FIRST_ROOM));
    this.#memory.copy(larger, 0, 0, this.#length);
    this.#memory = larger;
  }
}

const NO_MEMORY = Buffer.alloc(0);
/** Memory for the first piece, in bytes at least. */
const FIRST_ROOM = 16_384;
/** Memory that an idle connection keeps, in bytes at most. */
const LARGEST_KEPT = 131_072;
