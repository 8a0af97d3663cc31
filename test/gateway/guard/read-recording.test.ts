import { buildASTSchema, getOperationAST, GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { madeResult } from '../../../gateway/execute/compile-operation.ts';
import { readRecording, type Recipient } from '../../../gateway/guard/read-recording.ts';
import { readPolicy } from '../../../gateway/guard/policy/policy.ts';
import { snapshotMonth, snapshotMonths } from '../../../base/snapshot-month.ts';
import type { AuditRecord } from '../../../gateway/audit/audit-record.ts';
import { PEOPLE } from './policy/fixtures.ts';

const policy = readPolicy(PEOPLE);
const apiSchema = buildASTSchema(parse(PEOPLE), { assumeValid: true, assumeValidSDL: true });
const NOW = () => new Date('2026-11-23T05:00:00Z');

async function disclose(
  text: string,
  data: object,
  scopes: readonly string[] = [],
  asked = text,
  operationName?: string,
  variables = {},
  errors: readonly GraphQLError[] = [],
) {
  const records: AuditRecord[] = [];
  const document = parse(asked);
  const prepared = {
    text,
    operationName,
    document,
    operation: getOperationAST(document, operationName)!,
    policy: undefined,
  } as never;
  const recipient: Recipient = {
    caller: { id: 'user:siti', scopes: new Set(scopes) },
    purpose: 'AUDIT',
    requestId: 'req-1',
  };
  const control = readRecording(
    { audit: { record: (record) => void records.push(record) }, now: NOW },
    policy,
    { apiSchema } as never,
    prepared,
  );
  const outcome = madeResult(data as Record<string, unknown>, errors);
  return { control, records, outcome: (await control?.(outcome, recipient, variables)) ?? outcome };
}

describe('an answer before it leaves', () => {
  it('is unchanged when it holds no persons', async () => {
    expect((await disclose('{ open }', { open: 3 })).control).toBeUndefined();
  });

  it('records who saw whom, and removes what was only added for the record', async () => {
    const { outcome, records } = await disclose(
      'query Q { workers { name } }',
      { workers: [{ name: 'S***** W*****', sigapSubject__0: 'psr_a', sigapSubject__1: 'w1' }] },
      [],
      'query Q { workers { name sigapSubject__0: id sigapSubject__1: id } }',
    );
    expect(outcome.dataText()).toBe('{"workers":[{"name":"S***** W*****"}]}');
    expect(records).toEqual([
      {
        at: '2026-11-23T05:00:00.000Z',
        requestId: 'req-1',
        caller: 'user:siti',
        client: 'user:siti',
        agency: undefined,
        purpose: 'AUDIT',
        operation: { name: 'Q', hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
        fields: ['Worker.name'],
        persons: ['psr_a'],
      },
    ]);
    expect(JSON.stringify(records)).not.toContain('S*****');
  });
});

it('keeps no number of a person that a client has named its operation by', async () => {
  const { records } = await disclose(
    'query Of_3275010101010001 { workers { name } }',
    { workers: [{ name: 'S*****', sigapSubject__0: 'psr_a', sigapSubject__1: 'w1' }] },
    [],
    'query Of_3275010101010001 { workers { name sigapSubject__0: id sigapSubject__1: id } }',
  );
  expect(records).toMatchObject([{ operation: { name: `Of_${'*'.repeat(16)}` } }]);
});

describe('a person below whom everything is skipped', () => {
  it('is recorded: the empty object still tells that they are there', async () => {
    const { outcome, records } = await disclose(
      '{ workers { name @skip(if: true) } }',
      { workers: [{ sigapSubject__0: 'psr_a', sigapSubject__1: 'w1' }] },
      [],
      '{ workers { name @skip(if: true) sigapSubject__0: id sigapSubject__1: id } }',
    );
    expect(outcome.dataText()).toBe('{"workers":[{}]}');
    expect(records).toMatchObject([{ fields: ['Worker.__typename'], persons: ['psr_a'] }]);
  });
});

describe('an error of a field that was only added for the record', () => {
  const asked = '{ workers { name sigapSubject__0: id } }';
  const errorAt = (...path: (string | number)[]) => new GraphQLError('boom', { path, extensions: { code: 'X' } });
  const told = async (data: object, ...errors: GraphQLError[]) =>
    (await disclose('{ workers { name } }', data, [], asked, undefined, {}, errors)).outcome
      .errors()
      .map(({ path, extensions }) => [path, extensions.code]);

  it('is reported once, at the null that it caused', async () => {
    expect(
      await told({ workers: null }, errorAt('workers', 0, 'sigapSubject__0'), errorAt('workers', 1, 'sigapSubject__0')),
    ).toEqual([[['workers'], 'X']]);
    expect(
      await told({ workers: [null, { name: 'a', sigapSubject__0: 'w2' }] }, errorAt('workers', 0, 'sigapSubject__0')),
    ).toEqual([[['workers', 0], 'X']]);
  });

  it('is not reported where the client misses nothing, nor where the null has an error already', async () => {
    expect(
      await told({ workers: [{ name: 'a', sigapSubject__0: null }] }, errorAt('workers', 0, 'sigapSubject__0')),
    ).toEqual([]);
    expect(await told({ workers: null }, errorAt('workers', 0, 'sigapSubject__0'), errorAt('workers'))).toEqual([
      [['workers'], 'X'],
    ]);
  });
});

describe('a record of an answer', () => {
  const recorded = async (text: string, operationName?: string, variables = {}) =>
    (await disclose(text, { open: 1 }, [], text, operationName, variables)).records.map(({ operation, fields }) => [
      operation.name,
      ...fields,
    ]);

  it('describes the operation that ran, and no other of the document', async () => {
    const text =
      'query A { workers { name } } query B { workers { ...F } } fragment F on Worker { id } query C { open }';
    expect(await recorded(text, 'A')).toEqual([['A', 'Worker.name']]);
    expect(await recorded(text, 'B')).toEqual([['B', 'Worker.id']]);
    expect(await recorded(text, 'C')).toEqual([]);
  });

  it('names what @skip and @include include, in fragments too, and does not exist where that is nothing', async () => {
    const text =
      'query Q($name: Boolean = false, $id: Boolean!) { open workers @include(if: $id) { id name @include(if: $name) ...F @skip(if: true) } } fragment F on Worker { nik }';
    expect(await recorded(text, 'Q', { id: true })).toEqual([['Q', 'Worker.id']]);
    expect(await recorded(text, 'Q', { id: true, name: true })).toEqual([['Q', 'Worker.id', 'Worker.name']]);
    expect(await recorded(text, 'Q', { id: false, name: true })).toEqual([]);
  });
});

describe('the month of the snapshots', () => {
  it.each([
    ['2026-11-23T05:00:00Z', '2026-10'],
    ['2026-10-31T16:59:59Z', '2026-09'],
    ['2026-10-31T17:00:00Z', '2026-10'],
    ['2026-01-15T00:00:00Z', '2025-12'],
  ])('at %s is %s', (now, month) => {
    expect(snapshotMonth(Date.parse(now))).toBe(month);
  });

  it('changes at the exact second, however often it is read, also after the clock was set back', () => {
    let now = Date.parse('2026-10-31T16:59:59.998Z');
    const month = snapshotMonths(() => now);
    expect([month(), month(), ((now += 1), month()), ((now += 1), month()), month(), ((now -= 1), month())]).toEqual([
      '2026-09',
      '2026-09',
      '2026-09',
      '2026-10',
      '2026-10',
      '2026-09',
    ]);
  });
});
