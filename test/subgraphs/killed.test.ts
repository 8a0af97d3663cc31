/**
 * `groups` and `funding` as processes of their own, killed (SIGKILL) right after a mutation was acknowledged, alone and together with the store: started
 * again they have the change once, answer its key as the first time, and count it. For `workers`: test/gateway/worker-lifecycle.test.ts.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLAIMS_HEADER, type ClaimsSubject } from '../../base/claims.ts';
import { claimsKey, claimsSigner } from '../../gateway/guard/claims/sign-claims.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

const SECRET = 'a secret of thirty-two bytes, a test’s';
const sign = claimsSigner({ secret: SECRET });
const NEVER = 3_600_000;

interface Started {
  readonly process: ChildProcess;
  /** What it said of where it is. */
  readonly uri: string;
}

let folder: string;
let store: Started;
let subgraph: Started;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'killed-'));
  store = await startStore();
});
afterEach(async () => {
  await killed(subgraph);
  await killed(store);
  rmSync(folder, { recursive: true, force: true });
});

async function start(words: readonly string[], env: object, said: RegExp): Promise<Started> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    const uri = said.exec(text)?.[0];
    if (uri !== undefined) return { process: child, uri };
  }
  throw new Error(`${words[0]} said ${text}`);
}

const startStore = (): Promise<Started> =>
  start(['store/main.ts', '--port', '0', '--folder', join(folder, 'store')], {}, /mongodb:\/\/[^\s'"]+/);

const startSubgraph = (name: string, recountEvery: number): Promise<Started> =>
  start(
    ['subgraphs/main.ts', name, '--port', '0', '--log-level', 'silent', '--recount-every', String(recountEvery)],
    { MONGODB_URI: store.uri, CLAIMS_KEYS: claimsKey(SECRET, name).export().toString('base64url') },
    /http:\/\/\S+/,
  );

async function killed({ process: child }: Started): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function ask(name: string, claims: ClaimsSubject, query: string, variables: object): Promise<Raw> {
  const body = JSON.stringify({ query, variables });
  const headers = { 'content-type': 'application/json', [CLAIMS_HEADER]: sign(claims, name, body) };
  const { data, errors } = (await (await fetch(subgraph.uri, { method: 'POST', headers, body })).json()) as Raw;
  expect(errors).toBeUndefined();
  return data;
}

/** Kills the subgraph, or the store before it, so that neither ends in order; then starts them, and counts are made again at once. */
async function killAndStart(name: string, what: string): Promise<void> {
  if (what.includes('store')) await killed(store);
  await killed(subgraph);
  if (what.includes('store')) store = await startStore();
  subgraph = await startSubgraph(name, 50);
}

async function insert(name: string, collection: string, document: object): Promise<void> {
  const client = await new MongoClient(store.uri).connect();
  await client.db(`sigap_${name}`).collection(collection).insertOne(document);
  await client.close();
}

describe.each(['the process', 'the process with its store'])('after %s was killed', (what) => {
  it('groups has what it acknowledged once', async () => {
    const claims = { sub: 'user:clerk', roles: [], scopes: ['person:read', 'member:write'], agency: 'BKPSDM' };
    const exact: ClaimsSubject = { ...claims, cells: 'exact' };
    const askGroups = (query: string, variables: object = {}) => ask('groups', exact, query, variables);
    await insert('groups', 'groups', { _id: 'RT', name: 'RT', owner: 'BKPSDM', programme: 'NON_ASN' });
    subgraph = await startSubgraph('groups', NEVER);
    const enrol = (input: object) =>
      askGroups('mutation ($input: EnrolMemberInput!) { enrolMember(input: $input) { member { id version } } }', {
        input,
      });
    const correct = (input: object) =>
      askGroups('mutation ($input: CorrectMemberInput!) { correctMember(input: $input) { member { id version } } }', {
        input,
      });
    const who = { group: 'RT', name: 'Siti Aminah', nik: '3275014107800000', birthDate: '1980-07-01', unit: 'RT 01' };
    const enrolment = { idempotencyKey: randomUUID(), termFrom: '2020-01-02', ...who };
    const { member } = (await enrol(enrolment)).enrolMember;
    await killAndStart('groups', what);
    expect((await enrol(enrolment)).enrolMember.member).toEqual(member);
    const correction = {
      idempotencyKey: randomUUID(),
      member: member.id,
      version: 1,
      why: 'By the family card',
      unit: 'RT 02',
    };
    const corrected = await correct(correction);
    await killAndStart('groups', what);
    expect(await correct(correction)).toEqual(corrected);
    const { members } = await askGroups(
      '{ members { nodes { id unit version events { change corrections { before after } } } } }',
    );
    const events = [
      { change: 'correctMember', corrections: [{ before: 'RT 01', after: 'RT 02' }] },
      { change: 'enrolMember', corrections: [] },
    ];
    expect(members.nodes).toEqual([{ id: member.id, unit: 'RT 02', version: 2, events }]);
    // The mark that it is to be counted was written with it.
    const count = async () => (await askGroups('{ group(kind: RT) { memberCount } }')).group.memberCount as number;
    await expect.poll(count, { timeout: 30_000 }).toBe(1);
  }, 180_000);

  it('funding has what it acknowledged once', async () => {
    const claims: ClaimsSubject = {
      sub: 'user:clerk',
      roles: [],
      scopes: ['payment:record', 'finance:read'],
      agency: 'BPKAD',
    };
    const askFunding = (query: string, variables: object = {}) => ask('funding', claims, query, variables);
    const programme = { _id: 'P', name: 'P', launchedOn: '2019-10-01', funder: 'BPKAD', insurer: 'BPJSTK' };
    await insert('funding', 'programmes', programme);
    const budget = { programme: 'P', year: 2020, accountCode: '5.1', from: '2020-01', to: '2020-12' };
    await insert('funding', 'budgets', { _id: 'B', ...budget, ceiling: 1_500_000n });
    subgraph = await startSubgraph('funding', NEVER);
    const bill = (input: object) =>
      askFunding('mutation ($input: RecordBillInput!) { recordBill(input: $input) { id version } }', { input });
    const pay = (input: object) =>
      askFunding(
        'mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { id batch { paid version } budget { paid } } }',
        { input },
      );
    const of = { programme: 'P', period: '2020-01' };
    const billed = { idempotencyKey: randomUUID(), ...of, participants: 60, amount: 1_000_000 };
    const first = await bill(billed);
    await killAndStart('funding', what);
    expect(await bill(billed)).toEqual(first);
    const paid = {
      idempotencyKey: randomUUID(),
      ...of,
      version: 1,
      year: 2020,
      paidOn: '2020-02-10',
      amount: 400_000,
      reference: 'SP2D/1',
    };
    const payment = await pay(paid);
    expect(payment.recordPayment).toMatchObject({ batch: { paid: 400_000, version: 2 }, budget: { paid: 400_000 } });
    await killAndStart('funding', what);
    expect(await pay(paid)).toEqual(payment);
    const stands = await askFunding(
      '{ payments { totalCount nodes { id reference } } budget(programme: "P", year: 2020) { paid remaining } }',
    );
    expect(stands).toEqual({
      payments: { totalCount: 1, nodes: [{ id: payment.recordPayment.id, reference: 'SP2D/1' }] },
      budget: { paid: 400_000, remaining: 1_100_000 },
    });
  }, 180_000);
});
