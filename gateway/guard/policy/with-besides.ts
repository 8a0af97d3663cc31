/** Asks for the siblings that say how a value is masked, beside it and under keys that the response leaves out. */
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

/** True when an operation uses one of our response keys. */
export function asksForBesides(document: DocumentNode): boolean {
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
 * @param besides `ObjectType.field` -> the sibling it needs
 * @returns the operation with the siblings asked for; the same document where none is needed
 */
export function withBesides(
  schema: GraphQLSchema,
  document: DocumentNode,
  besides: ReadonlyMap<string, string>,
): DocumentNode {
  const info = new TypeInfo(schema);
  return visit(
    document,
    visitWithTypeInfo(info, {
      SelectionSet: {
        leave(set) {
          const added = siblingsOf(schema, info.getParentType(), set, besides);
          return added.length === 0 ? undefined : { ...set, selections: [...set.selections, ...added] };
        },
      },
    }),
  ) as DocumentNode;
}

function siblingsOf(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType | null | undefined,
  { selections }: SelectionSetNode,
  besides: ReadonlyMap<string, string>,
): SelectionNode[] {
  const types = isObjectType(parent) ? [parent] : isAbstractType(parent) ? schema.getPossibleTypes(parent) : [];
  const asked = selections
    .filter((selection): selection is FieldNode => selection.kind === Kind.FIELD)
    .map(({ name }) => name.value);
  return types.flatMap(({ name }) => {
    const siblings = new Set(
      asked.map((field) => besides.get(`${name}.${field}`)).filter((sibling) => sibling !== undefined),
    );
    return siblings.size === 0 ? [] : [fragmentOn(name, [...siblings])];
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
