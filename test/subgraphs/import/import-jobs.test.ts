/** Imports into the roster: what a batch does, what it does the second time, who may, and what is taken back. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KOTA_BEKASI } from '../../../subgraphs/city/init-city.ts';
import { loadCity } from '../../../subgraphs/city/load-city.ts';
import { readCity } from '../../../subgraphs/city/read-city.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

let store: TestStore;
let workers: RunningSubgraph;
beforeAll(async () => {
  store = await openTestStore();
  await loadCity({ mongodbUri: store.uri, files: readCity(KOTA_BEKASI) });
  workers = await startSubgraph('workers', { mongodbUri: store.uri, port: null, logLevel: 'silent' });
});
afterAll(async () => {
  await workers.stop();
  await store.close();
});

const callerOf = (agency: string | undefined, scopes = ['person:read', 'import:write']) => ({
  sub: `user:${agency ?? 'nobody'}`,
  roles: [],
  scopes,
  ...(agency !== undefined && { agency }),
});
const OWNER = callerOf('DISNAKER');
const DINSOS = callerOf('DINSOS');

async function ask(
  claims: object,
  query: string,
  variables: object = {},
): Promise<{ data: Raw; codes: string[]; messages: string[] }> {
  const { data, errors = [] } = (await workers.execute({ query, variables, claims } as never)) as Raw;
  return {
    data,
    codes: errors.map(({ extensions }: Raw) => extensions.code),
    messages: errors.map(({ message }: Raw) => message),
  };
}

const PASS = '{ taken added changed same rejected finishedAt notes { code count } }';
const BEGIN = `mutation ($input: BeginImportInput!) { beginImport(input: $input) { id state check ${PASS} apply ${PASS} } }`;
const ROWS = `mutation ($input: ImportRowsInput!) { importRows(input: $input) { added changed same rejected { line reasons { code field } } job { state apply ${PASS} } } }`;
const FINISH = `mutation ($input: FinishImportInput!) { finishImport(input: $input) { state apply ${PASS} } }`;
const UNDO = 'mutation ($input: UndoImportInput!) { undoImport(input: $input) { state undone leftAlone } }';
const CORRECT =
  'mutation ($input: CorrectRejectedRowInput!) { correctRejectedRow(input: $input) { state version reasons { code field } } }';

const PROPOSE = 'mutation ($input: ProposeWorkersInput!) { proposeWorkers(input: $input) { done refused } }';

const COLUMNS = ['nik', 'name', 'birthDate', 'phone', 'occupation', 'village', 'decile', 'decileEdition'];
let number = 0;
/** A person whom no other test has: a day of birth each. */
function person(more: Partial<Record<string, string>> = {}): string[] {
  number += 1;
  const day = new Date(Date.UTC(1970, 0, number)).toISOString().slice(0, 10);
  const [year, month, date] = day.split('-') as [string, string, string];
  const cells: Record<string, string> = {
    nik: `327501${date}${month}${year.slice(2)}0000`,
    name: `Warga ${number}`,
    birthDate: day,
    phone: '081200000000',
    occupation: 'ojol',
    village: 'Bekasijaya',
    decile: '3',
    decileEdition: '2025-Q3',
  };
  return COLUMNS.map((column) => more[column] ?? cells[column]!);
}

interface Import {
  readonly claims?: object;
  readonly kind?: string;
  readonly columns?: readonly string[];
  readonly sha256?: string;
  readonly again?: boolean;
}

/** Applies a file of one batch, without a dry run. */
async function apply(rows: readonly string[][], options: Import = {}) {
  const { claims = OWNER, kind = 'WORKERS', columns = COLUMNS, again } = options;
  const sha256 = options.sha256 ?? createHash('sha256').update(randomUUID()).digest('hex');
  const begun = await ask(claims, BEGIN, { input: { kind, sha256, columns, pass: 'APPLY', again } });
  if (begun.codes.length > 0) return { codes: begun.codes, job: '', sha256, batch: undefined as Raw };
  const job: string = begun.data.beginImport.id;
  const sent = rows.map((cells, at) => ({ line: at + 2, cells }));
  const batch = await ask(claims, ROWS, { input: { job, pass: 'APPLY', from: 0, rows: sent } });
  await ask(claims, FINISH, { input: { job, pass: 'APPLY', rows: rows.length } });
  return { job, sha256, codes: batch.codes, batch: batch.data.importRows };
}

const rosterOf = (claims: object) =>
  ask(
    claims,
    '{ workers(first: 100, sort: ID) { nodes { id nik name status village { code } version problems { code } } } }',
  ).then(({ data }) => data.workers.nodes as Raw[]);
const withNik = async (nik: string, claims: object = OWNER) =>
  (await rosterOf(claims)).filter((row) => row.nik === nik);

describe('a card number', () => {
  const INSURED = [...COLUMNS, 'kpj', 'coverFrom', 'insurerStatus', 'problemCode', 'problemField', 'id'];
  const insured = (kpj: string, cells = person(), ...more: string[]): string[] => {
    const [code = '', field = '', id = ''] = more;
    return [...cells, kpj, '2025-11-01', 'ACTIVE', code, field, id];
  };
  const file = (rows: readonly string[][], more: Import = {}) => apply(rows, { columns: INSURED, ...more });
  const taken = (line: number) => ({ line, reasons: [{ code: 'KPJ_TAKEN', field: 'kpj' }] });

  it('that another person has is refused by the row, in this file and in a later one', async () => {
    const who = person();
    const first = await file([insured('51345678901', who), insured('51345678901'), insured('51345678902')]);
    expect(first.batch).toMatchObject({ added: 2, rejected: [taken(3)] });
    const later = await file([insured('51345678901'), insured('51345678901', who)]);
    expect(later.batch).toMatchObject({ added: 0, same: 1, rejected: [taken(2)] });
    // Who has another card now has given up the one before.
    expect((await file([insured('51345678903', who)])).batch).toMatchObject({ changed: 1 });
    expect((await file([insured('51345678901')])).batch).toMatchObject({ added: 1 });
  });

  it('is one person’s also where they have two records', async () => {
    const who = person();
    const twin = insured('52345678901', who, 'DUPLICATE_CANDIDATE', 'nik', 'twin-of-a-card');
    expect((await file([insured('52345678901', who), twin])).batch).toMatchObject({ added: 2, rejected: [] });
  });

  it('comes with days of cover that fit each other, or the row waits with the column that does not', async () => {
    const columns = [...COLUMNS, 'kpj', 'coverFrom', 'coverTo', 'insurerStatus', 'paidThrough'];
    const who = person();
    const rows = [
      [...who, '55345678901', '2025-11-01', '', 'ACTIVE', '2025-12'],
      [...person(), '55345678902', '2015-06-30', '', 'ACTIVE', ''],
      [...person(), '55345678903', '2099-01-01', '', 'ACTIVE', ''],
      [...person(), '55345678904', '2025-11-15', '2025-11-14', 'CLOSED', ''],
      [...person(), '55345678905', '2025-11-01', '2099-01-01', 'CLOSED', ''],
      [...person(), '55345678906', '2025-11-01', '', 'CLOSED', ''],
      [...person(), '55345678907', '2025-11-01', '2025-12-01', 'ACTIVE', ''],
      [...person(), '55345678908', '2025-11-01', '', 'ACTIVE', '2025-10'],
      [...person(), '55345678909', '2025-11-01', '2025-11-01', 'CLOSED', '2025-11'],
    ];
    const fields = ['coverFrom', 'coverFrom', 'coverTo', 'coverTo', 'coverTo', 'insurerStatus', 'paidThrough'];
    const refused = (line: number, field: string) => ({ line, reasons: [{ code: 'COVER_BOUNDS', field }] });
    expect((await apply(rows, { columns })).batch).toMatchObject({
      added: 2,
      rejected: fields.map((field, at) => refused(at + 3, field)),
    });
    // What a later file says of them is held against what stands there.
    const later = await apply([[who[0]!, '2025-10-31', 'CLOSED']], { columns: ['nik', 'coverTo', 'insurerStatus'] });
    expect(later.batch).toMatchObject({ changed: 0, rejected: [refused(2, 'coverTo')] });
  });

  it('that two persons have is found by the dry run too, whichever batch they are in', async () => {
    const sha256 = createHash('sha256').update(randomUUID()).digest('hex');
    const begun = await ask(OWNER, BEGIN, { input: { kind: 'WORKERS', sha256, columns: INSURED, pass: 'CHECK' } });
    const job = begun.data.beginImport.id as string;
    const send = async (from: number) =>
      (
        await ask(OWNER, ROWS, {
          input: { job, pass: 'CHECK', from, rows: [{ line: from + 2, cells: insured('53345678901') }] },
        })
      ).data.importRows;
    expect(await send(0)).toMatchObject({ added: 1 });
    expect(await send(1)).toMatchObject({ added: 0, rejected: [taken(3)] });
  });

  it('of two files at once goes to one person', async () => {
    const files = await Promise.all([1, 2, 3].map(() => file([insured('54345678901')])));
    expect(files.map(({ batch }) => batch.added).sort()).toEqual([0, 0, 1]);
  });

  it('comes back with the membership where the job is taken back, and is theirs again', async () => {
    const who = person();
    await file([insured('55345678901', who)]);
    const { job } = await file([insured('55345678902', who)]);
    expect((await ask(OWNER, UNDO, { input: { job } })).data.undoImport).toMatchObject({ undone: 1, leftAlone: 0 });
    expect((await file([insured('55345678901')])).batch.rejected).toEqual([taken(2)]);
    expect((await file([insured('55345678902')])).batch).toMatchObject({ added: 1 });
  });
});

