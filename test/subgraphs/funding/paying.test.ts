/** Bills and payments: recorded by the funder, once, never more than there is. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

const TODAY = '2026-03-10';
const office = (agency: string | undefined, ...scopes: string[]): ClaimsSubject => ({
  sub: `user:${agency ?? 'nobody'}`,
  roles: [],
  scopes,
  cells: 'exact',
  agency,
});
const BPKAD = office('BPKAD', 'payment:record', 'finance:read');

let store: TestStore;
let funding: RunningSubgraph;
let programme: string;

beforeAll(async () => {
  store = await openTestStore();
  funding = await startSubgraph('funding', {
    mongodbUri: store.uri,
    port: null,
    recountEvery: 3_600_000,
    logLevel: 'silent',
    now: () => Date.parse(`${TODAY}T10:00:00+07:00`),
  });
});
afterAll(async () => {
  await funding.stop();
  await store.close();
});

let programmes = 0;
beforeEach(async () => {
  programme = `P${programmes++}`;
  const db = store.client.db('sigap_funding');
  const of = (name: string) => db.collection<{ _id: string }>(name);
  await of('programmes').insertOne({
    _id: programme,
    name: 'A programme',
    launchedOn: '2025-10-01',
    funder: 'BPKAD',
    insurer: 'BPJSTK',
  } as Raw);
  await of('budgets').insertOne({
    _id: `B-${programme}`,
    programme,
    year: 2026,
    accountCode: '5.1.02',
    from: '2026-01',
    to: '2026-12',
    ceiling: 1_500_000n,
  } as Raw);
});

async function ask(query: string, variables: object = {}, claims: ClaimsSubject = BPKAD) {
  const { data, errors } = await funding.execute({ query, variables: variables as Record<string, unknown>, claims });
  return { data: data as Raw, code: errors?.[0]?.extensions?.['code'], message: errors?.[0]?.message };
}

const BILL = '{ id period participants amount paid status version insurer { code } }';
const bill = (more: object = {}, claims?: ClaimsSubject) =>
  ask(
    `mutation ($input: RecordBillInput!) { recordBill(input: $input) ${BILL} }`,
    {
      input: {
        idempotencyKey: randomUUID(),
        programme,
        period: '2026-01',
        participants: 60,
        amount: 1_000_000,
        ...more,
      },
    },
    claims,
  );
const PAYMENT = '{ id amount paidOn reference batch { status paid version } budget { paid remaining } }';
const pay = (more: object = {}, claims?: ClaimsSubject) =>
  ask(
    `mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) ${PAYMENT} }`,
    {
      input: {
        idempotencyKey: randomUUID(),
        programme,
        period: '2026-01',
        version: 1,
        year: 2026,
        paidOn: '2026-02-10',
        amount: 400_000,
        reference: `SP2D/${programme}/${randomUUID().slice(0, 6)}x`,
        ...more,
      },
    },
    claims,
  );

describe('a bill', () => {
  it('is recorded once a month, and is open', async () => {
    expect((await bill()).data.recordBill).toEqual({
      id: `${programme}-2026-01`,
      period: '2026-01',
      participants: 60,
      amount: 1_000_000,
      paid: 0,
      status: 'OPEN',
      version: 1,
      insurer: { code: 'BPJSTK' },
    });
    expect((await bill()).code).toBe('BILL_EXISTS');
    expect((await bill({ period: '2026-02' })).code).toBeUndefined();
  });

  it('of two at once is recorded once', async () => {
    const codes = (await Promise.all([bill(), bill({ amount: 2 })])).map(({ code }) => code);
    expect(codes.toSorted()).toEqual(['BILL_EXISTS', undefined]);
  });

  it('sent again under its key is answered as the first time, under another input refused', async () => {
    const idempotencyKey = randomUUID();
    const first = await bill({ idempotencyKey });
    expect(await bill({ idempotencyKey })).toEqual(first);
    expect((await bill({ idempotencyKey, amount: 2 })).code).toBe('KEY_REUSED');
    expect((await bill({ idempotencyKey: 'no key' })).code).toBe('BAD_KEY');
  });

  it.each([
    ['an amount of 0', { amount: 0 }, 'BAD_RECORD'],
    ['nobody billed', { participants: 0 }, 'BAD_RECORD'],
    ['a month before the programme', { period: '2025-09' }, 'RULE_REFUSED'],
    ['a month after next year', { period: '2028-01' }, 'RULE_REFUSED'],
    ['an unknown programme', { programme: 'NONE' }, 'PROGRAMME_NOT_FOUND'],
  ])('is refused for %s', async (_, more, code) => {
    expect((await bill(more)).code).toBe(code);
  });

  it.each([
    ['another agency', office('BAPENDA', 'payment:record')],
    ['no agency', office(undefined, 'payment:record')],
    ['no scope', office('BPKAD', 'finance:read')],
  ])('is refused for a caller with %s', async (_, claims) => {
    expect((await bill({}, claims)).code).toBe('CHANGE_FORBIDDEN');
    expect((await pay({}, claims)).code).toBe('CHANGE_FORBIDDEN');
  });
});

describe('a payment', () => {
  it('shows in the bill, the budget, the list and the reconciliation', async () => {
    await bill();
    expect((await pay({ reference: `R-${programme}` })).data.recordPayment).toMatchObject({
      amount: 400_000,
      reference: `R-${programme}`,
      batch: { status: 'PARTLY_PAID', paid: 400_000, version: 2 },
      budget: { paid: 400_000, remaining: 1_100_000 },
    });
    expect((await pay({ version: 2, amount: 600_000 })).data.recordPayment.batch).toMatchObject({ status: 'PAID' });
    const { data } = await ask(
      `query ($programme: ID!) { payments(filter: { programmes: [$programme] }) { totalCount }
        budget(programme: $programme, year: 2026) { paid remaining } }`,
      { programme },
    );
    expect(data).toEqual({ payments: { totalCount: 2 }, budget: { paid: 1_000_000, remaining: 500_000 } });
    const { data: counted } = await ask(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Programme {
        reconciliation(year: 2026) { billed paid unpaid remaining periods { period paid } } } } }`,
      { of: [{ __typename: 'Programme', code: programme, workerSectors: [], memberCount: 0 }] },
    );
    const { periods, ...sums } = counted._entities[0].reconciliation;
    expect(sums).toEqual({ billed: 1_000_000, paid: 1_000_000, unpaid: 0, remaining: 500_000 });
    expect(periods[0]).toEqual({ period: '2026-01', paid: 1_000_000 });
  });

  it('is never more than the bill has left', async () => {
    await bill();
    await pay();
    const { code, message } = await pay({ version: 2, amount: 600_001 });
    expect(code).toBe('RULE_REFUSED');
    expect(message).toContain('at most 600000 rupiah, which the bill has left');
  });

  it('is never more than the budget has left', async () => {
    await bill();
    await bill({ period: '2026-02' });
    await pay({ amount: 1_000_000 });
    const { code, message } = await pay({ period: '2026-02', amount: 500_001 });
    expect(code).toBe('RULE_REFUSED');
    expect(message).toContain('at most 500000 rupiah, which the budget has left');
    expect((await pay({ period: '2026-02', amount: 500_000 })).code).toBeUndefined();
  });

  it('of two of one bill at once is one, and the other is told', async () => {
    await bill();
    const codes = (await Promise.all([pay(), pay()])).map(({ code }) => code);
    expect(codes.toSorted()).toEqual(['RECORD_CHANGED', undefined]);
  });

  it('of two from one budget at once leaves no budget overdrawn', async () => {
    await bill();
    await bill({ period: '2026-02' });
    const both = await Promise.all([pay({ amount: 800_000 }), pay({ period: '2026-02', amount: 800_000 })]);
    expect(both.map(({ code }) => code).toSorted()).toEqual(['RULE_REFUSED', undefined]);
  });

  it('uses a reference once, also of two at once', async () => {
    await bill();
    await bill({ period: '2026-02' });
    const reference = `ONCE ${programme}`;
    const both = await Promise.all([pay({ reference }), pay({ reference, period: '2026-02' })]);
    expect(both.map(({ code }) => code).toSorted()).toEqual(['REFERENCE_USED', undefined]);
  });

  it('sent again under its key is answered as the first time', async () => {
    await bill();
    const same = { idempotencyKey: randomUUID(), reference: `AGAIN ${programme}` };
    const { id } = (await pay(same)).data.recordPayment;
    expect((await pay(same)).data.recordPayment.id).toBe(id);
    const { data } = await ask('query ($of: [ID!]) { payments(filter: { programmes: $of }) { totalCount } }', {
      of: [programme],
    });
    expect(data.payments.totalCount).toBe(1);
  });

  it.each([
    ['an amount of 0', { amount: 0 }, 'BAD_RECORD'],
    ['an empty reference', { reference: ' ' }, 'BAD_RECORD'],
    ['a reference like a NIK', { reference: '3275010101010000' }, 'BAD_RECORD'],
    ['a day to come', { paidOn: '2026-03-11' }, 'RULE_REFUSED'],
    ['an old version', { version: 7 }, 'RECORD_CHANGED'],
    ['a month without a bill', { period: '2026-05' }, 'BILL_NOT_FOUND'],
    ['a year without a budget', { year: 2025 }, 'RULE_REFUSED'],
    ['an unknown programme', { programme: 'NONE' }, 'PROGRAMME_NOT_FOUND'],
  ])('is refused for %s, and changes nothing', async (_, more, code) => {
    await bill();
    expect((await pay(more)).code).toBe(code);
    expect((await pay()).code).toBeUndefined();
  });

  it('is refused from a budget whose months end before that of the bill', async () => {
    await bill({ period: '2027-01' });
    expect(await pay({ period: '2027-01' })).toMatchObject({
      code: 'RULE_REFUSED',
      message: expect.stringContaining('pays for 2026-01 to 2026-12'),
    });
  });
});
