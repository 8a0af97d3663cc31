/**
 * Removes what constant @skip and @include leave out, and constant directives without an effect. The planner drops constant conditions
 * where it turns a variable's condition into a step, and then fetches what should have been skipped.
 */
import { Kind, visit, type DirectiveNode, type DocumentNode, type FieldNode, type SelectionNode } from 'graphql';
import { selectionCondition } from '../../document/selection-condition.ts';

/** @param placeholder selected where nothing else is left @returns the very same document when it has no such directive */
export function foldConstants(document: DocumentNode, placeholder: FieldNode): DocumentNode {
  const fold = <Node extends SelectionNode>(node: Node): Node | null | undefined => {
    const constant = node.directives?.filter(isConstant) ?? [];
    if (constant.length === 0) return undefined;
    return constant.some(leavesOut)
      ? null
      : { ...node, directives: node.directives!.filter((directive) => !isConstant(directive)) };
  };
  const folded = visit(document, { Field: fold, InlineFragment: fold, FragmentSpread: fold });
  if (folded === document) return document;
  return visit(folded, {
    SelectionSet: { leave: (set) => (set.selections.length === 0 ? { ...set, selections: [placeholder] } : undefined) },
  });
}

function isConstant(directive: DirectiveNode): boolean {
  return selectionCondition(directive)?.value.kind === Kind.BOOLEAN;
}

function leavesOut(directive: DirectiveNode): boolean {
  const condition = selectionCondition(directive);
  return condition?.value.kind === Kind.BOOLEAN && condition.value.value !== condition.expected;
}
