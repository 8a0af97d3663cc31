/** Fetches that ask the same at different places go as one request, and each place gets what it would have got alone. */
import { fc } from '../../support/properties.ts';
import { describe, expect, it } from 'vitest';
import type { SubgraphReply } from '../../../gateway/fetch/subgraph-request.ts';
import { Federation, type AskedRequest, type Definitions } from './federation.ts';

const AGENCIES = [{ code: 'DINSOS' }, { code: 'DISHUB' }, { code: 'DISDIK' }];
const name = ({ code }: { code: string }): string => `Dinas ${code}`;

function definitions(agencies?: (request: AskedRequest) => SubgraphReply): Definitions {
  return {
    workers: {
      sdl: `type Query { workers: [Worker] groups: [Group] head: Agency } type Worker { id: ID! agency: Agency }
        type Group { id: ID! owner: Agency verifier: Agency } type Agency @key(fields: "code") { code: ID! }`,
      resolvers: {
        Query: {
          workers: () => [
            { id: 'w1', agency: AGENCIES[0] },
            { id: 'w2', agency: AGENCIES[1] },
            { id: 'w3', agency: null },
          ],
          groups: () => [
            { id: 'g1', owner: AGENCIES[1], verifier: AGENCIES[2] },
            { id: 'g2', owner: AGENCIES[0], verifier: AGENCIES[0] },
          ],
          head: () => AGENCIES[2],
        },
      },
    },
    agencies: {
      sdl: 'type Agency @key(fields: "code") { code: ID! name: String phone(short: Boolean): String }',
      resolvers: {
        Agency: { __resolveReference: (reference: { code: string }) => reference, name, phone: () => '021' },
      },
      ...(agencies && { answer: agencies }),
    },
    cities: {
      sdl: 'type Agency @key(fields: "code") { code: ID! name: String @external label: String @requires(fields: "name") }',
      resolvers: {
        Agency: {
          __resolveReference: (reference: unknown) => reference,
          label: (agency: { name: string }) => `label of ${agency.name}`,
        },
      },
    },
  };
}

const codesAsked = ({ variables }: AskedRequest): unknown[] =>
  (variables!['representations'] as { code: string }[]).map(({ code }) => code);
const askedOf = (graph: Federation, subgraph: string): AskedRequest[] =>
  graph.asked.filter((request) => request.subgraph === subgraph);

