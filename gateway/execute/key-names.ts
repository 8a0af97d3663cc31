/** Which fields name a type's entities to a subgraph. */
import { isEnumType, isInterfaceType, isObjectType, Kind, type GraphQLSchema } from 'graphql';
import { argumentOf, selectionsOf } from './required-arguments.ts';

/** @returns for a type's name: the outermost names in its keys, in this subgraph */
export function keyNames(supergraph: GraphQLSchema, subgraph: string): (type: string) => ReadonlySet<string> {
  return (name) => {
    const names = new Set<string>();
    const type = supergraph.getType(name);
    if (!isObjectType(type) && !isInterfaceType(type)) return names;
    for (const directive of type.astNode?.directives ?? []) {
      const key = directive.name.value === 'join__type' ? argumentOf(directive, 'key') : undefined;
      if (key === undefined || subgraphName(supergraph, argumentOf(directive, 'graph')) !== subgraph) continue;
      for (const selection of selectionsOf(key).selections) if (selection.kind === Kind.FIELD) names.add(selection.name.value);
    }
    return names;
  };
}

/** The name a subgraph was composed under, from its value in `join__Graph`. */
export function subgraphName(supergraph: GraphQLSchema, graph: string | undefined): string | undefined {
  const graphs = supergraph.getType('join__Graph');
  const directive = isEnumType(graphs) ? graphs.getValue(graph ?? '')?.astNode?.directives?.find(({ name }) => name.value === 'join__graph') : undefined;
  return directive && argumentOf(directive, 'name');
}
