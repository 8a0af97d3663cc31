import { QueryPlanner } from '@apollo/query-planner';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { parse, print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { ACCESS_FEATURES, checkEnforced, stripFeatures } from '../../../gateway/supergraph/strip-features.ts';
import { compose } from '../plan/fixtures.ts';

const GUARDED = compose({
  a: `
    extend schema @link(url: "https://sigap.example/privacy/v1.0", import: ["@mask", { name: "@personal", as: "@about" }]) @composeDirective(name: "@mask") @composeDirective(name: "@about")
    directive @mask(as: String) on FIELD_DEFINITION
    directive @about(category: String) on FIELD_DEFINITION
    type Query { t: T @authenticated }
    type T @key(fields: "id") @context(name: "c") { id: ID! nik: String @requiresScopes(scopes: [["x"]]) @mask(as: "NIK") @about(category: "SPECIFIC") p: Int @policy(policies: [["z"]]) @cost(weight: 3) hidden: Int @inaccessible u: U! }
    type U @key(fields: "id") { id: ID! w(n: ID @fromContext(field: "$c { id }")): Int! }
  `,
  b: 'type T @key(fields: "id") { id: ID! z: Int @tag(name: "public") }',
});
const RENAMED = GUARDED.replace(
  '@link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)',
  '@link(url: "https://specs.apollo.dev/policy/v0.1", as: "rule", for: SECURITY)',
)
  .replace(
    '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)',
    '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", import: [{ name: "@requiresScopes", as: "@needs" }], for: SECURITY)',
  )
  .replaceAll('@policy(', '@rule(')
  .replaceAll('policy__Policy', 'rule__Policy')
  .replaceAll('@requiresScopes(', '@needs(');
const stripped = (sdl: string): string => print(stripFeatures(parse(sdl)));

describe('a supergraph for a planner', () => {
  it.each([
    ['as composed', GUARDED],
    ['with every rule renamed', RENAMED],
  ])('has no rule in it, %s', (_what, sdl) => {
    expect(stripped(sdl)).not.toMatch(/authenticated|requiresScopes|needs|policy|rule|cost|mask|about|privacy|Scope/);
  });

  it('keeps what planning needs', () => {
    const text = stripped(GUARDED);
    for (const part of [
      '@join__type(',
      '@join__field(',
      '@inaccessible',
      '@tag(name: "public")',
      '@context(name: "a__c")',
      'contextArguments:',
    ])
      expect(text).toContain(part);
  });

  it('follows the link, not the name: an own @policy without a link stays', () => {
    const own = compose({ a: 'type Query { policy: Int authenticated: Boolean }' })
      .replace('type Query', 'directive @policy on FIELD_DEFINITION\n\ntype Query')
      .replace('policy: Int', 'policy: Int @policy');
    expect(stripped(own)).toContain('policy: Int @policy');
  });

  it("is accepted by Apollo's planner and plans as before", () => {
    const sdl = compose({
      a: 'type Query { t: T @authenticated } type T @key(fields: "id") { id: ID! nik: String @requiresScopes(scopes: [["x"]]) }',
      b: 'type T @key(fields: "id") { id: ID! z: Int @policy(policies: [["z"]]) }',
    });
    expect(() => Supergraph.build(sdl)).toThrow(/unsupported/);
    const supergraph = Supergraph.build(stripped(sdl));
    const plan = new QueryPlanner(supergraph).buildQueryPlan(
      operationFromDocument(supergraph.apiSchema(), parse('{ t { nik z } }')),
    );
    expect(JSON.stringify(plan)).toMatch(/nik.*\{z\}|on T\{z\}/);
  });

  it('is the same document when nothing is removed', () => {
    const document = parse(compose({ a: 'type Query { a: Int }' }));
    expect(stripFeatures(document)).toBe(document);
  });
});

describe('a rule that is not enforced', () => {
  it('is refused by name, until it is enforced', () => {
    expect(() => checkEnforced(parse(GUARDED), [])).toThrow(
      /expected GUARD to be on for \S*authenticated\/v0\.1, \S*requiresScopes\/v0\.1, \S*policy\/v0\.1, got off$/,
    );
    expect(() => checkEnforced(parse(GUARDED), ACCESS_FEATURES.slice(0, 2))).toThrow(
      / https:\/\/specs\.apollo\.dev\/policy\/v0\.1, got off$/,
    );
    expect(() => checkEnforced(parse(GUARDED), ACCESS_FEATURES)).not.toThrow();
  });

  it('is refused when its meaning is unknown', () => {
    const unknown = GUARDED.replace(
      '@link(url: "https://sigap.example/privacy/v1.0"',
      '@link(url: "https://unknown.example/secrecy/v1.0", for: SECURITY) @link(url: "https://sigap.example/privacy/v1.0"',
    );
    expect(() => checkEnforced(parse(unknown), ACCESS_FEATURES)).toThrow('https://unknown.example/secrecy/v1.0');
  });

  it('is refused also when its link does not state that it is for security', () => {
    expect(() => checkEnforced(parse(GUARDED.replaceAll(', for: SECURITY', '')), [])).toThrow(/authenticated/);
  });
});
