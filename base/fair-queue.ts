/**
 * Who waits, in the order of their turns: one of each client, then the next one of each. However many of one client wait, another's
 * first one stands behind one of theirs.
 */
export class FairQueue<Item> {
  /** Clients in the order of their turns, none without an item. */
  readonly #lines = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  push(client: string, item: Item): void {
    const line = this.#lines.get(client);
    if (line === undefined) this.#lines.set(client, [item]);
    else line.push(item);
    this.#size++;
  }

  /**
   * The next one, who goes on waiting.
   * @param may whether a client's first one may have a turn now; the others of that client wait behind it
   */
  peek(may: (item: Item) => boolean = ANYBODY): Item | undefined {
    for (const [first] of this.#lines.values()) if (may(first!)) return first;
    return undefined;
  }

  /** The next one; its client's turn is over. */
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

  /** Takes out the newest of the client of whom most wait: the one whom it costs least to be refused. */
  evict(): Item | undefined {
    let longest: [client: string, line: Item[]] | undefined;
    for (const entry of this.#lines) if (longest === undefined || entry[1].length > longest[1].length) longest = entry;
    if (longest === undefined) return undefined;
    const item = longest[1].pop();
    if (longest[1].length === 0) this.#lines.delete(longest[0]);
    this.#size--;
    return item;
  }

  /** Takes an item out wherever it waits. @returns whether it did */
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

  clear(): readonly Item[] {
    const all = [...new Set([...this.#lines.values()].flat())];
    this.#lines.clear();
    this.#size = 0;
    return all;
  }
}

const ANYBODY = (): boolean => true;
