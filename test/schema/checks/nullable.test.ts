import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { composeServices } from '@apollo/composition';
import { Kind, parse, type FieldDefinitionNode } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { nullableHints } from '../../../schema/checks/nullable.ts';
import { compose, ROUTES, subgraphSdl } from '../../../schema/compose.ts';

const HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@provides", "@shareable", "@override", "@interfaceObject"])\n`;

function supergraphOf(...sdls: string[]): string {
  const services = sdls.map((sdl, at) => ({
    name: 'abc'[at]!,
    url: `http://${at}.test`,
    typeDefs: parse(HEADER + sdl),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return supergraphSdl;
}

const hintsOf = (...sdls: string[]): string[] =>
  nullableHints(supergraphOf(...sdls)).map(({ subgraph, type, field }) => `${subgraph} ${type}.${field}`);

const ROOT = 'type Query { t: T }';

describe('composition warns of', () => {
  it.each<[string, string[], string[]]>([
    [
      'a root field, of queries and of mutations',
      ['a Mutation.m', 'a Query.n'],
      ['type Query { n: Int! } type Mutation { m: Int! }'],
    ],
    [
      'a field that an entity gets from a second subgraph',
      ['b T.more'],
      [`${ROOT} type T @key(fields: "id") { id: ID! own: Int! }`, 'type T @key(fields: "id") { id: ID! more: Int! }'],
    ],
    [
      'a list, whatever its entries are',
      ['b T.more'],
      [`${ROOT} type T @key(fields: "id") { id: ID! }`, 'type T @key(fields: "id") { id: ID! more: [[Int!]!]! }'],
    ],
    [
      'the fields of the owner, where who points to the entity answers some of it as well',
      ['a T.name'],
      [
        'type T @key(fields: "id") { id: ID! name: String! }',
        'type Query { o: O } type O { t: T! } extend type T @key(fields: "id") { id: ID! @external more: Int }',
      ],
    ],
    [
      'a field computed from another subgraph, in the subgraph that returns the object',
      ['b T.both'],
      [
        'type T @key(fields: "id") { id: ID! count: Int }',
        `${ROOT} type T @key(fields: "id") { id: ID! count: Int @external both: Int! @requires(fields: "count") }`,
      ],
    ],
    [
      'each subgraph that shares it, where a third returns the object',
      ['a T.more', 'b T.more'],
      [
        'type T @key(fields: "id") { id: ID! more: Int! @shareable }',
        'type T @key(fields: "id") { id: ID! more: Int! @shareable }',
        `${ROOT} type T @key(fields: "id") { id: ID! }`,
      ],
    ],
    [
      'a field of an object behind a union or an interface that another subgraph returns',
      ['b T.more', 'b U.more'],
      [
        'type Query { either: E node: N } union E = T interface N { id: ID! } type T @key(fields: "id") { id: ID! } type U implements N @key(fields: "id") { id: ID! }',
        'type T @key(fields: "id") { id: ID! more: Int! } type U @key(fields: "id") { id: ID! more: Int! }',
      ],
    ],
    [
      'a field that an @interfaceObject adds',
      ['b N.more'],
      [
        'type Query { t: T } interface N @key(fields: "id") { id: ID! } type T implements N @key(fields: "id") { id: ID! }',
        'type N @interfaceObject @key(fields: "id") { id: ID! more: Int! }',
      ],
    ],
    [
      'the new place of a field that has moved',
      ['b T.moved'],
      [
        `${ROOT} type T @key(fields: "id") { id: ID! moved: Int! }`,
        'type T @key(fields: "id") { id: ID! moved: Int! @override(from: "a") }',
      ],
    ],
    [
      'a field provided in one place and not in another',
      ['b T.name'],
      [
        'type Query { t: T @provides(fields: "name") other: T } type T @key(fields: "id") { id: ID! name: String! @external }',
        'type T @key(fields: "id") { id: ID! name: String! @shareable }',
      ],
    ],
  ])('%s', (_what, expected, sdls) => {
    expect(hintsOf(...sdls)).toEqual(expected);
  });

  it('its subgraph, type and field, with what to do', () => {
    const [hint] = nullableHints(
      supergraphOf(`${ROOT} type T @key(fields: "id") { id: ID! }`, 'type T @key(fields: "id") { id: ID! more: Int! }'),
    );
    expect(hint).toMatchObject({ subgraph: 'b', type: 'T', field: 'more' });
    expect(hint!.message).toBe(
      'b: T.more may not be null, but its T may come from a; make it nullable, so that while b is down only this field is lost',
    );
  });
});

describe('composition does not warn of', () => {
  it.each<[string, string[]]>([
    [
      'keys, and what is returned with the object',
      [
        `${ROOT} type T @key(fields: "id") { id: ID! own: Int! v: V! } type V { own: Int! }`,
        'type T @key(fields: "id") { id: ID! more: Int }',
      ],
    ],
    [
      'the fields of the owner, to whose entity others only point',
      [
        'type T @key(fields: "id") { id: ID! name: String! } type U @key(fields: "id") { id: ID! name: String! }',
        'type Query { o: O } type O { t: T! u: U! } type T @key(fields: "id", resolvable: false) { id: ID! } extend type U @key(fields: "id") { id: ID! @external }',
      ],
    ],
    [
      'what every subgraph that returns the object has',
      [
        `${ROOT} type T @key(fields: "id") { id: ID! n: Int! @shareable }`,
        'type Query { u: T } type T @key(fields: "id") { id: ID! n: Int! @shareable }',
      ],
    ],
    [
      'what is nullable in one of the subgraphs that share it',
      [
        'type T @key(fields: "id") { id: ID! n: Int! @shareable }',
        'type T @key(fields: "id") { id: ID! n: Int @shareable }',
        `${ROOT} type T @key(fields: "id") { id: ID! }`,
      ],
    ],
    [
      'what is brought along (@provides)',
      [
        'type Query { t: T @provides(fields: "name") } type T @key(fields: "id") { id: ID! name: String! @external }',
        'type T @key(fields: "id") { id: ID! name: String! @shareable }',
      ],
    ],
    [
      'the fields of a plain interface',
      [
        'type Query { n: N } interface N { id: ID! own: Int! } type T implements N { id: ID! own: Int! }',
        'type Query { m: N } interface N { id: ID! } type U implements N { id: ID! own: Int! }',
      ],
    ],
  ])('%s', (_what, sdls) => {
    expect(hintsOf(...sdls)).toEqual([]);
  });
});

describe('our own graph', () => {
  it('causes no warning', () => {
    expect(nullableHints(compose())).toEqual([]);
  });

  it('is warned of by its coordinates when a partner makes a field non-null again', () => {
    const services = Object.entries(ROUTES).map(([name, url]) => ({
      name,
      url,
      sdl: subgraphSdl(name).replace('membersComputedAt: DateTime', 'membersComputedAt: DateTime!'),
    }));
    expect(nullableHints(compose(services)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^groups: City\.membersComputedAt may not be null, but its City may come from /),
    ]);
  });

  it('is composed by the command without output', async () => {
    const { stderr } = await promisify(execFile)(process.execPath, [
      '--disable-warning=ExperimentalWarning',
      'schema/compose.ts',
      '--check',
    ]);
    expect(stderr).toBe('');
  });
});

test.each(Object.keys(ROUTES))(
  "whatever another agency than the object's fills in %s is described in both languages with when it is null",
  (name) => {
    const silent: string[] = [];
    // What the check would say of this subgraph's fields if none of them were nullable.
    const strict = Object.keys(ROUTES).map((each) => ({
      name: each,
      url: `http://${each}.test`,
      typeDefs: withoutNulls(each),
    }));
    const { supergraphSdl, errors } = composeServices(strict);
    if (supergraphSdl === undefined) throw new Error(String(errors));
    const lost = nullableHints(supergraphSdl).filter(({ subgraph }) => subgraph === name);
    expect(lost.length).toBeGreaterThan(0);
    const said = descriptionsOf(name);
    for (const { type, field } of lost) {
      const [english = '', indonesian = ''] = (said.get(`${type}.${field}`) ?? '').split(' / ');
      if (
        !/\bnull\b.* while .* does not answer\./i.test(english) ||
        !/\bkosong\b.* selama .* tidak menjawab\./i.test(indonesian)
      )
        silent.push(`${type}.${field}`);
    }
    expect(silent).toEqual([]);
  },
);

function withoutNulls(name: string) {
  const document = parse(subgraphSdl(name));
  const nonNull = (field: FieldDefinitionNode): FieldDefinitionNode =>
    field.type.kind === Kind.NON_NULL_TYPE ? field : { ...field, type: { kind: Kind.NON_NULL_TYPE, type: field.type } };
  return {
    ...document,
    definitions: document.definitions.map((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION ? { ...node, fields: node.fields?.map(nonNull) } : node,
    ),
  };
}

function descriptionsOf(name: string): Map<string, string> {
  return new Map(
    parse(subgraphSdl(name)).definitions.flatMap((node) =>
      (node.kind === Kind.OBJECT_TYPE_DEFINITION ? (node.fields ?? []) : []).map((field) => [
        `${(node as { name: { value: string } }).name.value}.${field.name.value}`,
        field.description?.value ?? '',
      ]),
    ),
  );
}
