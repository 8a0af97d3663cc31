/** What of a document runs: the one operation, the fragments it spreads, and of these what `@skip` and `@include` let pass. */
import {
  Kind,
  separateOperations,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { conditionVariables } from '../execute/variants.ts';
import { selectionCondition } from '../document/selection-condition.ts';
import { defaultsOf, type RequestVariables } from './variables.ts';

/** A client that sends ever new combinations of conditions must not fill the memory. */
const MOST_COMBINATIONS = 16;

/**
 * @param make called once for each combination of conditions in use
 * @returns what was made for the part that runs with a request's variables
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
    const given = names.length === 0 ? variables : { ...defaults, ...variables };
    const key = names.map((each) => (given[each] === true ? '1' : '0')).join('');
    const known = made.get(key);
    if (known !== undefined) return known;
    const one = make(separateOperations(passing(alone, given))[name]!);
    made.set(key, one);
    return one;
  };
}

function passing(document: DocumentNode, variables: RequestVariables): DocumentNode {
  const enter = (node: SelectionNode): null | undefined => (passes(node, variables) ? undefined : null);
  return visit(document, { Field: enter, InlineFragment: enter, FragmentSpread: enter });
}

function passes({ directives = [] }: SelectionNode, variables: RequestVariables): boolean {
  return directives.map(selectionCondition).every((condition) => {
    if (condition === undefined) return true;
    const { value, wanted } = condition;
    return (
      wanted ===
      (value.kind === Kind.VARIABLE ? variables[value.name.value] === true : value.kind === Kind.BOOLEAN && value.value)
    );
  });
}
