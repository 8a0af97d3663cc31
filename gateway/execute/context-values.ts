/**
 * Values that an entity takes from the objects above it (`@fromContext`): for each context the plan has a path, which first goes up.
 */
import type { FetchDataKeyRenamer } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { NullPrototypeObject } from '../result/null-prototype-object.ts';
import { isNode, InvalidValue, type ResponseNode, type Shape } from '../result/layout.ts';
import { isOfType } from '../document/types.ts';
import { eachPlace, type EntityStep } from './entities.ts';

/** An entity at one place, with the values of its contexts. */
export interface ContextRow {
  readonly node: ResponseNode;
  /** By the variable's name in the fetch. */
  readonly values: Readonly<Record<string, unknown>>;
  /** True when a value was lost to an error: it must not be sent as null. */
  readonly hasFailed: boolean;
}

/** Where one context's value is found, from an entity. */
export interface ContextPath {
  /** The variable in the fetch. */
  readonly variable: string;
  /** How many objects above the entity the path begins. */
  readonly up: number;
  /** From there: fields' properties, and fragments by the type they are on. */
  readonly down: readonly ({ readonly property: string } | { readonly condition: string })[];
}

const FRAGMENT = '... on ';

/** @param steps the path of the entities, from the root @returns the plan's path, resolved to properties of nodes */
export function contextPath(
  { root }: { readonly root: Shape },
  { path, renameKeyTo }: FetchDataKeyRenamer,
  steps: readonly EntityStep[],
): ContextPath {
  const up = path.filter((part) => part === '..').length;
  let shape = root;
  for (const { name } of steps.slice(0, steps.length - up)) shape = shape.child(name, undefined);
  const parts = path.slice(up);
  const down = parts.map((part, index) => {
    if (part.startsWith(FRAGMENT)) return { condition: part.slice(FRAGMENT.length) };
    const isObject = parts.slice(index + 1).some((later) => !later.startsWith(FRAGMENT));
    const { property } = shape.slot(part, isObject);
    if (isObject) shape = shape.child(part, undefined);
    return { property };
  });
  return { variable: renameKeyTo, up, down };
}

/** @returns a row for each place: the same object may occur in several contexts */
export function contextRows(
  root: ResponseNode,
  steps: readonly EntityStep[],
  contexts: readonly ContextPath[],
  supergraph: GraphQLSchema,
): readonly ContextRow[] {
  const rows: ContextRow[] = [];
  eachPlace(root, steps, (node, _path, above) => {
    const values = new NullPrototypeObject();
    const failed = new Set<string>();
    for (const context of contexts) {
      const value = valueOf(context, [...above, node], supergraph);
      if (value instanceof InvalidValue) failed.add(context.variable);
      else values[context.variable] ??= value;
    }
    rows.push({ node, values, hasFailed: [...failed].some((variable) => values[variable] === undefined) });
  });
  return rows;
}

function valueOf({ up, down }: ContextPath, chain: readonly ResponseNode[], supergraph: GraphQLSchema): unknown {
  let value: unknown = chain[chain.length - 1 - up];
  for (const part of down) {
    if (!isNode(value)) break;
    if ('property' in part) value = value[part.property];
    else if (value.type !== undefined && !isOfType(supergraph, value.type, part.condition)) return undefined;
  }
  return isNode(value) ? undefined : value;
}