describe('a batch', () => {
  it('adds, changes, leaves the same and rejects, each row by itself', async () => {
    const [ani, budi] = [person(), person()];
    expect((await apply([ani, budi])).batch).toMatchObject({ added: 2, changed: 0, same: 0, rejected: [] });
    const moved = ani.with(5, 'Margahayu');
    const { batch } = await apply([moved, budi, person({ nik: '1' }), ani]);
    expect(batch).toMatchObject({ added: 0, changed: 1, same: 1 });
    expect(batch.rejected).toEqual([
      { line: 4, reasons: [{ code: 'NIK_LENGTH', field: 'nik' }] },
      { line: 5, reasons: [{ code: 'DUPLICATE_IN_FILE', field: 'row' }] },
    ]);
    expect(await withNik(ani[0]!)).toMatchObject([
      { village: { code: '32.75.01.1002' }, version: 2, status: 'PROPOSED' },
    ]);
    expect(await withNik(budi[0]!)).toMatchObject([{ version: 1 }]);
  });

  it('that is sent again is answered as the first time, and does nothing more', async () => {
    const sha256 = createHash('sha256').update('again').digest('hex');
    const { data } = await ask(OWNER, BEGIN, { input: { kind: 'WORKERS', sha256, columns: COLUMNS, pass: 'APPLY' } });
    const rows = [person(), person()].map((cells, at) => ({ line: at + 2, cells }));
    const input = { job: data.beginImport.id, pass: 'APPLY', from: 0, rows };
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => ask(OWNER, ROWS, { input })));
    expect(first!.codes).toEqual([]);
    for (const other of others) expect(other.data.importRows.added).toBe(2);
    expect(await withNik(rows[0]!.cells[0]!)).toHaveLength(1);
    const begun = await ask(OWNER, BEGIN, { input: { kind: 'WORKERS', sha256, columns: COLUMNS, pass: 'APPLY' } });
    expect(begun.data.beginImport).toMatchObject({ state: 'APPLYING', apply: { taken: 2, added: 2 } });
    const ahead = await ask(OWNER, ROWS, { input: { ...input, from: 5 } });
    expect(ahead.codes).toEqual(['IMPORT_OUT_OF_ORDER']);
    expect((await ask(OWNER, FINISH, { input: { job: input.job, pass: 'APPLY', rows: 3 } })).codes).toEqual([
      'IMPORT_OUT_OF_ORDER',
    ]);
  });

  it('of a file that was applied before changes nothing', async () => {
    const rows = [person(), person({ nik: '' })];
    const first = await apply(rows);
    expect(first.batch).toMatchObject({ added: 1, rejected: [{ line: 3 }] });
    const second = await apply(rows, { sha256: first.sha256, again: true });
    expect(second.job).toBe(first.job);
    expect(second.batch).toMatchObject({ added: 0, changed: 0, same: 1, rejected: [{ line: 3 }] });
    expect(await withNik(rows[0]![0]!)).toMatchObject([{ version: 1 }]);
  });

  it('of a dry run writes nobody', async () => {
    const before = (await rosterOf(OWNER)).length;
    const input = { kind: 'WORKERS', sha256: createHash('sha256').update('dry').digest('hex'), columns: COLUMNS };
    const { data } = await ask(OWNER, BEGIN, { input: { ...input, pass: 'CHECK' } });
    const rows = [person(), person({ decile: '12' })].map((cells, at) => ({ line: at + 2, cells }));
    const found = await ask(OWNER, ROWS, { input: { job: data.beginImport.id, pass: 'CHECK', from: 0, rows } });
    expect(found.data.importRows).toMatchObject({ added: 1, rejected: [{ line: 3 }] });
    expect((await rosterOf(OWNER)).length).toBe(before);
    const kept = await ask(OWNER, 'query ($job: ID!) { rejectedRows(job: $job) { totalCount } }', {
      job: data.beginImport.id,
    });
    expect(kept.data.rejectedRows.totalCount).toBe(0);
  });

  it('with a row that has too many cells does not guess which', async () => {
    const { batch } = await apply([[...person(), 'one too many']]);
    expect(batch.rejected).toEqual([{ line: 2, reasons: [{ code: 'CELLS', field: 'row' }] }]);
  });

  it('takes a row that states its own fault, the field as it stands', async () => {
    const columns = [...COLUMNS, 'problemCode', 'problemField', 'problemRaw'];
    const faulty = [...person({ nik: '' }), 'NIK_LENGTH', 'nik', '327501010185000'];
    const { batch, sha256 } = await apply([faulty], { columns });
    expect(batch).toMatchObject({ added: 1, rejected: [] });
    const repeated = await apply([faulty], { columns, sha256, again: true });
    expect(repeated.batch).toMatchObject({ added: 0, same: 1 });
  });
});

describe('a corrected file of rejected rows', () => {
  const NAMED = [...COLUMNS, 'rejectedRow'];
  const faulty = () => person({ nik: '1' });
  const named = (cells: readonly string[], job: string, line: number) => [...cells, `${job}:${line}`];
  const JOB = `query ($job: ID!, $waiting: Boolean) { importJob(id: $job) { waiting corrected apply { rejected } }
    rejectedRows(job: $job, waiting: $waiting, first: 100) { nodes { line state version } } }`;
  const stands = async (job: string, waiting?: boolean) => (await ask(OWNER, JOB, { job, waiting })).data as Raw;
  const states = async (job: string) =>
    Object.fromEntries((await stands(job)).rejectedRows.nodes.map(({ line, state }: Raw) => [line, state]));

  it('settles the rows of the job before: each waits once, and none is lost', async () => {
    const [good, right] = [person(), person()];
    const before = await apply([faulty(), faulty(), faulty(), good]);
    const after = await apply([named(right, before.job, 2), named(faulty(), before.job, 3)], { columns: NAMED });
    expect(after.batch).toMatchObject({ added: 1, rejected: [{ line: 3 }] });
    expect(await states(before.job)).toEqual({ 2: 'CORRECTED', 3: 'REPLACED', 4: 'WAITING' });
    expect((await stands(before.job)).importJob).toEqual({ waiting: 1, corrected: 1, apply: { rejected: 3 } });
    expect((await stands(before.job, false)).rejectedRows.nodes).toHaveLength(2);
    expect(await states(after.job)).toEqual({ 3: 'WAITING' });
    // A correction of a row that waits elsewhere now is refused.
    const input = { job: before.job, line: 3, version: 2, cells: [{ field: 'nik', value: person()[0]! }] };
    expect((await ask(OWNER, CORRECT, { input })).codes).toEqual(['IMPORT_ROW_CHANGED']);
    // The file before, gone through again, does not bring back what is settled.
    await apply([faulty(), faulty(), faulty(), good], { sha256: before.sha256, again: true });
    expect(await states(before.job)).toEqual({ 2: 'CORRECTED', 3: 'REPLACED', 4: 'WAITING' });
    await apply([named(right, before.job, 2), named(person(), before.job, 3)], {
      columns: NAMED,
      sha256: after.sha256,
      again: true,
    });
    expect(await states(before.job)).toMatchObject({ 3: 'CORRECTED' });
  });

  it('settles nothing in a dry run, and lets the rows wait again where it is taken back', async () => {
    const before = await apply([faulty(), faulty()]);
    const rows = [named(person(), before.job, 2), named(faulty(), before.job, 3)];
    const sha256 = createHash('sha256').update(randomUUID()).digest('hex');
    const begun = await ask(OWNER, BEGIN, { input: { kind: 'WORKERS', sha256, columns: NAMED, pass: 'CHECK' } });
    const sent = rows.map((cells, at) => ({ line: at + 2, cells }));
    await ask(OWNER, ROWS, { input: { job: begun.data.beginImport.id, pass: 'CHECK', from: 0, rows: sent } });
    expect(await states(before.job)).toEqual({ 2: 'WAITING', 3: 'WAITING' });
    const { job } = await apply(rows, { columns: NAMED });
    expect(await states(before.job)).toEqual({ 2: 'CORRECTED', 3: 'REPLACED' });
    const { data } = await ask(OWNER, UNDO, { input: { job } });
    expect(data.undoImport).toMatchObject({ state: 'UNDONE', undone: 1 });
    expect(await states(before.job)).toEqual({ 2: 'WAITING', 3: 'WAITING' });
  });

  it('names rows of its own agency and kind alone', async () => {
    const before = await apply([faulty()], { claims: DINSOS });
    await apply([named(person(), before.job, 2)], { columns: NAMED });
    const state = await ask(DINSOS, JOB, { job: before.job });
    expect(state.data.rejectedRows.nodes).toMatchObject([{ state: 'WAITING' }]);
    const own = await apply([faulty()]);
    const columns = ['worker', 'verdict', 'rejectedRow'];
    await apply([['none', 'PENDING', `${own.job}:2`]], { kind: 'VERIFICATIONS', columns });
    await apply(
      [
        [...person(), 'Import:1:2'],
        [...person(), `${own.job}:2:3`],
      ],
      { columns: NAMED },
    );
    expect(await states(own.job)).toEqual({ 2: 'WAITING' });
  });
});

