/**
 * A plan fetches keys and required fields under their own names, beside the fields that the client selects. A client's alias that equals
 * such a name (`{ user { id: name } }`), or arguments on such a field, would take its place, and the planner does not notice. Those
 * response names are planned under other names; the response has the client's again.
 */
import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from '../../document/fragments.ts';
import { selectionCondition } from '../../document/selection-condition.ts';
import { isOfType } from '../../document/types.ts';
import { foldConstants } from './fold-constants.ts';
import { fragmentReplacer } from './interface-fragments.ts';
import { conflictingUses, responseName, signatureOf, type NameUses } from './name-uses.ts';
import { argumentOf, selectionsOf } from './required-arguments.ts';

const SUFFIX = '__as';

/**
 * @param operation one operation and its fragments
 * @param uses the names to disambiguate, where a larger operation determines them, of which this one is a part
 * @returns the operation to plan and compile; the very same document when nothing clashes. `clientName` undoes the renaming.
 */
export type SeparateAliases = (operation: DocumentNode, uses?: NameUses) => DocumentNode;

/** @param supergraph as it is planned on; what is needed of it is read when the first operation arrives */
export function aliasSeparator(supergraph: GraphQLSchema): SeparateAliases {
  let names: ReadonlySet<string> | undefined;
  const plainFragments = fragmentReplacer(supergraph);
  return (operation, uses = conflictingUses(operation)) => {
    const document = plainFragments(foldConstants(operation, PRESENCE), PRESENCE);
    return new Separation(supergraph, document, renamer((names ??= planNames(supergraph)), uses)).result();
  };
}

/** The renaming of one document. */
class Separation {
  readonly #supergraph: GraphQLSchema;
  readonly #document: DocumentNode;
  readonly #fragments: Fragments;
  readonly #types: TypeInfo;
  readonly #suffixOf: (node: FieldNode) => string;

  constructor(supergraph: GraphQLSchema, document: DocumentNode, suffixOf: (node: FieldNode) => string) {
    this.#supergraph = supergraph;
    this.#document = document;
    this.#fragments = fragmentsOf(document);
    this.#types = new TypeInfo(supergraph);
    this.#suffixOf = suffixOf;
  }

  result(): DocumentNode {
    // Introspection is answered by the gateway itself and not planned, so nothing within it is renamed.
    let introspecting = 0;
    return visit(
      this.#document,
      visitWithTypeInfo(this.#types, {
        enter: (node) => {
          if (introspecting > 0) return undefined;
          const changed = this.#changed(node);
          if (isIntrospection(node)) introspecting++;
          return changed;
        },
        leave: (node) => {
          if (isIntrospection(node)) introspecting--;
        },
      }),
    );
  }

  #changed(node: ASTNode): ASTNode | undefined {
    if (node.kind === Kind.INLINE_FRAGMENT) return this.#typed(node);
    return node.kind === Kind.FIELD ? this.#separated(node) : undefined;
  }

  /** Below a fragment without a type the planner loses the aliases that it gives to fields of different types. */
  #typed(node: InlineFragmentNode): InlineFragmentNode | undefined {
    const type = getNamedType(this.#types.getType());
    if (node.typeCondition || !type) return undefined;
    return { ...node, typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } } };
  }

  #separated(node: FieldNode): FieldNode | undefined {
    const declared = getNamedType(this.#types.getType())?.name ?? '';
    const context = { supergraph: this.#supergraph, fragments: this.#fragments };
    const set = isIntrospection(node) ? undefined : node.selectionSet;
    const isBare = set !== undefined && !isCertain(set, declared, context);
    const suffix = this.#suffixOf(node);
    if (!isBare && suffix === '') return undefined;
    return {
      ...node,
      ...(suffix === '' ? {} : { alias: { kind: Kind.NAME, value: `${responseName(node)}${suffix}` } }),
      ...(isBare ? { selectionSet: { ...set, selections: [...set.selections, PRESENCE] } } : {}),
    };
  }
}

