/** An answer is counted where it lies: the same sum as of its objects, which nobody need make for that. */
import { getOperationAST, isObjectType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileActual } from '../../../../gateway/guard/limits/actual-cost.ts';
import type { CostModel } from '../../../../gateway/guard/limits/cost-model.ts';
import { compileOperation, type ExecutionResult } from '../../../../gateway/execute/compile-operation.ts';
import type { FieldPolicy, FieldTransform } from '../../../../gateway/disclosure/field-policy.ts';
import { logOf } from '../../../../base/log.ts';
import { createGuard, type AuthenticatedRequest } from '../../../../gateway/guard/guard.ts';
import { callerOf } from '../../../../gateway/guard/identity/caller.ts';
import type { IdentityService } from '../../../../gateway/guard/identity/open-identity.ts';
import { parseRoles } from '../../../../gateway/guard/identity/roles.ts';
import { ENFORCED_SPECS } from '../../../../gateway/guard/policy/directive-names.ts';
import { gatewayDefaults } from '../../../../gateway/settings.ts';
import { createEngine } from '../../../../gateway/supergraph/engine.ts';
import { fixedSupergraph } from '../../../../gateway/supergraph/supergraph-source.ts';
import { compose } from '../policy/fixtures.ts';
import { Federation, Uncomposable } from '../../../contract/executor/federation.ts';
import { randomGraph } from '../../../contract/executor/random-graph.ts';
import { randomQuery } from '../../../contract/executor/random-query.ts';
import { Random } from '../../../contract/executor/random.ts';
import { SubgraphCaller } from '../../../../gateway/fetch/subgraph-caller.ts';

const DEADLINE = {
  caller: new SubgraphCaller({}),
  get deadline() {
    return performance.now() + 10_000;
  },
};

