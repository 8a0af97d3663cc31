/**
 * Writes the audit in groups: a record waits a few ms for others, and while one group is written the next one is collected.
 *
 * With `wait` an answer leaves once its record is durable, and is refused when that takes longer than `grace`. Without `wait` answers leave at
 * once, and a process that dies loses the records it had not written; while nothing can be written, answers leave for `grace` more.
 * Either way personal data is refused from then on, until the store works again and has every record.
 */
import { randomUUID } from 'node:crypto';
import { reasonOf } from '../../base/errors.ts';
import type { AuditRecord } from './audit-record.ts';
import type { AuditStore } from './audit-store.ts';
import { headOf, link, type ChainEntry, type ChainHead } from './chain.ts';
import { auditFault } from './errors.ts';

/** What an audit log works with. */
export interface AuditLogOptions {
  readonly store: AuditStore;
  /** Signs the heads, at least 32 bytes; never stored in the database. */
  readonly key: string;
  /** Whether `record` resolves only once the record is durable; false when left out. */
  readonly wait?: boolean;
  /** The most records that are written together. */
  readonly batch: number;
  /** The longest that a record waits for others while nothing is being written, ms. */
  readonly delay: number;
  /** How long an answer waits for its record, ms, at least 1,000. Without `wait`: how long personal data is answered while nothing can be written. */
  readonly grace: number;
  /** The most records kept in memory meanwhile. */
  readonly backlog: number;
  /** Called with each head that was written, to keep it outside of the database. A rejection counts as a failed write. */
  readonly anchor?: (head: ChainHead) => unknown;
  /** Receives problems for the operator. */
  readonly report: (problem: string) => void;
  /** ms since 1970; for tests. */
  readonly now?: () => number;
}

/** Whether personal data is answered: `refusing`: not. Times in ms since 1970; `pending` counts records that are not durable. */
type AuditState =
  | { readonly kind: 'writing'; readonly pending: number }
  | { readonly kind: 'failing'; readonly since: number; readonly pending: number }
  | { readonly kind: 'refusing'; readonly since: number; readonly pending: number };

/** The audit log of one gateway. */
export interface AuditLog {
  /** Read before an operation with personal data runs. */
  readonly state: AuditState;
  /**
   * @returns with `wait` a promise that resolves once the record is durable. It rejects with AUDIT_UNAVAILABLE, and then the answer must not
   * leave; a record that no write had begun with by then is dropped
   */
  record(record: AuditRecord): void | Promise<void>;
  /** Writes every record. @returns false when the store does not accept them now */
  flush(): Promise<boolean>;
  /** Flushes, then closes the store. */
  close(): Promise<void>;
}

/** Starts a new chain. */
export function createAuditLog(options: AuditLogOptions): AuditLog {
  return new GroupedAuditLog(options);
}

/** A record that is not durable yet, and the answer that waits for it. */
interface Pending {
  readonly record: AuditRecord;
  readonly waiter: Waiter | undefined;
}

class GroupedAuditLog implements AuditLog {
  readonly #options: AuditLogOptions;
  readonly #chain = randomUUID();
  #pending: Pending[] = [];
  /** Records that a write has begun with. They may be durable though it failed, so they are written again unchanged. */
  #tried: readonly Pending[] = [];
  #entries: readonly ChainEntry[] = [];
  #last: ChainEntry | undefined;
  #failingSince: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<boolean> | undefined;

  constructor(options: AuditLogOptions) {
    this.#options = options;
  }

  get state(): AuditState {
    const { grace, backlog, now = Date.now } = this.#options;
    const pending = this.#unwritten;
    if (this.#failingSince === undefined && pending < backlog) return { kind: 'writing', pending };
    const since = this.#failingSince ?? now();
    return { kind: now() - since > grace || pending >= backlog ? 'refusing' : 'failing', since, pending };
  }

  get #unwritten(): number {
    return this.#pending.length + this.#tried.length;
  }

