/**
 * Writes the audit in groups: a record waits a few ms for others, and while one group is written the next gathers. An answer
 * leaves when its record is durable, and is refused when it does not become so within `grace`. Told not to wait, answers go
 * at once and a process that dies loses what was not written; while nothing can be written they go on for `grace`.
 * Either way personal data is refused from then on until the store is back and has it all.
 */
import { randomUUID } from 'node:crypto';
import { reasonOf } from '../../base/errors.ts';
import type { AuditRecord } from './audit-record.ts';
import type { AuditStore } from './audit-store.ts';
import { headOf, link, type ChainEntry, type ChainHead } from './chain.ts';
import { auditFault } from './errors.ts';

export interface AuditLogOptions {
  readonly store: AuditStore;
  /** Signs the heads, at least 32 bytes; the database must not hold it. */
  readonly key: string;
  /** Whether `record` is done only when the record is durable; not so where left out. */
  readonly wait?: boolean;
  /** Records written together at most. */
  readonly batch: number;
  /** ms a record waits for others at most while nothing is being written. */
  readonly delay: number;
  /** ms an answer waits for its record, 1 s at least; without `wait`, ms personal data goes on while nothing can be written. */
  readonly grace: number;
  /** Records kept in memory meanwhile at most. */
  readonly backlog: number;
  /** Told of each head that was written: to keep it outside of the database. */
  readonly anchor?: (head: ChainHead) => unknown;
  readonly report: (problem: string) => void;
  readonly now?: () => number;
}

/** Whether answers with personal data may go on. */
type AuditState =
  | { readonly kind: 'writing' }
  | { readonly kind: 'failing'; /** ms of the clock */ readonly since: number; readonly pending: number }
  | { readonly kind: 'refusing'; readonly since: number; readonly pending: number };

export interface AuditLog {
  /** Asked before an operation with personal data runs. */
  readonly state: AuditState;
  /**
   * @returns with `wait` a promise that the record is durable, which rejects with AUDIT_UNAVAILABLE: the answer must not leave then.
   * What was not tried to be written by then is not written later
   */
  record(record: AuditRecord): void | Promise<void>;
  /** Waits until all that was recorded is durable. @returns false when it is not and cannot be at the moment */
  flush(): Promise<boolean>;
  /** Flushes, then closes the store. */
  close(): Promise<void>;
}

export function createAuditLog(options: AuditLogOptions): AuditLog {
  return new GroupedAuditLog(options);
}

/** A record on its way, and who waits for it. */
interface Pending {
  readonly record: AuditRecord;
  readonly waiter: Waiter | undefined;
}

class GroupedAuditLog implements AuditLog {
  readonly #options: AuditLogOptions;
  readonly #chain = randomUUID();
  #pending: Pending[] = [];
  /** What was handed to the store and is not known to be durable: it may be, so it is tried again as it is. */
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
    const pending = this.#left;
    if (this.#failingSince === undefined && pending < backlog) return { kind: 'writing' };
    const since = this.#failingSince ?? now();
    return { kind: now() - since > grace || pending >= backlog ? 'refusing' : 'failing', since, pending };
  }

  get #left(): number {
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
    while (this.#left > 0) if (!(await this.#write())) return false;
    return true;
  }

  async close(): Promise<void> {
    const whole = await this.flush();
    clearTimeout(this.#timer);
    if (!whole) this.#options.report(`${this.#left} records of the audit could not be written`);
    this.#refuse();
    await this.#options.store.close();
  }

  #later(delay: number): void {
    if (this.#writing === undefined) this.#timer ??= setTimeout(() => void this.#write(), delay);
  }

  /** One write at a time, or the entries of a chain could become durable out of order. */
  #write(): Promise<boolean> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeGroup().finally(() => {
      this.#writing = undefined;
      if (this.#left > 0) this.#later(this.#failingSince === undefined ? 0 : RETRY);
    });
    return this.#writing;
  }

  async #writeGroup(): Promise<boolean> {
    if (this.#tried.length === 0) this.#linkNext();
    if (this.#last === undefined || this.#tried.length === 0) return true;
    try {
      const head = headOf(this.#last, this.#options.key);
      await this.#options.store.append(this.#entries, head);
      // What has no anchor counts as not written: it is tried again whole, which the store takes as often as it comes.
      await this.#options.anchor?.(head);
    } catch (thrown) {
      return this.#failed(thrown);
    }
    this.#failingSince = undefined;
    for (const { waiter } of this.#tried) waiter?.resolve();
    this.#tried = [];
    return true;
  }

  /** Linked as late as this, so that what nobody got can still be left out. */
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

/** ms between two tries while the store does not take anything. */
const RETRY = 500;
/** ms a write that is under way is given at least, however little grace there is. */
const LEAST_PATIENCE = 1_000;

/** An answer that waits for its record. */
class Waiter {
  readonly done: Promise<void>;
  readonly #refused: () => void;
  readonly #timer: NodeJS.Timeout;
  #settle!: { resolve: () => void; reject: (thrown: unknown) => void };

  /** @param patience ms @param refused told when the answer is refused */
  constructor(patience: number, refused: () => void) {
    this.#refused = refused;
    this.done = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.#timer = setTimeout(() => this.refuse(), patience);
  }

  resolve(): void {
    clearTimeout(this.#timer);
    this.#settle.resolve();
  }

  refuse(): void {
    clearTimeout(this.#timer);
    this.#refused();
    this.#settle.reject(auditFault('AUDIT_UNAVAILABLE'));
  }
}
