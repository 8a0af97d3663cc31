import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { protectionProblems } from '../../../schema/checks/protection.ts';
import { compose, ROUTES, subgraphSdl } from '../../../schema/compose.ts';

const HEADER = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable", "@composeDirective", {name: "@authenticated", as: "@signedIn"}])
  @link(url: "https://sigap-graph.id/privacy/v1.0", import: [{name: "@personal", as: "@person"}, "@mask", "@aggregate", "@purpose"])
  @composeDirective(name: "@person") @composeDirective(name: "@mask") @composeDirective(name: "@aggregate") @composeDirective(name: "@purpose")
directive @person(category: privacy__Category! = GENERAL, subject: String) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @mask(as: privacy__Mask!) on FIELD_DEFINITION
directive @aggregate(minimum: Int! = 5) on FIELD_DEFINITION
directive @purpose(allowed: [String!]!) on OBJECT | INTERFACE | FIELD_DEFINITION
enum privacy__Category { GENERAL SPECIFIC }
enum privacy__Mask { NIK NAME KPJ PHONE DATE }
`;

function problemsOf(...sdls: string[]): string[] {
  const services = sdls.map((sdl, at) => ({
    name: `s${at}`,
    url: `http://s${at}.test`,
    typeDefs: parse(HEADER + sdl),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return protectionProblems(supergraphSdl, services).map(({ rule, coordinate }) => `${rule} ${coordinate}`);
}

describe('composition', () => {
  it.each([
    [
      'a field that requires a personal one and is not personal',
      ['REQUIRES_LESS_PROTECTED T.copy'],
      [
        'type Query { t: T } type T @key(fields: "id") { id: ID! secret: String @person @signedIn }',
        'type T @key(fields: "id") { id: ID! secret: String @external copy: String @requires(fields: "secret") @signedIn }',
      ],
    ],
    [
      'a field that requires one for a purpose and states another',
      ['REQUIRES_LESS_PROTECTED T.copy'],
      [
        'type Query { t: T } type T @key(fields: "id") { id: ID! secret: String @purpose(allowed: ["A"]) }',
        'type T @key(fields: "id") { id: ID! secret: String @external copy: String @requires(fields: "secret") @purpose(allowed: ["A", "B"]) }',
      ],
    ],
    [
      'a count worked out from a count',
      ['REQUIRES_LESS_PROTECTED T.both'],
      [
        'type Query { t: T } type T @key(fields: "id") { id: ID! count: Int @aggregate(minimum: 10) }',
        'type T @key(fields: "id") { id: ID! count: Int @external both: Int @requires(fields: "count") @aggregate(minimum: 5) }',
      ],
    ],
    [
      'an interface that shows what a type behind it masks',
      ['INTERFACE_LESS_PROTECTED Human.name'],
      [
        'type Query { h: Human } interface Human { name: String } type T implements Human @key(fields: "id") { id: ID! name: String @mask(as: NAME) }',
      ],
    ],
    [
      'a shared field that two subgraphs protect differently',
      ['DIFFERS_BETWEEN_SUBGRAPHS V.kpj'],
      ['type Query { v: V } type V @shareable { kpj: String @mask(as: KPJ) }', 'type V @shareable { kpj: String }'],
    ],
    [
      'a personal field that is open to everybody',
      ['PERSONAL_UNGUARDED T.name'],
      ['type Query { t: T } type T @key(fields: "id") { id: ID! name: String @person }'],
    ],
    [
      'a personal type that only masks',
      ['PERSONAL_UNGUARDED T.id', 'PERSONAL_UNGUARDED T.nik'],
      [
        'type Query { t: T } type T @key(fields: "id") @person { id: ID! nik: String @mask(as: NIK) @purpose(allowed: ["A"]) }',
      ],
    ],
    [
      'a count that cannot be null',
      ['COUNT_NOT_NULLABLE T.count'],
      ['type Query { t: T } type T @key(fields: "id") { id: ID! count: Int! @aggregate }'],
    ],
  ])('fails for %s', (_what, expected, sdls) => {
    expect(problemsOf(...sdls)).toEqual(expected);
  });

  it('accepts what is protected at least as well, whatever the directives are called', () => {
    expect(
      problemsOf(
        'type Query { h: Human } interface Human { name: String @mask(as: NAME) @person } type T implements Human @key(fields: "id") @signedIn { id: ID! name: String @mask(as: NAME) @person secret: String @person(category: SPECIFIC) }',
        'type T @key(fields: "id") { id: ID! secret: String @external copy: String @requires(fields: "secret") @person(category: SPECIFIC) @signedIn }',
      ),
    ).toEqual([]);
  });

  it('refuses to compose our own graph without any one of its directives', () => {
    const services = Object.entries(ROUTES).map(([name, url]) => ({
      name,
      url,
      sdl: subgraphSdl(name).replace('workerCount: Int @aggregate(minimum: 5)', 'workerCount: Int'),
    }));
    expect(() => compose(services)).not.toThrow(); // Without it on the input, nothing demands it of what is worked out.
    const weaker = services.map((service) => ({
      ...service,
      sdl: subgraphSdl(service.name).replaceAll(
        'participants: Int @requires(fields: "workerCount memberCount") @aggregate(minimum: 5)',
        'participants: Int @requires(fields: "workerCount memberCount")',
      ),
    }));
    expect(() => compose(weaker)).toThrow(
      /REQUIRES_LESS_PROTECTED: District.participants has no @aggregate\(minimum: 5\)/,
    );
  });

  it('has the definitions that the spec publishes, in every subgraph that uses them', () => {
    const spec = readFileSync(new URL('../../../schema/directives/privacy.graphql', import.meta.url), 'utf8').match(
      /^directive .*$/gm,
    )!;
    for (const name of ['workers', 'groups', 'funding'])
      for (const line of spec) expect(subgraphSdl(name)).toContain(line);
  });
});
