import { buildSchema, getOperationAST, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileActual } from '../../../../gateway/guard/limits/actual-cost.ts';
import { readCostModel } from '../../../../gateway/guard/limits/cost-model.ts';
import { compileEstimate } from '../../../../gateway/guard/limits/estimated-cost.ts';

const sdl = /* GraphQL */ `
  schema
    @link(url: "https://specs.apollo.dev/link/v1.0")
    @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
    @link(url: "https://specs.apollo.dev/cost/v0.1", import: [{ name: "@cost", as: "@price" }, "@listSize"])
    @link(url: "https://sigap-graph.id/privacy/v1.0", import: ["@personal"]) {
    query: Query
    mutation: Mutation
  }
  type Query {
    total: Int
    dear: Int @price(weight: 40)
    worker(id: ID): Worker
    byNik(nik: String!): Worker
    list: [Agency]
    three: [Agency] @listSize(assumedSize: 3)
    page(first: Int = 20, last: Int): [Worker] @listSize(slicingArguments: ["first", "last"])
    must(first: Int): [Agency] @listSize(slicingArguments: ["first"])
    loose(first: Int, page: Page): [Agency]
      @listSize(assumedSize: 7, slicingArguments: ["first", "page.limit"], requireOneSlicingArgument: false)
    workers(first: Int = 20): Connection! @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
    ids(of: [ID!]!, among: Choice, any: Json, matrix: [[Int!]!]): Int
    search(filter: Filter, words: [String!] @price(weight: 3)): [Node]
    node: Node
  }
  type Mutation {
    touch: Worker
  }
  scalar Json
  enum Kind {
    A
    B
  }
  input Choice {
    kinds: [Kind!]
    names: [String!] @price(weight: 0)
  }
  input Page {
    limit: Int
  }
  input Filter @price(weight: 5) {
    a: Int @price(weight: 2)
    and: [Filter!]
  }
  interface Node {
    id: ID
    related: [Node]
  }
  type Connection {
    edges: [Edge!]!
    totalCount: Int!
  }
  type Edge {
    node: Worker!
    cursor: String
  }
  type Worker implements Node @personal @join__type(graph: W, key: "id") @join__type(graph: W, key: "a b") {
    id: ID
    name: String
    agency: Agency
    person: Person
    related: [Node]
    village: Village
  }
  type Person @personal @join__type(graph: W, key: "token") {
    token: ID!
  }
  type Village {
    workers: [Worker] @listSize(assumedSize: 50)
    name: String
  }
  type Agency implements Node @price(weight: 4) {
    id: ID
    related: [Node]
    name: String @price(weight: 0)
    secret: String @price(weight: 9)
  }
  directive @price(
    weight: Int!
  ) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR | INPUT_OBJECT
  directive @listSize(
    assumedSize: Int
    slicingArguments: [String!]
    sizedFields: [String!]
    requireOneSlicingArgument: Boolean = true
  ) on FIELD_DEFINITION
  directive @personal on OBJECT
  directive @join__type(graph: String, key: String) repeatable on OBJECT
  directive @link(url: String, as: String, for: String, import: [Import]) repeatable on SCHEMA
  scalar Import
`;
const schema = buildSchema(sdl, { assumeValidSDL: true });
const model = readCostModel(parse(sdl), 10);

function compiled(text: string, denied?: Set<string>) {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  return { schema, document, operation: getOperationAST(document)!, denied };
}
const estimate = (text: string, variables = {}, denied?: Set<string>) =>
  compileEstimate(model, compiled(text, denied))(variables);
const cost = (text: string, variables = {}) => estimate(text, variables).cost;
const actual = (text: string, data: object | null, variables = {}) =>
  compileActual(model, compiled(text))({ data: () => data as Record<string, unknown> | null }, variables);

