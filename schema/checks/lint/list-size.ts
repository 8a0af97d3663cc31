import { named } from '../protection.ts';
import { applied } from '../model/graph.ts';
import type { ModelField, ModelType } from '../model/subgraph-model.ts';
import { isListNode } from './is-list-node.ts';
import type { LintRule } from './lint-rule.ts';

/** A list without a size counts as ten, so a limit on cost is worth what the schema says. A page's lists have the size of the page. */
export const listSizeRule: LintRule = {
  name: 'LIST_SIZE',
  what: 'A list of objects has no `@listSize`, and no field that leads to it gives it one (`sizedFields`).',
  example: 'type Query { clinics: [Clinic!] }',
  todo: 'State how long it is: `@listSize(assumedSize: 20)`, or `slicingArguments: ["first"]`.',
  find: ({ candidate: { types } }) =>
    [...types.values()]
      .filter(({ kind }) => kind === 'object' || kind === 'interface')
      .flatMap((type) =>
        [...type.fields.values()]
          .filter(
            (field) =>
              !field.external && isListNode(field.type) && (types.get(named(field.type))?.fields.size ?? 0) > 0,
          )
          .filter(
            (field) => applied(field.directives, 'listSize').length === 0 && !isSizedAbove(types, type.name, field),
          )
          .map((field) => ({
            coordinate: `${type.name}.${field.name}`,
            why: 'It is a list, and nothing says how long.',
          })),
      ),
};

function isSizedAbove(types: ReadonlyMap<string, ModelType>, name: string, { name: list }: ModelField): boolean {
  const leading = [...types.values()].flatMap((type) =>
    [...type.fields.values()].filter((field) => named(field.type) === name),
  );
  const sizes = ({ directives }: ModelField): boolean =>
    applied(directives, 'listSize').some(({ values }) => (values.sizedFields as string[] | undefined)?.includes(list));
  return leading.length > 0 && leading.every((field) => sizes(field));
}
