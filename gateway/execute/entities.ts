/** Finds the objects that a fetch is about: along a path of the plan, through lists, each object once. */
import { isNode, InvalidValue, type ResponseNode, type Reason, type Shape } from '../result/layout.ts';
import { isOfType } from '../document/types.ts';
import type { GraphQLSchema } from 'graphql';

/** One field of a path; lists are traversed. */
export interface EntityStep {
  /** The field's response name in the plan. */
  readonly name: string;
  /** The property of a node that holds it. */
  readonly property: string;
  /** Only objects of types for which this is true are followed. */
  readonly matches?: (type: string | undefined) => boolean;
}

/**
 * @param path the plan's: response names, `@` for a list, `name|[A,B]` for objects of these types only
 * @returns the path as steps, and the shape of the objects at its end
 */
export function entitySteps(
  supergraph: GraphQLSchema,
  root: Shape,
  path: readonly (string | number)[],
): { readonly steps: readonly EntityStep[]; readonly shape: Shape } {
  const steps: EntityStep[] = [];
  let shape = root;
  for (const element of path) {
    const [name = '', condition] = String(element).split('|');
    const types = condition?.slice(1, -1).split(',');
    const admits =
      types && ((type: string | undefined) => types.some((condition) => isOfType(supergraph, type, condition)));
    if (name === '@' || name === '') {
      const last = steps.pop();
      if (last) steps.push({ ...last, matches: admits ?? last.matches });
      continue;
    }
    steps.push({ name, property: shape.slot(name, true).property, matches: admits });
    shape = shape.child(name, undefined);
  }
  return { steps, shape };
}

/** State of the collections of one run. */
export interface Marks {
  /** The mark of the last collection; each marks the nodes that it has found with a number of its own. */
  lastMark: number;
  /** Why the last collection may be incomplete: a failed request left out objects on the path. */
  lost: Reason | undefined;
}

/** @returns the objects at the end of `steps`, each once; `marks.lost` is set when some may be missing */
export function collectEntities(
  root: ResponseNode,
  steps: readonly EntityStep[],
  marks: Marks,
): readonly ResponseNode[] {
  let rows: ResponseNode[] = [root];
  marks.lost = undefined;
  for (const { property, matches: admits } of steps) {
    const next: ResponseNode[] = [];
    const mark = ++marks.lastMark;
    for (const row of rows) collect(row[property], next, marks, mark, admits);
    if (next.length === 0) return next;
    rows = next;
  }
  return rows;
}

function collect(
  value: unknown,
  into: ResponseNode[],
  marks: Marks,
  mark: number,
  admits: EntityStep['matches'],
): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) collect(value[index], into, marks, mark, admits);
    return;
  }
  const node = value as ResponseNode;
  // A node with this mark occurs at two places and was found already; an `InvalidValue` has none.
  const { mark: last } = value as { readonly mark?: number };
  if (last === mark) return;
  if (last === undefined) {
    if (value instanceof InvalidValue) marks.lost ??= value.why;
    return;
  }
  if (admits && !admits(node.type)) return;
  node.mark = mark;
  into.push(node);
}

/** A path in the response: field names and list indices. */
export type ResponsePath = readonly (string | number)[];

/** @returns every path at which each node of `sought` (or each node) occurs; called only when there is an error to report */
export function locateEntities(
  root: ResponseNode,
  steps: readonly EntityStep[],
  sought: ReadonlySet<ResponseNode> | undefined,
): ReadonlyMap<ResponseNode, readonly ResponsePath[]> {
  const places = new Map<ResponseNode, ResponsePath[]>();
  eachPlace(root, steps, (node, path) => {
    if (sought?.has(node) === false) return;
    const known = places.get(node);
    if (known) known.push([...path]);
    else places.set(node, [[...path]]);
  });
  return places;
}

/** Calls `visit` for each place at the end of `steps`, with the objects above it, outermost first. */
export function eachPlace(
  root: ResponseNode,
  steps: readonly EntityStep[],
  visit: (node: ResponseNode, path: ResponsePath, above: readonly ResponseNode[]) => void,
): void {
  const path: (string | number)[] = [];
  const above: ResponseNode[] = [];
  const down = (value: unknown, at: number): void => {
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) {
        path.push(index);
        down(value[index], at);
        path.pop();
      }
      return;
    }
    if (!isNode(value) || (at > 0 && steps[at - 1]!.matches?.(value.type) === false)) return;
    if (at === steps.length) return visit(value, path, above);
    above.push(value);
    path.push(steps[at]!.name);
    down(value[steps[at]!.property], at + 1);
    path.pop();
    above.pop();
  };
  down(root, 0);
}
