/** Which types a subgraph knows, from the supergraph's `@join__type`: an interface can have fewer implementations there. */
import { Kind, type GraphQLCompositeType, type GraphQLSchema } from 'graphql';
import { objectTypesOf } from './requested-fields.ts';

/** Type names by the subgraph's `join__Graph` value, and that value by the subgraph's name. */
interface Known {
  readonly types: ReadonlyMap<string, ReadonlySet<string>>;
  readonly graphs: ReadonlyMap<string, string>;
}

const cache = new WeakMap<GraphQLSchema, Known>();

/**
 * @returns what a value of a type can be when this subgraph answers. Where the supergraph does not say (an
 * `@interfaceObject` has no implementations in its subgraph), every object type of the supergraph's.
 */
export function possibleIn(
  supergraph: GraphQLSchema,
  subgraph: string,
): (type: GraphQLCompositeType) => readonly string[] {
  const { types, graphs } = knownOf(supergraph);
  const here = types.get(graphs.get(subgraph) ?? '');
  return (type) => {
    const all = objectTypesOf(supergraph, type);
    const some = here ? all.filter((name) => here.has(name)) : all;
    return some.length > 0 ? some : all;
  };
}

function knownOf(supergraph: GraphQLSchema): Known {
  const known = cache.get(supergraph);
  if (known) return known;
  const read: Known = { types: typesByGraph(supergraph), graphs: graphsByName(supergraph) };
  cache.set(supergraph, read);
  return read;
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
