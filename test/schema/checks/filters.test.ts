import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { filterProblems } from '../../../schema/checks/filters.ts';
import { compose, ROUTES, subgraphSdl } from '../../../schema/compose.ts';

const HEADER = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective", {name: "@authenticated", as: "@signedIn"}])
  @link(url: "https://sigap-graph.id/privacy/v1.0", import: ["@personal", "@mask", {name: "@filters", as: "@by"}])
  @composeDirective(name: "@personal") @composeDirective(name: "@mask") @composeDirective(name: "@by")
directive @personal(category: privacy__Category! = GENERAL, subject: String) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @mask(as: privacy__Mask!) on FIELD_DEFINITION
directive @by(fields: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
enum privacy__Category { GENERAL SPECIFIC }
enum privacy__Mask { NIK NAME KPJ PHONE DATE }
`;
const PAGE = 'type Page { nodes: [T!] edges: [Edge!] total: Int } type Edge { node: T! }';
const PERSON = 'type T @personal @signedIn { id: ID! nik: String }';
const OPEN = 'type T { id: ID! name: String secret: String @signedIn }';

function problemsOf(sdl: string): string[] {
  const { errors, supergraphSdl } = composeServices([
    { name: 'one', url: 'http://one.test', typeDefs: parse(HEADER + sdl) },
  ]);
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return filterProblems(supergraphSdl).map(({ rule, coordinate }) => `${rule} ${coordinate}`);
}

describe('composition', () => {
  it.each([
    [
      'a new filter on a page of persons that states nothing',
      ['FILTER_UNSTATED F.village'],
      `type Query { page(f: F): Page! } input F { village: String } ${PAGE} ${PERSON}`,
    ],
    [
      'an order of persons that states nothing',
      ['FILTER_UNSTATED S.NEW'],
      `type Query { page(s: S): Page! } enum S { NEW } ${PAGE} ${PERSON}`,
    ],
    [
      'a filter within a filter',
      ['FILTER_UNSTATED G.x'],
      `type Query { page(f: F): Page! } input F { and: [F!] g: G } input G { x: Int } ${PAGE} ${PERSON}`,
    ],
    [
      'a plain argument called like a protected field',
      ['FILTER_UNSTATED Query.page(nik:)'],
      `type Query { page(nik: String): Page! } ${PAGE} ${PERSON}`,
    ],
    [
      'a filter called like a protected field of rows that are open',
      ['FILTER_UNSTATED F.secret'],
      `type Query { list(f: F): [T!]! } input F { name: String secret: String } ${OPEN}`,
    ],
    [
      'a filter of masked values by who sees only the mask',
      ['FILTER_UNSTATED F.name'],
      'type Query { list(f: F): [T!]! @signedIn } input F { name: String } type T @personal @signedIn { id: ID! name: String @mask(as: NAME) }',
    ],
    [
      'a filter that names another field than the one it is called like',
      ['FILTER_NAMES_ANOTHER F.secret'],
      `type Query { list(f: F): [T!]! } input F { secret: String @by(fields: ["T.name"]) } ${OPEN}`,
    ],
    [
      'a filter by a field there is not',
      ['FILTER_UNKNOWN_FIELD F.secret'],
      `type Query { list(f: F): [T!]! } input F { secret: String @by(fields: ["T.secret", "T.gone"]) } ${OPEN}`,
    ],
  ])('fails for %s', (_what, expected, sdl) => {
    expect(problemsOf(sdl)).toEqual(expected);
  });

  it.each([
    [
      'filters that state what they are by',
      `type Query { page(f: F, s: S, first: Int): Page! } input F { nik: String @by(fields: ["T.nik"]) village: String @by(fields: []) } enum S { NEW @by(fields: ["T.id"]) } ${PAGE} ${PERSON}`,
    ],
    [
      'filters of a list as well protected as its rows',
      `type Query { list(f: F): [T!]! @signedIn } input F { village: String } type T @signedIn { id: ID! nik: String }`,
    ],
    [
      'filters of rows that are open, by what is open',
      `type Query { list(f: F): [T!]! } input F { name: String } ${OPEN}`,
    ],
  ])('accepts %s', (_what, sdl) => {
    expect(problemsOf(sdl)).toEqual([]);
  });

  it('refuses to compose our own graph without the @filters of any one filter', () => {
    const services = (of: (text: string) => string) =>
      Object.entries(ROUTES).map(([name, url]) => ({ name, url, sdl: of(subgraphSdl(name)) }));
    const said = ' @filters(fields: ["Worker.decileAtEnrolment"])';
    expect(subgraphSdl('workers')).toContain(said);
    expect(() => compose(services((text) => text.replace(said, '')))).toThrow(
      /FILTER_UNSTATED: WorkerFilter\.decileBands/,
    );
  });
});
