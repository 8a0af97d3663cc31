/** Supergraphs with a policy of their own, composed in memory, every directive renamed where a name could be trusted by mistake. */
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import type { Standing } from '../../../../gateway/guard/policy/requirement.ts';

/** What every subgraph here begins with. */
export const HEADER = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@provides", "@shareable", "@interfaceObject",
    "@composeDirective", "@authenticated", {name: "@requiresScopes", as: "@needs"}, "@policy", "@context", "@fromContext"])
  @link(url: "https://sigap-graph.id/privacy/v1.1", import: [{name: "@personal", as: "@person"}, {name: "@mask", as: "@veil"}, "@aggregate", "@purpose", {name: "@filters", as: "@by"}])
  @composeDirective(name: "@person") @composeDirective(name: "@veil") @composeDirective(name: "@aggregate") @composeDirective(name: "@purpose") @composeDirective(name: "@by")
directive @person(category: privacy__Category! = GENERAL, subject: String) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @veil(as: privacy__Mask!, by: String, of: String) on FIELD_DEFINITION
directive @aggregate(minimum: Int! = 5) on FIELD_DEFINITION
directive @purpose(allowed: [String!]!) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @by(fields: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
enum privacy__Category { GENERAL SPECIFIC }
enum privacy__Mask { NIK NAME KPJ PHONE DATE TEXT BY_FIELD }
`;

/** What a subgraph here also begins with that says what may be kept: @cacheControl is `@keep`. */
export const KEEPING = `
extend schema @link(url: "https://sigap-graph.id/cache/v1.0", import: [{name: "@cacheControl", as: "@keep"}]) @composeDirective(name: "@keep")
directive @keep(maxAge: Int, scope: cache__Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
enum cache__Scope { PUBLIC PRIVATE }
`;

/** @param subgraphs name -> SDL; @requiresScopes is `@needs`, @personal is `@person`, @mask is `@veil` */
export function compose(subgraphs: Readonly<Record<string, string>>): string {
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({
    name,
    url: `http://${name}.test/graphql`,
    typeDefs: parse(HEADER + sdl),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors) throw new Error(errors.map((error) => error.message).join('\n'));
  return supergraphSdl;
}

export const PEOPLE = compose({
  workers: `
    type Query { worker(id: ID!): Worker workers: [Worker!]! anyone: Human found: [Found!]! ledger: Ledger open: Int }
    interface Human { id: ID! name: String }
    union Found = Worker | Member
    type Worker implements Human @key(fields: "id") @person(subject: "id") {
      id: ID! name: String @needs(scopes: [["person:read"]]) @veil(as: NAME)
      nik: String @needs(scopes: [["person:read", "person:nik"], ["audit:read"]]) @veil(as: NIK) @purpose(allowed: ["VERIFICATION"])
      decile: Int @person(category: SPECIFIC) @purpose(allowed: ["VERIFICATION", "AUDIT"]) note: String @policy(policies: [["role:operator"]]) occupation: String
    }
    type Member implements Human @key(fields: "id") { id: ID! name: String unit: Unit @authenticated }
    type Ledger @authenticated { total: Int }
    enum Unit @needs(scopes: [["unit:read"]]) { RT RW }
  `,
  funding: `
    type Worker @key(fields: "id") { id: ID! nik: String @external
      covered: Boolean @requires(fields: "nik") @needs(scopes: [["person:read", "person:nik"], ["audit:read"]]) paid: Int }
    type Query { count: Int @aggregate few: Int @person(category: SPECIFIC) @aggregate(minimum: 5) many: Int @aggregate(minimum: 20) }
  `,
});

/** @param scopes of a caller who has signed in; none and no purpose: the public */
export function standing(scopes: readonly string[] = [], more: Partial<Standing> = {}): Standing {
  return { authenticated: scopes.length > 0, scopes: new Set(scopes), policies: new Set(), ...more };
}