describe('a file gone through again and again', () => {
  it('keeps the batches that undoing needs, and of the others those of the last run alone', async () => {
    const rows = [person(), person()];
    const { job, sha256 } = await apply(rows);
    const batches = () => store.client.db('sigap_workers').collection('import_batches').countDocuments({ job });
    for (let times = 0; times < 4; times++) {
      expect((await apply(rows, { sha256, again: true })).batch).toMatchObject({ added: 0, same: 2 });
      expect(await batches()).toBe(2);
    }
    const { data } = await ask(OWNER, UNDO, { input: { job } });
    expect(data.undoImport).toMatchObject({ state: 'UNDONE', undone: 2, leftAlone: 0 });
  });
});

describe('files at once', () => {
  it('with one NIK, of one agency or beside its proposal, add one record', async () => {
    const cells = person();
    const files = await Promise.all([1, 2, 3, 4].map(() => apply([cells])));
    expect(files.map(({ batch }) => batch?.added).toSorted()).toEqual([0, 0, 0, 1]);
    expect(files.map(({ batch }) => batch?.same).toSorted()).toEqual([0, 1, 1, 1]);
    expect(await withNik(cells[0]!)).toHaveLength(1);
    const [nik, name, birthDate] = person() as [string, string, string];
    const row = { nik, name: name.replaceAll(/\d/g, 'x'), birthDate, occupation: 'OJEK', village: '32.75.01.1002' };
    const input = { idempotencyKey: randomUUID(), rows: [row] };
    const proposer = callerOf('DISNAKER', ['person:read', 'worker:propose']);
    const [proposed] = await Promise.all([
      ask(proposer, PROPOSE, { input }),
      apply([person({ nik, name, birthDate })]),
      apply([person({ nik, name, birthDate })]),
    ]);
    expect(proposed.codes).toEqual([]);
    expect(await withNik(nik)).toHaveLength(1);
  });
});

describe('an event', () => {
  it('is left by each row that adds or changes a worker or a verification, with what stood there and the job', async () => {
    const cells = person({ phone: '081234567800' });
    const added = await apply([[...cells, 'VERIFYING']], { columns: [...COLUMNS, 'status'] });
    const [nik, name] = cells as [string, string];
    const changed = await apply([cells.with(1, 'Nama Baru').with(3, '081234567801').with(5, 'Margahayu')]);
    const columns = ['nik', 'agency', 'verdict', 'requestedOn', 'answeredOn'];
    const kind = 'VERIFICATIONS';
    const asked = await apply([[nik, 'DISHUB', 'PENDING', '2025-11-01', '']], { kind, columns });
    const claims = callerOf('DISHUB', ['person:read', 'import:write', 'verification:answer']);
    const answered = await apply([[nik, '', 'MATCH', '', '2025-11-05']], { kind, columns, claims });
    const fields = 'change from to by on version job why verdict agency { code } corrections { field before after }';
    const query = `{ workers(first: 100) { nodes { nik events { ${fields} } } } }`;
    const eventsFor = async (caller: object): Promise<Raw[]> =>
      (await ask(caller, query)).data.workers.nodes.find((row: Raw) => row.nik === nik).events;
    const events = await eventsFor(OWNER);
    const [{ on: today }] = events.slice(-1);
    const status = { from: 'VERIFYING', to: 'VERIFYING', version: 2, verdict: null, corrections: [], on: today };
    const ofJob = ({ job }: { readonly job: string }) => ({ job, why: job });
    const owners = { by: 'user:DISNAKER', agency: { code: 'DISNAKER' } };
    expect(events).toEqual([
      {
        ...status,
        ...ofJob(answered),
        change: 'answerVerification',
        by: 'user:DISHUB',
        on: '2025-11-05',
        agency: { code: 'DISHUB' },
        verdict: 'MATCH',
      },
      { ...status, ...owners, ...ofJob(asked), change: 'requestVerification', on: '2025-11-01' },
      {
        ...status,
        ...owners,
        ...ofJob(changed),
        change: 'import',
        corrections: [
          { field: 'name', before: name, after: 'Nama Baru' },
          { field: 'village', before: '32.75.01.1001', after: '32.75.01.1002' },
          { field: 'phone', before: '081234567800', after: '081234567801' },
        ],
      },
      { ...status, ...owners, ...ofJob(added), change: 'import', from: null, version: 1 },
    ]);
    // Who sees the worker sees what its own agency did, and where they came from; the account is the office's own.
    expect(await eventsFor(callerOf('DISHUB'))).toEqual([events[0], { ...events[3], by: null }]);
  });

  it('says who proposed somebody, by a file or by a mutation, to everybody who may see them', async () => {
    const [byFile, byMutation] = [person(), person()];
    const { job } = await apply([byFile], { claims: DINSOS });
    const [nik, , birthDate] = byMutation as [string, string, string];
    const row = { nik, name: 'Warga Usulan', birthDate, occupation: 'OJEK', village: '32.75.01.1002' };
    const proposer = callerOf('DINSOS', ['person:read', 'worker:propose']);
    await ask(proposer, PROPOSE, { input: { idempotencyKey: randomUUID(), rows: [row] } });
    const columns = ['nik', 'agency', 'verdict', 'requestedOn'];
    const pending = [byFile, byMutation].map(([who]) => [who!, 'DISHUB', 'PENDING', '2025-11-01']);
    await apply(pending, { kind: 'VERIFICATIONS', columns });
    const query = '{ workers(first: 100) { nodes { nik events { change from to by job agency { code } } } } }';
    const firstOf = async (caller: object, who: string): Promise<Raw> =>
      (await ask(caller, query)).data.workers.nodes.find((each: Raw) => each.nik === who).events.at(-1);
    const first = { from: null, to: 'PROPOSED', agency: { code: 'DINSOS' } };
    for (const [agency, by] of [
      ['DISNAKER', 'user:DINSOS'],
      ['DINSOS', 'user:DINSOS'],
      ['DISHUB', null],
    ] as const) {
      const caller = callerOf(agency);
      expect([agency, await firstOf(caller, byFile[0]!)]).toEqual([agency, { ...first, change: 'import', by, job }]);
      const mutation = { ...first, change: 'proposeWorkers', by, job: null };
      expect([agency, await firstOf(caller, nik)]).toEqual([agency, mutation]);
    }
  });

  it('of an answer that the roster’s owner brings is seen by the agency whose answer it is, as its own would be', async () => {
    const cells = person();
    await apply([[...cells, 'VERIFYING']], { columns: [...COLUMNS, 'status'] });
    const columns = ['nik', 'agency', 'verdict', 'requestedOn', 'answeredOn'];
    const answer = [[cells[0]!, 'DISHUB', 'MISMATCH', '2025-11-01', '2025-11-05']];
    const { job } = await apply(answer, { kind: 'VERIFICATIONS', columns });
    const query = '{ workers(first: 100) { nodes { nik events { change on job verdict agency { code } } } } }';
    const seenBy = async (agency: string): Promise<Raw[]> =>
      (await ask(callerOf(agency), query)).data.workers.nodes.find((each: Raw) => each.nik === cells[0]).events;
    const event = {
      change: 'answerVerification',
      on: '2025-11-05',
      job,
      verdict: 'MISMATCH',
      agency: { code: 'DISHUB' },
    };
    for (const agency of ['DISNAKER', 'DISHUB']) expect((await seenBy(agency))[0]).toEqual(event);
    await ask(OWNER, UNDO, { input: { job } });
    expect((await seenBy('DISNAKER'))[0]).toMatchObject({ change: 'undoImport', job, verdict: null });
  });

  it('is no more of whom undoing has taken away', async () => {
    const cells = person();
    const { job } = await apply([cells]);
    const events = store.client.db('sigap_workers').collection('worker_events');
    expect(await events.countDocuments({ job })).toBe(1);
    await ask(OWNER, UNDO, { input: { job } });
    expect(await events.countDocuments({ job })).toBe(0);
  });
});

