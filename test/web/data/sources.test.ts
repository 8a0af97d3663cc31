/** Whose data a table is, and how many of its rows there are: what a citation says beside the table. */
import { readFileSync } from 'node:fs';
import { parse, type ConstDirectiveNode } from 'graphql';
import { expect, it } from 'vitest';
import { Supergraph } from '@apollo/federation-internals';
import { DATA_SHAPE, type DataState } from '../../../web/address/data-view.ts';
import { readState, writeState } from '../../../web/address/view-state.ts';
import { choiceOf } from '../../../web/data/choice.ts';
import { citedOf } from '../../../web/data/cited.ts';
import { listsOf } from '../../../web/data/lists.ts';
import { fieldFacts } from '../../../web/data/field-facts.ts';
import { rowsTold } from '../../../web/data/rows-told.ts';
import { OWNERS, sourcesOf } from '../../../web/data/sources.ts';
import { tablesOf } from '../../../web/graph/table.ts';
import type { Say } from '../../../web/language/say.ts';

const SUPERGRAPH = readFileSync('schema/supergraph.graphql', 'utf8');
const AGENCIES: Readonly<Record<string, string>> = {
  WORKERS: 'Disnaker',
  AGENCIES: 'Diskominfo',
  GROUPS: 'BKPSDM',
  FUNDING: 'BPKAD',
  AUDIT: 'Inspektorat',
};

/** Subgraphs that a directive of a type or a field names, but for those that only refer to it. */
function graphsIn(directives: readonly ConstDirectiveNode[] | undefined, name: string): string[] {
  const args = (directives ?? []).filter((each) => each.name.value === name).map((each) => each.arguments ?? []);
  const graphs = args.flatMap((each) => {
    const isExternal = each.some((argument) => argument.name.value === 'external');
    const graph = each.find((argument) => argument.name.value === 'graph')?.value;
    return isExternal || graph?.kind !== ('EnumValue' as never) ? [] : [(graph as { value: string }).value];
  });
  return [...new Set(graphs)];
}

it('names the owner of every field that one agency answers of a type that several share, and no other', () => {
  const owners: Record<string, Record<string, string[]>> = {};
  for (const node of parse(SUPERGRAPH).definitions) {
    if (node.kind !== ('ObjectTypeDefinition' as never)) continue;
    const { name, fields, directives } = node as Extract<typeof node, { kind: 'ObjectTypeDefinition' }>;
    const types = graphsIn(directives, 'join__type');
    // A change is shown in no table.
    if (types.length === 1 || name.value === 'Mutation') continue;
    for (const field of fields ?? []) {
      const graphs = graphsIn(field.directives, 'join__field');
      if (graphs.length !== 1) continue;
      ((owners[AGENCIES[graphs[0]!]!] ??= {})[name.value] ??= []).push(field.name.value);
    }
  }
  const inOrder = (of: typeof OWNERS): string[] =>
    Object.entries(of)
      .flatMap(([owner, byType]) =>
        Object.entries(byType).flatMap(([type, names]) => names.map((each) => `${owner} ${type}.${each}`)),
      )
      .sort();
  expect(inOrder(OWNERS)).toEqual(inOrder(owners));
});

it('says of a question of persons whose data each of its columns is', () => {
  const query = `{
    doubleFundings { nodes { person { token enrolments { occupation village { name } } memberships { group { kind } } } } }
    city { coverage { total } }
  }`;
  const schema = Supergraph.build(SUPERGRAPH, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
  const facts = fieldFacts(schema, query, 'en');
  const person = {
    token: 'psr_x',
    enrolments: [{ occupation: 'PKL', village: { name: 'Kranji' } }],
    memberships: [{ group: { kind: 'RT' } }],
  };
  const data = { doubleFundings: { nodes: [{ person }] }, city: { coverage: { total: 3 } } };
  const found = Object.fromEntries(tablesOf({ data }).map((table) => [table.name, sourcesOf(table, facts)]));
  expect(found).toEqual({
    doubleFundings: ['BPKAD'],
    'doubleFundings.person.enrolments': ['Disnaker', 'Diskominfo', 'BPKAD'],
    'doubleFundings.person.memberships': ['BKPSDM', 'BPKAD'],
    'Figures / Angka': ['Disnaker'],
  });
});

const say: Say = (key, values) => [key.replace('data.rowsTold.', ''), ...Object.values(values ?? {})].join(' ');

it('tells how many rows are taken, and says that they are all only where they are', () => {
  const told = (shown: number, come: number, rest?: { has: boolean; total: number | undefined }) =>
    rowsTold({ shown, come, rest }, say);
  expect(told(20, 20)).toBe('all 20');
  expect(told(20, 20, { has: false, total: 20 })).toBe('all 20');
  expect(told(3, 20)).toBe('found 3 20');
  expect(told(20, 20, { has: true, total: 284 })).toBe('come 20 284');
  expect(told(20, 20, { has: true, total: undefined })).toBe('first 20');
  expect(told(3, 20, { has: true, total: undefined })).toBe('found 3 20; first 20');
});

it('money is cited with the programme that it is of, also where nobody chose one', () => {
  const lists = listsOf(undefined, 'en');
  const years = new Map([['SIGAP', 2025]]);
  const known = { ...lists, latest: { years }, nameOf: (_by: string, code: string) => `Programme ${code}` };
  const say: Say = (key) => key;
  const filtersOf = (part: Partial<DataState>) => {
    const { state } = readState(DATA_SHAPE, writeState(DATA_SHAPE, { subject: 'money', ...part }));
    return citedOf(choiceOf(state).choice, known, say).filters.map(({ name, value }) => `${name}=${value}`);
  };
  expect(filtersOf({ by: ['month'] })).toEqual(['data.by.programme=Programme SIGAP', 'data.year=2025']);
  expect(filtersOf({ by: ['month'], programme: 'RT' })[0]).toBe('data.by.programme=Programme RT');
  expect(filtersOf({ by: ['programme'] })).toEqual(['data.year=2025']);
});