describe('the estimate', () => {
  it('weighs objects by one, leaves by nothing, and others by their stated weight', () => {
    expect(cost('{ total }')).toBe(0);
    expect(cost('{ dear }')).toBe(40);
    expect(cost('{ worker { id name } }')).toBe(1);
    expect(cost('{ worker { agency { name } } }')).toBe(5);
    expect(cost('{ worker { agency { secret } } }')).toBe(14);
    expect(cost('{ a: dear b: dear }')).toBe(80);
    expect(cost('mutation { touch { id } }')).toBe(11);
    expect(cost('{ __typename __schema { types { name } } }')).toBe(0);
  });

  it('that depends on no variable is one frozen object for all requests', () => {
    const constant = compileEstimate(model, compiled('{ worker { agency { secret } } }'));
    expect(constant({})).toBe(constant({ any: 1 }));
    expect(Object.isFrozen(constant({}))).toBe(true);
    const open = compileEstimate(model, compiled('query ($yes: Boolean = false) { worker @include(if: $yes) { id } }'));
    expect([open({}), open({ yes: true }), open({ yes: false }), open({})].map((price) => price.cost)).toEqual([
      0, 1, 0, 0,
    ]);
  });

  it('multiplies by the size of a list: assumed, sliced, passed on, or the default', () => {
    expect(cost('{ list { name } }')).toBe(40);
    expect(cost('{ three { name } }')).toBe(12);
    expect(cost('{ page(first: 5) { id } }')).toBe(5);
    expect(cost('{ page { id } }')).toBe(20);
    expect(cost('{ page(last: 7) { agency { id } } }')).toBe(35);
    expect(cost('{ workers(first: 100) { totalCount edges { node { id } } } }')).toBe(1 + 100 * 2);
    expect(cost('{ workers(first: 3) { ...C } } fragment C on Connection { ... { e: edges { cursor } } }')).toBe(1 + 3);
    expect(cost('{ loose { id } }')).toBe(28);
    expect(cost('{ loose(page: { limit: 2 }) { id } }')).toBe(8 + 1);
    expect(cost('{ page(first: -5) { id } }')).toBe(0);
  });

  it('computes sizes, conditions and inputs that are variables', () => {
    const text =
      'query($n: Int = 4, $p: Page, $s: Boolean!) { page(first: $n) { id } loose(first: $n, page: $p) { id } dear @skip(if: $s) }';
    expect(cost(text, { s: true })).toBe(4 + 16);
    expect(cost(text, { n: 2, p: { limit: 9 }, s: false })).toBe(2 + 36 + 1 + 40);
    expect(cost('query($f: Filter) { search(filter: $f) { id } }', { f: { a: 1, and: [{ a: 1 }, {}] } })).toBe(
      5 + 2 + 5 + 2 + 5 + 40,
    );
    expect(cost('{ search(words: ["a", "b"]) { id } }')).toBe(6 + 40);
    expect(cost('query($n: Int) { page(first: $n) { id } }', { n: 2 ** 31 - 1 })).toBe(2 ** 31 - 1);
  });

  it('weighs each entry of a list, in the text and in variables, wherever it stands', () => {
    const many = Array.from({ length: 60_000 }, (_, n) => `v${n}`);
    expect(cost('query($of: [ID!]!) { ids(of: $of) }', { of: many })).toBe(60_000);
    expect(cost('{ ids(of: ["a", "b", "c"]) }')).toBe(3);
    expect(cost('query($a: ID!) { ids(of: [$a, "b"]) }', { a: 'a' })).toBe(2);
    expect(cost('query($c: Choice) { ids(of: [], among: $c) }', { c: { kinds: many } })).toBe(60_000 + 1);
    expect(cost('query($k: [Kind!]) { ids(of: [], among: { kinds: $k }) }', { k: ['A', 'B'] })).toBe(2 + 1);
    expect(cost('query($of: [ID!]! = ["a", "b"]) { ids(of: $of) }')).toBe(2);
    expect(cost('query($m: [[Int!]!]) { ids(of: [], matrix: $m) }', { m: [[1, 2], [3]] })).toBe(3);
    expect(cost('query($j: Json) { ids(of: [], any: $j) }', { j: { deep: { list: many } } })).toBe(60_000);
    expect(cost('{ ids(of: "a") }')).toBe(0);
  });

  it('weighs entries under an unknown name like those under a known one, and nothing where a weight states so', () => {
    const text = 'query($c: Choice) { ids(of: [], among: $c) }';
    expect(cost(text, { c: { nonesuch: ['A', 'B'] } })).toBe(cost(text, { c: { kinds: ['A', 'B'] } }));
    expect(cost(text, { c: { names: ['a', 'b'] } })).toBe(1);
  });

  it('refuses a list whose size is not stated as required', () => {
    const code = (text: string, variables = {}) =>
      expect(() => cost(text, variables)).toThrow(expect.objectContaining({ code: 'LIST_SIZE_UNKNOWN' }));
    code('{ must { id } }');
    code('query($n: Int) { must(first: $n) { id } }');
    code('{ page(first: 1, last: 1) { id } }');
    expect(cost('query($n: Int) { must(first: $n) { id } }', { n: 1 })).toBe(4);
  });

  it('takes the most expensive object type of an interface, not the sum of all', () => {
    expect(cost('{ node { id } }')).toBe(4);
    expect(cost('{ node { ... on Agency { secret } ... on Worker { agency { id } } } }')).toBe(4 + 9);
    expect(cost('{ node { ... on Worker { agency { id secret } } } }')).toBe(4 + 13);
  });

  it('estimates twenty levels of interfaces, each place and type once', () => {
    const deep = (levels: number): string =>
      levels === 0 ? '{ id }' : `{ related ${deep(levels - 1)} ... on Agency { other: related ${deep(0)} } }`;
    expect(cost(`{ node ${deep(20)} }`)).toBeGreaterThan(1e20);
  });

  it('leaves out what is denied', () => {
    expect(estimate('{ dear worker { name } }', {}, new Set(['Query.worker'])).persons).toBe(0);
    expect(estimate('{ dear worker { agency { name } } }', {}, new Set(['Worker.agency'])).cost).toBe(41);
    expect(estimate('{ worker { related { id } } }', {}, new Set(['Node.related'])).cost).toBe(1);
  });

  it('counts persons, and the same human behind a single link once', () => {
    expect(estimate('{ total list { name } }').persons).toBe(0);
    expect(estimate('{ worker { person { token } } }').persons).toBe(1);
    expect(estimate('{ workers(first: 30) { edges { node { id } } } }').persons).toBe(30);
    expect(estimate('{ worker { village { workers { id } } } }').persons).toBe(51);
    expect(estimate('{ search { id } node { id } }').persons).toBe(11);
    expect(
      estimate(`{ ${Array.from({ length: 40 }, (_, i) => `n${i}: byNik(nik: "${i}") { id }`).join(' ')} }`).persons,
    ).toBe(40);
  });
});

