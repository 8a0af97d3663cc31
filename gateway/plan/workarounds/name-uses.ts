/**
 * The fields that each response name of an operation stands for. A plan's paths consist of response names only: objects reached through
 * different parents (a union in a union, an interface's types) have one path, and what is fetched there is fetched for all of them. So a
 * name that stands for different fields below different parents would be filled once, for both.
 */
import { Kind, print, visit, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf, type Fragments } from '../../document/fragments.ts';
import { operationOf } from '../../document/operation.ts';

/** Each response name that stands for several fields at some path -> the signatures of all its fields in the operation. */
export type NameUses = ReadonlyMap<string, readonly string[]>;

const NONE: NameUses = new Map();

/** @param document one operation and its fragments */
export function conflictingUses(document: DocumentNode): NameUses {
  const conflicts = new Set<string>();
  collectConflicts([operationOf(document).selectionSet], fragmentsOf(document), conflicts);
  if (conflicts.size === 0) return NONE;
  const uses = new Map<string, string[]>();
  visit(document, {
    Field: (node) => {
      const name = responseName(node);
      if (!conflicts.has(name)) return;
      const known = uses.get(name) ?? [];
      if (!known.includes(signatureOf(node))) known.push(signatureOf(node));
      uses.set(name, known);
    },
  });
  return uses;
}

/** @returns the alias, or the name without one */
export function responseName(node: FieldNode): string {
  return (node.alias ?? node.name).value;
}

/** @returns a text that is equal for fields with the same name and the same arguments */
export function signatureOf(node: FieldNode): string {
  return `${node.name.value}(${(node.arguments ?? [])
    .map((argument) => print(argument))
    .sort()
    .join()})`;
}

interface Use {
  readonly signature: string;
  readonly sets: SelectionSetNode[];
}

/** @param sets all selections at one path, of whatever type */
function collectConflicts(sets: readonly SelectionSetNode[], fragments: Fragments, conflicts: Set<string>): void {
  const uses = new Map<string, Use>();
  for (const node of fieldsIn(sets, fragments, new Set())) {
    const [name, signature] = [responseName(node), signatureOf(node)];
    const use = uses.get(name) ?? { signature, sets: [] };
    uses.set(name, use);
    if (use.signature !== signature) conflicts.add(name);
    if (node.selectionSet && !node.name.value.startsWith('__')) use.sets.push(node.selectionSet);
  }
  for (const use of uses.values()) if (use.sets.length > 0) collectConflicts(use.sets, fragments, conflicts);
}

function* fieldsIn(sets: readonly SelectionSetNode[], fragments: Fragments, spread: Set<string>): Generator<FieldNode> {
  for (const selection of sets.flatMap(({ selections }) => selections)) {
    if (selection.kind === Kind.FIELD) yield selection;
    else if (selection.kind === Kind.INLINE_FRAGMENT) yield* fieldsIn([selection.selectionSet], fragments, spread);
    else if (!spread.has(selection.name.value)) {
      spread.add(selection.name.value);
      yield* fieldsIn([fragments.get(selection.name.value)!.selectionSet], fragments, spread);
    }
  }
}
