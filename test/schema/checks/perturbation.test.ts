import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { perturbationProblems } from '../../../schema/checks/perturbation.ts';
import { compose, ROUTES, subgraphSdl } from '../../../schema/compose.ts';

/** @param said what stands on the schema */
const sdl = (types: string, said = ''): string => `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", {name: "@external", as: "@elsewhere"}, "@composeDirective"])
    @link(url: "https://sigap-graph.id/privacy/v1.2", import: [{name: "@aggregate", as: "@people"}, {name: "@perturbs", as: "@blurs"}])
    @composeDirective(name: "@people") ${said}
  directive @people(minimum: Int! = 5) on FIELD_DEFINITION
  directive @blurs(by: String!) on SCHEMA
  ${types}`;
const problemsOf = (...subgraphs: string[]): string[] =>
  perturbationProblems(subgraphs.map((text, at) => ({ name: `s${at}`, typeDefs: parse(text) }))).map(
    ({ rule, coordinate, message }) => `${rule} ${coordinate} of ${/subgraph (\w+)/.exec(message)![1]}`,
  );

const COUNT = 'type Query { a: Area } type Area @key(fields: "id") { id: ID! people: Int @people }';
const SAID = '@blurs(by: "The cell key method")';

describe('a subgraph that counts people', () => {
  it.each([
    ['and states nothing', COUNT, ''],
    ['and states how in no words', COUNT, '@blurs(by: " ")'],
    [
      'in an extension of a type',
      'type Query { a: Int } extend type Area @key(fields: "id") { id: ID! people: Int @people(minimum: 10) }',
      '',
    ],
    ['on an interface', 'type Query { a: Area } interface Area { people: Int @people }', ''],
    [
      'below a total for everybody too',
      'type Query { a: Area @people(minimum: 0) } type Area { people: Int @people }',
      '',
    ],
  ])('%s does not compose', (_what, types, said) => {
    expect(problemsOf(sdl(types, said))).toEqual(['PERTURBATION_UNSTATED Area.people of s0']);
  });

  it('states it for itself: the statement of another subgraph does not count', () => {
    expect(problemsOf(sdl(COUNT, SAID), sdl(COUNT))).toEqual(['PERTURBATION_UNSTATED Area.people of s1']);
  });

  it.each([
    ['that states how', COUNT, SAID],
    [
      "whose counts are another one's",
      'type Query { a: Area } type Area @key(fields: "id") { id: ID! people: Int @people @elsewhere }',
      '',
    ],
    ['whose counts are totals for everybody', 'type Query { all: Int @people(minimum: 0) }', ''],
    [
      'that states it where the schema is defined',
      COUNT.replace('type Query', 'schema @blurs(by: "Rounding to tens") { query: Query } type Query'),
      '',
    ],
  ])('%s composes', (_what, types, said) => {
    expect(problemsOf(sdl(types, said))).toEqual([]);
  });
});

describe('our own graph', () => {
  it.each(['workers', 'groups', 'funding'])(
    'does not compose without the word of %s, and keeps it out of the supergraph',
    (name) => {
      const services = Object.entries(ROUTES).map(([each, url]) => ({
        name: each,
        url,
        sdl: each === name ? subgraphSdl(each).replace(/^ {2}@perturbs\(.*\n/m, '') : subgraphSdl(each),
      }));
      expect(() => compose(services)).toThrow(
        new RegExp(`PERTURBATION_UNSTATED: \\S+ is a count over people of the subgraph ${name}`),
      );
      expect(compose()).not.toContain('@perturbs');
    },
  );
});
