/** Whatever is changed, removed or added in whatever member of whatever entry, `verify` finds it. */
import { fc } from '../../support/properties.ts';
import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../../gateway/audit/audit-record.ts';
import { GENESIS, brokenLinks, headOf, leavesFiltersOut, link, type ChainEntry } from '../../../gateway/audit/chain.ts';

const KEY = 'a key of at least thirty-two bytes!';

const word = fc.string({ unit: 'binary', maxLength: 12 });
const words = fc.array(word, { maxLength: 4 });
const recordOf = fc.record(
  {
    at: word,
    requestId: word,
    caller: word,
    client: word,
    agency: word,
    purpose: word,
    operation: fc.record({ name: word, hash: word }, { requiredKeys: ['hash'] }),
    fields: words,
    filters: words,
    persons: words,
  },
  { requiredKeys: ['at', 'requestId', 'caller', 'client', 'operation', 'fields', 'persons'] },
) as fc.Arbitrary<AuditRecord>;

const chainOf = (records: readonly AuditRecord[]): ChainEntry[] => {
  const entries: ChainEntry[] = [];
  for (const record of records) entries.push(link('c', entries.at(-1), record));
  return entries;
};
const kindsOf = async (entries: readonly unknown[], whole: readonly ChainEntry[]) =>
  (await brokenLinks('c', entries as ChainEntry[], [headOf(whole.at(-1)!, KEY)], KEY)).map(({ kind }) => kind);

type Holder = Record<string, unknown> | unknown[];

/** Every object and list in a value, the value itself first. */
function holdersIn(value: unknown): Holder[] {
  return typeof value !== 'object' || value === null
    ? []
    : [value as Holder, ...Object.values(value).flatMap(holdersIn)];
}

const another = fc.oneof(
  word,
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  words,
  fc.dictionary(word, word, { maxKeys: 2 }),
  fc.constant(undefined),
  fc.date({ noInvalidDate: true }),
);

/** Changes one entry in place. @returns whether it is another one now */
function tamper(
  entry: ChainEntry,
  where: number,
  which: number,
  how: 'change' | 'remove' | 'add',
  value: unknown,
  name: string,
): boolean {
  const holders = holdersIn(entry);
  const holder = holders[where % holders.length]! as Record<string, unknown>;
  const keys = Object.keys(holder);
  const key = keys[which % Math.max(keys.length, 1)];
  const before = describeValue(entry);
  if (how === 'add' && Array.isArray(holder)) holder.splice(which % (holder.length + 1), 0, value);
  else if (how === 'add')
    Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
  else if (key === undefined) return false;
  else if (how === 'change') holder[key] = value;
  else if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
  return describeValue(entry) !== before;
}

/** Told apart by kind, and not by the order of members. */
function describeValue(value: unknown): string {
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (Array.isArray(value)) return `[${value.map(describeValue).join()}]`;
  if (typeof value !== 'object' || value === null)
    return `${typeof value} ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)} ${describeValue((value as Record<string, unknown>)[key])}`)
    .join()}}`;
}

describe('the chain', () => {
  it('is whole in whatever order a database gives members back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(recordOf, { minLength: 1, maxLength: 4 }), async (records) => {
        const entries = chainOf(records);
        expect(await kindsOf(entries.map(backwards), entries)).toEqual([]);
      }),
    );
  });

  it('tells when any member of any entry, nested ones too, is changed, removed or added', async () => {
    const how = fc.constantFrom('change', 'remove', 'add');
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(recordOf, { minLength: 1, maxLength: 3 }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        how,
        another,
        word,
        async (records, at, where, which, action, value, name) => {
          const whole = chainOf(records);
          const entries = structuredClone(whole);
          if (!tamper(entries[at % entries.length]!, where, which, action as 'change', value, name)) return;
          changed++;
          expect(await kindsOf(entries, whole)).not.toEqual([]);
        },
      ),
      { numRuns: 3_000 },
    );
    expect(changed).toBeGreaterThan(1_000);
  });

  it('tells of filters that were changed or taken out', async () => {
    const record: AuditRecord = {
      at: 'now',
      requestId: 'r',
      caller: 'user:x',
      client: 'c',
      operation: { hash: 'ab' },
      fields: [],
      filters: ['Worker.nik'],
      persons: [],
    };
    const [entry] = chainOf([record]) as [ChainEntry];
    for (const filters of [[], ['Worker.village'], undefined]) {
      const changed = structuredClone(entry) as unknown as { record: Record<string, unknown> };
      if (filters === undefined) delete changed.record.filters;
      else changed.record.filters = filters;
      expect(await kindsOf([changed], [entry])).toEqual(['altered']);
    }
  });

  it('is whole with names that a database cannot hold as they are', async () => {
    const [entry] = chainOf([
      {
        at: 'now',
        requestId: 'r',
        caller: 'user:\ud800',
        client: 'c',
        agency: undefined,
        operation: { hash: 'ab' },
        fields: [],
        persons: ['\udfff'],
      },
    ]) as [ChainEntry];
    expect(Buffer.from(entry.record.caller).toString()).toBe(entry.record.caller);
    expect(Object.keys(entry.record)).not.toContain('agency');
  });
});

describe('a chain of the first form', () => {
  // As the first gateways wrote it: a fixed entry, its hash worked out by their code.
  const record: AuditRecord = {
    at: '2026-01-01T00:00:01.000Z',
    requestId: 'req-1',
    caller: 'user:siti',
    client: 'dashboard',
    purpose: 'VERIFICATION',
    operation: { name: 'Q', hash: 'ab' },
    fields: ['Worker.name'],
    filters: ['Worker.nik'],
    persons: ['psr_1'],
  };
  const old: ChainEntry = {
    chain: 'c',
    sequence: 1,
    previous: GENESIS,
    record,
    hash: '0f62665263674f1ef29ef047a84e25bd91f8ddfa1d7c85a95e02c2523888e139',
  };

  it('is found whole, and reported to prove nothing about its filters', async () => {
    expect(await kindsOf([old], [old])).toEqual([]);
    expect([leavesFiltersOut(old), leavesFiltersOut(link('c', undefined, record))]).toEqual([true, false]);
  });

  it.each([
    ['what is covered is changed', { ...record, purpose: 'CLAIM' }],
    ['something is added that no gateway wrote', { ...record, note: 'x' }],
    ['something is added further in', { ...record, operation: { ...record.operation, note: 'x' } }],
    ['a part is no object any more', { ...record, operation: null }],
    ['a text becomes a date', { ...record, at: new Date(record.at) }],
  ])('tells when %s', async (_what, changed) => {
    expect(await kindsOf([{ ...old, record: changed }], [old])).toEqual(['altered']);
  });

  it('is not what an entry of the second becomes when its version is taken off', async () => {
    const bare = structuredClone(link('c', undefined, record));
    delete (bare as { version?: number }).version;
    expect(await kindsOf([bare], [bare])).toEqual(['altered']);
  });
});

function backwards<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(backwards) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, backwards(inner)]),
  ) as Value;
}
