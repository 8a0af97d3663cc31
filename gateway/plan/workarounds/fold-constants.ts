/**
 * Takes out what `@skip(if: true)` and `@include(if: false)` leave out, and the directives that say nothing. The planner
 * drops constant conditions where it turns a variable's into a step, and then fetches what should have been skipped.
 */
import { Kind, visit, type DirectiveNode, type DocumentNode, type FieldNode, type SelectionNode } from 'graphql';
import { selectionCondition } from '../../document/selection-condition.ts';

/** @param placeholder stands where nothing else is left; @returns the very document when it has no such directive */
export function foldConstants(document: DocumentNode, placeholder: FieldNode): DocumentNode {
  let found = false;
  const fold = <Node extends SelectionNode>(node: Node): Node | null | undefined => {
    const constant = node.directives?.filter(isConstant) ?? [];
    if (constant.length === 0) return undefined;
    found = true;
    return constant.some(leavesOut)
      ? null
      : { ...node, directives: node.directives!.filter((directive) => !isConstant(directive)) };
  };
  const folded = visit(document, { Field: fold, InlineFragment: fold, FragmentSpread: fold });
  if (!found) return document;
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