describe('a person with two records', () => {
  const MERGE = 'mutation ($input: MergeDuplicatesInput!) { mergeDuplicates(input: $input) { ended { status } } }';
  const MERGER = callerOf('DISNAKER', ['person:read', 'worker:decide']);
  const TWIN = [...COLUMNS, 'id', 'status', 'problemCode', 'problemField'];

  it.each([
    ['PROPOSED', 'DUPLICATE'],
    ['ACTIVE', 'EXITED'],
  ])('%s is ambiguous by their NIK until one is %s by merging: then the other is meant', async (status, ended) => {
    const cells = person();
    const id = `twin-${status.toLowerCase()}`;
    const twin = [...cells, id, status, 'DUPLICATE_CANDIDATE', 'nik'];
    const added = await apply([[...cells, '', status, '', ''], twin], { columns: TWIN });
    expect(added.batch).toMatchObject({ added: 2, rejected: [] });
    const several = [{ line: 2, reasons: [{ code: 'SEVERAL_RECORDS', field: 'nik' }] }];
    const moved = cells.with(5, 'Margahayu');
    expect((await apply([moved])).batch).toMatchObject({ changed: 0, rejected: several });
    const columns = ['nik', 'agency', 'verdict', 'requestedOn'];
    const asking = () => apply([[cells[0]!, 'DISHUB', 'PENDING', '2025-11-01']], { kind: 'VERIFICATIONS', columns });
    expect((await asking()).batch).toMatchObject({ added: 0, rejected: several });
    const kept = (await withNik(cells[0]!)).find((row) => row.id !== id);
    const records = { kept: kept.id, keptVersion: 1, ended: id, endedVersion: 1 };
    const merged = await ask(MERGER, MERGE, { input: { idempotencyKey: randomUUID(), why: 'One person', ...records } });
    expect(merged.data.mergeDuplicates).toEqual({ ended: { status: ended } });
    expect((await apply([moved])).batch).toMatchObject({ changed: 1, rejected: [] });
    expect((await asking()).batch).toMatchObject({ added: 1, rejected: [] });
    const stands = Object.fromEntries((await withNik(cells[0]!)).map((row) => [row.id, row.village.code]));
    expect(stands).toEqual({ [kept.id]: '32.75.01.1002', [id]: '32.75.01.1001' });
  });

  it('that has ended is noted where a row changes nothing: it brings nobody back', async () => {
    const cells = person();
    const columns = [...COLUMNS, 'status', 'exitReason'];
    const left = [...cells, 'EXITED', 'MOVED_OUT'];
    await apply([left], { columns });
    const notesOf = async (rows: string[][], named: string[]) => {
      const { job, batch } = await apply(rows, { columns: named });
      const query = 'query ($id: ID!) { importJob(id: $id) { apply { notes { code count lines } } } }';
      const { data } = await ask(OWNER, query, { id: job });
      return [batch.same, data.importJob.apply.notes];
    };
    expect(await notesOf([cells], COLUMNS)).toEqual([1, [{ code: 'RECORD_ENDED', count: 1, lines: [2] }]]);
    expect(await notesOf([left], columns)).toEqual([1, []]);
  });

  it('is meant on the programme: an agency that proposes them once more keeps no list of the owner from being read', async () => {
    const cells = person();
    await apply([[...cells, 'on-programme', 'ACTIVE', '', '']], { columns: TWIN });
    expect((await apply([cells], { claims: callerOf('DINSOS') })).batch).toMatchObject({ added: 1, rejected: [] });
    expect((await apply([cells.with(5, 'Margahayu')])).batch).toMatchObject({ changed: 1, rejected: [] });
    const stands = (await withNik(cells[0]!)).map(({ status, village }) => `${status} ${village.code}`);
    expect(stands.sort()).toEqual(['ACTIVE 32.75.01.1002', 'PROPOSED 32.75.01.1001']);
  });
});

describe('what is kept', () => {
  it('holds no NIK and no telephone number in the clear, but in the answers of who may see it', async () => {
    const [good, bad] = [person({ phone: '081277665544' }), person({ phone: '081277665544', decile: '99' })];
    await apply([good, bad]);
    const database = store.client.db('sigap_workers');
    for (const { name } of await database.listCollections().toArray()) {
      const text = JSON.stringify(await database.collection(name).find().toArray());
      for (const number of [good[0]!, bad[0]!, '081277665544'])
        expect([name, text.includes(number)]).toEqual([name, false]);
    }
  });
});

describe('a rejected row', () => {
  it('is corrected where it is, on its version, and then waits no longer', async () => {
    const { job } = await apply([person({ village: 'Bekasi Joya', decile: '77' })]);
    const correct = (version: number, field: string, value: string, claims: object = OWNER) =>
      ask(claims, CORRECT, { input: { job, line: 2, version, cells: [{ field, value }] } });
    const half = await correct(1, 'decile', '4');
    expect(half.data.correctRejectedRow).toEqual({
      state: 'WAITING',
      version: 2,
      reasons: [{ code: 'VILLAGE_UNKNOWN', field: 'village' }],
    });
    expect((await correct(1, 'village', 'Bekasijaya')).codes).toEqual(['IMPORT_ROW_CHANGED']);
    expect((await correct(2, 'village', 'Bekasijaya', DINSOS)).codes).toEqual(['IMPORT_NOT_FOUND']);
    const unknown = await correct(2, '3275010101850001', 'x');
    expect([unknown.codes, unknown.messages.join()]).toEqual([
      ['IMPORT_COLUMNS'],
      expect.stringContaining('got 1 others'),
    ]);
    expect(unknown.messages.join()).not.toContain('3275010101850001');
    const whole = await correct(2, 'village', 'Bekasijaya');
    expect(whole.data.correctRejectedRow).toEqual({ state: 'CORRECTED', version: 3, reasons: [] });
    const query = 'query ($job: ID!, $waiting: Boolean) { rejectedRows(job: $job, waiting: $waiting) { totalCount } }';
    expect((await ask(OWNER, query, { job, waiting: true })).data.rejectedRows.totalCount).toBe(0);
    expect((await ask(OWNER, query, { job, waiting: false })).data.rejectedRows.totalCount).toBe(1);
    const undone = await ask(OWNER, UNDO, { input: { job } });
    expect(undone.data.undoImport).toMatchObject({ state: 'UNDONE', undone: 1, leftAlone: 0 });
  });
});

