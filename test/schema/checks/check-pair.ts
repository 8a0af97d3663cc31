/** A pair of small schemas, checked: what an agency has published, and what another would publish beside it. */
import type { CheckInput } from '../../../schema/checks/check-input.ts';
import { checkSubgraph } from '../../../schema/checks/check-subgraph.ts';
import type { Finding } from '../../../schema/checks/finding.ts';

/** Links and definitions that every small schema begins with. */
export const HEADER = `
extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@provides", "@shareable", "@override", "@context", "@fromContext", "@interfaceObject", "@inaccessible", "@composeDirective", "@authenticated", "@requiresScopes", "@policy"])
  @link(url: "https://sigap-graph.id/privacy/v1.2", import: ["@personal", "@mask", "@aggregate", "@purpose", "@filters", "@harmless", "@perturbs"])
  @composeDirective(name: "@personal") @composeDirective(name: "@mask") @composeDirective(name: "@aggregate")
  @composeDirective(name: "@purpose") @composeDirective(name: "@filters") @composeDirective(name: "@harmless")
  @perturbs(by: "noise")
directive @personal(category: privacy__Category! = GENERAL, subject: String) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @mask(as: privacy__Mask!, by: String, of: String) on FIELD_DEFINITION
directive @aggregate(minimum: Int! = 5) on FIELD_DEFINITION
directive @purpose(allowed: [String!]!) on OBJECT | INTERFACE | FIELD_DEFINITION
directive @filters(fields: [String!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
directive @harmless(because: String!) on FIELD_DEFINITION | SCALAR
directive @perturbs(by: String!) on SCHEMA
enum privacy__Category { GENERAL SPECIFIC }
enum privacy__Mask { NIK NAME KPJ PHONE DATE TEXT BY_FIELD }
`;

/** The SDL of a roster of persons, as one agency has published it. */
export const ROSTER = `${HEADER}
type Query { worker(id: ID!): Worker  workers: [Worker!] }
type Worker @key(fields: "id") @personal @requiresScopes(scopes: [["person:read"]]) {
  id: ID! @harmless(because: "random")
  nik: String @mask(as: NIK) @purpose(allowed: ["VERIFICATION"])
  name: String @mask(as: NAME)
  card: Card
}
type Card @personal @requiresScopes(scopes: [["person:read"]]) { kpj: String @mask(as: KPJ) }
type Village @key(fields: "code") { code: ID!  title: String  people: Int @aggregate }
type Note @shareable { text: String }
`;

/** What a test of a pair may choose. */
export type PairOptions = Partial<Omit<CheckInput, 'sdl'>> & { readonly published?: string };

/** @returns the candidate's input beside the roster, or beside the others given */
export function pairInput(sdl: string, { published = ROSTER, ...more }: PairOptions = {}): CheckInput {
  return {
    name: 'partner',
    owner: 'DINKES',
    url: 'http://partner.test',
    sdl,
    others: [{ name: 'roster', owner: 'DISNAKER', url: 'http://roster.test', sdl: published }],
    used: [],
    approvals: [],
    lint: {},
    policy: 'privacy',
    ...more,
  };
}

/** @returns what is found, of the rules that begin with the prefix */
export async function findingsOf(prefix: string, sdl: string, options: PairOptions = {}): Promise<readonly Finding[]> {
  const { findings } = await checkSubgraph(pairInput(sdl, options));
  return findings.filter(({ rule }) => rule.startsWith(prefix));
}

/** @returns the same as lines: `approval OWNER/OVERRIDE Worker.nik DISNAKER` */
export async function linesOf(prefix: string, sdl: string, options: PairOptions = {}): Promise<readonly string[]> {
  return (await findingsOf(prefix, sdl, options)).map(({ severity, rule, coordinate, owner }) =>
    [severity, rule, coordinate, owner].filter((each) => each !== undefined).join(' '),
  );
}
