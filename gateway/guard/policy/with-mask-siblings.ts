/** Adds to an operation the sibling fields that state how a value is masked, under response keys that never leave the gateway. */
import {
  BREAK,
  isAbstractType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { besideKey, isBesideKey } from '../../result/beside.ts';

/** Whether an operation uses a response key that is reserved for such siblings. */
export function usesSiblingKeys(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ alias }) {
      if (!isBesideKey(alias?.value)) return undefined;
      found = true;
      return BREAK;
    },
  });
  return found;
}

/**
 * @param siblings `ObjectType.field` -> the sibling it needs
 * @returns the operation with the siblings selected; the same document where none is needed
 */
export function withMaskSiblings(
  schema: GraphQLSchema,
  document: DocumentNode,
  siblings: ReadonlyMap<string, string>,
): DocumentNode {
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      SelectionSet: {
        leave(set) {
          const added = siblingsOf(schema, info.getParentType(), set, siblings);
          return added.length === 0 ? undefined : { ...set, selections: [...set.selections, ...added] };
        },
      },
    }),
  );
}

function siblingsOf(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType | null | undefined,
  { selections }: SelectionSetNode,
  siblings: ReadonlyMap<string, string>,
): SelectionNode[] {
  const types = isObjectType(parent) ? [parent] : isAbstractType(parent) ? schema.getPossibleTypes(parent) : [];
  const selected = selections
    .filter((selection): selection is FieldNode => selection.kind === Kind.FIELD)
    .map(({ name }) => name.value);
  return types.flatMap(({ name }) => {
    const needed = new Set(
      selected.map((field) => siblings.get(`${name}.${field}`)).filter((sibling) => sibling !== undefined),
    );
    return needed.size === 0 ? [] : [fragmentOn(name, [...needed])];
  });
}

function fragmentOn(type: string, siblings: readonly string[]): SelectionNode {
  const selections = siblings.map((sibling): FieldNode => ({
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: besideKey(sibling) },
    name: { kind: Kind.NAME, value: sibling },
  }));
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
}
