/** Open cursors: the results of find and aggregate that clients have not read yet. One that is not read for ten minutes is closed. */
import { randomInt } from 'node:crypto';
import { Long } from 'bson';
import { storeFault } from '../errors.ts';
import type { Kept } from '../query/kept.ts';
import type { Holder } from '../held-bytes.ts';
import { embed, encode, encodeBatch } from '../value/encode.ts';
import { MAX_DOCUMENT } from '../value/decode.ts';
import type { StorageWork } from '../storage/engine.ts';
import { OK } from './ok.ts';

/** Documents in bytes, one after another; `undefined` means "not yet". */
export type ByteStream = Iterator<Buffer | undefined>;

/** The rest of a result, and who may read it. */
export interface Cursor {
  readonly id: Long;
  readonly namespace: string;
  readonly stream: ByteStream;
  /** A document that did not fit the last reply. */
  held: Buffer | undefined;
  readonly session: string | undefined;
  readonly keep: boolean;
  /** The connection that opened it; its bytes are counted there. */
  readonly holder: Holder;
  /** What its sorts and groups keep. */
  readonly kept: Kept;
  /** What is counted for it, in bytes. */
  counted: number;
  lastUsed: number;
  busy: boolean;
}

/** As MongoDB's cursorTimeoutMillis. */
const CURSOR_TIMEOUT = 10 * 60_000;
/** How many documents the first batch has where the client states no size; as in MongoDB. */
export const FIRST_BATCH = 101;

/** What an open cursor holds beside a document and what its sorts and groups keep, measured over a hundred thousand of them; in bytes. */
const OF_CURSOR = 20_000;

/** The open cursors of a store, by number. */
export class Cursors {
  readonly #open = new Map<string, Cursor>();
  /** How long an unread cursor lives, in milliseconds. */
  timeout: number;

  constructor(timeout = CURSOR_TIMEOUT) {
    this.timeout = timeout;
  }

  get size(): number {
    return this.#open.size;
  }

  make(
    namespace: string,
    stream: ByteStream,
    options: { holder: Holder; kept: Kept; session?: string | undefined; keep?: boolean },
  ): Cursor {
    const id = Long.fromBits(randomInt(1, 2 ** 31), randomInt(1, 2 ** 31));
    return {
      id,
      namespace,
      stream,
      held: undefined,
      session: options.session,
      keep: options.keep ?? false,
      holder: options.holder,
      kept: options.kept,
      counted: 0,
      lastUsed: Date.now(),
      busy: false,
    };
  }

  /** @throws StoreError CursorNotFound */
  get(id: Long, namespace: string): Cursor {
    const cursor = this.#open.get(id.toString());
    if (cursor === undefined || cursor.namespace !== namespace)
      throw storeFault('CursorNotFound', `cursor id ${id.toString()} not found`);
    if (cursor.busy) throw storeFault('CursorInUse', `cursor id ${id.toString()} is already in use`);
    return cursor;
  }

  /** @returns whether there was one */
  kill(id: Long): boolean {
    const cursor = this.#open.get(id.toString());
    cursor?.stream.return?.();
    const isOpen = this.#open.delete(id.toString());
    if (cursor !== undefined) count(cursor, 0);
    return isOpen;
  }

  killOfSession(session: string): void {
    for (const cursor of this.#open.values()) if (cursor.session === session) this.kill(cursor.id);
  }

  /** Closes the cursor of a connection that was not read for longest. @returns whether there was one */
  killOldestOf(holder: Holder): boolean {
    let oldest: Cursor | undefined;
    for (const cursor of this.#open.values())
      if (cursor.holder === holder && !cursor.busy && (oldest === undefined || cursor.lastUsed < oldest.lastUsed))
        oldest = cursor;
    return oldest !== undefined && this.kill(oldest.id);
  }

  sweep(now = Date.now()): void {
    for (const cursor of this.#open.values())
      if (!cursor.keep && !cursor.busy && now - cursor.lastUsed > this.timeout) this.kill(cursor.id);
  }

  /** The next batch as a whole reply; keeps the cursor while it has more. */
  *reply(cursor: Cursor, field: 'firstBatch' | 'nextBatch', size: number, single = false): StorageWork<Buffer> {
    cursor.busy = true;
    try {
      const { batch, done } = yield* batchOf(cursor, size);
      cursor.busy = false;
      return this.#encode(cursor, field, batch, done || single);
    } finally {
      // The stream failed or was cut off by its time limit: it cannot be read further.
      if (cursor.busy) this.kill(cursor.id);
    }
  }

  #encode(cursor: Cursor, field: string, batch: readonly Buffer[], done: boolean): Buffer {
    cursor.lastUsed = Date.now();
    if (done) this.kill(cursor.id);
    else {
      this.#open.set(cursor.id.toString(), cursor);
      count(cursor, OF_CURSOR + (cursor.held?.length ?? 0) + cursor.kept.bytes);
    }
    const inner = encodeBatch({ id: done ? Long.ZERO : cursor.id, ns: cursor.namespace }, field, batch);
    return embed(encode({ ok: OK }), 'cursor', inner);
  }
}

function count(cursor: Cursor, bytes: number): void {
  const change = bytes - cursor.counted;
  cursor.counted = bytes;
  cursor.holder.cursors(change);
}

function* batchOf(cursor: Cursor, size: number): StorageWork<{ batch: Buffer[]; done: boolean }> {
  const batch: Buffer[] = [];
  let bytes = 0;
  while (batch.length < size) {
    const next = cursor.held === undefined ? cursor.stream.next() : { done: false as const, value: cursor.held };
    cursor.held = undefined;
    if (next.done) return { batch, done: true };
    if (next.value === undefined) {
      yield undefined;
      continue;
    }
    if (batch.length > 0 && bytes + next.value.length > MAX_DOCUMENT) {
      cursor.held = next.value;
      return { batch, done: false };
    }
    batch.push(next.value);
    bytes += next.value.length;
    if (batch.length % 64 === 0) yield undefined;
  }
  return { batch, done: false };
}
