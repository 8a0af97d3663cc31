/**
 * Labels of progressive overrides: `@override(from: "a", label: "…")` moves a field from subgraph `a` for the requests in which
 * its label holds, and leaves it there for the others. The plan of an operation differs with the labels of its fields.
 */
import { isInterfaceType, isObjectType, visit, type DocumentNode, type GraphQLSchema } from 'graphql';
import { argumentOf } from './workarounds/required-arguments.ts';
import { planNames } from './workarounds/separate-aliases.ts';

/** Selects the labels that hold for a request, in the same order; repeated calls for one request give the same result. */
export type ChooseLabels = (labels: readonly string[]) => readonly string[];

/** The labels of one supergraph. */
export interface OverrideLabels {
  /** Every label of the supergraph, sorted; nearly always none. */
  readonly all: readonly string[];
  /** @returns the labels on which an operation's plan may depend: those of its fields, and of fields that plans fetch for themselves */
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

/** @returns by label the names of the fields that it moves. A name suffices: two fields of one name may cost an extra plan, never a wrong one. */
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
