/** Which fields identify a type's entities to a subgraph, and which others it requires. */
import {
  isEnumType,
  isInterfaceType,
  isObjectType,
  Kind,
  parseType,
  typeFromAST,
  type ConstDirectiveNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { argumentOf, selectionsOf } from '../plan/workarounds/required-arguments.ts';
import { isResolvable } from '../plan/workarounds/resolvable-keys.ts';

/** A set of fields as the paths of its leaves, names joined by `/`; fragments do not count. */
export type FieldPaths = ReadonlySet<string>;

/** What one subgraph declares for a type, or for an interface that the type implements, which may be all that it knows. */
export interface EntityKeys {
  /** @returns each resolvable key */
  readonly keys: (type: string) => readonly FieldPaths[];
  /** @returns all that its fields @require */
  readonly required: (type: string) => FieldPaths;
}

/** Reads the keys and requirements of one subgraph from the supergraph's `join__` directives. */
export function entityKeys(supergraph: GraphQLSchema, subgraph: string): EntityKeys {
  const isHere = (directive: ConstDirectiveNode): boolean =>
    subgraphName(supergraph, argumentOf(directive, 'graph')) === subgraph;
  return {
    keys: (name) => {
      const directives = typesOf(supergraph, name).flatMap(({ astNode }) => astNode?.directives ?? []);
      return directives
        .filter((directive) => isHere(directive) && isResolvable(directive))
        .flatMap((directive) => setOf(directive, 'join__type', 'key'));
    },
    required: (name) => {
      const fields = typesOf(supergraph, name).flatMap((type) => Object.values(type.getFields()));
      const directives = fields.flatMap(({ astNode }) => astNode?.directives ?? []);
      return new Set(
        directives
          .filter(isHere)
          .flatMap((directive) => setOf(directive, 'join__field', 'requires'))
          .flatMap((paths) => [...paths]),
      );
    },
  };
}

/** @returns what a field of a type, or of an interface that it implements, @requires in a subgraph */
export function requiredBy(
  supergraph: GraphQLSchema,
  subgraph: string,
  type: string,
  field: string,
): readonly SelectionNode[] {
  const directives = typesOf(supergraph, type).flatMap((one) => one.getFields()[field]?.astNode?.directives ?? []);
  const here = directives.filter(
    (directive) =>
      directive.name.value === 'join__field' && subgraphName(supergraph, argumentOf(directive, 'graph')) === subgraph,
  );
  return here
    .flatMap((directive) => argumentOf(directive, 'requires') ?? [])
    .flatMap((text) => selectionsOf(text).selections);
}

/** @returns a field's type in a subgraph, the supergraph's where the subgraph declares no other */
export function neededType(
  supergraph: GraphQLSchema,
  subgraph: string,
  typeName: string | undefined,
  field: string,
): GraphQLOutputType | undefined {
  const type = supergraph.getType(typeName ?? '');
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;
  const here = definition?.astNode?.directives?.find(
    (directive) =>
      directive.name.value === 'join__field' && subgraphName(supergraph, argumentOf(directive, 'graph')) === subgraph,
  );
  const declared = here && argumentOf(here, 'type');
  return declared === undefined
    ? definition?.type
    : ((typeFromAST(supergraph, parseType(declared)) as GraphQLOutputType | undefined) ?? definition?.type);
}

function typesOf(supergraph: GraphQLSchema, name: string): readonly (GraphQLObjectType | GraphQLInterfaceType)[] {
  const type = supergraph.getType(name);
  return isObjectType(type) || isInterfaceType(type) ? [type, ...type.getInterfaces()] : [];
}

function setOf(directive: ConstDirectiveNode, name: string, argument: string): FieldPaths[] {
  const text = directive.name.value === name ? argumentOf(directive, argument) : undefined;
  return text === undefined ? [] : [new Set(leavesOf(selectionsOf(text)))];
}

function leavesOf({ selections }: SelectionSetNode, above = ''): readonly string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return leavesOf(selection.selectionSet, above);
    const path = above + selection.name.value;
    return selection.selectionSet ? leavesOf(selection.selectionSet, `${path}/`) : [path];
  });
}

/** @returns the paths that begin with a name, without it */
export function below(name: string, paths: Iterable<string>): FieldPaths {
  return new Set([...paths].filter((path) => path.startsWith(`${name}/`)).map((path) => path.slice(name.length + 1)));
}

/** The outermost names of the paths. */
export function outermost(paths: FieldPaths): Set<string> {
  return new Set([...paths].map((path) => path.split('/')[0]!));
}

/** The name a subgraph was composed under, from its value in `join__Graph`. */
function subgraphName(supergraph: GraphQLSchema, graph: string | undefined): string | undefined {
  const graphs = supergraph.getType('join__Graph');
  const directive = isEnumType(graphs)
    ? graphs.getValue(graph ?? '')?.astNode?.directives?.find(({ name }) => name.value === 'join__graph')
    : undefined;
  return directive && argumentOf(directive, 'name');
}
