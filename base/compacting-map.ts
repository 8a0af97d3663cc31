/**
 * A Map for entries that come and go with every request. Whenever V8 outgrows the table of a Map, the old table points to the new
 * one and holds what was in it until the next full collection, so under load each keeps the next alive. That was a third of
 * the CPU time of a request and doubled its memory. A copy is a table that nobody points to: the chain ends there.
 */
export class CompactingMap<Key, Value> {
  #map = new Map<Key, Value>();
  #added = 0;

  get size(): number {
    return this.#map.size;
  }

  get(key: Key): Value | undefined {
    return this.#map.get(key);
  }

  set(key: Key, value: Value): void {
    if (++this.#added % RENEWED_AFTER === 0) this.#map = new Map(this.#map);
    this.#map.set(key, value);
  }

  delete(key: Key): void {
    this.#map.delete(key);
  }

  clear(): void {
    this.#map = new Map();
  }

  values(): MapIterator<Value> {
    return this.#map.values();
  }

  [Symbol.iterator](): MapIterator<[Key, Value]> {
    return this.#map[Symbol.iterator]();
  }

  /** @returns the key that was set first of those that are here */
  first(): Key | undefined {
    return this.#map.keys().next().value;
  }
}

/** Entries added between two copies; fewer than that are held too long. */
const RENEWED_AFTER = 100;
