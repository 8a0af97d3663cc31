/** Finding the objects a step is about: down a path of the plan, through lists, each object once. */
import { isNode, InvalidValue, type ResponseNode, type Reason, type Shape } from '../result/layout.ts';
import { isOfType } from '../document/types.ts';
import type { GraphQLSchema } from 'graphql';

/** One field of a path; lists on the way are gone through. */
export interface EntityStep {
  readonly name: string;
  readonly property: string;
  /** Only objects for which this holds go on. */
  readonly admits?: (type: string | undefined) => boolean;
}

/** @param path the plan's: response names, `@` for a list, `name|[A,B]` for objects of these types only */
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
      if (last) steps.push({ ...last, admits: admits ?? last.admits });
      continue;
    }
    steps.push({ name, property: shape.slot(name, true).property, admits });
    shape = shape.child(name, undefined);
  }
  return { steps, shape };
}

/** Hands out marks: each collection of a run has its own. */
export interface Marks {
  lastMark: number;
  /** Why the last collection found less than there may be: a failed request stands in its way. */
  lost: Reason | undefined;
}

export function collectEntities(
  root: ResponseNode,
  steps: readonly EntityStep[],
  marks: Marks,
): readonly ResponseNode[] {
  let rows: ResponseNode[] = [root];
  marks.lost = undefined;
  for (const { property, admits } of steps) {
    const next: ResponseNode[] = [];
    const mark = ++marks.lastMark;
    for (const row of rows) spread(row[property], next, marks, mark, admits);
    if (next.length === 0) return next;
    rows = next;
  }
  return rows;
}

function spread(value: unknown, into: ResponseNode[], marks: Marks, mark: number, admits: EntityStep['admits']): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) spread(value[index], into, marks, mark, admits);
    return;
  }
  const node = value as ResponseNode;
  // A node that has this mark stands in two places and is here already; an `InvalidValue` has none.
  if (node.mark === mark) return;
  if (node.mark === undefined) {
    if (value instanceof InvalidValue) marks.lost ??= value.why;
    return;
  }
  if (admits && !admits(node.type)) return;
  node.mark = mark;
  into.push(node);
}

export type ResponsePath = readonly (string | number)[];

/** Every place at which each node of `sought` stands, or each node: asked only when there is an error to report. */
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
    if (!isNode(value) || (at > 0 && steps[at - 1]!.admits?.(value.type) === false)) return;
    if (at === steps.length) return visit(value, path, above);
    above.push(value);
    path.push(steps[at]!.name);
    down(value[steps[at]!.property], at + 1);
    path.pop();
    above.pop();
  };
  down(root, 0);
}
