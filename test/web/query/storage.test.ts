import { describe, expect, it } from 'vitest';
import { layoutStorage, type KeyValueStore } from '../../../web/query/storage.ts';

/** A browser's `localStorage` as far as it is used. */
function disk(held: Record<string, string> = {}): KeyValueStore & { held: Map<string, string> } {
  const map = new Map(Object.entries(held));
  return {
    held: map,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
    clear: () => map.clear(),
    get length() {
      return map.size;
    },
    key: (index) => [...map.keys()][index] ?? null,
  };
}

describe('what outlives the page', () => {
  it('is the layout alone; the rest is remembered until the page closes', () => {
    const durable = disk();
    const storage = layoutStorage(durable);
    for (const name of ['theme', 'query', 'variables', 'headers', 'tabState', 'queries', 'favorites'])
      storage.setItem(`graphiql:${name}`, name);
    expect([...durable.held.keys()]).toEqual(['graphiql:theme']);
    expect(storage.getItem('graphiql:variables')).toBe('variables');
    expect(storage.length).toBe(7);
    expect(Array.from({ length: 7 }, (_, index) => storage.key(index))).not.toContain(null);
  });

  it('removes what an earlier GraphiQL left behind, and nothing of another page', () => {
    const durable = disk({ 'graphiql:tabState': '3275000000000001', 'graphiql:theme': 'dark', other: 'page' });
    const storage = layoutStorage(durable);
    expect(Object.fromEntries(durable.held)).toEqual({ 'graphiql:theme': 'dark', other: 'page' });
    storage.clear();
    expect(Object.fromEntries(durable.held)).toEqual({ other: 'page' });
  });

  it('is nothing where the browser forbids storage, and the page works on', () => {
    const storage = layoutStorage(undefined);
    storage.setItem('graphiql:theme', 'dark');
    expect(storage.getItem('graphiql:theme')).toBe('dark');
  });

  it('is forgotten when the reader clears everything, and the history with it, also where the browser forbids storage', () => {
    for (const durable of [disk(), undefined]) {
      let told = 0;
      const storage = layoutStorage(durable, () => (told += 1));
      for (const name of ['theme', 'query']) storage.setItem(`graphiql:${name}`, name);
      storage.clear();
      expect([storage.length, told]).toEqual([0, 1]);
    }
  });
});
