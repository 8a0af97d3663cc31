/** Saved questions: whose they are, how they change, and what they may hold. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClaimsSubject } from '../../../base/claims.ts';
import { startSubgraph, type RunningSubgraph } from '../../../subgraphs/serve.ts';
import { openTestStore, type TestStore } from '../../support/test-store.ts';

const SAVE = ['question:save'];
const PUBLISH = [...SAVE, 'question:publish'];
const caller = (sub: string, scopes: readonly string[], agency?: string): ClaimsSubject => ({
  sub,
  roles: [],
  scopes,
  ...(agency !== undefined && { agency }),
});
const author = caller('user:a', PUBLISH, 'DINSOS');
const colleague = caller('user:b', SAVE, 'DINSOS');
const other = caller('user:c', PUBLISH, 'DISHUB');
const nobody = caller('public', []);
const moderator = caller('user:m', [...PUBLISH, 'question:moderate']);

const QUERY = 'query Q($month: Period) { city { coverage(month: $month) { total } } }';
const FIELDS = `id title shelf version document variables view why savedBy author isMine mayChange mayPublish mayDelete agency { code }
  versions { version shelf title why savedBy }`;

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it
type Raw = any;

let store: TestStore;
let subgraph: RunningSubgraph;
let clock = Date.parse('2026-01-05T02:00:00Z');

beforeAll(async () => {
  store = await openTestStore();
  await store.client
    .db('sigap_agencies')
    .collection<{ _id: string }>('agencies')
    .insertOne({ _id: 'DINSOS', name: 'Dinas Sosial', kind: 'DINAS', roles: [], contact: '' } as never);
  subgraph = await startSubgraph('agencies', {
    mongodbUri: store.uri,
    port: null,
    logLevel: 'silent',
    now: () => (clock += 1_000),
  });
});
afterAll(async () => {
  await subgraph.stop();
  await store.close();
});

interface Answered {
  readonly data: Raw;
  readonly codes: unknown[];
  readonly messages: string[];
}

async function run(query: string, claims: ClaimsSubject, variables: Record<string, unknown> = {}): Promise<Answered> {
  const { data, errors = [] } = await subgraph.execute({ query, claims, variables });
  return {
    data,
    codes: errors.map(({ extensions }) => extensions?.['code']),
    messages: errors.map(({ message }) => message),
  };
}

const saveInput = (more: object = {}): Raw => ({
  id: randomUUID(),
  version: 0,
  title: 'Coverage',
  document: QUERY,
  why: 'To try it',
  ...more,
});

async function save(claims: ClaimsSubject, input: object): Promise<Answered & { readonly saved: Raw }> {
  const query = `mutation ($input: SaveQuestionInput!) { saved: saveQuestion(input: $input) { ${FIELDS} } }`;
  const answered = await run(query, claims, { input });
  return { ...answered, saved: answered.data?.saved };
}

async function change(
  name: 'publishQuestion' | 'withdrawQuestion' | 'deleteQuestion',
  claims: ClaimsSubject,
  input: object,
): Promise<Answered & { readonly done: Raw }> {
  const fields = name === 'deleteQuestion' ? 'id' : FIELDS;
  const query = `mutation ($input: QuestionChangeInput!) { done: ${name}(input: $input) { ${fields} } }`;
  const answered = await run(query, claims, { input: { why: 'Because', ...input } });
  return { ...answered, done: answered.data?.done };
}

async function listed(shelf: string, claims: ClaimsSubject): Promise<string[]> {
  const query = `{ savedQuestions(shelf: ${shelf}, first: 100) { totalCount nodes { id } edges { cursor } } }`;
  const { data, codes } = await run(query, claims);
  expect([codes, data.savedQuestions.totalCount]).toEqual([[], data.savedQuestions.nodes.length]);
  return data.savedQuestions.nodes.map(({ id }: Raw) => id);
}
const one = async (id: string, claims: ClaimsSubject): Promise<Raw> =>
  (await run(`query ($id: ID!) { savedQuestion(id: $id) { ${FIELDS} } }`, claims, { id })).data.savedQuestion;

describe('whose a question is', () => {
  it('mine is mine alone, my agency’s is of my agency, a published one is everybody’s', async () => {
    const [mine, agency, published] = [saveInput(), saveInput({ shelf: 'AGENCY' }), saveInput({ shelf: 'AGENCY' })];
    for (const input of [mine, agency, published]) expect((await save(author, input)).codes).toEqual([]);
    await change('publishQuestion', author, { id: published.id, version: 1 });
    const sees = async (claims: ClaimsSubject) => {
      const lists = await Promise.all(['MINE', 'AGENCY', 'PUBLISHED'].map((shelf) => listed(shelf, claims)));
      const ids = [mine.id, agency.id, published.id];
      const single = await Promise.all(ids.map(async (id) => (await one(id, claims)) !== null));
      return [...lists.map((list) => ids.map((id) => list.includes(id))), single];
    };
    const none = [false, false, false];
    const last = [false, false, true];
    expect(await sees(author)).toEqual([[true, true, true], [false, true, true], last, [true, true, true]]);
    expect(await sees(colleague)).toEqual([none, [false, true, true], last, [false, true, true]]);
    expect(await sees(other)).toEqual([none, none, last, last]);
    expect(await sees(nobody)).toEqual([none, none, last, last]);
    expect(await sees(caller('user:a', [], 'DINSOS'))).toEqual([none, none, last, last]);
    expect(await sees(moderator)).toEqual([none, none, last, last]);
  });

  it('the accounts of who saved it are shown to its agency, and to nobody else', async () => {
    const input = saveInput({ shelf: 'AGENCY' });
    await save(author, input);
    await change('publishQuestion', author, { id: input.id, version: 1 });
    const accounts = ({ author, savedBy, versions }: Raw) => [author, savedBy, versions.map((one: Raw) => one.savedBy)];
    for (const claims of [author, colleague])
      expect(accounts(await one(input.id, claims))).toEqual(['user:a', 'user:a', ['user:a', 'user:a']]);
    expect(accounts(await one(input.id, moderator))).toEqual(['user:a', 'user:a', ['user:a']]);
    for (const claims of [other, nobody]) expect(accounts(await one(input.id, claims))).toEqual([null, null, [null]]);
    const { isMine, mayChange, mayPublish, agency } = await one(input.id, colleague);
    expect([isMine, mayChange, mayPublish, agency]).toEqual([false, false, false, { code: 'DINSOS' }]);
  });

  it('a draft is shown to nobody who sees the question only since it is on a shelf', async () => {
    const input = saveInput({ title: 'A draft with a name in it' });
    await save(author, input);
    await save(author, { ...input, version: 1, title: 'For us', shelf: 'AGENCY' });
    await save(colleague, { ...input, version: 2, title: 'For all', shelf: 'AGENCY' });
    await change('publishQuestion', author, { id: input.id, version: 3 });
    const titles = async (claims: ClaimsSubject) =>
      (await one(input.id, claims)).versions.map(({ title }: Raw) => title);
    expect(await titles(author)).toEqual(['For all', 'For all', 'For us', 'A draft with a name in it']);
    expect(await titles(colleague)).toEqual(['For all', 'For all', 'For us']);
    for (const claims of [other, nobody, moderator]) expect(await titles(claims)).toEqual(['For all']);
    await change('withdrawQuestion', author, { id: input.id, version: 4 });
    await save(author, { ...input, version: 5, title: 'Mine again', shelf: 'MINE' });
    await save(author, { ...input, version: 6, title: 'Ours again', shelf: 'AGENCY' });
    expect(await titles(colleague)).toEqual(['Ours again']);
  });

  it('a colleague’s versions push out none but their own', async () => {
    const input = saveInput({ title: 'The first', shelf: 'AGENCY' });
    await save(author, input);
    for (let version = 1; version <= 30; version++)
      expect((await save(colleague, { ...input, version, title: `Change ${version}` })).codes).toEqual([]);
    const { versions } = await one(input.id, author);
    expect([versions.length, versions[0].title, versions.at(-1).title]).toEqual([20, 'Change 30', 'The first']);
  });

  it('the public have no shelf of their own and save nothing', async () => {
    const { codes, saved } = await save(nobody, saveInput());
    expect([codes, saved]).toEqual([['QUESTION_FORBIDDEN'], null]);
    expect(await listed('MINE', nobody)).toEqual([]);
  });

  it('the agency’s shelf is for callers who act for one', async () => {
    const { codes } = await save(caller('user:x', SAVE), saveInput({ shelf: 'AGENCY' }));
    expect(codes).toEqual(['QUESTION_SHELF']);
  });

  it('lists are in the order of saving, the latest first, in pages', async () => {
    const someone = caller('user:pages', SAVE);
    const inputs = [saveInput(), saveInput(), saveInput()];
    for (const input of inputs) await save(someone, input);
    const page = async (after: string | null): Promise<Raw> =>
      (
        await run(
          'query ($after: String) { savedQuestions(shelf: MINE, first: 2, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }',
          someone,
          { after },
        )
      ).data.savedQuestions;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map(({ id }: Raw) => id)).toEqual(inputs.map(({ id }) => id).toReversed());
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  });
});

describe('how a question changes', () => {
  it('each change makes a version that says who, when and why; twenty are kept', async () => {
    const input = saveInput({ shelf: 'AGENCY' });
    await save(author, input);
    for (let version = 1; version <= 24; version++) {
      const { saved } = await save(version % 2 ? colleague : author, {
        ...input,
        version,
        title: `Version ${version + 1}`,
        why: `Change ${version}`,
      });
      expect([saved.version, saved.title, saved.shelf]).toEqual([version + 1, `Version ${version + 1}`, 'AGENCY']);
    }
    const { versions, savedBy } = await one(input.id, author);
    expect(versions).toHaveLength(20);
    expect(versions[0]).toEqual({
      version: 25,
      shelf: 'AGENCY',
      title: 'Version 25',
      why: 'Change 24',
      savedBy: 'user:a',
    });
    expect([versions.at(-1).version, savedBy]).toEqual([6, 'user:a']);
  });

  it('refuses a change made on another version than the newest, and names that', async () => {
    const input = saveInput();
    await save(author, input);
    await save(author, { ...input, version: 1, title: 'Second' });
    const stale = await save(author, { ...input, version: 1, title: 'Third' });
    expect(stale.codes).toEqual(['QUESTION_CHANGED']);
    expect(stale.messages[0]).toContain('version 2');
    for (const name of ['publishQuestion', 'deleteQuestion'] as const)
      expect((await change(name, author, { id: input.id, version: 1 })).codes).toEqual(['QUESTION_CHANGED']);
    expect(await one(input.id, author)).toMatchObject({ version: 2, title: 'Second', shelf: 'MINE' });
  });

  it('of two changes on one version at once just one is made', async () => {
    const input = saveInput();
    await save(author, input);
    const both = await Promise.all(['a', 'b'].map((title) => save(author, { ...input, version: 1, title })));
    expect(both.flatMap(({ codes }) => codes)).toEqual(['QUESTION_CHANGED']);
    expect((await one(input.id, author)).version).toBe(2);
  });

  it('sent again, whatever the change, it does nothing more and answers the same', async () => {
    const input = saveInput({ shelf: 'AGENCY' });
    const first = await save(author, input);
    expect(await save(author, input)).toEqual(first);
    const second = await save(author, { ...input, version: 1, title: 'Second' });
    expect(await save(author, { ...input, version: 1, title: 'Second' })).toEqual(second);
    const published = await change('publishQuestion', author, { id: input.id, version: 2 });
    expect(published.done).toMatchObject({ shelf: 'PUBLISHED', version: 3 });
    expect(await change('publishQuestion', author, { id: input.id, version: 2 })).toEqual(published);
    expect(await change('publishQuestion', author, { id: input.id, version: 3 })).toEqual(published);
    const withdrawn = await change('withdrawQuestion', author, { id: input.id, version: 3 });
    expect(withdrawn.done).toMatchObject({ shelf: 'AGENCY', version: 4 });
    expect(await change('withdrawQuestion', author, { id: input.id, version: 3 })).toEqual(withdrawn);
    const deleted = await change('deleteQuestion', author, { id: input.id, version: 4 });
    expect(deleted).toMatchObject({ codes: [], done: { id: input.id } });
    expect(await change('deleteQuestion', author, { id: input.id, version: 4 })).toEqual(deleted);
  });

  it('an id is taken once, by whomever, also after the question was deleted', async () => {
    const input = saveInput();
    await save(author, input);
    expect((await save(other, { ...input, title: 'Mine' })).codes).toEqual(['QUESTION_ID_TAKEN']);
    expect((await save(author, { ...input, title: 'Another' })).codes).toEqual(['QUESTION_ID_TAKEN']);
    await change('deleteQuestion', author, { id: input.id, version: 1 });
    expect((await save(author, input)).codes).toEqual(['QUESTION_ID_TAKEN']);
    expect([await one(input.id, author), (await listed('MINE', author)).includes(input.id)]).toEqual([null, false]);
  });

  it('what one may not see is answered as what is not there, what one may only see is refused', async () => {
    const input = saveInput();
    await save(author, input);
    for (const claims of [colleague, other, moderator]) {
      const tried = [
        await save(claims, { ...input, version: 1, title: 'Taken over' }),
        await change('deleteQuestion', claims, { id: input.id, version: 1 }),
        await save(claims, { ...saveInput(), version: 1 }),
      ];
      expect(tried.map(({ codes }) => codes[0])).toEqual(Array(3).fill('QUESTION_NOT_FOUND'));
      expect(new Set(tried.flatMap(({ messages }) => messages)).size).toBe(1);
    }
    await save(author, { ...input, version: 1, shelf: 'AGENCY' });
    await change('publishQuestion', author, { id: input.id, version: 2 });
    for (const claims of [colleague, other])
      expect((await save(claims, { ...input, version: 3, title: 'Taken over' })).codes).toEqual(['QUESTION_FORBIDDEN']);
    expect((await change('withdrawQuestion', other, { id: input.id, version: 3 })).codes).toEqual([
      'QUESTION_FORBIDDEN',
    ]);
    expect((await change('deleteQuestion', other, { id: input.id, version: 3 })).codes).toEqual(['QUESTION_FORBIDDEN']);
  });

  it('publishing takes its own scope, and saving does not reach or leave the published shelf', async () => {
    const input = saveInput({ shelf: 'AGENCY' });
    await save(colleague, input);
    expect((await change('publishQuestion', colleague, { id: input.id, version: 1 })).codes).toEqual([
      'QUESTION_FORBIDDEN',
    ]);
    expect((await save(author, { ...input, version: 1, shelf: 'PUBLISHED' })).codes).toEqual(['QUESTION_SHELF']);
    expect((await save(author, saveInput({ shelf: 'PUBLISHED' }))).codes).toEqual(['QUESTION_SHELF']);
    expect((await save(author, { ...input, version: 1, shelf: 'MINE' })).codes).toEqual(['QUESTION_SHELF']);
    await change('publishQuestion', author, { id: input.id, version: 1 });
    expect((await save(author, { ...input, version: 2, shelf: 'MINE' })).codes).toEqual(['QUESTION_SHELF']);
    expect((await save(author, { ...input, shelf: undefined, version: 2, title: 'New' })).saved).toMatchObject({
      shelf: 'PUBLISHED',
      version: 3,
    });
  });

  it('a moderator withdraws and deletes what anybody has published, and changes nothing of it', async () => {
    const input = saveInput({ shelf: 'AGENCY' });
    await save(author, input);
    await change('publishQuestion', author, { id: input.id, version: 1 });
    expect((await save(moderator, { ...input, shelf: undefined, version: 2, title: 'Mine' })).codes).toEqual([
      'QUESTION_FORBIDDEN',
    ]);
    const withdrawn = await change('withdrawQuestion', moderator, { id: input.id, version: 2 });
    expect(withdrawn.done).toMatchObject({ shelf: 'AGENCY', version: 3, savedBy: 'user:m' });
    expect(await change('withdrawQuestion', moderator, { id: input.id, version: 2 })).toEqual(withdrawn);
    expect((await change('publishQuestion', moderator, { id: input.id, version: 2 })).codes).toEqual([
      'QUESTION_NOT_FOUND',
    ]);
    expect((await change('withdrawQuestion', other, { id: input.id, version: 2 })).codes).toEqual([
      'QUESTION_NOT_FOUND',
    ]);
    await change('publishQuestion', author, { id: input.id, version: 3 });
    expect((await change('deleteQuestion', moderator, { id: input.id, version: 4 })).done).toEqual({ id: input.id });
  });

  it('a colleague changes what their agency shares and does not delete it; who answers for the agency does', async () => {
    const [kept, published] = [saveInput({ shelf: 'AGENCY' }), saveInput({ shelf: 'AGENCY' })];
    const owner = caller('user:o', PUBLISH, 'DINSOS');
    for (const input of [kept, published]) await save(colleague, input);
    const verifier = caller('user:v', SAVE, 'DINSOS');
    expect(await one(kept.id, verifier)).toMatchObject({ mayChange: true, mayDelete: false });
    expect((await change('deleteQuestion', verifier, { id: kept.id, version: 1 })).codes).toEqual([
      'QUESTION_FORBIDDEN',
    ]);
    expect((await save(verifier, { ...kept, version: 1, title: 'Changed' })).saved).toMatchObject({ version: 2 });
    expect(await one(kept.id, colleague)).toMatchObject({ title: 'Changed', mayDelete: true });
    expect(await one(kept.id, owner)).toMatchObject({ mayDelete: true });
    expect((await change('deleteQuestion', owner, { id: kept.id, version: 2 })).codes).toEqual([]);
    await change('publishQuestion', owner, { id: published.id, version: 1 });
    const may = async (claims: ClaimsSubject) => (await one(published.id, claims)).mayDelete;
    expect(await Promise.all([verifier, other, nobody, owner, moderator].map(may))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('a deleted question leaves who, when and why, and nothing of its content', async () => {
    const input = saveInput({ title: 'Gone' });
    await save(author, input);
    await change('deleteQuestion', author, { id: input.id, version: 1, why: 'A slip' });
    const left = await store.client
      .db('sigap_agencies')
      .collection<{ _id: string }>('saved_questions')
      .findOne({ _id: input.id });
    expect(left).toEqual({
      _id: input.id,
      shelf: 'DELETED',
      author: 'user:a',
      agency: 'DINSOS',
      version: 1,
      why: 'A slip',
      deletedBy: 'user:a',
      deletedAt: expect.stringMatching(/^2026-01-05T/),
    });
  });

  it('one author has two hundred questions at most', async () => {
    const someone = caller('user:many', SAVE);
    const codes: unknown[] = [];
    const inputs = Array.from({ length: 201 }, () => saveInput());
    for (const input of inputs) codes.push(...(await save(someone, input)).codes);
    expect(codes).toEqual(['QUESTIONS_TOO_MANY']);
    expect((await save(someone, inputs[199])).codes).toEqual([]);
  });
});

describe('what a question may hold', () => {
  const refused = async (more: object): Promise<unknown> => (await save(author, saveInput(more))).codes[0];

  it.each([
    ['an id that is no UUID', { id: 'mine' }, 'QUESTION_TEXT'],
    ['no title', { title: ' ' }, 'QUESTION_TEXT'],
    ['a long title', { title: 'x'.repeat(161) }, 'QUESTION_TEXT'],
    ['no reason', { why: '' }, 'QUESTION_TEXT'],
    ['a large document', { document: `query { city { name } } # ${'x'.repeat(16_000)}` }, 'QUESTION_DOCUMENT'],
    ['a document of many tokens', { document: `{ ${'a '.repeat(5_000)} }` }, 'QUESTION_DOCUMENT'],
    ['a document that does not parse', { document: 'query { city ' }, 'QUESTION_DOCUMENT'],
    ['nothing', { document: '' }, 'QUESTION_DOCUMENT'],
    ['fragments alone', { document: 'fragment F on City { name }' }, 'QUESTION_DOCUMENT'],
    ['two operations', { document: 'query A { city { name } } query B { city { name } }' }, 'QUESTION_DOCUMENT'],
    ['a schema', { document: 'type Query { a: Int }' }, 'QUESTION_DOCUMENT'],
    ['a mutation', { document: 'mutation { deleteQuestion { id } }' }, 'QUESTION_DOCUMENT'],
    ['a subscription', { document: 'subscription { city { name } }' }, 'QUESTION_DOCUMENT'],
    ['variables that are no JSON', { variables: '{' }, 'QUESTION_VARIABLES'],
    ['variables that are a list', { variables: '[]' }, 'QUESTION_VARIABLES'],
    ['variables that are null', { variables: 'null' }, 'QUESTION_VARIABLES'],
    ['variables that the document has not', { variables: '{"nik":"x"}' }, 'QUESTION_VARIABLES'],
    ['variables named as the prototype', { variables: '{"__proto__":1}' }, 'QUESTION_VARIABLES'],
    ['large variables', { variables: JSON.stringify({ month: 'x'.repeat(4_000) }) }, 'QUESTION_VARIABLES'],
    ['a view that is no object', { view: '"table"' }, 'QUESTION_VIEW'],
    ['a large view', { view: JSON.stringify({ a: Array(100).fill('x'.repeat(40)) }) }, 'QUESTION_VIEW'],
    ['a deep view', { view: '{"a":[[[[[[1]]]]]]}' }, 'QUESTION_VIEW'],
    ['a view with odd members', { view: '{"a b":1}' }, 'QUESTION_VIEW'],
    ['a view with long text', { view: JSON.stringify({ a: 'x'.repeat(401) }) }, 'QUESTION_VIEW'],
  ])('refuses %s', async (_, more, code) => {
    expect(await refused(more)).toBe(code);
  });

  const NIK = '3275010101900001';
  it.each([
    ['a NIK in variables', { variables: JSON.stringify({ month: NIK }) }],
    ['a NIK as a number', { variables: `{"month":${NIK}}` }],
    ['a NIK in a list', { variables: JSON.stringify({ month: { a: ['x', NIK] } }) }],
    ['a NIK as a name of a member', { variables: JSON.stringify({ month: { [NIK]: 1 } }) }],
    ['a NIK behind an escape', { variables: String.raw`{"month":"\u0033275010101900001"}` }],
    ['a NIK with spaces', { variables: JSON.stringify({ month: '3275 0101 0190 0001' }) }],
    ['a NIK with dots', { variables: JSON.stringify({ month: '32.75.01.010190.0001' }) }],
    ['a NIK that begins like a village’s code', { variables: JSON.stringify({ month: '32.75.01.0101 90 0001' }) }],
    ['a NIK with a village’s code within', { title: '32 75.01.01.0190 0001' }],
    ['a KPJ', { variables: JSON.stringify({ month: '22001234567' }) }],
    ['a telephone number', { variables: JSON.stringify({ month: '+62 812-3456-7890' }) }],
    ['a telephone number like a village’s code', { variables: JSON.stringify({ month: '08.12.34.5678' }) }],
    ['a NIK in the document', { document: `{ personByNik(nik: "${NIK}") { token } }` }],
    [
      'a NIK behind an escape in the document',
      { document: String.raw`{ personByNik(nik: "\u0033275010101900001") { token } }` },
    ],
    ['a NIK in a comment', { document: `{ city { name } } # ${NIK}` }],
    ['a NIK as a default', { document: `query ($n: Nik! = "${NIK}") { personByNik(nik: $n) { token } }` }],
    ['a NIK in the title', { title: `About ${NIK}` }],
    ['a NIK in the reason', { why: NIK }],
    ['a NIK in the view', { view: JSON.stringify({ filters: { search: NIK } }) }],
    ['a person’s token', { document: '{ person(token: "psr_abcdefghijklmnopqrstuvwxyz") { token } }' }],
    ['a signed token in the view', { view: JSON.stringify({ t: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.x' }) }],
    ['an API key', { why: 'with sgk_abc' }],
  ])('refuses %s, and does not repeat it', async (_, more) => {
    const { codes, messages } = await save(author, saveInput(more));
    expect(codes).toEqual(['QUESTION_PERSONAL']);
    expect(messages[0]).not.toMatch(/\d{4}|psr_|eyJ|sgk_/);
  });

  it('takes codes of areas, months, days, amounts and what a view is made of', async () => {
    const document = `query Q($district: ID!, $month: Period, $from: Date) {
      village(code: "32.75.01.1001") { coverage(month: $month) { total } } district(code: $district) { name }
      payments(filter: { amountFrom: 580000000 }) { totalCount } workers(filter: { enrolledFrom: $from }) { totalCount } }`;
    const variables = JSON.stringify({ district: '32.75.01', month: '2025-12', from: '2025-11-05' });
    const view = JSON.stringify({
      show: 'bars',
      sort: { by: 'coverageRate', rising: true },
      hidden: ['code'],
      page: 2,
    });
    const { codes, saved } = await save(author, saveInput({ document, variables, view }));
    expect(codes).toEqual([]);
    expect([saved.document, saved.variables, saved.view]).toEqual([document, variables, view]);
  });
});
