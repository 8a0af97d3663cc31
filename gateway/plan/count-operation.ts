/**
 * Sizes of an operation with every fragment spread expanded, by arithmetic: a fragment is measured once, and its numbers are added at
 * each spread. So 40 fragments that each spread the next one twice are 2^40 selections, counted in 40 steps.
 */
import {
  Kind,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from '../document/fragments.ts';
import type { OperationCounts } from './prepared-operation.ts';

type Sizes = Omit<OperationCounts, 'tokens' | 'rootFields'> & { readonly fields: number };

const NOTHING: Sizes = { selections: 0, depth: 0, nesting: 0, aliases: 0, directives: 0, fields: 0 };

/** @param tokens the number of lexical tokens of the whole text, which the document does not have */
export function countOperation(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  tokens: number,
): OperationCounts {
  const { fields, ...sizes } = sizesOf(operation.selectionSet, fragmentsOf(document), new Map());
  return { ...sizes, tokens, rootFields: fields, directives: sizes.directives + (operation.directives?.length ?? 0) };
}

type Known = Map<string, Sizes>;

function sizesOf(set: SelectionSetNode, fragments: Fragments, known: Known): Sizes {
  return set.selections.reduce((sum, selection) => add(sum, sizesOfSelection(selection, fragments, known)), NOTHING);
}

function sizesOfSelection(selection: SelectionNode, fragments: Fragments, known: Known): Sizes {
  const directives = selection.directives?.length ?? 0;
  if (selection.kind === Kind.FRAGMENT_SPREAD) {
    return add({ ...NOTHING, directives }, sizesOfFragment(selection.name.value, fragments, known));
  }
  const within = selection.selectionSet ? sizesOf(selection.selectionSet, fragments, known) : NOTHING;
  const isField = selection.kind === Kind.FIELD;
  return {
    selections: within.selections + 1,
    depth: within.depth + (isField ? 1 : 0),
    nesting: within.nesting + 1,
    aliases: within.aliases + (isField && selection.alias ? 1 : 0),
    directives: within.directives + directives,
    fields: isField ? 1 : within.fields,
  };
}

/** A fragment that is unknown or spreads itself counts as empty here: validation refuses it. */
function sizesOfFragment(name: string, fragments: Fragments, known: Known): Sizes {
  const counted = known.get(name);
  if (counted) return counted;
  const fragment = fragments.get(name);
  if (!fragment) return NOTHING;
  known.set(name, NOTHING);
  const within = sizesOf(fragment.selectionSet, fragments, known);
  const sizes = {
    ...within,
    nesting: within.nesting + 1,
    directives: within.directives + (fragment.directives?.length ?? 0),
  };
  known.set(name, sizes);
  return sizes;
}

function add(one: Sizes, other: Sizes): Sizes {
  return {
    selections: one.selections + other.selections,
    depth: Math.max(one.depth, other.depth),
    nesting: Math.max(one.nesting, other.nesting),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    fields: one.fields + other.fields,
  };
}
