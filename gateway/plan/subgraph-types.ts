/** Which types a subgraph knows, by the supergraph's `@join__type`: an interface may have fewer implementations there. */
import { Kind, type GraphQLCompositeType, type GraphQLSchema } from 'graphql';
import { objectTypesOf } from './requested-fields.ts';

/** Type names by the subgraph's `join__Graph` value, and that value by the subgraph's name. */
interface SubgraphTypes {
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  readonly graphs: ReadonlyMap<string, string>;
}

/**
 * The object types that a value of a type can have when this subgraph answers. Where the supergraph does not determine them (an
 * `@interfaceObject` has no implementations in its subgraph), all of the supergraph's.
 */
export type PossibleTypes = (subgraph: string, type: GraphQLCompositeType) => readonly string[];

/** @param supergraph read when the function is first called */
export function possibleTypes(supergraph: GraphQLSchema): PossibleTypes {
  let known: SubgraphTypes | undefined;
  return (subgraph, type) => {
    known ??= { types: typesByGraph(supergraph), graphs: graphsByName(supergraph) };
    const here = known.types.get(known.graphs.get(subgraph) ?? '');
    const all = objectTypesOf(supergraph, type);
    const some = here ? all.filter((name) => here.has(name)) : all;
    return some.length > 0 ? some : all;
  };
}

function typesByGraph(supergraph: GraphQLSchema): Map<string, Set<string>> {
  const types = new Map<string, Set<string>>();
  for (const { name, astNode } of Object.values(supergraph.getTypeMap())) {
    for (const directive of astNode?.directives ?? []) {
      if (directive.name.value !== 'join__type') continue;
      const graph = directive.arguments?.find((argument) => argument.name.value === 'graph')?.value;
      if (graph?.kind !== Kind.ENUM) continue;
      const names = types.get(graph.value) ?? new Set();
      types.set(graph.value, names.add(name));
    }
  }
  return types;
}

function graphsByName(supergraph: GraphQLSchema): Map<string, string> {
  const graphs = supergraph.getType('join__Graph')?.astNode;
  const found = new Map<string, string>();
  for (const value of graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : []) {
    const directive = value.directives?.find((one) => one.name.value === 'join__graph');
    const name = directive?.arguments?.find((argument) => argument.name.value === 'name')?.value;
    if (name?.kind === Kind.STRING) found.set(name.value, value.name.value);
  }
  return found;
}
