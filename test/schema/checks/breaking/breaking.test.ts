/** What breaks is judged by what is asked: a change that breaks somebody fails and names them, one that breaks nobody is said. */
import { expect, it } from 'vitest';
import { findingsOf, HEADER, linesOf, type PairOptions } from '../check-pair.ts';

const BEFORE = `${HEADER}
type Query { area(code: ID!, most: Int, kind: Kind = VILLAGE): Area  areas(filter: Filter): [Area!]  thing: Thing  node: Node }
type Area implements Node { id: ID!  code: ID!  title: String!  kind: Kind  old: Int @inaccessible }
type Street { length: Int }
interface Node { id: ID! }
union Thing = Area | Street
enum Kind { VILLAGE DISTRICT }
input Filter { kind: Kind  from: Int = 1  to: Int }
`;
const used = (name: string, document: string, clients = [{ name: 'dashboard', version: '2.1', count: 40 }]) => ({
  name,
  document,
  clients,
});
const of = (from: string, to: string, operations: PairOptions['used']): Promise<readonly string[]> => {
  expect(BEFORE).toContain(from);
  return linesOf('BREAKING/', BEFORE.replace(from, to), {
    name: 'areas',
    owner: 'DISKOMINFO',
    others: [],
    before: BEFORE,
    used: operations,
  });
};

it.each([
  [
    'a field',
    'title: String! ',
    '',
    'FIELD_REMOVED Area.title',
    '{ area(code: "1") { title } }',
    '{ area(code: "1") { code } }',
  ],
  [
    'a type of a field',
    'title: String!',
    'title: String',
    'FIELD_TYPE_CHANGED Area.title',
    '{ area(code: "1") { title } }',
    '{ area(code: "1") { code } }',
  ],
  [
    'an argument',
    ', most: Int',
    '',
    'FIELD_ARGUMENT_REMOVED Query.area(most:)',
    '{ area(code: "1", most: 2) { code } }',
    '{ area(code: "1") { code } }',
  ],
  [
    'a required argument that is new',
    ', most: Int',
    ', most: Int, in: Int!',
    'FIELD_ARGUMENT_ADDED Query.area(in:)',
    '{ area(code: "1") { code } }',
    '{ areas { code } }',
  ],
  [
    'a field of an input',
    'to: Int',
    'till: Int',
    'INPUT_FIELD_REMOVED Filter.to',
    '{ areas(filter: { to: 3 }) { code } }',
    '{ areas(filter: { from: 3 }) { code } }',
  ],
  [
    'a field of a variable’s input',
    'to: Int',
    'till: Int',
    'INPUT_FIELD_REMOVED Filter.to',
    'query ($f: Filter) { areas(filter: $f) { code } }',
    '{ areas { code } }',
  ],
  [
    'a value in an input inside a variable',
    'enum Kind { VILLAGE DISTRICT }',
    'enum Kind { VILLAGE }',
    'ENUM_VALUE_REMOVED Kind.DISTRICT',
    'query ($f: Filter) { areas(filter: $f) { code } }',
    '{ area(code: "1", kind: VILLAGE) { code } }',
  ],
  [
    'a value that is answered',
    'enum Kind { VILLAGE DISTRICT }',
    'enum Kind { VILLAGE }',
    'ENUM_VALUE_REMOVED Kind.DISTRICT',
    '{ areas { kind } }',
    '{ areas { code } }',
  ],
  [
    'a member of a union',
    '= Area | Street',
    '= Area',
    'UNION_MEMBER_REMOVED Thing',
    '{ thing { ... on Street { length } } }',
    '{ thing { ... on Area { code } } }',
  ],
])('%s that somebody uses is an error, one that nobody uses a notice', async (_, from, to, found, using, not) => {
  expect(await of(from, to, [used('It', using)])).toContain(`error BREAKING/${found}`);
  expect(await of(from, to, [used('Not', not)])).toContain(`notice BREAKING/${found}`);
});

it.each([
  [
    'a value that is new',
    'enum Kind { VILLAGE DISTRICT }',
    'enum Kind { VILLAGE DISTRICT CITY }',
    'ENUM_VALUE_ADDED Kind.CITY',
    '{ areas { kind } }',
  ],
  [
    'a default of an argument',
    'Kind = VILLAGE',
    'Kind = DISTRICT',
    'FIELD_ARGUMENT_DEFAULT_CHANGED Query.area(kind:)',
    '{ area(code: "1") { code } }',
  ],
  [
    'a default of an input',
    'from: Int = 1',
    'from: Int = 2',
    'INPUT_FIELD_DEFAULT_VALUE_CHANGED Filter.from',
    '{ areas(filter: { to: 1 }) { code } }',
  ],
])('%s that changes is a warning to who uses it', async (_, from, to, found, using) => {
  expect(await of(from, to, [used('It', using)])).toEqual([`warning BREAKING/${found}`]);
  expect(await of(from, to, [])).toEqual([`notice BREAKING/${found}`]);
});

it('names operations, clients and counts, the most first, shipped ones too', async () => {
  const findings = await findingsOf('BREAKING/', BEFORE.replace('title: String! ', ''), {
    name: 'areas',
    others: [],
    before: BEFORE,
    used: [
      used('Shipped', '{ area(code: "1") { title } }', []),
      used('Titles', '{ areas { title } }', [
        { name: 'phone', version: '', count: 3 },
        { name: 'dashboard', version: '2.1', count: 40 },
      ]),
      used('Other', '{ areas { code } }'),
    ],
  });
  expect(findings).toEqual([
    expect.objectContaining({
      severity: 'error',
      usedBy: [
        { operation: 'Titles', client: 'dashboard 2.1', count: 40 },
        { operation: 'Titles', client: 'phone', count: 3 },
        { operation: 'Shipped', client: '(shipped)', count: 0 },
      ],
    }),
  ]);
});

it('says nothing of a field that moves to another subgraph', async () => {
  const stub = `${HEADER} type Query { area: Area } type Area @key(fields: "code") { code: ID! }`;
  const full = stub.replace('{ code: ID! }', '{ code: ID!  title: String @shareable }');
  const area = `${HEADER} type Area @key(fields: "code") { code: ID!  title: String @shareable }`;
  const of = (others: string) =>
    linesOf('BREAKING/', stub, {
      name: 'roots',
      others: [{ name: 'areas', owner: 'DISKOMINFO', url: 'http://areas.test', sdl: others }],
      before: full,
      used: [used('Titles', '{ area { title } }')],
    });
  expect(await of(area)).toEqual([]);
  expect(await of(area.replace('  title: String @shareable', '  size: Int'))).toEqual([
    'error BREAKING/FIELD_REMOVED Area.title',
  ]);
});

it('finds an operation that is no longer valid although no change concerns what it uses', async () => {
  const found = await of('from: Int = 1', 'from: Int!', [used('It', '{ areas(filter: { kind: VILLAGE }) { code } }')]);
  expect(found).toContain('error BREAKING/OPERATION_INVALID It');
});

it('does not blame the candidate for an operation that was invalid before', async () => {
  expect(await of('title: String! ', '', [used('It', '{ areas { gone } }'), used('Torn', '{ areas {')])).toEqual([
    'notice BREAKING/FIELD_REMOVED Area.title',
  ]);
});
