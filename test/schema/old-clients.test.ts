/** Clients that read a schema as graphql-js 14 to 16 did ask seven levels deep into a type, and fail at one that is deeper. */
import { join } from 'node:path';
import { buildClientSchema, getIntrospectionQuery, type GraphQLObjectType, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileOperation } from '../../gateway/execute/compile-operation.ts';
import { ENFORCED_SPECS } from '../../gateway/guard/policy/directive-names.ts';
import { PUBLIC_AUTHORIZATION } from '../../gateway/plan/authorization.ts';
import { createEngine, type ExecutionEngine } from '../../gateway/supergraph/engine.ts';
import { supergraphFile } from '../../gateway/supergraph/supergraph-file.ts';
import { SubgraphCaller } from '../../gateway/fetch/subgraph-caller.ts';

const SUPERGRAPH = join(import.meta.dirname, '../../schema/supergraph.graphql');

function typeRef(levels: number): string {
  return levels === 0 ? 'kind name' : `kind name ofType { ${typeRef(levels - 1)} }`;
}

interface Dialect {
  readonly schema?: string;
  readonly type?: string;
  readonly inputValue?: string;
  readonly directive?: string;
  readonly all?: string;
  readonly levels: number;
}

function asked({ schema = '', type = '', inputValue = '', directive = '', all = '', levels }: Dialect): string {
  return `query IntrospectionQuery { __schema { ${schema} queryType { name } mutationType { name } subscriptionType { name } types { ...FullType } directives { name description ${directive} locations args${all} { ...InputValue } } } }
    fragment FullType on __Type { kind name description ${type} fields(includeDeprecated: true) { name description args${all} { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
      inputFields${all} { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
    fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue ${inputValue} }
    fragment TypeRef on __Type { ${typeRef(levels)} }`;
}

const DEPRECATION = { all: '(includeDeprecated: true)', inputValue: 'isDeprecated deprecationReason' };
const DIALECTS = {
  'graphql-js 14': asked({ levels: 7 }),
  'graphql-js 15': asked({
    levels: 7,
    schema: 'description',
    type: 'specifiedByUrl: specifiedByURL',
    directive: 'isRepeatable',
  }),
  'graphql-js 16, all options': asked({
    levels: 7,
    schema: 'description',
    type: 'specifiedByURL isOneOf',
    directive: 'isRepeatable',
    ...DEPRECATION,
  }),
  'gql.tada': asked({ levels: 9, type: 'specifiedByURL isOneOf', directive: 'isRepeatable', ...DEPRECATION }),
  'the graphql-js here': getIntrospectionQuery({
    schemaDescription: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    inputValueDeprecation: true,
  }),
};

describe('the schema as it is served', () => {
  let engine: ExecutionEngine;
  beforeAll(async () => {
    engine = await createEngine({
      source: supergraphFile(SUPERGRAPH, 0),
      compile: compileOperation,
      enforced: ENFORCED_SPECS,
    });
  });
  afterAll(() => engine.stop());

  async function ask<Data>(query: string): Promise<Data> {
    const { compiled } = await engine.current().operations.prepare(query, undefined, PUBLIC_AUTHORIZATION);
    const outcome = await compiled.run({
      fetcher: { fetch: () => Promise.reject(new Error('no subgraph is asked')) },
      caller: new SubgraphCaller({}),
      deadline: performance.now() + 10_000,
    });
    expect(outcome.errors()).toEqual([]);
    return JSON.parse(outcome.dataText()!) as Data;
  }

  it.each(Object.entries(DIALECTS))('is a whole one for %s', async (_name, query) => {
    const schema = buildClientSchema(await ask<IntrospectionQuery>(query));
    expect(String((schema.getType('District') as GraphQLObjectType).getFields()['boundary']!.type)).toBe('GeoJSON');
  });

  it('states to gql.tada which introspection it supports', async () => {
    const features = await ask<Record<string, { fields: { name: string }[] }>>(
      '{ directive: __type(name: "__Directive") { fields { name args { name } } } field: __type(name: "__Field") { fields { name args { name } } } type: __type(name: "__Type") { fields { name } } inputValue: __type(name: "__InputValue") { fields { name } } }',
    );
    const names = (type: string): string[] => features[type]!.fields.map(({ name }) => name);
    expect(names('directive')).toContain('isRepeatable');
    expect(names('type')).toEqual(expect.arrayContaining(['specifiedByURL', 'isOneOf']));
    expect(names('inputValue')).toContain('isDeprecated');
  });
});
