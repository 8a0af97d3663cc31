import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { freeTextProblems } from '../../../schema/checks/free-text.ts';
import { pageProblems } from '../../../schema/checks/pages.ts';
import { compose, ROUTES, subgraphSdl } from '../../../schema/compose.ts';

const HEADER = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective", {name: "@authenticated", as: "@signedIn"}])
  @link(url: "https://sigap-graph.id/privacy/v1.1", import: ["@personal", {name: "@mask", as: "@veil"}, {name: "@harmless", as: "@open"}])
  @composeDirective(name: "@personal") @composeDirective(name: "@veil") @composeDirective(name: "@open")
directive @personal(category: privacy__Category! = GENERAL, subject: String) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @veil(as: privacy__Mask!, by: String, of: String) on FIELD_DEFINITION
directive @open(because: String!) on FIELD_DEFINITION | SCALAR
enum privacy__Category { GENERAL SPECIFIC }
enum privacy__Mask { NIK NAME KPJ PHONE DATE TEXT BY_FIELD }
`;

function composed(sdl: string): string {
  const { errors, supergraphSdl } = composeServices([
    { name: 'one', url: 'http://one.test', typeDefs: parse(HEADER + sdl) },
  ]);
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return supergraphSdl;
}
const words = (problems: readonly { rule: string; coordinate: string }[]): string[] =>
  problems.map(({ rule, coordinate }) => `${rule} ${coordinate}`);

describe('free text about persons', () => {
  it.each([
    [
      'a text of a personal type that states nothing',
      ['TEXT_UNSTATED T.note'],
      'type Query { t: T } type T @personal @signedIn { note: String }',
    ],
    [
      'an id, and a list of texts',
      ['TEXT_UNSTATED T.id', 'TEXT_UNSTATED T.notes'],
      'type Query { t: T } type T @personal @signedIn { id: ID! notes: [[String!]!]! }',
    ],
    [
      'a scalar of its own',
      ['TEXT_UNSTATED T.all'],
      'type Query { t: T } scalar JSON type T @personal @signedIn { all: JSON }',
    ],
    [
      'a text that is personal by itself',
      ['TEXT_UNSTATED T.note'],
      'type Query { t: T } type T @signedIn { id: ID! note: String @personal }',
    ],
    [
      'a text of a personal interface',
      ['TEXT_UNSTATED I.note', 'TEXT_UNSTATED T.note'],
      'type Query { i: I } interface I @personal { note: String } type T implements I @personal @signedIn { note: String }',
    ],
    [
      'a word without a reason',
      ['TEXT_UNSTATED T.note'],
      'type Query { t: T } type T @personal @signedIn { note: String @open(because: " ") }',
    ],
    [
      'a mask by a sibling there is not',
      ['MASK_UNKNOWN_FIELD T.raw'],
      'type Query { t: T } type T @personal @signedIn { raw: String @veil(as: BY_FIELD, by: "field", of: "T") }',
    ],
    [
      'a mask by a sibling that is an object',
      ['MASK_UNKNOWN_FIELD T.raw'],
      'type Query { t: T } type T @personal @signedIn { t: T raw: String @veil(as: BY_FIELD, by: "t", of: "T") }',
    ],
    [
      'a mask as a type there is not',
      ['MASK_UNKNOWN_FIELD T.raw'],
      'type Query { t: T } type T @personal @signedIn { field: String @open(because: "a column") raw: String @veil(as: BY_FIELD, by: "field", of: "U") }',
    ],
  ])('does not compose: %s', (_what, expected, sdl) => {
    expect(words(freeTextProblems(composed(sdl)))).toEqual(expected);
  });

  it('composes where each is masked, stated to be harmless, or of a form that holds no text', () => {
    expect(
      freeTextProblems(
        composed(`
      type Query { t: T open: String } scalar Day @open(because: "a day") enum E { A }
      type T @personal @signedIn { id: ID! @open(because: "a number") name: String @veil(as: NAME) on: Day e: E n: Int f: Float b: Boolean t: T
        field: String @open(because: "a column") raw: String @veil(as: BY_FIELD, by: "field", of: "T") }`),
      ),
    ).toEqual([]);
  });
});

describe('pages of persons', () => {
  const ROW = 'type Row @personal @signedIn { n: Int }';
  it.each([
    [
      'rows that are not recorded',
      ['PAGE_UNRECORDED Edge'],
      `type Query { p: Page } type Page { edges: [Edge] } type Edge @signedIn { cursor: String node: Row } ${ROW}`,
    ],
    [
      'an end that is not',
      ['PAGE_UNRECORDED Page.pageInfo'],
      `type Query { p: Page } type Page { edges: [Edge] pageInfo: Info @signedIn } type Info { end: String } type Edge @personal(subject: "node") @signedIn { n: Int node: Row } ${ROW}`,
    ],
  ])('do not compose: %s', (_what, expected, sdl) => {
    expect(words(pageProblems(composed(sdl)))).toEqual(expected);
  });

  it('compose where both are personal, and unchanged where the rows are not personal', () => {
    expect(
      pageProblems(
        composed(`type Query { p: Page o: Open } type Page { edges: [Edge] pageInfo: Info @personal @signedIn } type Info { end: String } type Edge @personal(subject: "node") @signedIn { node: Row } ${ROW}
      type Open { edges: [OpenEdge] pageInfo: Info } type OpenEdge { node: Thing } type Thing { n: Int }`),
      ),
    ).toEqual([]);
  });
});

describe('our own graph', () => {
  const without = (words: RegExp | string) =>
    Object.entries(ROUTES).map(([name, url]) => ({ name, url, sdl: subgraphSdl(name).replace(words, '') }));
  it.each([
    [/(?<=raw: String) @mask\(as: BY_FIELD[^)]*\)/, /TEXT_UNSTATED: RecordProblem\.raw/],
    [/ @harmless\(because: "The month of enrolment[^)]*\)/, /TEXT_UNSTATED: Worker\.batch/],
    [/(?<=type WorkerEdge) @personal\(subject: "node"\)/, /PAGE_UNRECORDED: WorkerEdge/],
  ])('does not compose without %s', (said, problem) => {
    expect(() => compose(without(said))).toThrow(problem);
  });
});
