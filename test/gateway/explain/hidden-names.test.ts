/** What a caller's own schema does not have is not named to them, and an explanation has an end. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compose } from '../guard/policy/fixtures.ts';
import { ofKind, startExplainedGateway, type ExplainedGateway } from './explained-gateway.ts';

const SDL = compose({
  people: `
    type Query { worker: Worker many: [Worker!] }
    type Worker @key(fields: "id") { id: ID! vault: String @needs(scopes: [["vault:read"]]) nick: String }`,
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
  expect([refused.status, refused.explain]).toEqual([400, undefined]);
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
