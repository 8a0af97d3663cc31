/** An audit store in memory that can be told to fail: what the log and the queries are tried on without a database. */
import type { AuditRecord } from '../../../gateway/audit/audit-record.ts';
import type { AuditStore } from '../../../gateway/audit/audit-store.ts';
import type { ChainEntry, ChainHead } from '../../../gateway/audit/chain.ts';

export interface MemoryStore extends AuditStore {
  readonly written: ChainEntry[];
  readonly heads: Map<string, ChainHead>;
  readonly batches: number[];
  failing: boolean;
  /** How many writes have begun, those that wait among them. */
  begun: number;
  /** Where writes wait. */
  held?: Promise<unknown>;
}

export function memoryStore(): MemoryStore {
  const written: ChainEntry[] = [];
  const heads = new Map<string, ChainHead>();
  const batches: number[] = [];
  return {
    written,
    heads,
    batches,
    failing: false,
    begun: 0,
    async append(entries, head) {
      this.begun += 1;
      await this.held;
      if (this.failing) throw new Error('no primary');
      batches.push(entries.length);
      written.push(...entries.filter((entry) => !written.some(({ hash }) => hash === entry.hash)));
      heads.set(head.chain, head);
    },
    chains: async () => [...new Set(written.map(({ chain }) => chain))],
    head: async (chain) => heads.get(chain),
    async replaceHead(before, head) {
      if (heads.get(before.chain)?.signature === before.signature) heads.set(before.chain, head);
    },
    async *entries(chain) {
      yield* written.filter((entry) => entry.chain === chain).sort((a, b) => a.sequence - b.sequence);
    },
    async *find({ person, client, from = '', to = '~' }) {
      for (const { record } of written) {
        if (
          (person === undefined || record.persons.includes(person)) &&
          (client === undefined || record.client === client) &&
          record.at >= from &&
          record.at < to
        )
          yield record;
      }
    },
    close: async () => {},
  };
}

export function record(n: number, more: Partial<AuditRecord> = {}): AuditRecord {
  return {
    at: new Date(Date.UTC(2026, 0, 1, 0, 0, n)).toISOString(),
    requestId: `req-${n}`,
    caller: 'user:siti',
    client: 'dashboard',
    purpose: 'VERIFICATION',
    operation: { name: 'Q', hash: 'ab' },
    fields: ['Worker.name'],
    persons: [`psr_${n}`],
    ...more,
  };
}
