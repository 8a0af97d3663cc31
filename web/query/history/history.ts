/**
 * Questions that were run. They live as long as the page; on the device only where the reader asks for it, and then without whatever may be
 * about a person (`not-kept.ts`), without headers and without answers. That the switch is on is told by the disk itself: a second page of
 * the same browser that turns it off turns it off here too.
 */
import type { KeyValueStore } from '../storage.ts';
import { whyNotKept, type NotKept } from './not-kept.ts';

export interface Entry {
  readonly query: string;
  /** JSON as it was sent, indented; empty where there is none. */
  readonly variables: string;
  /** ms since 1970. */
  readonly at: number;
}

export interface HistoryState {
  /** The newest first, each question with its variables once. */
  readonly entries: readonly (Entry & { readonly notKept?: NotKept | undefined })[];
  /** Whether the device keeps them. */
  readonly keeps: boolean;
}

const KEY = 'sigap:history';
const MOST = 50;

export class History {
  readonly #disk: KeyValueStore | undefined;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #memory: readonly Entry[] = [];
  #state: HistoryState;

  /** @param disk the browser's `localStorage`; undefined where the browser refuses it, and nothing can be kept */
  constructor(disk: KeyValueStore | undefined, now: () => number = Date.now) {
    this.#disk = disk;
    this.#now = now;
    this.#state = this.#read();
  }

  get canKeep(): boolean {
    return this.#disk !== undefined;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same object until something changes. */
  readonly state = (): HistoryState => this.#state;

  note(query: string, variables: string): void {
    if (query.trim() === '') return;
    const entry = { query, variables, at: this.#now() };
    this.#memory = newest([entry, ...this.#memory]);
    const kept = this.#kept();
    if (kept !== undefined) this.#write([entry, ...kept]);
    this.refresh();
  }

  /** Keeps what is here from now on, or takes everything off the device. */
  keep(on: boolean): void {
    if (on) this.#write(this.#memory);
    else {
      this.#memory = newest([...this.#memory, ...(this.#kept() ?? [])]);
      this.#disk?.removeItem(KEY);
    }
    this.refresh();
  }

  /** Forgets everything, here and on the device; the switch stays as it is. */
  clear(): void {
    this.#memory = [];
    if (this.#kept() !== undefined) this.#write([]);
    this.refresh();
  }

  remove({ query, variables }: Entry): void {
    const others = (each: Entry): boolean => each.query !== query || each.variables !== variables;
    this.#memory = this.#memory.filter(others);
    const kept = this.#kept();
    if (kept !== undefined) this.#write(kept.filter(others));
    this.refresh();
  }

  /** Reads the device again: another page of this browser may have written there. */
  refresh(): void {
    this.#state = this.#read();
    for (const listener of this.#listeners) listener();
  }

  #read(): HistoryState {
    const kept = this.#kept();
    const entries = newest([...this.#memory, ...(kept ?? [])]);
    return { entries: entries.map((entry) => ({ ...entry, notKept: whyNotKept(entry) })), keeps: kept !== undefined };
  }

  /** @returns undefined where the reader has not asked for it */
  #kept(): readonly Entry[] | undefined {
    const text = this.#disk?.getItem(KEY);
    return text == null ? undefined : entriesIn(text);
  }

  /** A full disk keeps less: what was there before stays. */
  #write(entries: readonly Entry[]): void {
    const kept = newest(entries.filter((entry) => whyNotKept(entry) === undefined));
    try {
      this.#disk?.setItem(KEY, JSON.stringify({ version: 1, entries: kept }));
    } catch {
      return;
    }
  }
}

/** In the order of time, each question with its variables once. */
function newest(entries: readonly Entry[]): readonly Entry[] {
  const found = new Map<string, Entry>();
  for (const entry of entries.toSorted((left, right) => right.at - left.at)) {
    const key = JSON.stringify([entry.query, entry.variables]);
    if (!found.has(key)) found.set(key, entry);
  }
  return [...found.values()].slice(0, MOST);
}

/** Whatever else stands there was not written by this page, and counts as nothing. */
function entriesIn(text: string): readonly Entry[] {
  try {
    const { version, entries } = JSON.parse(text) as { version?: unknown; entries?: unknown };
    return version === 1 && Array.isArray(entries) ? entries.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { query, variables, at } = value as Record<string, unknown>;
  return typeof query === 'string' && typeof variables === 'string' && Number.isFinite(at);
}
