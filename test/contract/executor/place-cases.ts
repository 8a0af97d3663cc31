/**
 * One response name for different things at one path: a plan's paths are names alone, so what is reached through other
 * parents (a union in a union, an interface's other types, lists of lists) lies together there.
 */
import { GraphQLError } from 'graphql';
import type { Case } from './cases.ts';
import type { Definitions } from './federation.ts';

/* eslint-disable @typescript-eslint/no-explicit-any -- resolvers of tests take what they like */

const same = (reference: any): any => reference;
const COLL = { __typename: 'Coll', id: 'c1' };
const GAL = { __typename: 'Gal', id: 'g1' };

const art = (owner: any, { p }: any): any => (p === 'bad' ? new GraphQLError('no such art') : `${owner.id}${p}`);

const museum: Definitions = {
  search: {
    sdl: `type Query { search: [Hit] shelves: [Shelf] } type Mutation { find: [Hit] } union Hit = Film | Text union Part = Coll | Gal
      interface Shelf { id: ID! } type Film implements Shelf @key(fields: "id") { id: ID! parts: [Part] rows: [[Part]] owner: Owner } type Text implements Shelf @key(fields: "id") { id: ID! parts: [Part] rows: [[Part]] owner: Owner }
      type Owner { best: Part } type Coll @key(fields: "id") { id: ID! } type Gal @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: { search: found, shelves: found },
      Mutation: { find: found },
    },
  },
  art: {
    sdl: `type Coll @key(fields: "id") { id: ID! title: String art(p: String): String next: Coll } type Gal @key(fields: "id") { id: ID! art(p: String): String next: Coll }`,
    resolvers: {
      Coll: { __resolveReference: same, art, title: ({ id }: any) => `T${id}`, next: () => ({ id: 'c2' }) },
      Gal: { __resolveReference: same, art, next: () => ({ id: 'c3' }) },
    },
  },
};

function found(): unknown {
  return [
    { __typename: 'Film', id: 'f', parts: [COLL, GAL], rows: [[COLL], [GAL, COLL]], owner: { best: COLL } },
    { __typename: 'Text', id: 't', parts: [GAL, COLL], rows: [[GAL]], owner: { best: COLL } },
  ];
}

const ONE_FOR_BOTH = 'its plan fetches one of the two for both';

export const placeCases: readonly Case[] = [
  {
    name: 'gives other arguments below another member of a union to the union in it',
    subgraphs: museum,
    ask: {
      query: `query ($m: String, $a: String) { search { ... on Film { id parts { ... on Coll { art(p: $m) } ... on Gal { art(p: $m) } } }
        ... on Text { id parts { ... on Gal { art(p: $a) } ... on Coll { title art(p: $a) } } } } }`,
      variables: { m: 'M', a: 'N' },
    },
    data: {
      search: [
        { id: 'f', parts: [{ art: 'c1M' }, { art: 'g1M' }] },
        { id: 't', parts: [{ art: 'g1N' }, { title: 'Tc1', art: 'c1N' }] },
      ],
    },
    stock: ONE_FOR_BOTH,
  },
  {
    name: 'gives another field of the same name below another member of a union',
    subgraphs: museum,
    ask: {
      query:
        '{ search { ... on Film { parts { ... on Coll { x: title } } } ... on Text { parts { ... on Coll { x: art(p: "N") } ... on Gal { x: __typename y: id } } } } }',
    },
    data: { search: [{ parts: [{ x: 'Tc1' }, {}] }, { parts: [{ x: 'Gal', y: 'g1' }, { x: 'c1N' }] }] },
    stock: ONE_FOR_BOTH,
  },
  {
    name: 'gives an object what is asked of it where it stands, and in that order',
    subgraphs: museum,
    ask: {
      query:
        '{ search { ... on Film { parts { ... on Coll { title id } } } ... on Text { parts { ... on Coll { id title art(p: "N") } } } } }',
    },
    data: {
      search: [{ parts: [{ title: 'Tc1', id: 'c1' }, {}] }, { parts: [{}, { id: 'c1', title: 'Tc1', art: 'c1N' }] }],
    },
  },
  {
    name: 'gives other arguments below another type of an interface, in lists of lists and through named fragments',
    subgraphs: museum,
    ask: {
      query: `{ shelves { id ...F ... on Text { rows { ...P ... on Gal { art(p: "N") } } } } }
        fragment F on Film { rows { ...P ... on Gal { art(p: "M") } ... on Coll { art(p: "M") } } } fragment P on Part { __typename }`,
    },
    data: {
      shelves: [
        {
          id: 'f',
          rows: [
            [{ __typename: 'Coll', art: 'c1M' }],
            [
              { __typename: 'Gal', art: 'g1M' },
              { __typename: 'Coll', art: 'c1M' },
            ],
          ],
        },
        { id: 't', rows: [[{ __typename: 'Gal', art: 'g1N' }]] },
      ],
    },
    stock: ONE_FOR_BOTH,
  },
  {
    name: 'gives other arguments two objects further down',
    subgraphs: museum,
    ask: {
      query:
        '{ search { ... on Film { owner { best { ... on Coll { next { art(p: "M") } } } } } ... on Text { owner { best { ... on Coll { next { art(p: "N") } art } } } } } }',
    },
    data: {
      search: [
        { owner: { best: { next: { art: 'c2M' } } } },
        { owner: { best: { next: { art: 'c2N' }, art: 'c1undefined' } } },
      ],
    },
    stock: ONE_FOR_BOTH,
  },
  {
    name: 'gives other arguments where one of the two is skipped, or both are included by variables',
    subgraphs: museum,
    ask: {
      query: `query ($yes: Boolean!, $no: Boolean!) { search { ... on Film { parts { ... on Coll { art(p: "M") @skip(if: $no) } } } ... on Text { parts { ... on Coll { art(p: "N") @include(if: $yes) } ... on Gal @include(if: $no) { art(p: "N") } } } } }`,
      variables: { yes: true, no: false },
    },
    data: { search: [{ parts: [{ art: 'c1M' }, {}] }, { parts: [{}, { art: 'c1N' }] }] },
    stock: ONE_FOR_BOTH,
  },
  {
    name: 'gives other arguments in the answer of a mutation',
    subgraphs: museum,
    ask: {
      query:
        'mutation { find { ... on Film { parts { ... on Coll { art(p: "M") } } } ... on Text { parts { ... on Coll { art(p: "N") } } } } }',
    },
    data: { find: [{ parts: [{ art: 'c1M' }, {}] }, { parts: [{}, { art: 'c1N' }] }] },
    stock: ONE_FOR_BOTH,
  },
  {
    name: 'reports the error of a field where it is asked, and not where its name stands for something else',
    subgraphs: museum,
    ask: {
      query:
        '{ search { ... on Film { parts { ... on Coll { art(p: "M") } } } ... on Text { parts { ... on Coll { art(p: "bad") } } } } }',
    },
    data: { search: [{ parts: [{ art: 'c1M' }, {}] }, { parts: [{}, { art: null }] }] },
    errors: [['search', 1, 'parts', 1, 'art']],
    stock: ONE_FOR_BOTH,
  },
  {
    name: 'leaves what introspection is asked for under its own names',
    subgraphs: museum,
    ask: {
      query:
        '{ id: __type(name: "Coll") { id: name title: kind fields { ...N isDeprecated } isOneOf } ... on Query { __schema { queryType { id: name } } } search { id: __typename ... on Film { title: id } } } fragment N on __Field { title: name }',
    },
    data: {
      id: {
        id: 'Coll',
        title: 'OBJECT',
        fields: ['id', 'title', 'art', 'next'].map((title) => ({ title, isDeprecated: false })),
        isOneOf: null,
      },
      __schema: { queryType: { id: 'Query' } },
      search: [{ id: 'Film', title: 'f' }, { id: 'Text' }],
    },
    stock: 'its planner knows no isOneOf',
  },
];

const vehicles: Definitions = {
  rides: {
    sdl: `type Vehicle @key(fields: "id", resolvable: false) @interfaceObject { id: ID! } type Land @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
      type Query { mine: [Vehicle] lands: [[Land]] } type Mutation { ride: Vehicle }`,
    resolvers: {
      Query: { mine: () => [{ id: 'bike' }, { id: 'boat' }, null], lands: () => [[{ id: 'bike' }], [{ id: 'car' }]] },
      Mutation: { ride: () => ({ id: 'car' }) },
    },
  },
  garage: {
    sdl: `interface Vehicle @key(fields: "id") { id: ID! color: String } interface Land implements Vehicle @key(fields: "id") { id: ID! color: String wheels(spare: Boolean): Int! }
      type Bike implements Land & Vehicle @key(fields: "id") { id: ID! color: String wheels(spare: Boolean): Int! bell: Boolean } type Car implements Land & Vehicle @key(fields: "id") { id: ID! color: String wheels(spare: Boolean): Int! doors: Int }
      type Boat implements Vehicle @key(fields: "id") { id: ID! color: String sails: Int } type Tank implements Land & Vehicle @key(fields: "id") @inaccessible { id: ID! color: String wheels(spare: Boolean): Int! }`,
    resolvers: Object.fromEntries(
      ['Vehicle', 'Land', 'Bike', 'Car', 'Boat', 'Tank'].map((name) => [
        name,
        { __resolveReference: ({ id }: any) => GARAGE[id], ...(name === 'Bike' || name === 'Car' ? { wheels } : {}) },
      ]),
    ),
  },
};

const GARAGE: Record<string, any> = {
  bike: { __typename: 'Bike', id: 'bike', color: 'red', wheels: 2, bell: true },
  car: { __typename: 'Car', id: 'car', color: 'grey', wheels: 4, doors: 5 },
  boat: { __typename: 'Boat', id: 'boat', color: 'blue', sails: 3 },
};

function wheels({ wheels: count }: any, { spare }: any): number {
  return spare ? count + 1 : count;
}

const NO_EDGE = 'its planner fails';

export const interfaceObjectCases: readonly Case[] = [
  {
    name: 'follows a fragment on another interface over an @interfaceObject',
    subgraphs: vehicles,
    ask: { query: '{ mine { id ... on Land { wheels } ... on Boat { color } } }' },
    data: { mine: [{ id: 'bike', wheels: 2 }, { id: 'boat', color: 'blue' }, null] },
    stock: NO_EDGE,
  },
  {
    name: 'follows a fragment on an interface that all of an @interfaceObject are of, without asking for its type',
    subgraphs: vehicles,
    ask: { query: '{ lands { ...V } } fragment V on Vehicle { id ... on Vehicle { id } }' },
    data: { lands: [[{ id: 'bike' }], [{ id: 'car' }]] },
    requests: 1,
    stock: NO_EDGE,
  },
  {
    name: 'follows fragments in fragments, up and down, over an @interfaceObject',
    subgraphs: vehicles,
    ask: {
      query:
        '{ lands { ... on Vehicle { color ... on Land { wheels(spare: true) ...B } } __typename } } fragment B on Bike { ... on Vehicle { ... on Land { bell: wheels } } }',
    },
    data: {
      lands: [
        [{ color: 'red', wheels: 3, bell: 2, __typename: 'Bike' }],
        [{ color: 'grey', wheels: 5, __typename: 'Car' }],
      ],
    },
    stock: NO_EDGE,
  },
  {
    name: 'skips and includes a fragment on another interface over an @interfaceObject',
    subgraphs: vehicles,
    ask: {
      query:
        'query ($yes: Boolean!, $no: Boolean!) { mine { ... on Land @include(if: $yes) { n: wheels } ...L @skip(if: $yes) ... on Boat { color } ... on Land @include(if: $no) { color } } } fragment L on Land { id }',
      variables: { yes: true, no: false },
    },
    data: { mine: [{ n: 2 }, { color: 'blue' }, null] },
    stock: NO_EDGE,
  },
  {
    name: 'follows a fragment on another interface over an @interfaceObject in the answer of a mutation',
    subgraphs: vehicles,
    ask: { query: 'mutation { ride { ... on Land { wheels ... on Car { doors } } } }' },
    data: { ride: { wheels: 4, doors: 5 } },
    stock: NO_EDGE,
  },
];

const told = ({ id }: any, { from }: any): string => `${id} in ${from}`;
const rooms = (): unknown => [
  { __typename: 'House', id: 'h', street: 'Jalan A', kid: { id: 'k', deep: { id: 'd' } }, kids: [[{ id: 'l' }]] },
  { __typename: 'Boat', id: 'b', harbour: 'Muara', kid: { id: 'k', deep: { id: 'd' } } },
];

const contexts: Definitions = {
  a: {
    sdl: `type Query { plain: Int homes: [Home] places: [Place] } union Home = House | Boat interface Place @context(name: "home") { kid: Kid }
      type House implements Place @key(fields: "id") @context(name: "home") { id: ID! street: String kid: Kid kids: [[Kid]] } type Boat implements Place @key(fields: "id") @context(name: "home") { id: ID! harbour: String kid: Kid }
      type Kid @key(fields: "id") { id: ID! told(from: String @fromContext(field: "$home ... on House { street } ... on Boat { harbour }")): String deep: Kid }`,
    resolvers: { Query: { plain: () => 1, homes: rooms, places: rooms }, Kid: { __resolveReference: same, told } },
  },
  b: {
    sdl: 'type Kid @key(fields: "id") { id: ID! age: Int }',
    resolvers: { Kid: { __resolveReference: same, age: () => 7 } },
  },
};

const NO_CONTEXT = 'it refuses to load a supergraph with @context';

export const contextCases: readonly Case[] = [
  {
    name: 'answers what has no context beside a context that is selected by the type of the object above',
    subgraphs: contexts,
    ask: { query: '{ plain }' },
    data: { plain: 1 },
    stock: NO_CONTEXT,
  },
  {
    name: 'takes an argument from whichever type stands above, in unions, lists of lists and further down',
    subgraphs: contexts,
    ask: {
      query:
        '{ homes { ... on House { street: __typename kid { told age deep { told } } kids { told } } ... on Boat { kid { deep { told } told } } } }',
    },
    data: {
      homes: [
        {
          street: 'House',
          kid: { told: 'k in Jalan A', age: 7, deep: { told: 'd in Jalan A' } },
          kids: [[{ told: 'l in Jalan A' }]],
        },
        { kid: { deep: { told: 'd in Muara' }, told: 'k in Muara' } },
      ],
    },
    stock: NO_CONTEXT,
  },
  {
    name: 'takes an argument from whichever type stands above, through an interface',
    subgraphs: contexts,
    ask: {
      query:
        'query ($yes: Boolean!) { places { kid { ...K @include(if: $yes) } } } fragment K on Kid { told deep { told } }',
      variables: { yes: true },
    },
    data: {
      places: [
        { kid: { told: 'k in Jalan A', deep: { told: 'd in Jalan A' } } },
        { kid: { told: 'k in Muara', deep: { told: 'd in Muara' } } },
      ],
    },
    stock: NO_CONTEXT,
  },
];
