/** `sigap explain`: as a user runs it, against a gateway. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tokenCommand } from '../../../gateway/guard/identity/token-command.ts';
import type { Explanation } from '../../../gateway/explain/explanation.ts';
import { startExplainedGateway, type ExplainedGateway } from '../../gateway/explain/explained-gateway.ts';
import { compose } from '../../gateway/guard/policy/fixtures.ts';
import { sigap } from '../../support/sigap.ts';

const SDL = compose({
  people: `
    type Query { person(id: ID!): Person secret: String @needs(scopes: [["finance:none"]]) }
    type Person @key(fields: "id") { id: ID! name: String home: String }`,
  places: 'type Person @key(fields: "id") { id: ID! street: String }',
});

let gateway: ExplainedGateway;
let file: string;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  gateway = await startExplainedGateway(SDL, ['people', 'places']);
  gateway.answers = {
    people: ({ variables }) => ({
      data: { person: { __typename: 'Person', id: variables!['id'], name: 'Siti', home: null } },
    }),
    places: () => ({ data: { _entities: [{ __typename: 'Person', street: 'Jl. Kartini' }] } }),
  };
  file = join(gateway.folder, 'question.graphql');
  writeFileSync(file, 'query Who($id: ID!) { person(id: $id) { name home street } secret } query Other { secret }');
  for (const role of ['operator', 'dashboard']) {
    tokens[role] = join(gateway.folder, `${role}-token`);
    writeFileSync(tokens[role], (await tokenCommand(['--role', role], { KEYS_FOLDER: gateway.folder }))!, {
      mode: 0o600,
    });
  }
});
afterAll(() => gateway.stop());

const explain = (role: string, ...words: string[]) =>
  sigap(['explain', ...words, '--operation', 'Who', '--url', `${gateway.url}/graphql`, '--token-file', tokens[role]!]);
const VARIABLES = ['--variables', '{"id":"3275010101010001"}'];

it('prints the fetches in time, each value with its reason and the cost, and no value', async () => {
  const { code, out, err } = await explain('operator', file, ...VARIABLES);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/1 +people +root +█+ +.* ms +1 +- +fetched +this process/);
  expect(out).toMatch(/2 +places +person +█+ +.*fetched/);
  expect(out).toContain(
    'null-of-owner  Person.home  person.home\n    Null: the subgraph people answered null, without an error.',
  );
  expect(out).toContain(
    'denied  Query.secret  secret\n    Denied: this caller may not read Query.secret; it takes the scope finance:none',
  );
  expect(out).toMatch(/Cost, estimated: \d+\n/);
  expect(out).toMatch(/\nLimits: \d+ requests a minute, cost \d+ a request and \d+ a minute, \d+ persons a minute\n$/);
  expect(out).not.toMatch(/Siti|Kartini|3275010101010001/);
}, 60_000);

it('prints the explanation as the gateway gives it, as JSON; variables may stand in a file', async () => {
  const variables = join(gateway.folder, 'variables.json');
  writeFileSync(variables, '{"id":"p1"}');
  const { code, out } = await explain('operator', file, '--variables', variables, '--json');
  expect(code).toBe(0);
  const { values, fetches, cost } = JSON.parse(out) as Explanation;
  expect(values.map(({ kind }) => kind)).toEqual(['denied', 'null-of-owner']);
  expect([fetches.length, cost!.total > 0]).toEqual([2, true]);
}, 60_000);

it('ends with 1 where the gateway refuses, with its code, and with 2 for words that do not fit', async () => {
  expect(await explain('dashboard', file, ...VARIABLES)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('GRAPH_REFUSED: The graph refused the question: EXPLAIN_REFUSED'),
  });
  const missing = await explain('operator', join(gateway.folder, 'nothing.graphql'));
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('SIGAP_USAGE')]);
  const bad = await explain('operator', file, '--variables', '{"id":"3275010101010001"');
  expect(bad.code).toBe(2);
  expect(bad.err).not.toContain('3275010101010001');
}, 60_000);

it('has examples in its help', async () => {
  const { code, out } = await sigap(['explain', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('$ sigap explain schema/operations/coverage-by-district.graphql');
}, 60_000);
