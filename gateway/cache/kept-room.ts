/**
 * Room for one kind of what is kept in this process. While there is space everything is taken. Once there is none, something new is taken only in place of
 * what was asked for less often lately: so nobody pushes out what others ask for again by asking much that is never asked for again.
 */
import { LRUCache } from 'lru-cache';
import { AskedOften } from './asked-often.ts';
import { cacheEvicted } from './cache-events.ts';

/** What is kept: its bytes, and whatever the keeper needs to know of it. */
interface Sized {
  readonly answer: { readonly body: Buffer };
}

/** What a room is made with. */
interface RoomOptions<Entry> {
  /** Of all entries together. */
  readonly bytes: number;
  /** One that takes a larger share of the room would push out too many others: it is not kept. 1 / `largest` */
  readonly largest: number;
  /** Whether an entry may be given to nobody any more. */
  readonly hasEnded: (entry: Entry) => boolean;
}

/** What an entry takes beside its body: its key, the objects, its place in the list. Bytes */
const ENTRY_BYTES = 700;
/** So many of those that nobody has asked for the longest are compared with something new. */
const COMPARED = 32;
/** Questions that make older ones count half: so many for each entry, and at least. */
const [MEMORY_SHARE, LEAST_MEMORY] = [10, 10_000];

/** Makes an empty room. */
export class KeptRoom<Entry extends Sized> {
  readonly #entries: LRUCache<string, Entry>;
  readonly #asked = new AskedOften();
  readonly #hasEnded: RoomOptions<Entry>['hasEnded'];

  constructor({ bytes, largest, hasEnded }: RoomOptions<Entry>) {
    this.#hasEnded = hasEnded;
    this.#entries = new LRUCache({
      maxSize: Math.max(1, bytes),
      maxEntrySize: Math.max(1, Math.floor(bytes / largest)),
      sizeCalculation: (entry: Entry) => sizeOf(entry),
      // Those past their time are among those that make room.
      allowStale: true,
    });
  }

  /** Bytes of all entries. */
  get bytes(): number {
    return this.#entries.calculatedSize;
  }

  /** How many entries there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** Counts the question. @returns undefined for what is not there, or may be given to nobody any more */
  get(key: string): Entry | undefined {
    this.#asked.note(key, Math.max(LEAST_MEMORY, this.#entries.size * MEMORY_SHARE));
    const entry = this.#entries.get(key, { allowStale: false });
    if (entry === undefined || !this.#hasEnded(entry)) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  /** @param ttl ms from now after which nobody may be given it any more @returns false for one that is not kept */
  keep(key: string, entry: Entry, ttl: number): boolean {
    const size = sizeOf(entry);
    if (size > this.#entries.maxEntrySize || !this.#makeRoom(key, size)) return false;
    this.#entries.set(key, entry, { ttl });
    return true;
  }

  /** Lets go of all. @returns how many there were */
  clear(): number {
    const { size } = this.#entries;
    this.#entries.clear();
    return size;
  }

  /** Lets go of those that have ended. @returns how many there were */
  sweep(): number {
    const ended = [...this.#entries.entries()].filter(([, entry]) => this.#hasEnded(entry));
    for (const [key] of ended) this.#entries.delete(key);
    return ended.length;
  }

  /** @returns false where what is there was asked for as often, and nothing has made room */
  #makeRoom(key: string, size: number): boolean {
    const before = this.#entries.peek(key);
    let free = this.#entries.maxSize - this.#entries.calculatedSize + (before === undefined ? 0 : sizeOf(before));
    if (free >= size) return true;
    const often = this.#asked.of(key);
    const leaving: string[] = [];
    let compared = 0;
    for (const other of this.#entries.rkeys()) {
      if (free >= size || compared++ === COMPARED) break;
      if (other === key || !this.#yields(other, often)) continue;
      leaving.push(other);
      free += sizeOf(this.#entries.peek(other)!);
    }
    if (free < size) return false;
    for (const other of leaving) this.#leave(other);
    return true;
  }

  #yields(key: string, often: number): boolean {
    return (
      this.#asked.of(key) < often || this.#entries.getRemainingTTL(key) <= 0 || this.#hasEnded(this.#entries.peek(key)!)
    );
  }

  #leave(key: string): void {
    const { body } = this.#entries.peek(key)!.answer;
    this.#entries.delete(key);
    if (cacheEvicted.hasSubscribers) cacheEvicted.publish(body.length);
  }
}

const sizeOf = ({ answer }: Sized): number => answer.body.length + ENTRY_BYTES;
