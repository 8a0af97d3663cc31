/**
 * About how often each key was asked for lately: a count-min sketch as TinyLFU has it, of one size however many keys there are. A count may be too high,
 * where other keys share its places, and is never too low. All counts are halved from time to time, so that what nobody asks for any more is forgotten.
 */

/** Counters, by which a key has one in each row; and how many rows. */
const [WIDTH, ROWS] = [1 << 18, 4];
/** More often makes no difference: nobody can be ahead of all others for long. */
const MOST = 15;

/** Makes one that has counted nothing. */
export class AskedOften {
  readonly #counts = new Uint8Array(WIDTH * ROWS);
  #noted = 0;

  /** Counts one question. @param memory how many questions make the older ones count half; at most as many as there are counters in a row */
  note(key: string, memory: number): void {
    const places = placesOf(key);
    const least = Math.min(...places.map((place) => this.#counts[place]!));
    if (least < MOST) for (const place of places) if (this.#counts[place] === least) this.#counts[place] += 1;
    this.#noted += 1;
    if (this.#noted >= Math.min(memory, WIDTH)) this.#halve();
  }

  /** @returns 0 to 15 */
  of(key: string): number {
    return Math.min(...placesOf(key).map((place) => this.#counts[place]!));
  }

  #halve(): void {
    this.#noted = 0;
    for (let place = 0; place < this.#counts.length; place++) this.#counts[place]! >>= 1;
  }
}

/** Two hashes by FNV-1a, and of them one for each row. */
function placesOf(key: string): number[] {
  let [one, other] = [0x811c9dc5, 0x1000193];
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other + unit, 0x85ebca6b) ^ (other >>> 13);
  }
  const step = (other ^ (other >>> 16)) | 1;
  return Array.from({ length: ROWS }, (_, row) => row * WIDTH + ((one + Math.imul(row, step)) & (WIDTH - 1)));
}
