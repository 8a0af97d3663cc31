/**
 * A queue that serves clients in turn: one item of each client, then the next of each. However many items of one client wait, another
 * client's first item waits for only one of them.
 */
import { CompactingMap } from './compacting-map.ts';

/** Items by client, and whose turn it is. */
export class FairQueue<Item> {
  /** The items of each client that has any, in the order of the clients' turns. */
  readonly #lines = new CompactingMap<string, Item[]>();
  #size = 0;

  /** Items of all clients. */
  get size(): number {
    return this.#size;
  }

  /** Adds an item behind the client's others. */
  push(client: string, item: Item): void {
    const line = this.#lines.get(client);
    if (line === undefined) this.#lines.set(client, [item]);
    else line.push(item);
    this.#size++;
  }

  /**
   * The next item, which stays in the queue.
   * @param may whether a client's first item may be served now; the client's others wait behind it
   */
  peek(may: (item: Item) => boolean = ANYBODY): Item | undefined {
    for (const [first] of this.#lines.values()) if (may(first!)) return first;
    return undefined;
  }

  /** Takes out the next item, and ends its client's turn. */
  shift(may: (item: Item) => boolean = ANYBODY): Item | undefined {
    for (const [client, line] of this.#lines) {
      if (!may(line[0]!)) continue;
      const item = line.shift()!;
      this.#lines.delete(client);
      if (line.length > 0) this.#lines.set(client, line);
      this.#size--;
      return item;
    }
    return undefined;
  }

  /** Takes out the newest item of the client with the most items: the one that has waited shortest loses the least. */
  evict(): Item | undefined {
    let longest: [client: string, line: Item[]] | undefined;
    for (const entry of this.#lines) if (longest === undefined || entry[1].length > longest[1].length) longest = entry;
    if (longest === undefined) return undefined;
    const item = longest[1].pop();
    if (longest[1].length === 0) this.#lines.delete(longest[0]);
    this.#size--;
    return item;
  }

  /** Takes an item out wherever it is. @returns whether it was in the queue */
  remove(item: Item): boolean {
    let found = false;
    for (const [client, line] of this.#lines) {
      const kept = line.filter((one) => one !== item);
      if (kept.length === line.length) continue;
      found = true;
      this.#size -= line.length - kept.length;
      if (kept.length === 0) this.#lines.delete(client);
      else this.#lines.set(client, kept);
    }
    return found;
  }

  /** Takes out everything. @returns each item once */
  clear(): readonly Item[] {
    const all = [...new Set([...this.#lines.values()].flat())];
    this.#lines.clear();
    this.#size = 0;
    return all;
  }
}

const ANYBODY = (): boolean => true;