/** True for the outermost nodes of introspection. */
function isIntrospection(node: ASTNode): boolean {
  if (node.kind === Kind.FIELD) return node.selectionSet !== undefined && node.name.value.startsWith('__');
  return node.kind === Kind.FRAGMENT_DEFINITION && node.typeCondition.name.value.startsWith('__');
}

/**
 * A selection that only fetches whether an object exists. Where every selection of an object may be skipped, the planner may fetch
 * nothing at all, although the object itself must be fetched.
 */
export const PRESENCE: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: SUFFIX },
  name: { kind: Kind.NAME, value: '__typename' },
};

interface SelectionContext {
  readonly supergraph: GraphQLSchema;
  readonly fragments: Fragments;
}

/** True when something is selected whatever the values of @skip and @include, and whatever the object's type. */
function isCertain(set: SelectionSetNode, declared: string, selecting: SelectionContext): boolean {
  return set.selections.some((selection) => {
    if (selection.directives?.some((directive) => selectionCondition(directive) !== undefined)) return false;
    if (selection.kind === Kind.FIELD) return true;
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : selecting.fragments.get(selection.name.value);
    const condition = inner?.typeCondition?.name.value ?? declared;
    return (
      inner !== undefined &&
      isOfType(selecting.supergraph, declared, condition) &&
      isCertain(inner.selectionSet, condition, selecting)
    );
  });
}

/** @param names that plans fetch for themselves @returns a function to the suffix of a field's response name; empty to leave it */
function renamer(names: ReadonlySet<string>, uses: NameUses): (node: FieldNode) => string {
  return (node) => {
    const name = responseName(node);
    // PRESENCE, added by this module.
    if (name === SUFFIX) return '';
    const signatures = uses.get(name);
    if (signatures) return `${SUFFIX}${signatures.indexOf(signatureOf(node))}`;
    // A client's name that ends like a suffixed one gets a suffix too, so that removing the suffix is always right.
    if (SUFFIXED.test(name)) return SUFFIX;
    const isOther = name !== node.name.value || (node.arguments?.length ?? 0) > 0;
    return isOther && names.has(name) ? SUFFIX : '';
  };
}

const SUFFIXED = new RegExp(`${SUFFIX}\\d*$`);
const DISAMBIGUATED = new RegExp(`${SUFFIX}\\d+$`);

/** @returns the client's name for a response name of a separated operation; empty for what the client has not selected */
export function clientName(name: string): string {
  return name.replace(SUFFIXED, '');
}

/** True for a name of the plan that stands for one of several fields which the client selects under one response name. */
export function isDisambiguated(name: string): boolean {
  return DISAMBIGUATED.test(name);
}

/** @returns names that a plan may fetch for itself: all in keys, @requires and contexts */
export function planNames(supergraph: GraphQLSchema): ReadonlySet<string> {
  const names = new Set(['__typename']);
  const add = (fieldSet: string | undefined): void => {
    if (fieldSet !== undefined) visit(selectionsOf(fieldSet), { Field: ({ name }) => void names.add(name.value) });
  };
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const directive of type.astNode?.directives ?? [])
      if (directive.name.value === 'join__type') add(argumentOf(directive, 'key'));
    for (const field of Object.values(type.getFields())) {
      for (const directive of field.astNode?.directives ?? []) {
        if (directive.name.value !== 'join__field') continue;
        add(argumentOf(directive, 'requires'));
        visit(directive, {
          ObjectField: ({ name, value }) => {
            if (name.value === 'selection' && value.kind === Kind.STRING) add(contextFields(value.value));
          },
        });
      }
    }
  }
  return names;
}

/** A context's selection as a field set: a selection set in braces, or fragments by the type of the object that the value is of. */
function contextFields(selection: string): string {
  const text = selection.trim();
  return text.startsWith('{') ? text.slice(1, text.lastIndexOf('}')) : text;
}