describe('how much is kept', () => {
  const ROWS_OF =
    'query ($job: ID!) { rejectedRows(job: $job) { totalCount nodes { cells { field value } reasons { code } } } }';
  const keptOf = async (job: string): Promise<Raw> => (await ask(OWNER, ROWS_OF, { job })).data.rejectedRows;

  it('of a cell is 500 characters, of a torn row 20 cells more than columns; each keeps its reason', async () => {
    const torn = [...person(), ...Array.from({ length: 3_000 }, () => 'x'.repeat(600))];
    const { job, batch } = await apply([person({ name: 'n'.repeat(90_000) }), torn]);
    expect(batch.rejected).toEqual([
      { line: 2, reasons: [{ code: 'TEXT_LONG', field: 'name' }] },
      { line: 3, reasons: [{ code: 'CELLS', field: 'row' }] },
    ]);
    const [long, wide] = (await keptOf(job)).nodes;
    expect(long.cells.find(({ field }: Raw) => field === 'name').value).toBe('n'.repeat(500));
    expect(wide.cells.find(({ field }: Raw) => field === 'row').value.split(' | ')).toEqual(
      Array.from({ length: 20 }, () => 'x'.repeat(500)),
    );
    const cells = [{ field: 'name', value: 'm'.repeat(90_000) }];
    const { data } = await ask(OWNER, CORRECT, { input: { job, line: 2, version: 1, cells } });
    expect(data.correctRejectedRow.reasons).toEqual([{ code: 'TEXT_LONG', field: 'name' }]);
    expect((await keptOf(job)).nodes[0].cells).toContainEqual({ field: 'name', value: 'm'.repeat(500) });
  });

  it('of a cell that is long by its blanks alone is read as it was', async () => {
    const wide = person();
    expect((await apply([wide.with(1, `${' '.repeat(600)}${wide[1]}`)])).batch).toMatchObject({ added: 1 });
    expect(await withNik(wide[0]!)).toMatchObject([{ name: wide[1] }]);
  });

  it('of a job is 10,000 rows: further ones are counted, and those that are kept are kept as they are now', async () => {
    const sha256 = createHash('sha256').update(randomUUID()).digest('hex');
    const faulty = (decile: string) => [1, 2, 3].map(() => person({ decile }));
    const { job } = await apply(faulty('77').slice(0, 1), { sha256 });
    const jobs = store.client.db('sigap_workers').collection('import_jobs');
    expect(await jobs.findOne({ _id: job as never })).toMatchObject({ rejectedKept: 1 });
    await jobs.updateOne({ _id: job as never }, { $set: { rejectedKept: 9_998 } });
    const { batch } = await apply(faulty('88'), { sha256, again: true });
    expect(batch.rejected).toHaveLength(3);
    const found = await keptOf(job);
    expect(found.totalCount).toBe(2);
    expect(found.nodes[0].cells).toContainEqual({ field: 'decile', value: '88' });
    await jobs.updateOne({ _id: job as never }, { $set: { rejectedKept: 10_000 } });
    await apply(faulty('99'), { sha256, again: true });
    const after = await keptOf(job);
    expect(after.nodes.map(({ cells }: Raw) => cells.find(({ field }: Raw) => field === 'decile').value)).toEqual([
      '99',
      '99',
    ]);
  });

  it('of a job that is taken back is none, and nothing is left to correct', async () => {
    const { job } = await apply([person(), person({ decile: '77' })]);
    expect((await keptOf(job)).totalCount).toBe(1);
    expect((await ask(OWNER, UNDO, { input: { job } })).data.undoImport).toMatchObject({ state: 'UNDONE', undone: 1 });
    expect((await keptOf(job)).totalCount).toBe(0);
    const rows = store.client.db('sigap_workers').collection('rejected_rows');
    expect(await rows.countDocuments({ job })).toBe(0);
  });

  it('is of 100 jobs of an agency a day', async () => {
    const claims = callerOf('BPKAD');
    const jobs = store.client.db('sigap_workers').collection('import_jobs');
    const begin = async (name: string) => {
      const sha256 = createHash('sha256').update(name).digest('hex');
      return ask(claims, BEGIN, { input: { kind: 'WORKERS', sha256, columns: ['name'], pass: 'CHECK' } });
    };
    const first = await begin('first');
    const kept = await jobs.findOne({ _id: first.data.beginImport.id });
    const yesterday = new Date(Date.now() - 90_000_000).toISOString();
    const others = Array.from({ length: 99 }, (_, at) => ({ ...kept, _id: `Import:other${at}` as never }));
    await jobs.insertMany([...others.slice(1), { ...others[0], startedAt: yesterday, updatedAt: yesterday }] as never);
    expect((await begin('the hundredth')).codes).toEqual([]);
    expect((await begin('one too many')).codes).toEqual(['IMPORT_TOO_MANY']);
    expect((await begin('first')).codes).toEqual([]);
    await jobs.deleteMany({ agency: 'BPKAD' });
  });
});

describe('taking back', () => {
  it('restores what stood there, removes whom it added, and leaves what somebody has changed since', async () => {
    const [old, left] = [person(), person()];
    await apply([old]);
    const added = person();
    const { job } = await apply([old.with(1, 'Nama Lain').with(3, '081299999999'), added, left]);
    await apply([left.with(1, 'Sudah Diubah')]);
    const undone = await ask(OWNER, UNDO, { input: { job } });
    expect(undone.data.undoImport).toEqual({ state: 'UNDONE', undone: 2, leftAlone: 1 });
    expect(await withNik(old[0]!)).toMatchObject([{ name: old[1], version: 3 }]);
    expect(await withNik(added[0]!)).toEqual([]);
    expect(await withNik(left[0]!)).toMatchObject([{ name: 'Sudah Diubah' }]);
    const again = await ask(OWNER, UNDO, { input: { job } });
    expect(again.data.undoImport).toEqual({ state: 'UNDONE', undone: 2, leftAlone: 1 });
    const rows = [{ line: 2, cells: added }];
    expect((await ask(OWNER, ROWS, { input: { job, pass: 'APPLY', from: 3, rows } })).codes).toEqual(['IMPORT_STATE']);
  });

  it('lets the same file begin anew, its dry run as well as its rows', async () => {
    const cells = person();
    const sha256 = createHash('sha256').update(randomUUID()).digest('hex');
    const file = { kind: 'WORKERS', sha256, columns: COLUMNS };
    const rows = [{ line: 2, cells }];
    const through = async (pass: 'CHECK' | 'APPLY') => {
      const { data } = await ask(OWNER, BEGIN, { input: { ...file, pass } });
      const { id: job, ...begun } = data.beginImport;
      const sent = await ask(OWNER, ROWS, { input: { job, pass, from: 0, rows } });
      await ask(OWNER, FINISH, { input: { job, pass, rows: 1 } });
      return { job, begun, sent };
    };
    await through('CHECK');
    const { job } = await through('APPLY');
    await ask(OWNER, UNDO, { input: { job } });
    expect(await withNik(cells[0]!)).toEqual([]);
    const none = { taken: 0, finishedAt: null };
    const check = await through('CHECK');
    expect(check.begun).toMatchObject({ state: 'CHECKING', check: none, apply: null });
    expect(check.sent.data.importRows).toMatchObject({ added: 1, rejected: [] });
    // Nothing of the job stands, so there is nothing to take back.
    expect((await ask(OWNER, UNDO, { input: { job } })).codes).toEqual(['IMPORT_STATE']);
    const applied = await through('APPLY');
    expect(applied.begun).toMatchObject({ state: 'APPLYING', check: { taken: 1 }, apply: none });
    expect(applied.sent.data.importRows).toMatchObject({ added: 1 });
    expect(await withNik(cells[0]!)).toHaveLength(1);
    const undone = await ask(OWNER, UNDO, { input: { job } });
    // Of both times that it was taken back, the job says what the last one did.
    expect(undone.data.undoImport).toEqual({ state: 'UNDONE', undone: 1, leftAlone: 0 });
    expect(await withNik(cells[0]!)).toEqual([]);
  });

  const JOB = `query ($job: ID!) { importJob(id: $job) { state added changed undone leftAlone left { line record why }
    check ${PASS} apply ${PASS} } }`;
  const stands = async (job: string, claims: object = OWNER) => (await ask(claims, JOB, { job })).data.importJob as Raw;

  it('counts rows, of whichever run, and names those that it left', async () => {
    const [changed, twice, alone] = [person(), person(), person()];
    const rows = [changed, twice, alone, person({ decile: '77' })];
    const { job, sha256 } = await apply(rows);
    // Once more: nothing is another. Then as if the file were read in another way, with another phone for one of them.
    expect((await apply(rows, { sha256, again: true })).batch).toMatchObject({ added: 0, same: 3 });
    expect(await stands(job)).toMatchObject({ added: 3, changed: 0, apply: { added: 0, same: 3, rejected: 1 } });
    const other = [changed, twice.with(3, '081234567812'), alone, rows[3]!];
    expect((await apply(other, { sha256, again: true })).batch).toMatchObject({ changed: 1, same: 2 });
    expect(await stands(job)).toMatchObject({ added: 3, changed: 0, apply: { changed: 1, same: 2 } });
    await apply([changed.with(1, 'Diubah Orang')]);
    const [{ id: record }] = (await withNik(changed[0]!)) as [Raw];
    await ask(OWNER, UNDO, { input: { job } });
    expect(await stands(job)).toMatchObject({
      state: 'UNDONE',
      added: 3,
      changed: 0,
      undone: 2,
      leftAlone: 1,
      left: [{ line: 2, record, why: 'CHANGED_SINCE' }],
    });
    for (const gone of [twice, alone]) expect(await withNik(gone[0]!)).toEqual([]);
  });

  it('names a row that it left as changed since, and no record that the caller may not see', async () => {
    const cells = person();
    const first = await apply([cells], { claims: DINSOS });
    const { job } = await apply([cells.with(1, 'Nama Kedua')], { claims: DINSOS });
    const [{ id }] = (await withNik(cells[0]!, DINSOS)) as [Raw];
    await apply([[id, 'Nama Ketiga']], { columns: ['id', 'name'] });
    await ask(DINSOS, UNDO, { input: { job } });
    const left = { line: 2, record: id, why: 'CHANGED_SINCE' };
    expect(await stands(job, DINSOS)).toMatchObject({ added: 0, changed: 1, undone: 0, leftAlone: 1, left: [left] });
    const workers = store.client.db('sigap_workers').collection<{ _id: string }>('workers');
    await workers.updateOne({ _id: id }, { $set: { verifiers: [] } });
    expect((await stands(job, DINSOS)).left).toEqual([{ ...left, record: null }]);
    await workers.deleteOne({ _id: id });
    await ask(DINSOS, UNDO, { input: { job: first.job } });
    expect((await stands(first.job, DINSOS)).left).toMatchObject([{ line: 2, record: null }]);
  });

  it('says that it is applied also while and after the file is checked once more', async () => {
    const cells = person();
    const { job, sha256 } = await apply([cells]);
    const input = { kind: 'WORKERS', sha256, columns: COLUMNS, pass: 'CHECK', again: true };
    await ask(OWNER, BEGIN, { input });
    await ask(OWNER, ROWS, { input: { job, pass: 'CHECK', from: 0, rows: [{ line: 2, cells }] } });
    const { data } = await ask(OWNER, FINISH, { input: { job, pass: 'CHECK', rows: 1 } });
    expect(data.finishImport).toMatchObject({ state: 'APPLIED', apply: { added: 1 } });
    expect(await stands(job)).toMatchObject({ state: 'APPLIED', added: 1, check: { same: 1 } });
    expect((await ask(OWNER, UNDO, { input: { job } })).data.undoImport).toMatchObject({ undone: 1, leftAlone: 0 });
  });

  it('counts a correction in the graph with the rows of the file, also of somebody whom the file has added', async () => {
    const cells = person();
    const { job } = await apply([cells, person({ decile: '77' })]);
    const same = COLUMNS.map((field, at) => ({ field, value: field === 'name' ? 'Nama Lain' : cells[at]! }));
    const { data } = await ask(OWNER, CORRECT, { input: { job, line: 3, version: 1, cells: same } });
    expect(data.correctRejectedRow.state).toBe('CORRECTED');
    expect(await stands(job)).toMatchObject({ added: 1, changed: 1 });
    await ask(OWNER, UNDO, { input: { job } });
    expect(await stands(job)).toMatchObject({ added: 1, changed: 1, undone: 2, leftAlone: 0, left: [] });
    expect(await withNik(cells[0]!)).toEqual([]);
  });
});

