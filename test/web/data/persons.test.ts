/** Tables with persons are told from the others: they are taken away from the view Data for a stated purpose alone. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { isObjectType, type GraphQLSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { fieldFacts } from '../../../web/data/field-facts.ts';
import { hasPersons, PERSONAL_TYPES } from '../../../web/data/persons.ts';
import { tablesOf } from '../../../web/graph/table.ts';

const SUPERGRAPH = readFileSync('schema/supergraph.graphql', 'utf8');

describe('the tables of a question', () => {
  let schema: GraphQLSchema;
  beforeAll(() => {
    schema = Supergraph.build(SUPERGRAPH, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
  });

  /** By name, whether each table of an answer has persons. */
  function personsIn(query: string, data: Record<string, unknown>): Record<string, boolean> {
    const facts = fieldFacts(schema, query, 'en');
    return Object.fromEntries(tablesOf({ data }).map((table) => [table.name, hasPersons(table, facts)]));
  }

  it('have persons where a list is of them or inside one, and none where it counts them', () => {
    const query = `{
      city { districts { code coverage { total } } }
      workers(first: 1) { nodes { id history { status } } }
    }`;
    const data = {
      city: { districts: [{ code: '32.75.01', coverage: { total: 3 } }] },
      workers: { nodes: [{ id: 'w', history: [{ status: 'ACTIVE' }] }] },
    };
    expect(personsIn(query, data)).toEqual({
      'city.districts': false,
      workers: true,
      'workers.history': true,
    });
  });

  it('have persons where one stands outside every list, and none where there is none', () => {
    expect(personsIn('{ worker(id: "w") { id } }', { worker: { id: 'w' } })).toEqual({ 'Figures / Angka': true });
    expect(personsIn('{ city { name } }', { city: { name: 'Kota Bekasi' } })).toEqual({ 'Figures / Angka': false });
  });

  it('count as such where the schema does not say: in a fragment, without a schema, of a question that does not parse', () => {
    const data = { worker: { id: 'w' } };
    expect(personsIn('{ worker(id: "w") { ...F } } fragment F on Worker { id }', data)).toEqual({
      'Figures / Angka': true,
    });
    expect(personsIn('{ worker(', data)).toEqual({ 'Figures / Angka': true });
  });

  it('are told by every type that the schema marks as personal', () => {
    const marked = [...SUPERGRAPH.matchAll(/^type (\w+)[^{]*@personal[^{]*\{/gm)].map(([, name]) => name!);
    const types = marked.filter((name) => isObjectType(schema.getType(name)) && !name.endsWith('Edge'));
    expect(types.length).toBeGreaterThan(5);
    expect([...PERSONAL_TYPES]).toEqual(types.toSorted());
  });
});