describe('the actual cost', () => {
  it('counts what the answer holds, by the same weights', () => {
    expect(
      actual('{ list { name secret } }', { list: [{ name: 'a', secret: 'b' }, null, { name: 'c', secret: null }] })
        .cost,
    ).toBe(4 + 9 + 4);
    expect(
      actual('{ workers(first: 100) { edges { node { id } } } }', { workers: { edges: [{ node: { id: 'a' } }] } }).cost,
    ).toBe(3);
    expect(actual('query($f: Filter) { search(filter: $f) { id } }', { search: [] }, { f: { a: 1 } }).cost).toBe(7);
    expect(actual('{ dear }', null).cost).toBe(0);
    expect(actual('mutation { touch { id } }', { touch: null }).cost).toBe(10);
  });

  it('is never more than the estimate where lists are as long as stated', () => {
    const text = '{ page(first: 2) { id agency { name } person { token } } dear }';
    const data = {
      page: [
        { id: '1', agency: { name: 'a' }, person: { token: 'x' } },
        { id: '2', agency: { name: 'a' }, person: { token: 'y' } },
      ],
      dear: 1,
    };
    expect(actual(text, data)).toEqual(estimate(text));
  });

  it('counts a person once where the answer tells persons apart, each time where it does not', () => {
    const twice = (key: string) => ({ page: [{ [key]: '1' }, { [key]: '1' }, { [key]: '2' }] });
    expect(actual('{ page(first: 3) { id } }', twice('id')).persons).toBe(2);
    expect(actual('{ page(first: 3) { me: id } }', twice('me')).persons).toBe(2);
    expect(actual('{ page(first: 3) { id: name } }', twice('id')).persons).toBe(3);
    expect(actual('{ page(first: 3) { name } }', twice('name')).persons).toBe(3);
  });

  it('counts look-ups that find nobody, so that trying every number has a cost', () => {
    const text = `{ ${Array.from({ length: 3 }, (_, i) => `n${i}: byNik(nik: "${i}") { id }`).join(' ')} }`;
    expect(actual(text, { n0: null, n1: { id: '1' }, n2: null }).persons).toBe(3);
    expect(actual('{ worker { person { token } } }', { worker: { person: null } }).persons).toBe(1);
  });

  it('joins the fragments of one response key and treats __proto__ as a key', () => {
    const text =
      '{ page(first: 2) { ...A __proto__: agency { id } } } fragment A on Worker { agency { name } ... on Node { id } }';
    const one = Object.assign(Object.create(null), { agency: { name: 'a' }, id: '1' }) as Record<string, unknown>;
    Object.defineProperty(one, '__proto__', { value: { id: 'x' }, enumerable: true });
    expect(actual(text, { page: [one] })).toEqual({ cost: 1 + 4 + 4, persons: 1 });
  });
});

describe('the model', () => {
  it('follows the link, not the name: a directive named @cost of another specification weighs nothing', () => {
    const other = readCostModel(
      parse(
        'schema { query: Query } type Query { a: Int @cost(weight: 9) } directive @cost(weight: Int!) on FIELD_DEFINITION',
      ),
    );
    expect(other.weights.size).toBe(0);
  });
});
