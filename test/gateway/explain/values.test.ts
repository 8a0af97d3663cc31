/** Each reason why a value can be null, masked or perturbed, by a graph in which that is so. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GraphQLError } from 'graphql';
import { replySettings } from '../../../gateway/reply/settings.ts';
import { compose } from '../guard/policy/fixtures.ts';
import { ofKind, startExplainedGateway, type Answers, type ExplainedGateway } from './explained-gateway.ts';

const SDL = compose({
  people: `
    type Query { people: [Person] ledger: Ledger city: City! }
    type Person @key(fields: "id") @person(subject: "id") @needs(scopes: [["person:read"], ["audit:read", "cell:exact"]]) {
      id: ID! name: String! @veil(as: NAME) phone: String @veil(as: PHONE) @purpose(allowed: ["CLAIM"])
      nick: String street: String }
    type Ledger { total: Int secret: String! @needs(scopes: [["finance:none"]]) owner: String @policy(policies: [["king"]]) }
    type City { name: String counts: Counts lonely: Int @aggregate exact: Int @aggregate(minimum: 0) far: Far near: Near }
    type Counts { covered: Int @aggregate(minimum: 10) basis: Basis rows: [Row!]! }
    type Row { people: Int @aggregate basis: Basis }
    type Basis { month: String exactness: String! noise: Int! }
    type Far @key(fields: "id") { id: ID! }
    type Near @key(fields: "id") { id: ID }`,
  places: `
    type Person @key(fields: "id") @person(subject: "id") @needs(scopes: [["person:read"], ["audit:read", "cell:exact"]]) { id: ID! home: String }
    type Near @key(fields: "id") { id: ID shop: String size: Int! }`,
  far: `type Far @key(fields: "id") { id: ID! star: String }`,
});

let gateway: ExplainedGateway;
const city = (inner: object) => ({ data: { city: { name: 'Bekasi', ...inner } } });
const person = (id: string, more: object = {}) => ({ __typename: 'Person', id, name: 'Siti Wahyuni', ...more });
const answer = (answers: Partial<Record<'people' | 'places', unknown>>): void => {
  gateway.answers = Object.fromEntries(Object.entries(answers).map(([name, given]) => [name, () => given])) as Answers;
};

beforeAll(async () => {
  gateway = await startExplainedGateway(SDL, ['people', 'places'], {
    subgraphUrls: new Map([['far', 'http://127.0.0.1:9/graphql']]),
    breakerFailures: 50,
    retries: 0,
  });
});
afterEach(() => answer({}));
afterAll(() => gateway.stop());

describe('a value that is hidden by a rule', () => {
  it('is denied by directives that are named with the coordinates they stand on, and with what they take', async () => {
    answer({ people: { data: { people: [], ledger: { total: 1 } } } });
    const reply = await gateway.ask('analyst', '{ people { id name } ledger { total owner } }');
    expect(ofKind(reply, 'denied')).toEqual([
      {
        path: ['people'],
        paths: [['people']],
        count: 1,
        coordinate: 'Query.people',
        type: '[Person]',
        kind: 'denied',
        code: 'FORBIDDEN_FIELD',
        why: 'Denied: this caller may not read Query.people; it takes the scope person:read, or the scopes audit:read and cell:exact (@requiresScopes on Person).',
        rules: [
          {
            directive: '@requiresScopes',
            on: 'Person',
            takes: 'the scope person:read, or the scopes audit:read and cell:exact',
          },
        ],
      },
      expect.objectContaining({
        path: ['ledger', 'owner'],
        why: 'Denied: this caller may not read Ledger.owner; it takes the role king (@policy on Ledger.owner).',
      }),
    ]);
  });

  it('that may not be null takes what holds it along: the path and type it comes from are named', async () => {
    answer({ people: { data: { books: { total: 1 } } } });
    const reply = await gateway.ask('auditor', '{ books: ledger { total secret } }');
    expect(reply.data).toEqual({ books: null });
    expect(reply.explain!.values).toEqual([
      expect.objectContaining({
        kind: 'propagated',
        path: ['books'],
        from: ['books', 'secret'],
        cause: 'denied',
        why: 'Null: Query.ledger (Ledger) gives way to books.secret (String!), which may not be null and is: this caller may not read Ledger.secret; it takes the scope finance:none (@requiresScopes on Ledger.secret).',
      }),
    ]);
  });

  it('is masked by a directive, with the scope and the purposes that would show it; a hundred rows are one entry', async () => {
    const rows = Array.from({ length: 100 }, (_, index) => person(`p${index}`, { phone: '081234567890' }));
    answer({ people: { data: { people: rows } } });
    const reply = await gateway.ask('auditor', '{ people { name phone } }');
    expect(ofKind(reply, 'masked')).toMatchObject([
      {
        coordinate: 'Person.name',
        count: 100,
        path: ['people', 0, 'name'],
        paths: [0, 1, 2, 3, 4].map((index) => ['people', index, 'name']),
        why: 'Masked as NAME (@mask on Person.name): it is shown in full with the scope unmask:NAME and a stated purpose (CLAIM).',
      },
      { coordinate: 'Person.phone', count: 100 },
    ]);
    expect(reply.explain!.values).toHaveLength(2);
  });
});

describe('a count', () => {
  const counts = (covered: unknown, basis: object) => ({
    counts: { covered, basis, rows: [{ people: 8 }, { people: 0 }] },
  });
  const BASIS = { month: '2025-11', exactness: 'PERTURBED', noise: 9 };

  it('is perturbed by the bound and as of the month that the answer has beside it, in the rows below too', async () => {
    answer({ people: city(counts(40, BASIS)) });
    const reply = await gateway.ask(
      'analyst',
      '{ city { counts { covered basis { month exactness noise } rows { people } } } }',
    );
    expect(ofKind(reply, 'perturbed')).toMatchObject([
      {
        coordinate: 'Counts.covered',
        bound: 9,
        month: '2025-11',
        minimum: 10,
        why: 'Perturbed: Counts.covered counts people, the subgraph people adds or takes up to 9, and it is as of the end of 2025-11; no number from 1 to 9 leaves (@aggregate(minimum: 10)); the scope cell:exact would show it as it is.',
      },
      { coordinate: 'Row.people', bound: 9, month: '2025-11', count: 2 },
    ]);
  });

  it('whose basis is not selected, or that has none, is perturbed by what is said there', async () => {
    answer({ people: city({ ...counts(40, BASIS), lonely: 7 }) });
    const reply = await gateway.ask('analyst', '{ city { counts { covered } lonely } }');
    const [covered, lonely] = ofKind(reply, 'perturbed');
    expect(covered).not.toHaveProperty('bound');
    expect(covered!.why).toMatch(
      /what its basis, which the operation does not select, says.*20\d\d-\d\d at the latest/,
    );
    expect(lonely!.why).toContain('the subgraph people adds or takes what its description says');
  });

  it('is not said to be perturbed where it is exact', async () => {
    answer({ people: city({ ...counts(40, { ...BASIS, exactness: 'EXACT', noise: 0 }), exact: 3 }) });
    const query = '{ city { exact counts { covered basis { exactness noise } } } }';
    expect((await gateway.ask('analyst', query)).explain!.values).toEqual([]);
    answer({ people: city(counts(4, BASIS)) });
    const inner = '{ city { counts { covered basis { exactness noise } } } }';
    expect((await gateway.ask('auditor', inner)).explain!.values).toEqual([]);
  });

  it('is explained alike whether it is zero or large, and alike whatever small number was withheld', async () => {
    const explained = async (lonely: unknown) => {
      answer({ people: city({ lonely }) });
      return (await gateway.ask('analyst', '{ city { lonely } }')).explain!;
    };
    const [none, many] = [await explained(0), await explained(900)];
    expect(none.values).toEqual(many.values);
    expect(none.values[0]!.kind).toBe('perturbed');
    const [one, four, below] = [await explained(1), await explained(4), await explained(-3)];
    expect(one.values).toMatchObject([
      {
        kind: 'suppressed',
        code: 'UNPERTURBED_COUNT',
        why: 'Suppressed: City.lonely is a count over people (@aggregate(minimum: 5)), and people sent a number that may not leave unperturbed; the scope cell:exact would show it.',
      },
    ]);
    expect(four.values).toEqual(one.values);
    expect(below.values).toEqual(one.values);
  });
});

describe('a value that a subgraph has not answered', () => {
  it('is null by the word of its owner, or because the owner has no such object', async () => {
    answer({
      people: { data: { people: [person('1', { nick: null }), person('2', { nick: 'B' }), null] } },
      places: { data: { _entities: [{ __typename: 'Person', home: 'Duren Jaya' }, null] } },
    });
    const reply = await gateway.ask('auditor', '{ people { nick home } }');
    expect(ofKind(reply, 'null-of-owner')).toMatchObject([
      {
        path: ['people', 0, 'nick'],
        why: 'Null: the subgraph people answered null, without an error.',
        subgraphs: ['people'],
      },
      { path: ['people', 2] },
    ]);
    expect(ofKind(reply, 'unknown-entity')).toMatchObject([
      {
        path: ['people', 1, 'home'],
        why: 'Null: the subgraph places was asked for the object by its key and has none, or shows none to this caller.',
      },
    ]);
  });

  it("has the code of its subgraph's error, and none of its words", async () => {
    const error = {
      message: 'NIK 3275010101010001 of Siti',
      path: ['city', 'name'],
      extensions: { code: 'OUT_OF_ORDER' },
    };
    answer({ people: { data: { city: { name: null } }, errors: [error] } });
    const reply = await gateway.ask('analyst', '{ city { name } }');
    expect(reply.explain!.values).toMatchObject([
      {
        kind: 'subgraph-error',
        code: 'OUT_OF_ORDER',
        why: 'Null: the subgraph people answered with an error (OUT_OF_ORDER).',
      },
    ]);
    expect(JSON.stringify(reply.explain)).not.toMatch(/Siti|3275/);
  });

  it('may stem from an error that is at no place', async () => {
    answer({ people: { data: { city: { name: null } }, errors: [{ message: 'no', extensions: { code: 'VAGUE' } }] } });
    const reply = await gateway.ask('analyst', '{ city { name } }');
    expect(reply.explain!.values).toMatchObject([{ kind: 'subgraph-error', code: 'VAGUE', path: ['city', 'name'] }]);
  });

  it('could not be asked for without its key', async () => {
    answer({ people: city({ near: { __typename: 'Near' } }) });
    const reply = await gateway.ask('analyst', '{ city { near { shop } } }');
    expect(reply.explain!.values).toMatchObject([
      { kind: 'unreachable-entity', code: 'REQUIRED_MISSING', path: ['city', 'near', 'shop'], subgraphs: ['places'] },
    ]);
    expect(reply.explain!.fetches).toMatchObject([
      { subgraph: 'people', state: 'fetched' },
      { subgraph: 'places', path: ['city', 'near'], state: 'unsent', started: null },
    ]);
  });

  it('does not fit the schema; the whole answer may go with it', async () => {
    answer({ people: { data: { city: { name: ['a list'] } } } });
    expect((await gateway.ask('analyst', '{ city { name } }')).explain!.values).toMatchObject([
      { kind: 'misfit', code: 'BAD_SUBGRAPH_VALUE', path: ['city', 'name'] },
    ]);
    answer({ people: { data: { city: null } } });
    expect((await gateway.ask('analyst', '{ city { name } }')).explain!.values).toMatchObject([
      {
        kind: 'propagated',
        path: [],
        from: ['city'],
        cause: 'misfit',
        why: 'Null: the whole answer gives way to city (City!), which may not be null and is: the subgraph people answered null, or nothing, where the schema says that there is a value.',
      },
    ]);
  });

  it('was lost with its subgraph, and then is refused by the breaker since a moment that is named', async () => {
    answer({ people: city({ far: { __typename: 'Far', id: '1' } }) });
    const query = '{ city { far { star } } }';
    const first = await gateway.ask('operator', query);
    expect(first.explain!.values).toMatchObject([
      {
        kind: 'no-answer',
        code: 'SUBGRAPH_UNREACHABLE',
        why: expect.stringMatching(
          /^Null: the subgraph far could not be reached, and has answered no request since 20.*Z\.$/,
        ),
      },
    ]);
    expect(first.explain!.fetches[1]).toMatchObject({
      subgraph: 'far',
      address: 'http://127.0.0.1:9',
      state: 'failed',
      why: expect.stringMatching(
        /^The subgraph far could not be reached, and has answered .* \(SUBGRAPH_UNREACHABLE\)\.$/,
      ),
    });
    expect(Date.parse(first.explain!.values[0]!.since!)).toBeLessThanOrEqual(Date.now());
    let last = first;
    for (let time = 0; time < 40 && ofKind(last, 'breaker-open').length === 0; time++)
      last = await gateway.ask('operator', query);
    const [open] = ofKind(last, 'breaker-open');
    expect(open).toMatchObject({ path: ['city', 'far', 'star'], code: 'SUBGRAPH_OPEN', subgraphs: ['far'] });
    expect(Date.parse(open!.since!)).toBeLessThanOrEqual(Date.now());
    expect(open!.why).toBe(
      `Null: the subgraph far is sent nothing for a while, because it failed too often: since ${open!.since!}.`,
    );
    expect(last.explain!.fetches[1]).toMatchObject({
      subgraph: 'far',
      state: 'refused',
      why: expect.stringContaining(open!.since!),
    });
  });
});

describe('where subgraphs are masked', () => {
  it('their codes are not told either', async () => {
    const masked = await startExplainedGateway(SDL, ['people'], {
      subgraphErrors: replySettings.subgraphErrors.schema.parse('mask'),
    });
    const error = new GraphQLError('of Siti', { path: ['city', 'name'], extensions: { code: 'SITI_IS_MISSING' } });
    masked.answers = { people: () => ({ data: { city: { name: null } }, errors: [error.toJSON()] }) };
    const reply = await masked.ask('analyst', '{ city { name } }');
    await masked.stop();
    expect(reply.explain!.values).toMatchObject([{ kind: 'subgraph-error', code: 'DOWNSTREAM_SERVICE_ERROR' }]);
    expect(reply.text).not.toMatch(/siti/i);
  });
});
