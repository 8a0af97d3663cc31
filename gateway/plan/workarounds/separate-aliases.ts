/**
 * A plan fetches keys and required fields under their own names beside what the client asks. A client's alias that is
 * such a name (`{ user { id: name } }`) or their arguments on such a field would take its place, and the planner does not
 * notice. Those response names are planned under another name, and get theirs back in the response.
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
import { plainFragments } from './interface-fragments.ts';
import { conflictingUses, responseName, signatureOf, type NameUses } from './name-uses.ts';
import { argumentOf, selectionsOf } from './required-arguments.ts';

const SUFFIX = '__as';

/**
 * @param asked one operation and its fragments
 * @param uses names that have to be kept apart, where another operation than `asked` says so: one that it is a part of
 * @returns the operation as it has to be planned and compiled; the very document that was given when nothing clashes.
 * `clientName` undoes it.
 */
export function separateAliases(
  supergraph: GraphQLSchema,
  asked: DocumentNode,
  uses: NameUses = conflictingUses(asked),
): DocumentNode {
  const document = plainFragments(supergraph, foldConstants(asked, PRESENCE), PRESENCE);
  const fragments = fragmentsOf(document);
  let found = false;
  const suffixOf = renamer(supergraph, uses);
  const types = new TypeInfo(supergraph);
  // What introspection holds is answered as it was asked, and is not planned.
  let introspecting = 0;
  const separated = visit(
    document,
    visitWithTypeInfo(types, {
      enter: (node) => {
        if (introspecting > 0) return undefined;
        const changed =
          node.kind === Kind.INLINE_FRAGMENT ? typed(node) : node.kind === Kind.FIELD ? separate(node) : undefined;
        if (isIntrospection(node)) introspecting++;
        found ||= changed !== undefined;
        return changed;
      },
      leave: (node) => {
        if (isIntrospection(node)) introspecting--;
      },
    }),
  );
  return found ? separated : document;

  /** Below a fragment without a type the planner loses the aliases that it gives to fields of different types. */
  function typed(node: InlineFragmentNode): InlineFragmentNode | undefined {
    const type = getNamedType(types.getType());
    if (node.typeCondition || !type) return undefined;
    return { ...node, typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } } };
  }

  function separate(node: FieldNode): FieldNode | undefined {
    const declared = getNamedType(types.getType())?.name ?? '';
    const isBare =
      !isIntrospection(node) &&
      node.selectionSet !== undefined &&
      !isCertain(node.selectionSet, declared, { supergraph, fragments });
    const suffix = suffixOf(node);
    if (!isBare && suffix === '') return undefined;
    return {
      ...node,
      ...(suffix === '' ? {} : { alias: { kind: Kind.NAME, value: `${responseName(node)}${suffix}` } }),
      ...(isBare
        ? { selectionSet: { ...node.selectionSet!, selections: [...node.selectionSet!.selections, PRESENCE] } }
        : {}),
    };
  }
}

/** True for the outermost nodes of what is asked of the schema itself. */
function isIntrospection(node: ASTNode): boolean {
  if (node.kind === Kind.FIELD) return node.selectionSet !== undefined && node.name.value.startsWith('__');
  return node.kind === Kind.FRAGMENT_DEFINITION && node.typeCondition.name.value.startsWith('__');
}

/**
 * Asks whether an object is there, and nothing else. Where every selection of an object may be skipped, the planner may
 * find that nothing has to be fetched; but the object itself has.
 */
export const PRESENCE: FieldNode = {
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: SUFFIX },
  name: { kind: Kind.NAME, value: '__typename' },
};

interface Selecting {
  readonly supergraph: GraphQLSchema;
  readonly fragments: Fragments;
}

/** True when something is selected whatever @skip and @include say, and whatever object type it is. */
function isCertain(set: SelectionSetNode, declared: string, selecting: Selecting): boolean {
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

/** @returns what to add to a field's response name; empty to leave it */
function renamer(supergraph: GraphQLSchema, uses: NameUses): (node: FieldNode) => string {
  const names = planNames(supergraph);
  return (node) => {
    const name = responseName(node);
    // What this has been through already is left as it is.
    if (name === SUFFIX) return '';
    const signatures = uses.get(name);
    if (signatures) return `${SUFFIX}${signatures.indexOf(signatureOf(node))}`;
    // So that taking the suffix off is always right.
    if (SUFFIXED.test(name)) return SUFFIX;
    const isOther = name !== node.name.value || (node.arguments?.length ?? 0) > 0;
    return isOther && names.has(name) ? SUFFIX : '';
  };
}

const SUFFIXED = new RegExp(`${SUFFIX}\\d*$`);
const KEPT_APART = new RegExp(`${SUFFIX}\\d+$`);

/** The client's name for a response name of a separated operation; empty for what they did not ask. */
export function clientName(name: string): string {
  return name.replace(SUFFIXED, '');
}

/** True for a name of the plan that only answers the client: one of several that they use for different things at one path. */
export function isKeptApart(name: string): boolean {
  return KEPT_APART.test(name);
}

const known = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

/** Names a plan may fetch for itself: all in keys, @requires and contexts. */
export function planNames(supergraph: GraphQLSchema): ReadonlySet<string> {
  let names = known.get(supergraph);
  if (!names) known.set(supergraph, (names = findPlanNames(supergraph)));
  return names;
}

function findPlanNames(supergraph: GraphQLSchema): ReadonlySet<string> {
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
