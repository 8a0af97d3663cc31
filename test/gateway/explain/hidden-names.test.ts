/** What a caller's own schema does not have is not named to them, and an explanation has an end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyContract } from '../../../schema/registry/contracts/apply-contract.ts';
import { compose } from '../guard/policy/fixtures.ts';
import { ofKind, startExplainedGateway, type ExplainedGateway, type ExplainedReply } from './explained-gateway.ts';

const SDL = compose({
  people: `
    type Query { worker: Worker many: [Worker!] }
    type Worker @key(fields: "id") { id: ID! vault: String @needs(scopes: [["vault:read"]]) @federation__tag(name: "internal") nick: String }`,
  money: `
    type Worker @key(fields: "id") { id: ID! vault: String @external
      must: Int! wage: Int @requires(fields: "vault") @needs(scopes: [["vault:read"]]) }`,
});

let open: ExplainedGateway;
let hidden: ExplainedGateway;
beforeAll(async () => {
  open = await startExplainedGateway(SDL, ['people', 'money'], { maxAliases: 500 });
  hidden = await startExplainedGateway(SDL, ['people', 'money'], { forbidden: 'hide' });
  const worker = { __typename: 'Worker', id: 'w1', nick: null };
  for (const gateway of [open, hidden]) gateway.answers = { people: () => ({ data: { worker } }) };
});
afterAll(() => Promise.all([open, hidden].map((gateway) => gateway.stop())));

it('a field that needs a denied one names it, with the directives on both', async () => {
  const [denied] = ofKind(await open.ask('analyst', '{ worker { wage } }'), 'denied');
  expect(denied!.rules).toEqual([
    { directive: '@requiresScopes', on: 'Worker.wage', takes: 'the scope vault:read' },
    { directive: '@requiresScopes', on: 'Worker.vault', takes: 'the scope vault:read' },
  ]);
});

it('where forbidden fields are unknown, no word of an explanation names one', async () => {
  const reply = await hidden.ask('analyst', '{ worker { nick } }');
  expect(reply.explain!.values).toMatchObject([{ kind: 'null-of-owner', coordinate: 'Worker.nick' }]);
  expect(reply.text).not.toMatch(/vault|wage/);
  const refused = await hidden.ask('analyst', '{ worker { wage } }');
  expect([refused.status, refused.explain]).toEqual([200, undefined]);
});

it('of more entries than are listed it says how many values they have', async () => {
  const names = Array.from({ length: 130 }, (_, index) => `n${index}`);
  const data = { worker: Object.fromEntries(names.map((name) => [name, null])) };
  open.answers = { people: () => ({ data }) };
  const reply = await open.ask('operator', `{ worker { ${names.map((name) => `${name}: nick`).join(' ')} } }`);
  const { values, valuesLeftOut } = reply.explain!;
  expect(values).toHaveLength(50);
  expect(values.reduce((sum, { count }) => sum + count, valuesLeftOut)).toBe(130);
});

it('an alias that may be a number of a person is starred wherever it stands, as in messages', async () => {
  const worker = { __typename: 'Worker', id: 'w1', a3275010101010001: null };
  open.answers = {
    people: () => ({ data: { w0812345678901: worker } }),
    money: () => ({ data: { _entities: [null] } }),
  };
  const reply = await open.ask(
    'operator',
    '{ w0812345678901: worker { a3275010101010001: nick b3275010101010002: must } }',
  );
  const { values, fetches, cost } = reply.explain!;
  expect(JSON.stringify(reply.explain)).not.toMatch(/\d{10}/);
  const starred = 'w*************';
  expect(values.map(({ kind }) => kind)).toContain('propagated');
  expect(values.map(({ path, paths }) => [path[0], paths[0]![0]])).toEqual(values.map(() => [starred, starred]));
  expect(fetches.map(({ path }) => path[0])).toContain(starred);
  expect(cost!.fields.map(({ path }) => path[0])).toContain(starred);
});

describe('at a contract', () => {
  const CONTRACT = { name: 'public', exclude: ['internal'], withoutPersonal: false, withoutGuarded: false };
  let gateway: ExplainedGateway;
  beforeAll(async () => {
    const made = applyContract(SDL, { ...CONTRACT, withoutMutations: true });
    if ('problem' in made) throw new Error(made.problem);
    gateway = await startExplainedGateway(SDL, ['people', 'money'], {}, [{ name: 'public', sdl: made.sdl }]);
    const worker = { __typename: 'Worker', id: 'w1', nick: null };
    gateway.answers = {
      people: () => ({ data: { worker, many: [worker] } }),
      money: () => ({ data: { _entities: [null] } }),
    };
  });
  afterAll(() => gateway.stop());

  it('an answer is explained as at the whole graph', async () => {
    const query = '{ worker { nick } many { must } }';
    const whole = await gateway.ask('operator', query);
    const shown = await gateway.ask('operator', query, { contract: 'public' });
    const told = ({ data, explain }: ExplainedReply) => [
      data,
      explain!.values,
      explain!.fetches.map(({ started, took, ...rest }) => [typeof started, typeof took, rest]),
      explain!.cost,
    ];
    expect(shown.explain!.values.map(({ kind }) => kind)).toEqual(['null-of-owner', 'propagated']);
    expect(told(shown)).toEqual(told(whole));
  });

  it('what it leaves out is not named, where the whole graph names it', async () => {
    const query = '{ worker { wage } }';
    const whole = await gateway.ask('operator', query);
    expect(whole.text).toContain('Worker.vault');
    const { text, explain } = await gateway.ask('operator', query, { contract: 'public' });
    expect(explain!.values).toMatchObject([{ kind: 'denied', coordinate: 'Worker.wage' }]);
    expect(text).not.toContain('vault"');
    expect(JSON.stringify(explain)).not.toContain('Worker.vault');
  });

  it('takes the same scope', async () => {
    for (const contract of [undefined, 'public'])
      expect(await gateway.ask('public', '{ worker { nick } }', { contract })).toMatchObject({
        status: 403,
        errors: [{ extensions: { code: 'EXPLAIN_REFUSED' } }],
      });
  });
});
