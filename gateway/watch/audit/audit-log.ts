/**
 * Writes the audit off the hot path: an answer hands in its record and goes. At most `batch` records or `delay` ms are
 * written together, so that much can be lost with the process and no more. When the store does not take them, personal
 * data goes on for `grace` ms or `backlog` records, and is refused until the store is back and has it all.
 */
import { randomUUID } from 'node:crypto';
import { reasonOf } from '../../../base/errors.ts';
import type { AuditRecord } from './audit-record.ts';
import type { AuditStore } from './audit-store.ts';
import { headOf, link, type ChainEntry, type ChainHead } from './chain.ts';

export interface AuditLogOptions {
  readonly store: AuditStore;
  /** Signs the heads, at least 32 bytes; the database must not hold it. */
  readonly key: string;
  /** Records written together at most. */
  readonly batch: number;
  /** ms a record waits for others at most. */
  readonly delay: number;
  /** ms personal data goes on while nothing can be written. */
  readonly grace: number;
  /** Records kept in memory meanwhile at most. */
  readonly backlog: number;
  /** Told of each head that was written: to keep it outside of the database. */
  readonly anchor?: (head: ChainHead) => void;
  readonly report: (problem: string) => void;
  readonly now?: () => number;
}

/** Whether answers with personal data may go on. */
export type AuditState =
  | { readonly kind: 'writing' }
  | { readonly kind: 'failing'; /** ms of the clock */ readonly since: number; readonly pending: number }
  | { readonly kind: 'refusing'; readonly since: number; readonly pending: number };

export interface AuditLog {
  /** Asked before an operation with personal data runs. */
  readonly state: AuditState;
  record(record: AuditRecord): void;
  /** Waits until all that was recorded is durable. @returns false when it is not and cannot be at the moment */
  flush(): Promise<boolean>;
  /** Flushes, then closes the store. */
  close(): Promise<void>;
}

export function createAuditLog(options: AuditLogOptions): AuditLog {
  return new BatchedAuditLog(options);
}

class BatchedAuditLog implements AuditLog {
  readonly #options: AuditLogOptions;
  readonly #chain = randomUUID();
  readonly #pending: ChainEntry[] = [];
  #last: ChainEntry | undefined;
  #failingSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<boolean> | undefined;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  get state(): AuditState {
    const { grace, backlog, now = Date.now } = this.#options;
    const pending = this.#pending.length;
    if (this.#failingSince === undefined && pending < backlog) return { kind: 'writing' };
    const since = this.#failingSince ?? now();
    return { kind: now() - since > grace || pending >= backlog ? 'refusing' : 'failing', since, pending };
  }

  record(record: AuditRecord): void {
    this.#last = link(this.#chain, this.#last, record);
    this.#pending.push(this.#last);
    if (this.#pending.length >= this.#options.batch) void this.#write();
    else this.#later(this.#options.delay);
  }

  async flush(): Promise<boolean> {
    while (this.#pending.length > 0) if (!(await this.#write())) return false;
    return true;
  }

  async close(): Promise<void> {
    const whole = await this.flush();
    clearTimeout(this.#timer);
    if (!whole) this.#options.report(`${this.#pending.length} records of the audit could not be written`);
    await this.#options.store.close();
  }

  #later(delay: number): void {
    this.#timer ??= setTimeout(() => void this.#write(), delay);
  }

  /** One write at a time, or the entries of a chain could become durable out of order. */
  #write(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeBatch().finally(() => {
      this.#writing = undefined;
      if (this.#pending.length > 0) this.#later(this.#failingSince === undefined ? 0 : RETRY);
    });
    return this.#writing;
  }

  async #writeBatch(): Promise<boolean> {
    const entries = this.#pending.slice(0, this.#options.batch);
    const last = entries.at(-1);
    if (last === undefined) return true;
    const head = headOf(last, this.#options.key);
    try {
      await this.#options.store.append(entries, head);
      // What has no anchor counts as not written: it is tried again whole, which the store takes as often as it comes.
      this.#options.anchor?.(head);
      this.#pending.splice(0, entries.length);
      this.#failingSince = undefined;
      return true;
    } catch (thrown) {
      if (this.#failingSince === undefined) this.#options.report(`the audit cannot be written: ${reasonOf(thrown)}`);
      this.#failingSince ??= (this.#options.now ?? Date.now)();
      return false;
    }
  }
}

/** ms between two tries while the store does not take anything. */
const RETRY = 500;
