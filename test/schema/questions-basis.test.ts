/** Where a shipped question asks for counts over people it asks what they stand on too, so that who reads the answer sees it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import {
  getNamedType,
  isObjectType,
  Kind,
  parse,
  type FieldNode,
  type GraphQLObjectType,
  type SelectionSetNode,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../gateway/guard/policy/policy.ts';

const root = join(import.meta.dirname, '../../schema');
const supergraph = readFileSync(join(root, 'supergraph.graphql'), 'utf8');
const schema = Supergraph.build(supergraph, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
const { aggregates } = readPolicy(supergraph);

const fieldsOf = (set: SelectionSetNode | undefined): readonly FieldNode[] =>
  (set?.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);
const asks = (set: SelectionSetNode | undefined, name: string): FieldNode | undefined =>
  fieldsOf(set).find((field) => field.name.value === name);

/**
 * Places where counts are asked for and nothing says what they stand on: no basis beside them, none in an object directly below (an
 * area's `coverage`), and none of an object around them.
 * @param around whether an object around says it of what is in it too
 * @param total whether this object's own counts are totals for everybody: its basis says nothing of what is below
 */
function silentPlaces(
  type: GraphQLObjectType,
  set: SelectionSetNode,
  path: string,
  around = false,
  total = false,
): string[] {
  const own = asks(set, 'basis') !== undefined;
  const counts = fieldsOf(set).some(
    ({ name, selectionSet }) => selectionSet === undefined && (aggregates.get(`${type.name}.${name.value}`) ?? 0) > 0,
  );
  const said = own || around || fieldsOf(set).some(({ selectionSet }) => asks(selectionSet, 'basis') !== undefined);
  const below = fieldsOf(set).flatMap(({ name, selectionSet }) => {
    const within = getNamedType(type.getFields()[name.value]!.type);
    if (selectionSet === undefined || !isObjectType(within)) return [];
    return silentPlaces(
      within,
      selectionSet,
      `${path}.${name.value}`,
      !total && (own || around),
      aggregates.get(`${type.name}.${name.value}`) === 0,
    );
  });
  return [...(counts && !said ? [path] : []), ...below];
}

function ofText(text: string): string[] {
  return parse(text).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? silentPlaces(schema.getQueryType()!, node.selectionSet, '') : [],
  );
}

describe('shipped questions', () => {
  it.each(readdirSync(join(root, 'operations')).filter((file) => file.endsWith('.graphql')))(
    '%s selects the basis of its counts: month, exactness and noise',
    (file) => {
      const text = readFileSync(join(root, 'operations', file), 'utf8');
      expect(ofText(text)).toEqual([]);
      for (const [, fields] of text.matchAll(/[bB]asis \{([^}]*)\}/g))
        expect(fields!.trim().split(/\s+/)).toEqual(['month', 'exactness', 'noise']);
    },
  );

  it('are checked for a count without a basis, below a total for everybody, in an area', () => {
    expect(
      ofText(
        '{ city { coverage { total basis { noise } byStatus { total } } districts { workerCount coverage { total } } } }',
      ),
    ).toEqual(['.city.coverage.byStatus', '.city.districts', '.city.districts.coverage']);
    expect(
      ofText(
        '{ city { workerCount coverage { total basis { noise } } districts { workerCount coverage { total basis { noise } byStatus { total } } } } }',
      ),
    ).toEqual([]);
  });

  it('have months in a row among them, with their change', () => {
    const texts = readdirSync(join(root, 'operations'))
      .filter((file) => file.endsWith('.graphql'))
      .map((file) => readFileSync(join(root, 'operations', file), 'utf8'));
    expect(texts.filter((text) => /History\b[^{]*\{/.test(text) && /\bchange \{/.test(text)).length).toBeGreaterThan(0);
  });
});
