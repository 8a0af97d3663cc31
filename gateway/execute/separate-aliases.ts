/**
 * A plan fetches keys and required fields under their own names beside what the client asks. A client's alias that is
 * such a name (`{ user { id: name } }`) or his arguments on such a field would take its place, and the planner does not
 * notice. Those response names are planned under another name, and get theirs back in the response.
 */
import {
  getNamedType, isInterfaceType, isObjectType, Kind, TypeInfo, visit, visitWithTypeInfo,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLSchema, type SelectionSetNode,
} from 'graphql';
import { isOfType } from './fetch-document.ts';
import { foldConstants } from './fold-constants.ts';
import { argumentOf, selectionsOf } from './required-arguments.ts';

const SUFFIX = '__as';

/**
 * @returns the operation as it has to be planned and compiled; the very document that was given when nothing clashes.
 * `clientName` undoes it.
 */
export function separateAliases(supergraph: GraphQLSchema, asked: DocumentNode): DocumentNode {
  const document = foldConstants(asked, PRESENCE);
  const own = planNames(supergraph);
  const fragments = new Map(document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])));
  let found = false;
  const types = new TypeInfo(supergraph);
  const separated = visit(document, visitWithTypeInfo(types, {
    Field: (node) => {
      const declared = getNamedType(types.getType())?.name ?? '';
      const isBare = node.selectionSet !== undefined && !isCertain(node.selectionSet, declared, { supergraph, fragments });
      const isRenamed = isClash(node, own);
      if (!isBare && !isRenamed) return undefined;
      found = true;
      return {
        ...node,
        ...(isRenamed ? { alias: { kind: Kind.NAME as const, value: `${(node.alias ?? node.name).value}${SUFFIX}` } } : {}),
        ...(isBare ? { selectionSet: { ...node.selectionSet!, selections: [...node.selectionSet!.selections, PRESENCE] } } : {}),
      };
    },
  }));
  return found ? separated : document;
}

/**
 * Asks whether an object is there, and nothing else. Where every selection of an object may be skipped, the planner may
 * find that nothing has to be fetched; but the object itself has.
 */
const PRESENCE: FieldNode = { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: SUFFIX }, name: { kind: Kind.NAME, value: '__typename' } };

interface Selecting {
  readonly supergraph: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** True when something is selected whatever @skip and @include say, and whatever object type it is. */
function isCertain(set: SelectionSetNode, declared: string, selecting: Selecting): boolean {
  return set.selections.some((selection) => {
    if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) return false;
    if (selection.kind === Kind.FIELD) return true;
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : selecting.fragments.get(selection.name.value);
    const condition = inner?.typeCondition?.name.value ?? declared;
    return inner !== undefined && isOfType(selecting.supergraph, declared, condition) && isCertain(inner.selectionSet, condition, selecting);
  });
}

function isClash(node: FieldNode, own: ReadonlySet<string>): boolean {
  const name = (node.alias ?? node.name).value;
  // What this function has been through already is left as it is.
  if (name === SUFFIX) return false;
  // So that taking the suffix off is always right.
  if (name.endsWith(SUFFIX)) return true;
  return own.has(name) && (name !== node.name.value || (node.arguments?.length ?? 0) > 0);
}

/** The client's name for a response name of a separated operation; empty for what he did not ask. */
export function clientName(name: string): string {
  return name.endsWith(SUFFIX) ? name.slice(0, -SUFFIX.length) : name;
}

const known = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

/** Names a plan may fetch for itself: all in keys, @requires and contexts. */
function planNames(supergraph: GraphQLSchema): ReadonlySet<string> {
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
    for (const directive of type.astNode?.directives ?? []) if (directive.name.value === 'join__type') add(argumentOf(directive, 'key'));
    for (const field of Object.values(type.getFields())) {
      for (const directive of field.astNode?.directives ?? []) {
        if (directive.name.value !== 'join__field') continue;
        add(argumentOf(directive, 'requires'));
        visit(directive, { ObjectField: ({ name, value }) => { if (name.value === 'selection' && value.kind === Kind.STRING) add(value.value.trim().replace(/^\{|\}$/g, '')); } });
      }
    }
  }
  return names;
}
