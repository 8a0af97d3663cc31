/** What goes wrong is told with a code, and with nothing of the inside or of anybody. */
import { ENTITIES, type SubgraphAnswer, type AskedSubgraph } from '../asked-subgraph.ts';
import { expect, need, type ConformanceCase } from '../conformance-case.ts';
import { codesOf, expectAlive, expectFailure, knownEntities } from './judge.ts';

/** Made up: there is no province 00. */
const NIK = '0099014107900001';
const NAME = 'Siti Conformance';

const bodies: readonly (readonly [string, string, string])[] = [
  ['empty', 'an empty body', ''],
  ['not-json', 'a body that is no JSON', '{"query": '],
  ['null', 'a body that is null', 'null'],
  ['text', 'a body that is a text', '"{ __typename }"'],
  ['no-query', 'a body without a document', '{"variables":{}}'],
  ['query-number', 'a document that is a number', '{"query":1}'],
  ['syntax', 'a document that is not GraphQL', '{"query":"{ a { "}'],
  ['unknown-field', 'a field that there is not', '{"query":"{ conformanceNoSuchField }"}'],
  [
    'unknown-operation',
    'an operation that the document does not have',
    '{"query":"query A { __typename }","operationName":"B"}',
  ],
  ['subscription', 'a subscription', '{"query":"subscription { conformance }"}'],
];

const types: readonly (readonly [string, string])[] = [
  ['plain', 'text/plain'],
  ['form', 'application/x-www-form-urlencoded'],
  ['multipart', 'multipart/form-data; boundary=x'],
  ['graphql', 'application/graphql'],
];

/** @throws Unmet where an answer repeats what may be somebody's */
function expectNothingOf(answered: SubgraphAnswer, ...values: readonly string[]): void {
  const repeated = values.find((value) => JSON.stringify(answered.errors).includes(value));
  expect(repeated === undefined, 'a message that repeats no value', answered.text.replaceAll(repeated ?? '', '…'));
}

/** A root field with an argument of Int, where there is one. */
function listField({ facts }: AskedSubgraph): string {
  const field = facts.roots.find(({ plain, hasFirst, type }) => plain && hasFirst && facts.types.has(type));
  need(field !== undefined, 'it has no list with the argument first');
  return field.name;
}

/** See the file. */
export const errorCases: readonly ConformanceCase[] = [
  ...bodies.map(([name, what, body]): ConformanceCase => ({
    name: `errors-${name}`,
    what: `refuses ${what}, with a code`,
    async run(subgraph) {
      const answered = await subgraph.send(body);
      expectFailure(answered);
      await expectAlive(subgraph);
    },
  })),
  ...types.map(([name, type]): ConformanceCase => ({
    name: `errors-type-${name}`,
    what: `refuses a body of the type ${type}`,
    async run(subgraph) {
      const answered = await subgraph.send(JSON.stringify({ query: '{ __typename }' }), undefined, {
        'content-type': type,
      });
      expect(answered.data == null && [400, 415].includes(answered.status), 'status 400 or 415', answered.status);
      expect(
        codesOf(answered).some((code) => typeof code === 'string'),
        'an error with a code',
        answered.text,
      );
    },
  })),
  {
    name: 'errors-variable-value',
    what: 'repeats no value of a variable that does not fit',
    async run(subgraph) {
      const field = listField(subgraph);
      const answered = await subgraph.ask(`query ($n: Int) { ${field}(first: $n) { __typename } }`, {
        n: `${NAME} ${NIK}`,
      });
      expectFailure(answered);
      expectNothingOf(answered, NAME, NIK);
    },
  },
  {
    name: 'errors-literal-value',
    what: 'repeats no value in a document that does not fit',
    async run(subgraph) {
      const field = listField(subgraph);
      const answered = await subgraph.ask(`{ ${field}(first: "${NAME} ${NIK}") { __typename } }`);
      expectFailure(answered);
      expectNothingOf(answered, NAME, NIK);
    },
  },
  {
    name: 'errors-syntax-value',
    what: 'repeats no value of a document that cannot be read',
    async run(subgraph) {
      const answered = await subgraph.ask(`{ a "${NAME} ${NIK}" }`);
      expectFailure(answered);
      expectNothingOf(answered, NAME, NIK);
    },
  },
  {
    name: 'errors-key-value',
    what: 'repeats no key that nobody has',
    async run(subgraph) {
      const [{ type }] = knownEntities(subgraph);
      const key = Object.fromEntries(type.keys[0]!.map((name) => [name, { [NAME]: NIK }]));
      const answered = await subgraph.ask(ENTITIES(''), { of: [{ __typename: type.name, ...key }] });
      expectNothingOf(answered, NAME, NIK);
    },
  },
  {
    name: 'errors-codes',
    what: 'gave every error of this run a code and a message',
    run: (subgraph) => {
      const bare = subgraph.seen.find(
        ({ message, extensions }) => typeof extensions?.['code'] !== 'string' || typeof message !== 'string',
      );
      expect(bare === undefined, 'a code and a message', bare);
      return Promise.resolve();
    },
  },
  {
    name: 'errors-stacks',
    what: 'told nothing of its inside in any error of this run',
    run: (subgraph) => {
      const telling = subgraph.seen.find((error) => INSIDE.test(JSON.stringify(error)));
      expect(telling === undefined, 'no stack, file or query of the database', telling);
      return Promise.resolve();
    },
  },
  { name: 'service-still-answers', what: 'answers after all of this as before', run: expectAlive },
];

const INSIDE =
  /stacktrace|"stack"|\\n\s+at |node_modules|Traceback|File \\"|goroutine \d|\.(?:ts|js|py|go):\d+|MongoServerError|\$match/;