/** Weights for half of what there is, some of the types persons with or without a key. */
function randomModel({ api }: Federation, random: Random): CostModel {
  const types = Object.values(api.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__') && name !== 'Query');
  const weights = new Map<string, number>();
  for (const type of types) {
    if (random.chance(0.3)) weights.set(type.name, random.below(5));
    for (const name of Object.keys(type.getFields()))
      if (random.chance(0.3)) weights.set(`${type.name}.${name}`, random.below(7));
  }
  const persons = types
    .filter(() => random.chance(0.4))
    .map(({ name }) => [name, random.chance(0.7) ? ['id', 'code'] : []] as const);
  return { weights, listSizes: new Map(), personTypes: new Map(persons), personInputs: new Map(), defaultListSize: 10 };
}

async function outcomesOf(
  federation: Federation,
  query: string,
  variables: object | undefined,
  policy?: FieldPolicy,
): Promise<readonly [lying: ExecutionResult, made: ExecutionResult]> {
  const compiled = federation.compile(query, undefined, policy);
  const run = (): Promise<ExecutionResult> =>
    compiled.run({
      variables: variables as Record<string, unknown>,
      fetcher: { fetch: (request) => federation.fetch(request) },
      ...DEADLINE,
    });
  return [await run(), await run()];
}

function actualOf({ api }: Federation, model: CostModel, query: string): ReturnType<typeof compileActual> {
  const document = parse(query);
  return compileActual(model, { schema: api, document, operation: getOperationAST(document)! });
}

/** Counting it must not make the objects. */
function withoutObjects(outcome: ExecutionResult): ExecutionResult {
  return Object.defineProperty(outcome, 'data', {
    get: () => {
      throw new Error('objects were made');
    },
  });
}

describe('an answer counted in the merged data', () => {
  it('counts the same as its objects do, for random operations on random graphs', async () => {
    let [compared, withPersons] = [0, 0];
    for (let seed = 1; seed <= 20; seed++) {
      const graph = randomGraph(seed);
      const federation = federationOf(graph);
      if (federation === undefined) continue;
      const random = new Random(seed ^ 0xc057);
      const model = randomModel(federation, random);
      for (let index = 0; index < 12; index++) {
        const { query, variables } = randomQuery(federation.api, random, true);
        const outcomes =
          validate(federation.api, parse(query)).length > 0
            ? undefined
            : await outcomesOf(federation, query, variables).catch(() => undefined);
        if (outcomes?.[0].written?.() === undefined) continue;
        const actual = actualOf(federation, model, query);
        const counted = actual(withoutObjects(outcomes[0]), variables ?? {});
        expect(counted, `seed ${seed}: ${query} ${JSON.stringify(variables)}`).toEqual(
          actual({ data: () => outcomes[1].data() }, variables ?? {}),
        );
        compared++;
        if (counted.persons > 0 && counted.cost > 0) withPersons++;
      }
    }
    // They are 81 and 41. Far fewer would say that hardly anything lies as it was written any more.
    expect([compared > 60, withPersons > 25]).toEqual([true, true]);
  }, 120_000);

  const sdl = `type Query { people: [Person] agency(code: ID): Agency } type Person { id: ID! name: String worth: Any } scalar Any
    type Agency { code: ID! name: String! people: [[Person!]] funnel: [Row!]! one: Row! } type Row { count: Int! label: String }`;
  const model: CostModel = {
    weights: new Map([
      ['Agency', 4],
      ['Person.worth', 3],
      ['Row.label', 2],
      ['Query.agency.code', 5],
    ]),
    listSizes: new Map(),
    personTypes: new Map([['Person', ['id']]]),
    personInputs: new Map(),
    defaultListSize: 10,
  };
  const row = (label: string | null): object => ({ count: 7, label });
  const graphOf = (data: object): Federation => new Federation({ a: { sdl, answer: () => ({ data }) as never } });

  it.each([
    [
      'each object of a list, the null ones not',
      '{ people { id } }',
      { people: [{ id: 1 }, null, { id: '2' }] },
      { cost: 2, persons: 2 },
    ],
    [
      'a person who comes twice once',
      '{ people { id } }',
      { people: [{ id: 1 }, { id: '1' }, { id: 2 }] },
      { cost: 3, persons: 2 },
    ],
    [
      'persons whom nothing tells apart one by one',
      '{ people { name } }',
      { people: [{ name: 'a' }, { name: 'a' }] },
      { cost: 2, persons: 2 },
    ],
    [
      'lists of lists',
      '{ agency { people { id } } }',
      { agency: { people: [[{ id: 1 }, { id: 2 }], null, []] } },
      { cost: 6, persons: 2 },
    ],
    [
      'rows by their number, and leaves that weigh where they are not null',
      '{ agency { funnel { count } one { label } l: funnel { label } } }',
      { agency: { funnel: [row('x'), row('y')], one: row('x'), l: [row('x'), row(null)] } },
      { cost: 4 + 2 + 1 + 2 + 2 + 2, persons: 0 },
    ],
    [
      'each value of a scalar that came as a list',
      '{ people { worth } }',
      { people: [{ worth: [1, [2, 3]] }, { worth: { a: 1 } }, { worth: null }] },
      { cost: 3 + 9 + 3, persons: 3 },
    ],
    ['arguments also where nothing came', '{ agency(code: "A") { name } }', { agency: null }, { cost: 5, persons: 0 }],
  ])('counts %s', async (_what, query, data, price) => {
    const federation = graphOf(data);
    const [lying, made] = await outcomesOf(federation, query, undefined);
    const actual = actualOf(federation, model, query);
    expect(actual(withoutObjects(lying), {})).toEqual(price);
    expect(actual({ data: () => made.data() }, {})).toEqual(price);
  });

  it('that had to be completed is counted as it was completed', async () => {
    const federation = graphOf({ agency: { name: 'x', one: { count: null } } });
    const [lying] = await outcomesOf(federation, '{ agency { name one { count } } }', undefined);
    expect(lying.written?.()).toBeUndefined();
    expect(lying.data()).toEqual({ agency: null });
    expect(actualOf(federation, model, '{ agency { name one { count } } }')(lying, {})).toEqual({
      cost: 0,
      persons: 0,
    });
  });

  it('with a masked weighed value, or a masked key of persons, is counted as it is shown', async () => {
    const federation = graphOf({
      people: [
        { id: 'a', worth: 1 },
        { id: 'b', worth: 2 },
      ],
    });
    const policy: FieldPolicy = {
      transforms: new Map<string, FieldTransform>([
        ['Person.id', () => 'somebody'],
        ['Person.worth', () => null],
      ]),
    };
    for (const [query, price] of [
      ['{ people { id } }', { cost: 2, persons: 1 }],
      ['{ people { worth } }', { cost: 2, persons: 2 }],
    ] as const) {
      const [lying] = await outcomesOf(federation, query, undefined, policy);
      expect(actualOf(federation, model, query)(lying, {})).toEqual(price);
    }
  });
});

describe('the guard', () => {
  const roles = parseRoles({
    scopes: { 'cost:read': 'x' },
    roles: {
      public: {
        title: 'p',
        scopes: [],
        budget: { requestsPerMinute: 1, costPerRequest: 1e6, costPerMinute: 1e6, personsPerMinute: 0 },
      },
      dashboard: {
        title: 'd',
        scopes: ['cost:read'],
        budget: { requestsPerMinute: 1, costPerRequest: 1e6, costPerMinute: 1e6, personsPerMinute: 0 },
      },
    },
  });
  const caller = callerOf(
    { id: 'key:dashboard', kind: 'key', roles: ['dashboard'], scopes: [], expiresAt: Infinity },
    roles,
  );
  const admitted: AuthenticatedRequest = {
    caller,
    client: caller.id,
    purpose: undefined,
    requestId: 'r',
    address: '',
    subgraphCaller: new SubgraphCaller({}),
  };

  it('reports the cost of a table of counts without building its objects', async () => {
    const engine = await createEngine({
      source: fixedSupergraph(TABLE),
      compile: compileOperation,
      enforced: ENFORCED_SPECS,
    });
    const guard = createGuard({
      settings: gatewayDefaults({}),
      identity: {} as IdentityService,
      current: () => engine.current(),
      callerFor: () => admitted.subgraphCaller,
      log: logOf('test', 'error'),
    });
    try {
      const generation = engine.current();
      const prepared = await generation.operations.prepare(
        '{ areas { people inner { people } } }',
        undefined,
        guard.authorizationFor(generation, admitted),
      );
      const data = {
        areas: [
          { people: 7, inner: { people: 0 } },
          { people: 9, inner: null },
        ],
      };
      const ran = withoutObjects(
        await prepared.compiled.run({ fetcher: { fetch: async () => ({ data }) }, ...DEADLINE }),
      );
      const { outcome, extensions } = await (await guard.beforeExecution(prepared, generation, {}, admitted))(ran);
      expect([outcome.dataText(), extensions]).toEqual([JSON.stringify(data), { cost: { estimated: 20, actual: 3 } }]);
    } finally {
      await Promise.all([guard.close(), engine.stop()]);
    }
  });
});

const TABLE = compose({ areas: 'type Query { areas: [Area!] } type Area { people: Int @aggregate inner: Area }' });

function federationOf(graph: ReturnType<typeof randomGraph>): Federation | undefined {
  try {
    return new Federation(graph.definitions);
  } catch (thrown) {
    if (thrown instanceof Uncomposable) return undefined;
    throw thrown;
  }
}
