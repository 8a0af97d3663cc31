/** Members, bills and payments through the whole gateway: by the ready documents and the roles that may, refused to others, persons in the audit. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { tokenCommand } from '../../gateway/guard/identity/token-command.ts';
import { readChanges } from '../../gateway/http/questions.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { startSubgraph, type RunningSubgraph } from '../../subgraphs/serve.ts';
import { openTestStore, type TestStore } from '../support/test-store.ts';

const DOCUMENTS = new Map(readChanges('schema/operations').map(({ name, text }) => [name, text]));
const WHO = {
  group: 'NON_ASN_STAFF',
  name: 'Siti Aminah',
  nik: '3275014107800000',
  birthDate: '1980-07-01',
  unit: 'Kelurahan Bekasi Jaya',
  termFrom: '2026-01-02',
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

let folder: string;
let store: TestStore;
let subgraphs: readonly RunningSubgraph[];
let gateway: RunningGateway;
const logged: string[] = [];

beforeAll(async () => {
  // Events are told in their order: no two stand in one moment.
  let looks = 0;
  folder = mkdtempSync(join(tmpdir(), 'members-and-payments-'));
  store = await openTestStore();
  const of = (name: string, collection: string) => store.client.db(name).collection<{ _id: string }>(collection);
  for (const _id of ['NON_ASN_STAFF', 'POSYANDU'])
    await of('sigap_groups', 'groups').insertOne({ _id, name: _id, owner: 'BKPSDM', programme: 'NON_ASN' } as Raw);
  await of('sigap_funding', 'programmes').insertOne({
    _id: 'NON_ASN',
    name: 'Non-ASN',
    launchedOn: null,
    funder: 'BPKAD',
    insurer: 'BPJSTK',
  } as Raw);
  await of('sigap_funding', 'budgets').insertOne({
    _id: 'B',
    programme: 'NON_ASN',
    year: 2026,
    accountCode: '5.1',
    from: '2026-01',
    to: '2026-12',
    ceiling: 5_000_000n,
  } as Raw);
  subgraphs = await Promise.all(
    ['groups', 'funding', 'audit'].map((name) =>
      startSubgraph(name, {
        mongodbUri: store.uri,
        port: null,
        logLevel: 'silent',
        now: () => Date.parse('2026-03-10T10:00:00+07:00') + looks++,
      }),
    ),
  );
  gateway = await startGateway({
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      development: true,
      keysFolder: folder,
      auditUri: store.uri,
      auditKey: 'an audit key of thirty-two bytes!!',
    }),
    log: logOf('test', 'trace', { write: (line) => void logged.push(line) }),
    source: fixedSupergraph(readFileSync('schema/supergraph.graphql', 'utf8')),
    inProcess: Object.fromEntries(subgraphs.map(({ name, execute }) => [name, execute])),
  });
});
afterAll(async () => {
  await gateway.stop();
  for (const subgraph of subgraphs) await subgraph.stop();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(role: string, agency: string | undefined, query: string, variables: object) {
  const words = ['--role', role, ...(agency === undefined ? [] : ['--agency', agency])];
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await tokenCommand(words, { KEYS_FOLDER: folder })}`,
    },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await response.json()) as Raw;
  return { data, codes: errors.map(({ extensions }: Raw) => extensions?.code) as unknown[] };
}
const change = (name: string, role: string, agency: string, input: object) =>
  ask(role, agency, DOCUMENTS.get(name)!, { input: { idempotencyKey: randomUUID(), ...input } });

it('the owner of a group enrols, corrects and ends, which the audit names; others may not, and no log has the NIK', async () => {
  const enrolled = await change('enrol-member', 'agency-owner', 'BKPSDM', WHO);
  expect(enrolled.codes).toEqual([]);
  const { id, version } = enrolled.data.enrolMember.member;
  expect((await change('enrol-member', 'agency-owner', 'DISNAKER', WHO)).codes).toEqual(['CHANGE_FORBIDDEN']);
  expect((await change('enrol-member', 'verifier', 'BKPSDM', WHO)).codes).not.toEqual([]);
  const other = (await change('enrol-member', 'agency-owner', 'BKPSDM', { ...WHO, group: 'POSYANDU' })).data
    .enrolMember;
  const right = { member: id, version, why: 'By the family card', name: 'Siti Sari', nik: '3275014107800001' };
  expect((await change('correct-member', 'agency-owner', 'DISNAKER', right)).codes).toEqual(['MEMBER_NOT_FOUND']);
  expect((await change('correct-member', 'verifier', 'BKPSDM', right)).codes).toEqual(['FORBIDDEN_FIELD']);
  const corrected = await change('correct-member', 'agency-owner', 'BKPSDM', right);
  expect(corrected.codes).toEqual([]);
  // Without a purpose nothing that was corrected is shown in full, neither before nor after.
  const [{ corrections }] = corrected.data.correctMember.member.events;
  expect(corrections).toEqual([
    { field: 'name', before: 'S***** A*****', after: 'S***** S*****' },
    { field: 'nik', before: '3275********0000', after: '3275********0001' },
  ]);
  const left = { id: other.member.id, group: { kind: 'POSYANDU' }, status: 'ACTIVE', version: 1 };
  expect(corrected.data.correctMember.remaining).toEqual([left]);
  const end = 'mutation End($input: EndServiceInput!) { endTerm(input: $input) { __typename } }';
  const input = { idempotencyKey: randomUUID(), member: id, version: version + 1, why: 'Term is over' };
  expect((await ask('agency-owner', 'BKPSDM', end, { input })).codes).toEqual([]);
  const seen = async (_id: string): Promise<string[]> => {
    const kept = await store.client.db('sigap_groups').collection<{ _id: string }>('members').findOne({ _id });
    const { data } = await ask(
      'auditor',
      undefined,
      'query Who($person: ID!) { personAccessLog(person: $person, first: 10) { nodes { operation agency { code } } } }',
      { person: (kept as Raw).token },
    );
    return data.personAccessLog.nodes.map(({ operation, agency }: Raw) => `${operation} by ${agency?.code}`).toSorted();
  };
  expect(await seen(id)).toEqual(['CorrectMember by BKPSDM', 'End by BKPSDM']);
  // Who still stands under the NIK from before was shown too.
  expect(await seen(other.member.id)).toContain('CorrectMember by BKPSDM');
  for (const value of [WHO.nik, right.nik, 'Siti', 'Sari'])
    expect(logged.filter((line) => line.includes(value))).toEqual([]);
});

it('the funder records a bill and pays it; others may not', async () => {
  const bill = { programme: 'NON_ASN', period: '2026-01', participants: 10, amount: 168_000 };
  const payment = {
    programme: 'NON_ASN',
    period: '2026-01',
    version: 1,
    year: 2026,
    paidOn: '2026-02-01',
    amount: 168_000,
    reference: 'SP2D/1',
  };
  expect((await change('record-bill', 'finance', 'BPJSTK', bill)).codes).toEqual(['CHANGE_FORBIDDEN']);
  expect((await change('record-bill', 'agency-owner', 'BPKAD', bill)).codes).not.toEqual([]);
  expect((await change('record-bill', 'finance', 'BPKAD', bill)).data.recordBill).toMatchObject({ status: 'OPEN' });
  expect((await change('record-payment', 'finance', 'BPKAD', payment)).data.recordPayment).toMatchObject({
    batch: { status: 'PAID', paid: 168_000, version: 2 },
    budget: { paid: 168_000, remaining: 4_832_000 },
  });
});
