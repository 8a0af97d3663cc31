/**
 * Where GraphiQL may remember things. It would keep documents, variables and history in `localStorage`, on the disk of a
 * shared office machine; any of them can hold a NIK or a name. So only the layout is durable; the rest lives as long as
 * the page, but for the history, where the reader asks for it (history/history.ts). `sessionStorage` is no way out: browsers
 * write it to disk too, to restore a session after a crash.
 */

/** What the page needs of the browser's `Storage`. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
  clear(): void;
  readonly length: number;
  key(index: number): string | null;
}

const PREFIX = 'graphiql:';
/** Theme, open panel and sizes of the panes: the look of the page, nothing of its queries. */
const LAYOUT = ['theme', 'visiblePlugin', 'answerView', 'docExplorerFlex', 'editorFlex', 'secondaryEditorFlex'];
const DURABLE = new Set(LAYOUT.map((name) => PREFIX + name));

/**
 * @param durable the browser's `localStorage`; nothing lasts where the browser refuses it
 * @param onClear called when the reader has GraphiQL clear everything
 * @returns a storage for GraphiQL; what an earlier GraphiQL on this origin left in `durable` beyond the layout is removed
 */
export function layoutStorage(durable: KeyValueStore = memoryStore(), onClear: () => void = () => {}): KeyValueStore {
  const memory = memoryStore();
  for (const key of keysOf(durable)) if (!DURABLE.has(key)) durable.removeItem(key);
  const placeOf = (key: string): KeyValueStore => (DURABLE.has(key) ? durable : memory);
  return {
    getItem: (key) => placeOf(key).getItem(key),
    setItem: (key, value) => placeOf(key).setItem(key, value),
    removeItem: (key) => placeOf(key).removeItem(key),
    clear: () => {
      memory.clear();
      onClear();
      for (const key of keysOf(durable)) durable.removeItem(key);
    },
    get length() {
      return memory.length + keysOf(durable).length;
    },
    key: (index) => memory.key(index) ?? keysOf(durable)[index - memory.length] ?? null,
  };
}

/** GraphiQL's own keys: other pages of this origin keep theirs. */
function keysOf(store: KeyValueStore): string[] {
  const keys = Array.from({ length: store.length }, (_, index) => store.key(index));
  return keys.filter((key) => key !== null && key.startsWith(PREFIX)) as string[];
}

function memoryStore(): KeyValueStore {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
    clear: () => values.clear(),
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
  };
}
