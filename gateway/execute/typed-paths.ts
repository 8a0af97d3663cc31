/**
 * The fields that a representation's selections take, as paths with the types of objects: what one type of an interface requires,
 * another may not. `f1/E0.f0` is the field f0 of an object of the type E0 in the entity's field f1.
 */
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { getNamedType, isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import { isOfType } from '../document/types.ts';
import type { FieldPaths } from './key-names.ts';

/** An object of one type at one path; the path is empty for the entity itself. */
interface Spot {
  readonly above: string;
  readonly type: string;
}

/** @param spots the objects that the selections apply to; absent at the top @returns every path of the selections, those of objects too */
export function typedPaths(
  selections: readonly QueryPlanSelectionNode[],
  supergraph: GraphQLSchema,
  spots?: readonly Spot[],
): FieldPaths {
  const paths = new Set<string>();
  for (const selection of selections) {
    if (selection.kind === 'Field') for (const spot of spots ?? []) paths.add(pathOf(spot, selection.name));
    for (const inner of typedPaths(selection.selections ?? [], supergraph, inside(selection, supergraph, spots)))
      paths.add(inner);
  }
  return paths;
}

/** @returns the selections without those that are dropped for all objects that they apply to */
export function withoutPaths(
  selections: readonly QueryPlanSelectionNode[],
  dropped: FieldPaths,
  supergraph: GraphQLSchema,
  spots?: readonly Spot[],
): QueryPlanSelectionNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'Field' && spots?.length && spots.every((spot) => dropped.has(pathOf(spot, selection.name))))
      return [];
    return [
      selection.selections
        ? {
            ...selection,
            selections: withoutPaths(selection.selections, dropped, supergraph, inside(selection, supergraph, spots)),
          }
        : selection,
    ];
  });
}

/** @returns a typed path without its types: `f1/f0` for `f1/E0.f0` */
export function withoutTypes(path: string): string {
  return path.replaceAll(/[^/.]+\./g, '');
}

function pathOf({ above, type }: Spot, name: string): string {
  return above === '' ? name : `${above}/${type}.${name}`;
}

function inside(
  selection: QueryPlanSelectionNode,
  supergraph: GraphQLSchema,
  spots: readonly Spot[] | undefined,
): readonly Spot[] | undefined {
  if (selection.kind === 'Field') return spots?.flatMap((spot) => spotsBelow(spot, selection.name, supergraph));
  const { typeCondition } = selection;
  if (typeCondition === undefined) return spots;
  return (
    spots?.filter(({ type }) => isOfType(supergraph, type, typeCondition)) ??
    typesOf(typeCondition, supergraph).map((type) => ({ above: '', type }))
  );
}

function spotsBelow(spot: Spot, name: string, supergraph: GraphQLSchema): readonly Spot[] {
  const type = supergraph.getType(spot.type);
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  return field
    ? typesOf(getNamedType(field.type).name, supergraph).map((one) => ({ above: pathOf(spot, name), type: one }))
    : [];
}

function typesOf(name: string, supergraph: GraphQLSchema): readonly string[] {
  const type = supergraph.getType(name);
  const types = isAbstractType(type) ? supergraph.getPossibleTypes(type).map((one) => one.name) : [];
  return types.length === 0 ? [name] : types;
}
