/**
 * The hash chain: every entry contains the hash of the one before, so an entry that is altered, removed or moved no longer fits the later
 * hashes. A chain alone does not show that its end is missing. For that its head is signed with a key that is not in the database, and kept
 * a second time outside of it.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { AuditRecord } from './audit-record.ts';
import { asKept, canonical, isPlain } from './canonical.ts';

/** One record in a chain. */
export interface ChainEntry {
  /** The form of its hash: 2 covers the whole entry. The first form has no version, and its hash does not cover `record.filters`. */
  readonly version?: number;
  /** Id of the chain: each process writes its own, so that none waits for another. */
  readonly chain: string;
  /** 1 for the first. */
  readonly sequence: number;
  /** Hash of the entry before; `GENESIS` for the first. */
  readonly previous: string;
  readonly record: AuditRecord;
  /** SHA-256 over all of the above, hexadecimal. */
  readonly hash: string;
}

const VERSION = 2;

/** The signed end of a chain. */
export interface ChainHead {
  readonly chain: string;
  readonly sequence: number;
  readonly hash: string;
  /** HMAC-SHA256 with the audit key over the three above, hexadecimal. */
  readonly signature: string;
}

/** Stands for the hash before the first entry. */
export const GENESIS = '0'.repeat(64);

/** @param before the entry before; absent for the first @returns the entry of a record */
export function link(
  chain: string,
  before: Pick<ChainEntry, 'sequence' | 'hash'> | undefined,
  record: AuditRecord,
): ChainEntry {
  const entry = {
    version: VERSION,
    chain,
    sequence: (before?.sequence ?? 0) + 1,
    previous: before?.hash ?? GENESIS,
    record: asKept(record),
  };
  return { ...entry, hash: hashOf(entry)! };
}

/** True for an entry whose hash does not cover `record.filters`, so that nobody can prove them. */
export function leavesFiltersOut(entry: ChainEntry): boolean {
  return entry.version === undefined;
}

/**
 * @param key the audit key; while it is changed, the new one, a comma and the ones before: the first signs
 * @returns the signed head of a chain that ends with this entry
 */
export function headOf(
  { chain, sequence, hash }: Pick<ChainEntry, 'chain' | 'sequence' | 'hash'>,
  key: string,
): ChainHead {
  return { chain, sequence, hash, signature: sign(chain, sequence, hash, key.split(',')[0]!) };
}

/** One fault of a chain, and where it is. */
export interface BrokenLink {
  readonly chain: string;
  readonly sequence: number;
  readonly kind: 'altered' | 'missing' | 'reordered' | 'truncated' | 'forged head' | 'no head' | 'unanchored';
}

/**
 * Checks one chain.
 * @param entries in order of their sequence
 * @param heads the database's head and the anchors outside of it
 * @param key the audit key, or several with commas between, any of which may have signed
 * @returns every fault in that order; none when the chain is whole
 */
export async function brokenLinks(
  chain: string,
  entries: AsyncIterable<ChainEntry> | Iterable<ChainEntry>,
  heads: readonly ChainHead[],
  key: string,
): Promise<readonly BrokenLink[]> {
  const broken: BrokenLink[] = [];
  const expectedAt = new Map<number, string>();
  for (const head of heads) if (isSigned(head, chain, key)) expectedAt.set(head.sequence, head.hash);
  // A head that was signed anew stays under its old signature too, in a file that is only appended to.
  for (const head of heads)
    if (!isSigned(head, chain, key) && (head.chain !== chain || expectedAt.get(head.sequence) !== head.hash))
      broken.push({ chain, sequence: head.sequence, kind: 'forged head' });
  let last: Pick<ChainEntry, 'sequence' | 'hash'> = { sequence: 0, hash: GENESIS };
  for await (const entry of entries) {
    const kind =
      breakBetween(last, entry) ??
      (expectedAt.has(entry.sequence) && expectedAt.get(entry.sequence) !== entry.hash ? 'altered' : undefined);
    if (kind !== undefined) broken.push({ chain, sequence: entry.sequence, kind });
    // A manipulated entry may have anything as its number.
    last = { sequence: Number.isInteger(entry.sequence) ? entry.sequence : last.sequence + 1, hash: entry.hash };
  }
  const end = [...expectedAt.keys()].reduce((most, sequence) => Math.max(most, sequence), 0);
  if (heads.length === 0) broken.push({ chain, sequence: last.sequence, kind: 'no head' });
  else if (last.sequence < end) broken.push({ chain, sequence: last.sequence + 1, kind: 'truncated' });
  else if (last.sequence > end) broken.push({ chain, sequence: end + 1, kind: 'unanchored' });
  return broken;
}

function breakBetween(last: Pick<ChainEntry, 'sequence' | 'hash'>, entry: ChainEntry): BrokenLink['kind'] | undefined {
  const expected = hashOf(entry);
  if (expected === undefined || expected !== entry.hash) return 'altered';
  if (entry.sequence > last.sequence + 1) return 'missing';
  return entry.sequence <= last.sequence || entry.previous !== last.hash ? 'reordered' : undefined;
}

/** @returns undefined for an entry that no gateway has written */
function hashOf({ hash: _hash, ...entry }: Omit<ChainEntry, 'hash'> & { readonly hash?: string }): string | undefined {
  const text = canonical(entry);
  if (text === undefined || entry.version === VERSION) return text && hash('sha256', text, 'hex');
  return entry.version === undefined && hasFirstForm(entry) ? hashOfFirstForm(entry) : undefined;
}

const FIRST_FORM = {
  entry: new Set(['chain', 'sequence', 'previous', 'record']),
  record: new Set([
    'at',
    'requestId',
    'caller',
    'client',
    'agency',
    'purpose',
    'operation',
    'fields',
    'filters',
    'persons',
  ]),
  operation: new Set(['name', 'hash']),
};

/** Members that the first form's hash does not cover must not exist, except for the filters. */
function hasFirstForm(entry: Omit<ChainEntry, 'hash'>): boolean {
  const holds = (value: unknown, members: ReadonlySet<string>): boolean =>
    isPlain(value) && Object.keys(value).every((key) => members.has(key));
  return (
    holds(entry, FIRST_FORM.entry) &&
    holds(entry.record, FIRST_FORM.record) &&
    holds(entry.record.operation, FIRST_FORM.operation)
  );
}

function hashOfFirstForm({ chain, sequence, previous, record }: Omit<ChainEntry, 'hash'>): string {
  const { at, requestId, caller, client, agency, purpose, operation, fields, persons } = record;
  const words = [
    chain,
    sequence,
    previous,
    at,
    requestId,
    caller,
    client,
    agency ?? null,
    purpose ?? null,
    operation.name ?? null,
    operation.hash,
    fields,
    persons,
  ];
  return hash('sha256', JSON.stringify(words), 'hex');
}

function sign(chain: string, sequence: number, hashed: string, key: string): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([chain, sequence, hashed]))
    .digest('hex');
}

/** @param key one or several, with commas between @returns whether a head of that chain is signed with one of the keys */
export function isSigned({ chain, sequence, hash: hashed, signature }: ChainHead, of: string, key: string): boolean {
  // A manipulated head may have anything as its signature.
  const actual = Buffer.from(String(signature as unknown));
  return key.split(',').some((each) => {
    const expected = Buffer.from(sign(chain, sequence, hashed, each));
    return chain === of && expected.length === actual.length && timingSafeEqual(expected, actual);
  });
}
