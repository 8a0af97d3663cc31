/**
 * A plan fetches keys and required fields under their own names beside what the client asks. A client's alias that is
 * such a name (`{ user { id: name } }`) or his arguments on such a field would take its place, and the planner does not
 * notice. Those response names are planned under another name, and get theirs back in the response.
 */
import {
  getNamedType, isInterfaceType, isObjectType, Kind, print, TypeInfo, visit, visitWithTypeInfo,
  type DocumentNode, type FieldNode, type GraphQLSchema, type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from '../reply/fragments.ts';
import { selectionCondition } from '../reply/selection-condition.ts';
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
  const fragments = fragmentsOf(document);
  let found = false;
  const suffixOf = renamer(supergraph, document);
  const types = new TypeInfo(supergraph);
  const separated = visit(document, visitWithTypeInfo(types, {
    // Below a fragment without a type the planner loses the aliases that it gives to fields of different types.
    InlineFragment: (node) => {
      const type = getNamedType(types.getType());
      if (node.typeCondition || !type) return undefined;
      found = true;
      return { ...node, typeCondition: { kind: Kind.NAMED_TYPE as const, name: { kind: Kind.NAME as const, value: type.name } } };
    },
    Field: (node) => {
      const declared = getNamedType(types.getType())?.name ?? '';
      const isBare = node.selectionSet !== undefined && !isCertain(node.selectionSet, declared, { supergraph, fragments });
      const suffix = suffixOf(node);
      if (!isBare && suffix === '') return undefined;
      found = true;
      return {
        ...node,
        ...(suffix === '' ? {} : { alias: { kind: Kind.NAME as const, value: `${responseName(node)}${suffix}` } }),
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
export const PRESENCE: FieldNode = { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: SUFFIX }, name: { kind: Kind.NAME, value: '__typename' } };

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
    return inner !== undefined && isOfType(selecting.supergraph, declared, condition) && isCertain(inner.selectionSet, condition, selecting);
  });
}

/** @returns what to add to a field's response name; empty to leave it */
function renamer(supergraph: GraphQLSchema, document: DocumentNode): (node: FieldNode) => string {
  const { names, hasInterfaceObjects } = planTraits(supergraph);
  const uses = hasInterfaceObjects ? usesOf(document) : new Map<string, string[]>();
  return (node) => {
    const name = responseName(node);
    // What this has been through already is left as it is.
    if (name === SUFFIX) return '';
    const signatures = uses.get(name);
    if (signatures && signatures.length > 1) return `${SUFFIX}${signatures.indexOf(signatureOf(node))}`;
    // So that taking the suffix off is always right.
    if (SUFFIXED.test(name)) return SUFFIX;
    const isOther = name !== node.name.value || (node.arguments?.length ?? 0) > 0;
    return isOther && names.has(name) ? SUFFIX : '';
  };
}

/**
 * What each response name stands for. A name may stand for other fields in objects of other types; but a subgraph that
 * has an interface as an object cannot tell these apart and would answer one for the other.
 */
function usesOf(document: DocumentNode): ReadonlyMap<string, string[]> {
  const uses = new Map<string, string[]>();
  visit(document, {
    Field: (node) => {
      const signatures = uses.get(responseName(node)) ?? [];
      if (!signatures.includes(signatureOf(node))) signatures.push(signatureOf(node));
      uses.set(responseName(node), signatures);
    },
  });
  return uses;
}

function responseName(node: FieldNode): string {
  return (node.alias ?? node.name).value;
}

function signatureOf(node: FieldNode): string {
  return `${node.name.value}(${(node.arguments ?? []).map((argument) => print(argument)).sort().join()})`;
}

const SUFFIXED = new RegExp(`${SUFFIX}\\d*$`);

/** The client's name for a response name of a separated operation; empty for what he did not ask. */
export function clientName(name: string): string {
  return name.replace(SUFFIXED, '');
}

/** What of a supergraph decides which names clash. */
interface PlanTraits {
  /** Names a plan may fetch for itself: all in keys, @requires and contexts. */
  readonly names: ReadonlySet<string>;
  readonly hasInterfaceObjects: boolean;
}

const known = new WeakMap<GraphQLSchema, PlanTraits>();

function planTraits(supergraph: GraphQLSchema): PlanTraits {
  let traits = known.get(supergraph);
  if (!traits) known.set(supergraph, (traits = { names: findPlanNames(supergraph), hasInterfaceObjects: hasInterfaceObjects(supergraph) }));
  return traits;
}

function hasInterfaceObjects(supergraph: GraphQLSchema): boolean {
  return Object.values(supergraph.getTypeMap()).some((type) => type.astNode?.directives?.some((directive) =>
    directive.name.value === 'join__type' && directive.arguments?.some(({ name, value }) => name.value === 'isInterfaceObject' && value.kind === Kind.BOOLEAN && value.value)));
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
