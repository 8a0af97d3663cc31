/** Numbers that look random and are the same each time: sfc32 seeded by a word, so that streams do not disturb each other. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** Items with their weights. */
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item;
}

/** @param word the seed: the same word gives the same numbers */
export function randomOf(word: string): Random {
  let [a, b, c, d] = [hash(word, 1), hash(word, 2), hash(word, 3), 1] as [number, number, number, number];
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let warm = 0; warm < 16; warm++) next();
  return {
    next,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (items) => items[Math.floor(next() * items.length)]!,
    weighted(items) {
      let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) if ((left -= weight) < 0) return item;
      return items.at(-1)![0];
    },
  };
}

/** FNV-1a. */
function hash(word: string, salt: number): number {
  let value = 2166136261 ^ salt;
  for (const letter of word) value = Math.imul(value ^ letter.codePointAt(0)!, 16777619);
  return value;
}
