/**
 * A worker's life through the whole gateway: walked from proposal to exit by the roles that do it and with the ready documents, each step seen in the
 * next question, refused to others, and all of it in the audit. The store is a process of its own, so that it can be killed.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logOf } from '../../base/log.ts';
import { tokenCommand } from '../../gateway/guard/identity/token-command.ts';
import { readChanges } from '../../gateway/http/questions.ts';
import { startGateway, type RunningGateway } from '../../gateway/serve.ts';
import { gatewayDefaults } from '../../gateway/settings.ts';
import { fixedSupergraph } from '../../gateway/supergraph/supergraph-source.ts';
import { startSubgraph, type RunningSubgraph } from '../../subgraphs/serve.ts';

const SUPERGRAPH = readFileSync('schema/supergraph.graphql', 'utf8');
const DOCUMENTS = new Map(readChanges('schema/operations').map(({ name, text }) => [name, text]));
const WHO = {
  name: 'Budi Santoso',
  nik: '3275010107800000',
  phone: '0812 3456 7890',
  birthDate: '1980-07-01',
  occupation: 'OJEK',
  village: '32.75.01.1001',
  decile: { decile: 2, edition: '2025-Q4' },
};
const KPJ = '12345678901';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

interface Reply {
  readonly data: Raw;
  readonly codes: unknown[];
  readonly text: string;
}

interface Running {
  readonly store: ChildProcess;
  readonly gateway: RunningGateway;
  readonly subgraphs: readonly RunningSubgraph[];
}

let folder: string;
let running: Running;
/** What the gateway has logged. */
const logged: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'worker-lifecycle-'));
  running = await start();
});
afterAll(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Running> {
  const store = await startStoreProcess(join(folder, 'store'));
  const subgraphs = await Promise.all(
    ['workers', 'audit'].map((name) => startSubgraph(name, { mongodbUri: store.uri, port: null, logLevel: 'silent' })),
  );
  const gateway = await startGateway({
    settings: gatewayDefaults({
      port: 0,
      explorer: false,
      development: true,
      keysFolder: folder,
      auditUri: store.uri,
      auditKey: 'an audit key of thirty-two bytes!!',
    }),
    log: logOf('test', 'trace', { write: (line) => void logged.push(line) }),
    source: fixedSupergraph(SUPERGRAPH),
    inProcess: Object.fromEntries(subgraphs.map(({ name, execute }) => [name, execute])),
  });
  return { store: store.process, gateway, subgraphs };
}

/** The store is killed before anything else can end in order. */
async function kill(): Promise<void> {
  const { store, gateway, subgraphs } = running;
  store.kill('SIGKILL');
  await once(store, 'exit');
  await gateway.stop();
  for (const subgraph of subgraphs) await subgraph.stop();
}

async function startStoreProcess(place: string): Promise<{ readonly process: ChildProcess; readonly uri: string }> {
  const args = ['--disable-warning=ExperimentalWarning', 'store/main.ts', '--port', '0', '--folder', place];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    const uri = /mongodb:\/\/\S+/.exec(said)?.[0]?.replace(/['"]$/, '');
    if (uri !== undefined) return { process: child, uri };
  }
  throw new Error(`the store said ${said}`);
}

/** A role and the agency that it acts for, `insurer BPJSTK`. */
type Office = string;
const OWNER = 'agency-owner DISNAKER';
const INSURER = 'insurer BPJSTK';
const DISHUB = 'verifier DISHUB';
const DINSOS = 'verifier DINSOS';
const AUDITOR = 'auditor';

const tokens = new Map<Office, Promise<string | undefined>>();
function bearer(office: Office): Promise<string | undefined> {
  const [role = '', agency] = office.split(' ');
  const words = ['--role', role, ...(agency === undefined ? [] : ['--agency', agency])];
  if (!tokens.has(office)) tokens.set(office, tokenCommand(words, { KEYS_FOLDER: folder }));
  return tokens.get(office)!;
}

async function ask(office: Office | undefined, query: string, variables: object = {}): Promise<Reply> {
  const response = await fetch(`${running.gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-purpose': 'VERIFICATION',
      ...(office !== undefined && { authorization: `Bearer ${await bearer(office)}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as Raw;
  return { data, codes: errors.map(({ extensions }: Raw) => extensions?.code), text };
}

/** @param name of a ready document */
const change = (name: string, office: Office | undefined, input: object): Promise<Reply> =>
  ask(office, DOCUMENTS.get(name)!, { input: { idempotencyKey: randomUUID(), ...input } });

const read = async (id: string, office: Office = OWNER): Promise<Raw> =>
  (
    await ask(
      office,
      `query Look($id: ID!) { worker(id: $id) { status version exitReason person { token } membership { kpj insurerStatus paidThrough }
        verifications { id verdict } events { change why } } }`,
      { id },
    )
  ).data.worker;

/** Counts are made again within the second: asked for until they are what is expected, which a count that is never right is not. */
const covered = (): Promise<Raw> =>
  ask(AUDITOR, '{ city { coverage { total covered } funnel { asked pending } } }').then(({ data }) => ({
    ...data.city.coverage,
    ...data.city.funnel,
  }));
const expectCounts = (counts: object) => expect.poll(covered, { timeout: 20_000 }).toMatchObject(counts);

/** Each change, who does it, and who may not: by the gateway without the scope, by the subgraph for another agency. */
const OTHERS: Readonly<Record<string, readonly [Office | undefined, string][]>> = {
  'propose-workers': [
    [undefined, 'FORBIDDEN_FIELD'],
    ['analyst', 'FORBIDDEN_FIELD'],
    [INSURER, 'FORBIDDEN_FIELD'],
  ],
  'request-verification': [
    [DINSOS, 'FORBIDDEN_FIELD'],
    ['agency-owner DINSOS', 'CHANGE_FORBIDDEN'],
  ],
  'answer-verification': [
    [OWNER, 'FORBIDDEN_FIELD'],
    [DISHUB, 'VERIFICATION_NOT_FOUND'],
  ],
  'decide-eligibility': [
    [DINSOS, 'FORBIDDEN_FIELD'],
    ['agency-owner BKPSDM', 'CHANGE_FORBIDDEN'],
  ],
  'register-membership': [
    [OWNER, 'FORBIDDEN_FIELD'],
    ['insurer DINSOS', 'CHANGE_FORBIDDEN'],
  ],
  'record-contributions': [[OWNER, 'FORBIDDEN_FIELD']],
  suspend: [[INSURER, 'FORBIDDEN_FIELD']],
  resume: [[AUDITOR, 'FORBIDDEN_FIELD']],
  'correct-record': [['operator', 'FORBIDDEN_FIELD']],
  'exit-worker': [
    [DISHUB, 'FORBIDDEN_FIELD'],
    ['agency-owner DINSOS', 'CHANGE_FORBIDDEN'],
  ],
};

describe('a worker', () => {
  let [id, version, token] = ['', 0, ''];

  /** Does one step, refused to others first, and shows it in the next question. */
  async function step(name: string, office: Office, input: object, expected: object): Promise<Reply> {
    for (const [other, code] of OTHERS[name]!) {
      const refused = await change(name, other, input);
      expect([name, other, Object.values(refused.data), refused.codes]).toEqual([name, other, [null], [code]]);
    }
    const reply = await change(name, office, input);
    expect([name, reply.codes]).toEqual([name, []]);
    id ||= Object.values<Raw>(reply.data)[0].rows[0].worker.id;
    const now = await read(id);
    expect(now).toMatchObject(expected);
    ({ version } = now);
    token = now.person.token;
    return reply;
  }

  it('is walked from proposal to exit by the roles that do it', async () => {
    const why = 'To try it';
    await step('propose-workers', DISHUB, { rows: [WHO] }, { status: 'PROPOSED', version: 1 });
    await expectCounts({ total: 1, covered: 0, asked: 0 });
    const of = () => ({ worker: id, version });
    await step('request-verification', OWNER, { ...of(), agencies: ['DINSOS'] }, { status: 'VERIFYING', version: 2 });
    await expectCounts({ asked: 1, pending: 1 });
    const [verification] = (await read(id, DINSOS)).verifications;
    const answer = { verification: verification.id, answer: 'MATCH' };
    await step('answer-verification', DINSOS, answer, { verifications: [{ verdict: 'MATCH' }] });
    await expectCounts({ asked: 1, pending: 0 });
    await step('decide-eligibility', OWNER, { ...of(), decision: 'ELIGIBLE' }, { status: 'ELIGIBLE' });
    const from = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
    const rows = [{ worker: id, kpj: KPJ, from }];
    await step(
      'register-membership',
      INSURER,
      { rows },
      { status: 'REGISTERED', membership: { insurerStatus: 'PENDING' } },
    );
    const months = [{ worker: id, months: [from.slice(0, 7)] }];
    await step(
      'record-contributions',
      INSURER,
      { rows: months },
      { status: 'ACTIVE', membership: { paidThrough: from.slice(0, 7) } },
    );
    await expectCounts({ total: 1, covered: 1 });
    await step('suspend', OWNER, { ...of(), why }, { status: 'SUSPENDED' });
    await step('resume', OWNER, { ...of(), why }, { status: 'ACTIVE' });
    await step('correct-record', OWNER, { ...of(), why, name: 'Budi Susanto' }, { status: 'ACTIVE' });
    await step('exit-worker', OWNER, { ...of(), reason: 'MOVED_OUT' }, { status: 'EXITED', exitReason: 'MOVED_OUT' });
    await expectCounts({ total: 1, covered: 0 });
    expect((await read(id)).events.map(({ change: name }: Raw) => name).toReversed()).toEqual([
      'proposeWorkers',
      'requestVerification',
      'answerVerification',
      'decideEligibility',
      'registerMembership',
      'recordContributions',
      'suspend',
      'resume',
      'correctRecord',
      'exitWorker',
    ]);
  });

  it('leaves each change in the audit, with the agency that made it', async () => {
    const { data, codes } = await ask(
      AUDITOR,
      'query Who($person: ID!) { personAccessLog(person: $person, first: 100) { nodes { agency { code } operation fields } } }',
      { person: token },
    );
    expect(codes).toEqual([]);
    const changes = data.personAccessLog.nodes
      .filter(({ operation }: Raw) => operation !== 'Look')
      .map(({ operation, agency }: Raw) => `${operation} by ${agency.code}`);
    expect(changes).toEqual([
      'ProposeWorkers by DISHUB',
      'RequestVerification by DISNAKER',
      'AnswerVerification by DINSOS',
      'DecideEligibility by DISNAKER',
      'RegisterMembership by BPJSTK',
      'RecordContributions by BPJSTK',
      'Suspend by DISNAKER',
      'Resume by DISNAKER',
      'CorrectRecord by DISNAKER',
      'ExitWorker by DISNAKER',
    ]);
  });

  it('is named in the audit where a change answers nothing of them, and where a row of theirs is refused', async () => {
    const refused = await ask(
      OWNER,
      'mutation Again($input: ProposeWorkersInput!) { proposeWorkers(input: $input) { rows { __typename } } }',
      {
        input: { idempotencyKey: randomUUID(), rows: [WHO, { ...WHO, name: '1' }] },
      },
    );
    expect(refused.codes).toEqual([]);
    const { data } = await ask(
      AUDITOR,
      'query Who($person: ID!) { personAccessLog(person: $person, last: 1) { nodes { operation fields } } }',
      { person: token },
    );
    expect(data.personAccessLog.nodes).toEqual([{ operation: 'Again', fields: ['ProposedRow.__typename'] }]);
  });

  it('is named in the audit where only the numbers of a batch are asked for', async () => {
    const mutation = `mutation Numbers($input: ProposeWorkersInput!) { proposeWorkers(input: $input) { done refused } }`;
    const { codes } = await ask(OWNER, mutation, { input: { idempotencyKey: randomUUID(), rows: [WHO] } });
    expect(codes).toEqual([]);
    const { data } = await ask(
      AUDITOR,
      'query Who($person: ID!) { personAccessLog(person: $person, last: 1) { nodes { operation fields } } }',
      { person: token },
    );
    const fields = ['ProposedWorkers.done', 'ProposedWorkers.refused'];
    expect(data.personAccessLog.nodes).toEqual([{ operation: 'Numbers', fields }]);
  });

  it('is in no message and no log, whatever was sent', async () => {
    const bad = [
      { rows: [{ ...WHO, birthDate: '1980-02-30' }] },
      { rows: [{ ...WHO, occupation: 'NOTHING' }] },
      { rows: [{ ...WHO, nik: '32750101078' }] },
      { rows: [{ ...WHO, village: undefined }] },
      { rows: [{ ...WHO, phone: '0812 3456 7890 0000 0000' }] },
      { rows: { name: WHO.name, nik: WHO.nik } },
      { rows: [{ ...WHO, decile: { decile: 12, edition: 'x' } }] },
    ];
    for (const input of bad) {
      const { text } = await change('propose-workers', DISHUB, input);
      for (const value of [WHO.nik, 'Budi', '08123456789', '0812 3456', KPJ]) expect(text).not.toContain(value);
    }
    const { text } = await change('propose-workers', DISHUB, { rows: [WHO, { ...WHO, nik: '32750101078' }] });
    expect(text).toContain('input.rows[1].nik');
    const lines = logged.join('\n');
    for (const value of [WHO.nik, 'Budi', 'Santoso', 'Susanto', '0812', KPJ]) expect(lines).not.toContain(value);
  });
});

it('of two offices that change one worker at once one wins, and the other is told the version', async () => {
  const who = { ...WHO, nik: '3275010207800000', birthDate: '1980-07-02' };
  const { data } = await change('propose-workers', DISHUB, { rows: [who] });
  const { id: worker, version } = data.proposeWorkers.rows[0].worker;
  const replies = await Promise.all([
    change('exit-worker', OWNER, { worker, version, reason: 'OWN_REQUEST' }),
    change('request-verification', OWNER, { worker, version, agencies: ['DINSOS'] }),
  ]);
  expect(replies.map(({ codes }) => codes.join()).sort()).toEqual(['', 'RECORD_CHANGED']);
  expect(replies.find(({ codes }) => codes.length > 0)!.text).toContain(`it has version ${version + 1}`);
});

it('a change that was acknowledged is there after the store was killed, and its key is known', async () => {
  const who = { ...WHO, nik: '3275010307800000', birthDate: '1980-07-03' };
  const input = { idempotencyKey: randomUUID(), rows: [who] };
  const first = await change('propose-workers', DISHUB, input);
  const { id } = first.data.proposeWorkers.rows[0].worker;
  await kill();
  running = await start();
  expect(await read(id, DISHUB)).toMatchObject({ status: 'PROPOSED', events: [{ change: 'proposeWorkers' }] });
  expect(await change('propose-workers', DISHUB, input)).toEqual(first);
  // The mark of the counts was written with it.
  await expectCounts({ total: 4 });
});
