/** The part of a document that runs: one operation and the fragments it spreads, without what `@skip` and `@include` leave out. */
import {
  Kind,
  separateOperations,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { conditionVariables } from '../execute/variants.ts';
import { isIncluded } from '../document/selection-condition.ts';
import { defaultsOf, type RequestVariables } from './variables.ts';

/** Combinations remembered per operation. A client that sends ever new ones must not fill the memory. */
const MOST_COMBINATIONS = 16;

/**
 * Computes something once for each part of an operation that can run.
 * @param make called with the part, once for each combination of conditions in use
 * @returns finds the value for the part that runs with a request's variables
 */
export function forPartThatRuns<Made extends object>(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  make: (document: DocumentNode) => Made,
): (variables: RequestVariables) => Made {
  const name = operation.name?.value ?? '';
  const alone = separateOperations(document)[name]!;
  const names = conditionVariables(alone);
  const defaults = defaultsOf(operation);
  const made = new LRUCache<string, Made>({ max: MOST_COMBINATIONS });
  return (variables) => {
    const values = names.length === 0 ? variables : { ...defaults, ...variables };
    const key = names.map((each) => (values[each] === true ? '1' : '0')).join('');
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(separateOperations(withoutSkipped(alone, values))[name]!);
    made.set(key, value);
    return value;
  };
}

function withoutSkipped(document: DocumentNode, variables: RequestVariables): DocumentNode {
  const enter = (node: SelectionNode): null | undefined => (isIncluded(node, variables) ? undefined : null);
  const fragments = { InlineFragment: enter, FragmentSpread: enter };
  return visit(document, { Field: enter, ...fragments, SelectionSet: { leave: neverEmpty } });
}

/** A field below which everything is skipped is answered with `{}`, which still tells that somebody is there: as `__typename` would. */
const neverEmpty = (node: SelectionSetNode): SelectionSetNode | undefined =>
  node.selections.length > 0 ? undefined : { ...node, selections: [TYPENAME] };

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const;