describe('taking back workers', () => {
  it('leaves who has got a verification or an event since, and the lists stay whole', async () => {
    const [verified, changed, alone] = [person(), person(), person()];
    const { job } = await apply([verified, changed, alone], { claims: DINSOS });
    const columns = ['nik', 'agency', 'verdict', 'requestedOn'];
    // By the agency that proposed them, so that nothing of the worker itself is another since.
    const asked = await apply([[verified[0]!, 'DINSOS', 'PENDING', '2025-11-01']], { kind: 'VERIFICATIONS', columns });
    expect(asked.batch).toMatchObject({ added: 1 });
    const [{ id }] = await withNik(changed[0]!);
    await store.client
      .db('sigap_workers')
      .collection<{ _id: string }>('worker_events')
      .insertOne({ _id: randomUUID(), worker: id, change: 'answerVerification', from: 'VERIFYING' } as never);
    const undone = await ask(DINSOS, UNDO, { input: { job } });
    expect(undone.data.undoImport).toEqual({ state: 'UNDONE', undone: 1, leftAlone: 2 });
    const left = await ask(DINSOS, 'query ($job: ID!) { importJob(id: $job) { left { line record why } } }', { job });
    expect(left.data.importJob.left).toEqual([
      { line: 2, record: (await withNik(verified[0]!))[0].id, why: 'RESTED_ON' },
      { line: 3, record: id, why: 'RESTED_ON' },
    ]);
    expect(await withNik(alone[0]!)).toEqual([]);
    for (const left of [verified, changed]) expect(await withNik(left[0]!)).toHaveLength(1);
    const listed = await ask(OWNER, '{ verifications(first: 100) { nodes { worker { id } } } }');
    expect(listed.codes).toEqual([]);
    await store.client.db('sigap_workers').collection('worker_events').deleteMany({ worker: id });
  });
});

describe('another agency', () => {
  it('proposes people, sees whom it proposed, and cannot tell who else is on the roster', async () => {
    const [known, unknown] = [person(), person()];
    await apply([known]);
    const { batch } = await apply([known, unknown], { claims: DINSOS });
    expect(batch).toMatchObject({ added: 2, changed: 0, same: 0, rejected: [] });
    expect(await withNik(known[0]!, DINSOS)).toMatchObject([{ status: 'PROPOSED', problems: [] }]);
    expect(await withNik(known[0]!)).toHaveLength(2);
    expect(await withNik(unknown[0]!, callerOf('DISHUB'))).toEqual([]);
    const moved = await apply([unknown.with(5, 'Margahayu')], { claims: DINSOS });
    expect(moved.batch).toMatchObject({ changed: 1 });
  });

  it('changes whom it has proposed while that may be mended, and nobody whom it only verifies', async () => {
    const [own, others] = [person(), person()];
    const columns = [...COLUMNS, 'status'];
    await apply([own], { claims: DINSOS });
    await apply([[...others, 'PROPOSED']], { columns });
    const asked = [[others[0]!, 'DINSOS', 'PENDING', '2025-11-01']];
    await apply(asked, { kind: 'VERIFICATIONS', columns: ['nik', 'agency', 'verdict', 'requestedOn'] });
    const changing = async (cells: string[], claims: object): Promise<Raw> => {
      const { batch } = await apply([cells.with(1, `Warga Lain ${randomUUID().replaceAll(/\d/g, '')}`)], { claims });
      return batch.rejected[0]?.reasons ?? 'taken';
    };
    const because = (code: string) => [{ code, field: 'row' }];
    expect((await apply([others], { claims: DINSOS })).batch).toMatchObject({ same: 1 });
    expect(await changing(others, DINSOS)).toEqual(because('NOT_PROPOSED'));
    for (const [status, theirs, owners] of [
      ['NEEDS_REPAIR', 'taken', 'taken'],
      ['VERIFYING', because('STATUS_FIXED'), 'taken'],
      ['ELIGIBLE', because('STATUS_FIXED'), 'taken'],
      ['EXITED', because('RECORD_ENDED'), because('RECORD_ENDED')],
    ] as const) {
      const { batch } = await apply([[own[0]!, status]], { columns: ['nik', 'status'] });
      expect([status, batch.changed]).toEqual([status, 1]);
      expect([status, await changing(own, DINSOS)]).toEqual([status, theirs]);
      expect([status, await changing(own, OWNER)]).toEqual([status, owners]);
    }
    expect((await apply([[own[0]!, 'ACTIVE']], { columns: ['nik', 'status'] })).batch.rejected[0].reasons).toEqual(
      because('RECORD_ENDED'),
    );
  });

  it('is told which columns of a rejected row it may not correct', async () => {
    const { job } = await apply([person({ decile: '77' })], { claims: DINSOS });
    const cells = [{ field: 'status', value: 'ACTIVE' }];
    const { codes, messages } = await ask(DINSOS, CORRECT, { input: { job, line: 2, version: 1, cells } });
    expect([codes, messages.join()]).toEqual([['IMPORT_COLUMNS'], expect.stringContaining('status')]);
  });

  it('says nothing of how people stand in the programme, nor of records it does not see', async () => {
    const closed = await apply([[...person(), 'ACTIVE']], { claims: DINSOS, columns: [...COLUMNS, 'status'] });
    expect(closed.codes).toEqual(['IMPORT_COLUMNS']);
    const input = { kind: 'WORKERS', sha256: 'a'.repeat(64), columns: [...COLUMNS, 'status', 'kpj'], pass: 'CHECK' };
    expect((await ask(DINSOS, BEGIN, { input })).messages.join()).toMatch(
      /about status, kpj: take these columns out .*--mapping/,
    );
    const own = new Set((await rosterOf(DINSOS)).map(({ id }) => id));
    const foreign = (await rosterOf(OWNER)).find(({ id }) => !own.has(id));
    const named = await apply([[...person(), foreign.id]], { claims: DINSOS, columns: [...COLUMNS, 'id'] });
    expect(named.batch.rejected[0].reasons).toEqual([{ code: 'RECORD_UNKNOWN', field: 'id' }]);
  });

  it('sees its own jobs alone', async () => {
    const { job } = await apply([person()]);
    const query = 'query ($job: ID!) { importJob(id: $job) { id } rejectedRows(job: $job) { totalCount } }';
    expect((await ask(OWNER, query, { job })).data.importJob).toEqual({ id: job });
    expect((await ask(DINSOS, query, { job })).data).toEqual({ importJob: null, rejectedRows: { totalCount: 0 } });
    expect((await ask(DINSOS, UNDO, { input: { job } })).codes).toEqual(['IMPORT_NOT_FOUND']);
    expect((await ask(callerOf(undefined), UNDO, { input: { job } })).codes).toEqual(['IMPORT_FORBIDDEN']);
    expect((await ask(callerOf('DISNAKER', ['person:read']), UNDO, { input: { job } })).codes).toEqual([
      'IMPORT_FORBIDDEN',
    ]);
  });
});

