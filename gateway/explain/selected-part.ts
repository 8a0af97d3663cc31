/** How far the client themselves have selected a path of the plan: what only the plan needs may be of a type that their schema does not have. */
import { Kind, type DocumentNode, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { isSubjectKey } from '../audit/subjects.ts';
import { fragmentsOf, type Fragments } from '../document/fragments.ts';

/** @returns the response names from the root up to the first that the client has not selected */
export type SelectedPart = (path: readonly string[]) => readonly string[];

/** @param operation of the document, which may have selections of the gateway's own */
export function selectedPart(document: DocumentNode, operation: OperationDefinitionNode): SelectedPart {
  const fragments = fragmentsOf(document);
  return (path) => {
    let sets: readonly SelectionSetNode[] = [operation.selectionSet];
    for (let length = 0; length < path.length; length++) {
      const key = path[length]!;
      const fields = isSubjectKey(key) ? [] : sets.flatMap((set) => fieldsUnder(set, key, fragments));
      if (fields.length === 0) return path.slice(0, length);
      sets = fields.flatMap(({ selectionSet }) => selectionSet ?? []);
    }
    return path;
  };
}

function fieldsUnder(set: SelectionSetNode, key: string, fragments: Fragments): readonly FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return (selection.alias ?? selection.name).value === key ? [selection] : [];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return fragment === undefined ? [] : fieldsUnder(fragment.selectionSet, key, fragments);
  });
}
