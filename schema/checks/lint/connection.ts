import { named } from '../protection.ts';
import type { ModelType } from '../model/subgraph-model.ts';
import { isListNode } from './is-list-node.ts';
import type { StyleFault, LintRule } from './lint-rule.ts';

/** Lists that are read page by page have one shape everywhere: Relay's, so that the page and every client can turn pages. */
export const connectionRule: LintRule = {
  name: 'CONNECTION',
  what: 'A `…Connection` has no `edges` with `cursor` and `node`, or no `pageInfo: PageInfo`; or a field that returns one has no `first` and `after`.',
  example: 'type Query { clinics: ClinicConnection }  type ClinicConnection { rows: [Clinic!] }',
  todo: 'Give it `edges { cursor node }`, `pageInfo` and `totalCount`, and the field `first: Int, after: String`.',
  find: ({ candidate: { types } }) =>
    [...types.values()].flatMap((type) => [
      ...(CONNECTION.test(type.name) ? shape(types, type) : []),
      ...[...type.fields.values()]
        .filter((field) => CONNECTION.test(named(field.type)) && !field.external)
        .filter((field) => !['first', 'after'].every((one) => field.arguments.some(({ name }) => name === one)))
        .map((field) => ({
          coordinate: `${type.name}.${field.name}`,
          why: 'It returns a page, and has no arguments `first` and `after`.',
        })),
    ]),
};

const CONNECTION = /.Connection$/;

function shape(types: ReadonlyMap<string, ModelType>, { name, fields }: ModelType): StyleFault[] {
  const edges = fields.get('edges');
  const edge = edges && types.get(named(edges.type));
  const lacking = [
    ...(edges !== undefined && isListNode(edges.type) ? [] : ['a list `edges`']),
    ...(edge === undefined || (edge.fields.has('node') && edge.fields.has('cursor'))
      ? []
      : ['`cursor` and `node` in its edges']),
    ...(fields.has('pageInfo') && named(fields.get('pageInfo')!.type) === 'PageInfo' ? [] : ['`pageInfo: PageInfo`']),
  ];
  return lacking.map((what) => ({ coordinate: name, why: `It is a page without ${what}.` }));
}