describe('verifications', () => {
  // The tests above have begun most of the jobs that an agency begins in a day, and filled the one page that tests read.
  beforeAll(async () => {
    const roster = store.client.db('sigap_workers');
    for (const name of ['import_jobs', 'import_batches', 'workers', 'verifications', 'worker_events'])
      await roster.collection(name).deleteMany({});
  });

  const columns = ['nik', 'agency', 'verdict', 'requestedOn', 'answeredOn'];
  const of = (cells: readonly string[], agency: string, verdict: string, answeredOn: string) => [
    [cells[0]!, agency, verdict, '2025-11-01', answeredOn],
  ];
  const answerer = (agency: string) => callerOf(agency, ['person:read', 'import:write', 'verification:answer']);
  const VERIFYING = [...COLUMNS, 'status'];
  const verifications = async (nik: string, fields = 'verdict agency { code }') =>
    (await ask(OWNER, `{ workers(first: 100) { nodes { nik verifications { ${fields} } } } }`)).data.workers.nodes
      .filter((row: Raw) => row.nik === nik)
      .flatMap((row: Raw) => row.verifications);

  it('are brought by who owns the roster, and answered by the agency that is asked', async () => {
    const worker = person();
    await apply([[...worker, 'VERIFYING']], { columns: VERIFYING });
    const asked = await apply(of(worker, 'DISHUB', 'PENDING', ''), { kind: 'VERIFICATIONS', columns });
    expect(asked.batch).toMatchObject({ added: 1 });
    expect(await withNik(worker[0]!, callerOf('DISHUB'))).toHaveLength(1);
    const foreign = await apply(of(worker, 'DISHUB', 'Cocok', '2025-11-05'), {
      kind: 'VERIFICATIONS',
      columns,
      claims: answerer('DINSOS'),
    });
    expect(foreign.batch.rejected[0].reasons).toEqual([{ code: 'NOT_YOURS', field: 'agency' }]);
    const answer = { kind: 'VERIFICATIONS', columns, claims: answerer('DISHUB') };
    const answered = await apply(of(worker, 'DISHUB', 'Cocok', '05/11/2025'), answer);
    expect(answered.batch).toMatchObject({ changed: 1 });
    expect(await verifications(worker[0]!)).toEqual([{ verdict: 'MATCH', agency: { code: 'DISHUB' } }]);
    const undone = await ask(OWNER, UNDO, { input: { job: asked.job } });
    expect(undone.data.undoImport).toMatchObject({ undone: 0, leftAlone: 1 });
    expect((await ask(callerOf('DISHUB'), UNDO, { input: { job: answered.job } })).codes).toEqual(['IMPORT_FORBIDDEN']);
    await ask(answerer('DISHUB'), UNDO, { input: { job: answered.job } });
    expect(await verifications(worker[0]!)).toEqual([{ verdict: 'PENDING', agency: { code: 'DISHUB' } }]);
  });

  it('are answered by a file as answerVerification would, and no answer is changed by one', async () => {
    const all = ['nik', 'verdict', 'requestedOn', 'answeredOn', 'expiresOn'];
    const [worker, settled] = [person(), person()];
    await apply(
      [
        [...worker, 'VERIFYING'],
        [...settled, 'ELIGIBLE'],
      ],
      { columns: VERIFYING },
    );
    const nik = worker[0]!;
    await apply([...of(worker, 'DISHUB', 'PENDING', ''), ...of(settled, 'DISHUB', 'PENDING', '')], {
      kind: 'VERIFICATIONS',
      columns,
    });
    const file = async (cells: string[], claims: object, more: Import = {}): Promise<Raw> => {
      const { codes, batch } = await apply([cells], { kind: 'VERIFICATIONS', columns: all, claims, ...more });
      return codes[0] ?? batch.rejected[0]?.reasons[0] ?? 'taken';
    };
    const [dishub, tomorrow] = [answerer('DISHUB'), new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)];
    for (const [cells, claims, expected] of [
      [[nik, 'MATCH', '', '2025-11-05', ''], callerOf('DISHUB'), 'IMPORT_FORBIDDEN'],
      [[nik, 'MATCH', '2025-10-01', '2025-11-05', ''], dishub, { code: 'NOT_YOURS', field: 'requestedOn' }],
      [[nik, 'MATCH', '', tomorrow, ''], dishub, { code: 'DATE_FUTURE', field: 'answeredOn' }],
      [[nik, 'MATCH', '', '2025-10-31', ''], dishub, { code: 'DATE_ORDER', field: 'answeredOn' }],
      [[nik, 'MATCH', '', '2025-11-05', '2099-12-31'], dishub, { code: 'EXPIRY_COMPUTED', field: 'expiresOn' }],
      [[nik, 'EXPIRED', '', '2025-11-05', ''], dishub, { code: 'VALUE_UNKNOWN', field: 'verdict' }],
      [[nik, '', '', '2025-11-05', ''], dishub, { code: 'VALUE_UNKNOWN', field: 'verdict' }],
      [[settled[0]!, 'MATCH', '', '2025-11-05', ''], dishub, { code: 'STATUS_FIXED', field: 'row' }],
      [[person()[0]!, 'MATCH', '', '2025-11-05', ''], dishub, { code: 'RECORD_UNKNOWN', field: 'nik' }],
      [[nik, 'MATCH', '', '2025-11-05', ''], dishub, 'taken'],
      [[nik, 'MATCH', '', '2025-11-05', '2026-05-04'], dishub, 'taken'],
      [[nik, 'MISMATCH', '', '2025-11-05', ''], dishub, { code: 'ANSWERED', field: 'verdict' }],
    ] as const)
      expect([cells, await file([...cells], claims)]).toEqual([cells, expected]);
    const fields = 'verdict requestedOn answeredOn expiresOn';
    const answer = { verdict: 'MATCH', requestedOn: '2025-11-01', answeredOn: '2025-11-05', expiresOn: '2026-05-04' };
    expect(await verifications(nik, fields)).toEqual([answer]);
    const owners = { columns: ['nik', 'agency', ...all.slice(1)] };
    for (const [cells, expected] of [
      [[nik, 'DISHUB', 'MISMATCH', '', '2025-11-05', ''], { code: 'ANSWERED', field: 'verdict' }],
      [[nik, 'DINSOS', 'MATCH', '2025-11-05', '2025-11-01', ''], { code: 'DATE_ORDER', field: 'answeredOn' }],
      [[nik, 'DINSOS', 'MATCH', '2025-11-01', '2025-11-05', '2025-11-02'], { code: 'DATE_ORDER', field: 'expiresOn' }],
      [[nik, 'DINSOS', 'PENDING', tomorrow, '', ''], { code: 'DATE_FUTURE', field: 'requestedOn' }],
      [[nik, 'DINSOS', 'MATCH', '2025-11-01', '2025-11-05', '2099-12-31'], 'taken'],
    ] as const)
      expect([cells, await file([...cells], OWNER, owners)]).toEqual([cells, expected]);
  });

  it('are not taken back once somebody has decided on them, and leave an event where they are', async () => {
    const DECIDE = `mutation ($input: DecideEligibilityInput!) { decideEligibility(input: $input) { worker { status } } }`;
    const DECIDER = callerOf('DISNAKER', ['person:read', 'worker:decide', 'import:write']);
    const EVENTS = `query ($id: ID!) { worker(id: $id) { version verifications { verdict }
      events { change by agency { code } version why verdict corrections { field before after } } } }`;
    const [decided, open] = [person(), person()];
    await apply(
      [
        [...decided, 'VERIFYING'],
        [...open, 'VERIFYING'],
      ],
      { columns: VERIFYING },
    );
    for (const worker of [decided, open])
      await apply(of(worker, 'DISHUB', 'PENDING', ''), { kind: 'VERIFICATIONS', columns });
    const answered = await apply(
      [...of(decided, 'DISHUB', 'MATCH', '2025-11-05'), ...of(open, 'DISHUB', 'MATCH', '2025-11-05')],
      { kind: 'VERIFICATIONS', columns, claims: answerer('DISHUB') },
    );
    expect(answered.batch).toMatchObject({ changed: 2 });
    const [[kept], [other]] = [await withNik(decided[0]!), await withNik(open[0]!)];
    const input = {
      idempotencyKey: randomUUID(),
      worker: kept.id,
      version: 1,
      decision: 'INELIGIBLE',
      why: 'By answer',
    };
    expect((await ask(DECIDER, DECIDE, { input })).data.decideEligibility.worker.status).toBe('INELIGIBLE');
    const { data } = await ask(answerer('DISHUB'), UNDO, { input: { job: answered.job } });
    expect(data.undoImport).toEqual({ state: 'UNDONE', undone: 1, leftAlone: 1 });
    const eventsOf = async (id: string) => (await ask(OWNER, EVENTS, { id })).data.worker as Raw;
    const one = await eventsOf(kept.id);
    expect(one.verifications).toEqual([{ verdict: 'MATCH' }]);
    expect(one.events.map(({ change }: Raw) => change)).not.toContain('undoImport');
    const two = await eventsOf(other.id);
    expect(two.verifications).toEqual([{ verdict: 'PENDING' }]);
    expect(two.events[0]).toMatchObject({
      change: 'undoImport',
      by: 'user:DISHUB',
      agency: { code: 'DISHUB' },
      version: 1,
      why: answered.job,
      verdict: 'PENDING',
      corrections: expect.arrayContaining([{ field: 'verdict', before: 'MATCH', after: 'PENDING' }]),
    });
    // An answer that the owner brought with the request is held by the decision as well.
    const third = person();
    await apply([[...third, 'VERIFYING']], { columns: VERIFYING });
    const { job } = await apply(of(third, 'DINSOS', 'MISMATCH', '2025-11-05'), { kind: 'VERIFICATIONS', columns });
    const [{ id }] = (await withNik(third[0]!)) as [Raw];
    const again = { idempotencyKey: randomUUID(), worker: id, version: 1, decision: 'INELIGIBLE', why: 'By answer' };
    expect((await ask(DECIDER, DECIDE, { input: again })).codes).toEqual([]);
    const undone = await ask(OWNER, UNDO, { input: { job } });
    expect(undone.data.undoImport).toMatchObject({ undone: 0, leftAlone: 1 });
  });

  it('that are answered and decided at one moment are either decided on or taken back', async () => {
    const DECIDE = `mutation ($input: DecideEligibilityInput!) { decideEligibility(input: $input) { worker { status } } }`;
    const DECIDER = callerOf('DISNAKER', ['person:read', 'worker:decide']);
    for (let round = 0; round < 5; round++) {
      const worker = person();
      await apply([[...worker, 'VERIFYING']], { columns: VERIFYING });
      await apply(of(worker, 'DISHUB', 'PENDING', ''), { kind: 'VERIFICATIONS', columns });
      const answer = { kind: 'VERIFICATIONS', columns, claims: answerer('DISHUB') };
      const { job } = await apply(of(worker, 'DISHUB', 'MATCH', '2025-11-05'), answer);
      const [{ id }] = (await withNik(worker[0]!)) as [Raw];
      const input = { idempotencyKey: randomUUID(), worker: id, version: 1, decision: 'INELIGIBLE', why: 'By answer' };
      const [, decision] = await Promise.all([
        ask(answerer('DISHUB'), UNDO, { input: { job } }),
        ask(DECIDER, DECIDE, { input }),
      ]);
      const isDecided = decision.codes.length === 0;
      expect(await verifications(worker[0]!, 'verdict')).toEqual([{ verdict: isDecided ? 'MATCH' : 'PENDING' }]);
    }
  });

  describe('without an agency, by who owns the roster,', () => {
    const unnamed = ['nik', 'verdict', 'answeredOn'];
    const file = (worker: readonly string[], verdict: string, more: Import = {}) =>
      apply([[worker[0]!, verdict, '2025-11-05']], { kind: 'VERIFICATIONS', columns: unnamed, ...more });
    const needed = [{ line: 2, reasons: [{ code: 'AGENCY_NEEDED', field: 'agency' }] }];

    it('are of the one agency that is yet to answer', async () => {
      const worker = person();
      await apply([[...worker, 'VERIFYING']], { columns: VERIFYING });
      expect((await file(worker, 'MATCH')).batch).toMatchObject({ added: 0, rejected: needed });
      await apply([...of(worker, 'DISHUB', 'PENDING', ''), ...of(worker, 'DINSOS', 'PENDING', '')], {
        kind: 'VERIFICATIONS',
        columns,
      });
      expect((await file(worker, 'MATCH')).batch).toMatchObject({ added: 0, changed: 0, rejected: needed });
      await apply(of(worker, 'DINSOS', 'MISMATCH', '2025-11-04'), { kind: 'VERIFICATIONS', columns });
      const { sha256, batch } = await file(worker, 'MATCH');
      expect(batch).toMatchObject({ added: 0, changed: 1, rejected: [] });
      const stand = [
        { verdict: 'MISMATCH', agency: { code: 'DINSOS' } },
        { verdict: 'MATCH', agency: { code: 'DISHUB' } },
      ];
      expect(new Set(await verifications(worker[0]!))).toEqual(new Set(stand));
      expect((await file(worker, 'MATCH', { sha256, again: true })).batch).toMatchObject({ same: 1, rejected: [] });
      expect((await file(worker, 'CANNOT_DETERMINE')).batch).toMatchObject({ changed: 0, rejected: [{ line: 2 }] });
      expect(await verifications(worker[0]!)).toHaveLength(2);
    });

    it('are never added, whatever the key', async () => {
      const worker = person();
      await apply([[...worker, 'VERIFYING']], { columns: VERIFYING });
      const cells = [[`v-none-${number}`, worker[0]!, 'MATCH', '2025-11-05']];
      const { batch } = await apply(cells, { kind: 'VERIFICATIONS', columns: ['id', ...unnamed] });
      expect(batch).toMatchObject({
        added: 0,
        rejected: [{ line: 2, reasons: [{ code: 'MISSING', field: 'agency' }] }],
      });
      expect(await verifications(worker[0]!)).toEqual([]);
    });
  });

  it('are of agencies that verify', async () => {
    const worker = person();
    await apply([[...worker, 'VERIFYING']], { columns: VERIFYING });
    for (const agency of ['BKPSDM', 'DISNAKER', 'NOBODY']) {
      const { batch } = await apply(of(worker, agency, 'PENDING', ''), { kind: 'VERIFICATIONS', columns });
      expect([agency, batch.added, batch.rejected]).toEqual([
        agency,
        0,
        [{ line: 2, reasons: [{ code: 'VALUE_UNKNOWN', field: 'agency' }] }],
      ]);
    }
    expect(await verifications(worker[0]!)).toEqual([]);
  });

  it('are found by their own key, by whom they are of', async () => {
    const keyed = ['id', 'verdict', 'answeredOn'];
    const [one, two] = [person(), person()];
    await apply(
      [one, two].map((cells) => [...cells, 'VERIFYING']),
      { columns: VERIFYING },
    );
    const [first, second] = [`v-one-${number}`, `v-two-${number}`];
    const brought = await apply(
      [
        [first, one[0]!, 'DISHUB', 'PENDING', '2025-11-01'],
        [second, two[0]!, 'DISHUB', 'PENDING', '2025-11-01'],
      ],
      { kind: 'VERIFICATIONS', columns: ['id', 'nik', 'agency', 'verdict', 'requestedOn'] },
    );
    expect(brought.batch).toMatchObject({ added: 2 });
    const file = async (cells: string[], claims: object): Promise<Raw> => {
      const { batch } = await apply([cells], { kind: 'VERIFICATIONS', columns: keyed, claims });
      return batch.rejected[0]?.reasons[0] ?? 'taken';
    };
    const [dishub, unknown] = [answerer('DISHUB'), { code: 'RECORD_UNKNOWN', field: 'id' }];
    for (const [cells, claims, expected] of [
      [['', 'MATCH', '2025-11-05'], dishub, { code: 'MISSING', field: 'worker' }],
      [['v-nobody', 'MATCH', '2025-11-05'], dishub, unknown],
      [['v-nobody', 'MATCH', '2025-11-05'], OWNER, unknown],
      [[first, 'MATCH', '2025-11-05'], answerer('DINSOS'), unknown],
      [[first, 'MATCH', '2025-10-31'], dishub, { code: 'DATE_ORDER', field: 'answeredOn' }],
      [[first, 'EXPIRED', '2025-11-05'], dishub, { code: 'VALUE_UNKNOWN', field: 'verdict' }],
      [[first, 'MATCH', '2025-11-05'], dishub, 'taken'],
      [[first, 'MISMATCH', '2025-11-05'], dishub, { code: 'ANSWERED', field: 'verdict' }],
    ] as const)
      expect([cells, await file([...cells], claims)]).toEqual([cells, expected]);
    expect(await verifications(one[0]!)).toEqual([{ verdict: 'MATCH', agency: { code: 'DISHUB' } }]);
    // One verification by its key and by its worker: the first row counts.
    const twice = await apply(
      [
        [second, '', 'MATCH', '2025-11-05'],
        ['', two[0]!, 'MISMATCH', '2025-11-05'],
      ],
      { kind: 'VERIFICATIONS', columns: ['id', 'nik', 'verdict', 'answeredOn'] },
    );
    expect(twice.batch).toMatchObject({
      changed: 1,
      rejected: [{ line: 3, reasons: [{ code: 'DUPLICATE_IN_FILE', field: 'row' }] }],
    });
    expect(await verifications(two[0]!)).toEqual([{ verdict: 'MATCH', agency: { code: 'DISHUB' } }]);
  });

  it('that are taken back are no longer seen by', async () => {
    const worker = person();
    await apply([worker]);
    const { job } = await apply(of(worker, 'DISHUB', 'PENDING', ''), { kind: 'VERIFICATIONS', columns });
    expect(await withNik(worker[0]!, callerOf('DISHUB'))).toHaveLength(1);
    await ask(OWNER, UNDO, { input: { job } });
    expect(await withNik(worker[0]!, callerOf('DISHUB'))).toEqual([]);
  });
});