describe('fetches that begin together and ask the same', () => {
  it('are one request with each entity once', async () => {
    const graph = new Federation(definitions());
    const { data, errors } = await graph.ours({
      query: '{ workers { agency { name } } groups { owner { name } verifier { name } } head { name } }',
    });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      workers: [{ agency: { name: 'Dinas DINSOS' } }, { agency: { name: 'Dinas DISHUB' } }, { agency: null }],
      groups: [
        { owner: { name: 'Dinas DISHUB' }, verifier: { name: 'Dinas DISDIK' } },
        { owner: { name: 'Dinas DINSOS' }, verifier: { name: 'Dinas DINSOS' } },
      ],
      head: { name: 'Dinas DISDIK' },
    });
    expect(askedOf(graph, 'agencies')).toHaveLength(1);
    expect(codesAsked(askedOf(graph, 'agencies')[0]!).sort()).toEqual(['DINSOS', 'DISDIK', 'DISHUB']);
  });

  it('are followed by what waits for them, together again', async () => {
    const graph = new Federation(definitions());
    const { data } = await graph.ours({ query: '{ workers { agency { label } } head { label } }' });
    expect(data).toEqual({
      workers: [
        { agency: { label: 'label of Dinas DINSOS' } },
        { agency: { label: 'label of Dinas DISHUB' } },
        { agency: null },
      ],
      head: { label: 'label of Dinas DISDIK' },
    });
    expect(graph.asked.map(({ subgraph }) => subgraph)).toEqual(['workers', 'agencies', 'cities']);
  });

  it.each([
    ['another selection', '{ workers { agency { name } } head { name phone } }'],
    ['other arguments', '{ workers { agency { phone } } head { phone(short: true) } }'],
  ])('are fields of their own with %s', async (_, query) => {
    const graph = new Federation(definitions());
    const ours = await graph.ours({ query });
    expect(askedOf(graph, 'agencies').map(({ query }) => query.match(/_entities\(/g)!.length)).toEqual([2]);
    expect(ours).toEqual(await graph.stock({ query }));
  });

  it('are one field where one of them stands below a condition', async () => {
    const query = 'query ($yes: Boolean!) { workers { agency { name } } head @include(if: $yes) { name } }';
    for (const [yes, codes] of [
      [true, ['DINSOS', 'DISDIK', 'DISHUB']],
      [false, ['DINSOS', 'DISHUB']],
    ] as const) {
      const graph = new Federation(definitions());
      const ours = await graph.ours({ query, variables: { yes } });
      expect(askedOf(graph, 'agencies').map((request) => codesAsked(request).sort())).toEqual([codes]);
      expect(ours).toEqual(await graph.stock({ query, variables: { yes } }));
    }
  });

  it('each tell of an error where they stand', async () => {
    const graph = new Federation(
      definitions((request) => ({
        data: {
          _entities: codesAsked(request).map((code) => ({
            name: code === 'DISHUB' ? null : name({ code: String(code) }),
          })),
        },
        errors: [{ message: 'no name', path: ['_entities', codesAsked(request).indexOf('DISHUB'), 'name'] }],
      })),
    );
    const { data, errors } = await graph.ours({ query: '{ workers { agency { name } } groups { owner { name } } }' });
    expect(data).toEqual({
      workers: [{ agency: { name: 'Dinas DINSOS' } }, { agency: { name: null } }, { agency: null }],
      groups: [{ owner: { name: null } }, { owner: { name: 'Dinas DINSOS' } }],
    });
    expect(errors!.map(({ path }) => path)).toEqual([
      ['workers', 1, 'agency', 'name'],
      ['groups', 0, 'owner', 'name'],
    ]);
  });

  it.each([
    ['fewer entities', () => ({ data: { _entities: [{ name: 'one' }] } })],
    ['as many entities as one place has', () => ({ data: { _entities: [{ name: 'one' }, { name: 'two' }] } })],
    ['no entities', () => ({ data: null, errors: [{ message: 'broken' }] })],
    [
      'nothing at all',
      () => {
        throw new Error('down');
      },
    ],
  ])('lose all of theirs, and nothing else, with %s', async (_, answer) => {
    const graph = new Federation(definitions(answer));
    const { data, errors } = await graph.ours({
      query: '{ workers { id agency { name } } groups { id verifier { name } } }',
    });
    expect(data).toEqual({
      workers: [
        { id: 'w1', agency: { name: null } },
        { id: 'w2', agency: { name: null } },
        { id: 'w3', agency: null },
      ],
      groups: [
        { id: 'g1', verifier: { name: null } },
        { id: 'g2', verifier: { name: null } },
      ],
    });
    expect(new Set(errors!.map(({ path }) => path![0]))).toEqual(new Set(['workers', 'groups']));
  });

  it('never take the entity of another', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(AGENCIES, { minLength: 3 }), async (order) => {
        // The subgraph answers in an order of its own and says which is which.
        const graph = new Federation(
          definitions(() => ({ data: { _entities: order.map(({ code }) => ({ code, name: name({ code }) })) } })),
        );
        const { data } = await graph.ours({
          query: '{ workers { agency { code name } } groups { owner { code name } verifier { code name } } }',
        });
        for (const { code, name: given } of JSON.stringify(data)
          .matchAll(/"code":"(?<code>\w+)","name":(?<name>null|"[^"]*")/g)
          .map(({ groups }) => groups!)) {
          expect(['null', `"Dinas ${code}"`]).toContain(given);
        }
      }),
      { numRuns: 10 },
    );
  });
});
