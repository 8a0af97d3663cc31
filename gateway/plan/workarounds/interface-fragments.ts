/**
 * A subgraph that has an interface as an object (@interfaceObject) knows none of its types, and the planner fails on a fragment on
 * another interface there. Such a fragment is replaced by fragments on the object types that both interfaces have; where the other
 * interface includes all types of this one, by a fragment on this one.
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
import { fragmentsOf, type Fragments } from '../../document/fragments.ts';

/** @param placeholder selected where nothing is left @returns the very same document when it has no such fragment */
type ReplaceFragments = (document: DocumentNode, placeholder: FieldNode) => DocumentNode;

/** @param supergraph as it is planned on; its interfaces are read when the first document arrives */
export function fragmentReplacer(supergraph: GraphQLSchema): ReplaceFragments {
  let asObjects: ReadonlySet<string> | undefined;
  return (document, placeholder) => {
    asObjects ??= interfaceObjects(supergraph);
    return asObjects.size === 0 ? document : new Replacement(supergraph, asObjects, document, placeholder).result();
  };
}

/** The replacement of fragments in one document. */
class Replacement {
  readonly #supergraph: GraphQLSchema;
  readonly #asObjects: ReadonlySet<string>;
  readonly #document: DocumentNode;
  readonly #placeholder: FieldNode;
  readonly #fragments: Fragments;
  readonly #types: TypeInfo;

  constructor(
    supergraph: GraphQLSchema,
    asObjects: ReadonlySet<string>,
    document: DocumentNode,
    placeholder: FieldNode,
  ) {
    this.#supergraph = supergraph;
    this.#asObjects = asObjects;
    this.#document = document;
    this.#placeholder = placeholder;
    this.#fragments = fragmentsOf(document);
    this.#types = new TypeInfo(supergraph);
  }

  result(): DocumentNode {
    return visit(
      this.#document,
      visitWithTypeInfo(this.#types, {
        InlineFragment: (node) => this.#replaced(node),
        FragmentSpread: (node) => this.#replaced(this.#inlined(node)),
      }),
    );
  }

  #replaced(node: InlineFragmentNode): InlineFragmentNode | undefined {
    const place = getNamedType(this.#types.getParentType());
    const condition = this.#supergraph.getType(node.typeCondition?.name.value ?? '');
    if (!isInterfaceType(place) || !this.#asObjects.has(place.name)) return undefined;
    if (!isAbstractType(condition) || condition === place) return undefined;
    const typeCondition = named(place);
    if (this.#supergraph.isSubType(condition, place)) return { ...node, typeCondition };
    const selections = common(this.#supergraph, place, condition).flatMap((type) => this.#narrowed(node, type));
    return {
      ...node,
      typeCondition,
      directives: [],
      selectionSet: { ...node.selectionSet, selections: selections.length === 0 ? [this.#placeholder] : selections },
    };
  }

  /** @returns a fragment's selections for objects of one type; a fragment on another object type within it would be invalid */
  #narrowed({ selectionSet, directives }: InlineFragmentNode, type: GraphQLObjectType): readonly SelectionNode[] {
    const selections = selectionSet.selections.flatMap((node): readonly SelectionNode[] => {
      if (node.kind === Kind.FIELD) return [node];
      const inner = node.kind === Kind.INLINE_FRAGMENT ? node : this.#inlined(node);
      const condition = inner.typeCondition?.name.value ?? type.name;
      return isOfType(this.#supergraph, type.name, condition) ? this.#narrowed(inner, type) : [];
    });
    if (selections.length === 0) return [];
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition: named(type),
        directives,
        selectionSet: { ...selectionSet, selections },
      },
    ];
  }

  #inlined({ name, directives }: FragmentSpreadNode): InlineFragmentNode {
    const { typeCondition, selectionSet } = this.#fragments.get(name.value)!;
    return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
  }
}

/** The object types that both have. Types hidden from clients are not in the planner's schema of an operation either. */
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

/** @returns the names of interfaces that are an object in some subgraph */
function interfaceObjects(supergraph: GraphQLSchema): ReadonlySet<string> {
  return new Set(
    Object.values(supergraph.getTypeMap())
      .filter((type) => isInterfaceType(type) && isObjectSomewhere(type))
      .map(({ name }) => name),
  );
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
