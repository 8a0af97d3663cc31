import { named } from '../protection.ts';
import { isRoot, keyFields, type Graph } from '../model/graph.ts';
import type { ModelField, ModelType } from '../model/subgraph-model.ts';
import type { CheckRule } from '../rule.ts';
import { askOwners } from './ask-owners.ts';

/**
 * A field that several subgraphs may answer (`@shareable`) is asked of any of them: the gateway takes who is nearest. A subgraph that joins
 * in answers some requests in the others' place. Keys, and values that are no entity and of no person (`PageInfo`), are shared by nature.
 */
export const shareableRule: CheckRule = {
  name: 'OWNER/SHAREABLE',
  what: 'A field that another agency answers becomes one that the candidate answers as well (`@shareable`).',
  example: 'type Worker @key(fields: "id") { id: ID!  name: String @shareable }',
  todo: 'Ask its owner, or refer to the object and let its owner answer.',
  find: (change) => {
    const { before, candidate, published } = change;
    return [...candidate.types.values()].flatMap((type) => {
      const keys = keyFields(type);
      return [...type.fields.values()]
        .filter(
          ({ name, external, directives }) =>
            !external &&
            !keys.has(name) &&
            !directives.some((each) => each.name === 'override') &&
            published?.types.get(type.name)?.fields.get(name)?.external !== false,
        )
        .flatMap((field) =>
          askOwners(change, {
            rule: 'OWNER/SHAREABLE',
            coordinate: `${type.name}.${field.name}`,
            why: `${change.input.name} would answer this field as well, in the place of who answers it now.`,
            otherwise: 'refer to the object and let its owner answer',
            owners: concerned(before, type, field),
          }),
        );
    });
  },
};

/** Who answers it now. A root field that is shared already is a door to its object: the object's owner is asked. */
function concerned(before: Graph, type: ModelType, field: ModelField): readonly string[] {
  const owners = before.ownersOfField(type.name, field.name);
  if (isRoot(type.name)) return owners.length > 1 ? before.ownersOfType(named(field.type)) : owners;
  const isEntity = before
    .statements(type.name)
    .some(([, { directives }]) => directives.some(({ name }) => name === 'key'));
  return isEntity || before.isPersonal(type.name, field.name) ? owners : [];
}
