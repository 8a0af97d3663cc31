/**
 * A subgraph that has an interface as an object (@interfaceObject) knows none of its types, and the planner fails on a fragment
 * on another interface there. So such a fragment is said by the object types that both interfaces have; where every object
 * of the one is one of the other, by the interface that is there already.
 */
import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  type GraphQLAbstractType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type NamedTypeNode,
  type SelectionNode,
} from 'graphql';
import { isOfType } from '../../document/types.ts';
import { fragmentsOf } from '../../document/fragments.ts';

/** @param placeholder stands where nothing is left @returns the very document when there is no such fragment */
export function plainFragments(
  supergraph: GraphQLSchema,
  document: DocumentNode,
  placeholder: FieldNode,
): DocumentNode {
  const blind = interfaceObjects(supergraph);
  if (blind.size === 0) return document;
  const types = new TypeInfo(supergraph);
  const fragments = fragmentsOf(document);
  let found = false;
  /** What a fragment holds for objects of one type; a fragment on another object type in it would be no valid operation. */
  const narrowed = (
    { selectionSet, directives }: InlineFragmentNode,
    type: GraphQLObjectType,
  ): readonly SelectionNode[] => {
    const selections = selectionSet.selections.flatMap((node): readonly SelectionNode[] => {
      if (node.kind === Kind.FIELD) return [node];
      const inner = node.kind === Kind.INLINE_FRAGMENT ? node : spelledOut(node);
      return isOfType(supergraph, type.name, inner.typeCondition?.name.value ?? type.name) ? narrowed(inner, type) : [];
    });
    return selections.length === 0
      ? []
      : [
          {
            kind: Kind.INLINE_FRAGMENT,
            typeCondition: named(type),
            directives,
            selectionSet: { ...selectionSet, selections },
          },
        ];
  };
  const spelledOut = ({ name, directives }: FragmentSpreadNode): InlineFragmentNode => {
    const { typeCondition, selectionSet } = fragments.get(name.value)!;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
  };
  const plain = (node: InlineFragmentNode): InlineFragmentNode | undefined => {
    const place = getNamedType(types.getParentType());
    const condition = supergraph.getType(node.typeCondition?.name.value ?? '');
    if (!isInterfaceType(place) || !blind.has(place.name) || !isAbstractType(condition) || condition === place)
      return undefined;
    found = true;
    const typeCondition = named(place);
    if (supergraph.isSubType(condition, place)) return { ...node, typeCondition };
    const selections = common(supergraph, place, condition).flatMap((type) => narrowed(node, type));
    return {
      ...node,
      typeCondition,
      directives: [],
      selectionSet: { ...node.selectionSet, selections: selections.length === 0 ? [placeholder] : selections },
    };
  };
  const changed = visit(
    document,
    visitWithTypeInfo(types, {
      InlineFragment: plain,
      FragmentSpread: (node: FragmentSpreadNode) => plain(spelledOut(node)),
    }),
  );
  return found ? changed : document;
}

/** Types that clients do not see are not in the planner's schema of an operation either. */
function common(
  supergraph: GraphQLSchema,
  one: GraphQLInterfaceType,
  other: GraphQLAbstractType,
): readonly GraphQLObjectType[] {
  const isHidden = ({ astNode }: GraphQLObjectType): boolean =>
    astNode?.directives?.some(({ name }) => name.value === 'inaccessible') ?? false;
  return supergraph.getPossibleTypes(one).filter((type) => supergraph.isSubType(other, type) && !isHidden(type));
}

function named({ name }: { readonly name: string }): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } };
}

const known = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

/** The interfaces that are an object in some subgraph. */
function interfaceObjects(supergraph: GraphQLSchema): ReadonlySet<string> {
  let names = known.get(supergraph);
  if (!names)
    known.set(
      supergraph,
      (names = new Set(
        Object.values(supergraph.getTypeMap())
          .filter((type) => isInterfaceType(type) && isObjectSomewhere(type))
          .map(({ name }) => name),
      )),
    );
  return names;
}

function isObjectSomewhere({ astNode }: GraphQLInterfaceType): boolean {
  return (
    astNode?.directives?.some(
      (directive) =>
        directive.name.value === 'join__type' &&
        directive.arguments?.some(
          ({ name, value }) => name.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value,
        ),
    ) ?? false
  );
}