  record(record: AuditRecord): void | Promise<void> {
    if (!this.#options.wait) return this.#take({ record, waiter: undefined });
    if (this.state.kind === 'refusing') return Promise.reject(auditFault('AUDIT_UNAVAILABLE'));
    const waiter = new Waiter(
      Math.max(this.#options.grace, LEAST_PATIENCE),
      () => (this.#pending = this.#pending.filter((each) => each.waiter !== waiter)),
    );
    this.#take({ record, waiter });
    return waiter.done;
  }

  #take(pending: Pending): void {
    this.#pending.push(pending);
    if (this.#pending.length >= this.#options.batch) void this.#write();
    else this.#later(this.#options.delay);
  }

  async flush(): Promise<boolean> {
    while (this.#unwritten > 0) if (!(await this.#write())) return false;
    return true;
  }

  async close(): Promise<void> {
    const isComplete = await this.flush();
    clearTimeout(this.#timer);
    if (!isComplete) this.#options.report(`${this.#unwritten} records of the audit could not be written`);
    this.#refuse();
    await this.#options.store.close();
  }

  #later(delay: number): void {
    if (this.#writing === undefined) this.#timer ??= setTimeout(() => void this.#write(), delay);
  }

  /** One write at a time, so that the entries of a chain become durable in order. */
  #write(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeGroup().finally(() => {
      this.#writing = undefined;
      if (this.#unwritten > 0) this.#later(this.#failingSince === undefined ? 0 : RETRY);
    });
    return this.#writing;
  }

  async #writeGroup(): Promise<boolean> {
    if (this.#tried.length === 0) this.#linkNext();
    if (this.#last === undefined || this.#tried.length === 0) return true;
    try {
      const head = headOf(this.#last, this.#options.key);
      await this.#options.store.append(this.#entries, head);
      // A head without an anchor counts as not written. The group is written again, which changes nothing in the store.
      await this.#options.anchor?.(head);
    } catch (thrown) {
      return this.#failed(thrown);
    }
    this.#failingSince = undefined;
    for (const { waiter } of this.#tried) waiter?.resolve();
    this.#tried = [];
    return true;
  }

  /** Records are linked just before they are written, so that those of refused answers can still be dropped. */
  #linkNext(): void {
    this.#tried = this.#pending.splice(0, this.#options.batch);
    this.#entries = this.#tried.map(({ record }) => (this.#last = link(this.#chain, this.#last, record)));
  }

  #failed(thrown: unknown): false {
    if (this.#failingSince === undefined) this.#options.report(`the audit cannot be written: ${reasonOf(thrown)}`);
    this.#failingSince ??= (this.#options.now ?? Date.now)();
    if (this.state.kind === 'refusing') this.#refuse();
    return false;
  }

  #refuse(): void {
    for (const { waiter } of [...this.#tried, ...this.#pending]) waiter?.refuse();
  }
}

/** ms between two attempts while the store accepts nothing. */
const RETRY = 500;
/** The least time that a write gets, ms, however short `grace` is. */
const LEAST_PATIENCE = 1_000;

/** An answer that waits for its record. */
class Waiter {
  readonly done: Promise<void>;
  readonly #refused: () => void;
  readonly #timer: NodeJS.Timeout;
  #outcome!: { resolve: () => void; reject: (thrown: unknown) => void };

  /** @param patience ms @param refused called when the answer is refused */
  constructor(patience: number, refused: () => void) {
    this.#refused = refused;
    this.done = new Promise((resolve, reject) => (this.#outcome = { resolve, reject }));
    this.#timer = setTimeout(() => this.refuse(), patience);
  }

  resolve(): void {
    clearTimeout(this.#timer);
    this.#outcome.resolve();
  }

  refuse(): void {
    clearTimeout(this.#timer);
    this.#refused();
    this.#outcome.reject(auditFault('AUDIT_UNAVAILABLE'));
  }
}
