/** A table in which somebody can be read leaves the editor as no file: it is taken away under Data, for a stated purpose. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { tablesOf, type Table } from '../../../web/graph/table.ts';
import { leavesHere, sameInData } from '../../../web/query/way-out.ts';

const SUPERGRAPH = readFileSync('schema/supergraph.graphql', 'utf8');

describe('a table in the editor', () => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    schema = Supergraph.build(SUPERGRAPH, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
  });
  const tableIn = (data: object): Table => tablesOf({ data: data as Record<string, unknown> })[0]!;

  it('is given out as a file unless somebody can be read in it', () => {
    const workers = '{ workers(first: 1) { nodes { id } } }';
    expect(leavesHere(tableIn({ workers: { nodes: [{ id: 'w-1' }] } }), workers, schema)).toBe(false);
    expect(leavesHere(tableIn({ workers: { nodes: [{ id: null }] } }), workers, schema)).toBe(true);
    const districts = '{ city { districts { code coverage { total } } } }';
    const counted = tableIn({ city: { districts: [{ code: '32.75.01', coverage: { total: 3 } }] } });
    expect(leavesHere(counted, districts, schema)).toBe(true);
    // Nothing is known of it: the schema has not come, or the question was changed meanwhile.
    expect(leavesHere(counted, districts, undefined)).toBe(false);
    expect(leavesHere(tableIn({ workers: { nodes: [{ id: 'w-1' }] } }), districts, schema)).toBe(false);
  });
});

describe('the same question under Data', () => {
  const text = 'query Risk($first: Int = 20) { workers(first: $first) { nodes { id } } }';
  const questions = [{ name: 'at-risk', title: 'At risk', text }];
  const table = { name: 'workers' };
  const current = { id: '7a0c1d52-3b1e-4c55-9d7e-1f6a2b9c0d01', view: null, document: '{ a }', variables: '{}' };

  it('is a link where it is shipped or saved, and has the variables that Data would ask with', () => {
    const known = { questions, current };
    expect(sameInData(table, { query: text, variables: '{ "first": 20 }' }, known)).toBe(
      './data?question=at-risk&part=workers',
    );
    expect(sameInData(table, { query: '{ a }', variables: '' }, known)).toBe(`./data?saved=${current.id}&document=yes`);
    expect(sameInData(table, { query: text, variables: '{ "first": 5 }' }, known)).toBeUndefined();
    expect(sameInData(table, { query: '{ b }', variables: '' }, { questions, current: undefined })).toBeUndefined();
  });
});
