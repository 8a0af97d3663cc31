/**
 * Labels of progressive overrides: `@override(from: "a", label: "…")` moves a field from subgraph `a` for the requests in which
 * its label holds, and leaves it there for the others. The plan of an operation differs with the labels of its fields.
 */
import { isInterfaceType, isObjectType, visit, type DocumentNode, type GraphQLSchema } from 'graphql';
import { argumentOf } from './workarounds/required-arguments.ts';
import { planNames } from './workarounds/separate-aliases.ts';

/** Which of a supergraph's labels hold for a request, in the order given: the same whenever the same request asks. */
export type ChooseLabels = (labels: readonly string[]) => readonly string[];

export interface OverrideLabels {
  /** Every label of the supergraph, sorted; nearly always none. */
  readonly all: readonly string[];
  /** Those on which the plan of an operation may depend: of fields it asks, and of fields that plans fetch for themselves. */
  touchedBy(document: DocumentNode): readonly string[];
}

const NONE: readonly string[] = [];

/** @param supergraph as it is planned on, with its directives */
export function overrideLabels(supergraph: GraphQLSchema): OverrideLabels {
  const fieldsOf = labelledFields(supergraph);
  const all = [...fieldsOf.keys()].sort();
  if (all.length === 0) return { all, touchedBy: () => NONE };
  const always = planNames(supergraph);
  return {
    all,
    touchedBy: (document) => {
      const names = fieldNames(document);
      return all.filter((label) => [...fieldsOf.get(label)!].some((field) => names.has(field) || always.has(field)));
    },
  };
}

/** By label, the names of the fields it moves. A name is enough: two fields of one name cost a plan too many, never a wrong one. */
function labelledFields(supergraph: GraphQLSchema): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const type of Object.values(supergraph.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const directive of field.astNode?.directives ?? []) {
        const label = directive.name.value === 'join__field' ? argumentOf(directive, 'overrideLabel') : undefined;
        if (label !== undefined) found.set(label, (found.get(label) ?? new Set<string>()).add(field.name));
      }
    }
  }
  return found;
}

function fieldNames(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(document, { Field: ({ name }) => void names.add(name.value) });
  return names;
}
