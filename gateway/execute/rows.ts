/** Finding the objects a step is about: down a path of the plan, through lists, each object once. */
import { isNode, Misfit, type Node, type Reason, type Shape } from '../reply/layout.ts';
import { isOfType } from './fetch-document.ts';
import type { GraphQLSchema } from 'graphql';

/** One field of a path; lists on the way are gone through. */
export interface RowStep {
  readonly name: string;
  readonly property: string;
  /** Only objects for which this holds go on. */
  readonly admits?: (type: string | undefined) => boolean;
}

/** @param path the plan's: response names, `@` for a list, `name|[A,B]` for objects of these types only */
export function rowSteps(supergraph: GraphQLSchema, root: Shape, path: readonly (string | number)[]): { readonly steps: readonly RowStep[]; readonly shape: Shape } {
  const steps: RowStep[] = [];
  let shape = root;
  for (const element of path) {
    const [name = '', condition] = String(element).split('|');
    const types = condition?.slice(1, -1).split(',');
    const admits = types && ((type: string | undefined) => types.some((condition) => isOfType(supergraph, type, condition)));
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

export function collectRows(root: Node, steps: readonly RowStep[], marks: Marks): readonly Node[] {
  let rows: Node[] = [root];
  marks.lost = undefined;
  for (const { property, admits } of steps) {
    const next: Node[] = [];
    const mark = ++marks.lastMark;
    for (const row of rows) spread(row[property], next, marks, mark, admits);
    if (next.length === 0) return next;
    rows = next;
  }
  return rows;
}

function spread(value: unknown, into: Node[], marks: Marks, mark: number, admits: RowStep['admits']): void {
  if (value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) spread(value[index], into, marks, mark, admits);
    return;
  }
  const node = value as Node;
  // A node that has this mark stands in two places and is here already; a Misfit has none.
  if (node.mark === mark) return;
  if (node.mark === undefined) {
    if (value instanceof Misfit) marks.lost ??= value.why;
    return;
  }
  if (admits && !admits(node.type)) return;
  node.mark = mark;
  into.push(node);
}

export type ResponsePath = readonly (string | number)[];

/** Every place at which each node of `sought` stands, or each node: asked only when there is an error to report. */
export function locateRows(root: Node, steps: readonly RowStep[], sought: ReadonlySet<Node> | undefined): ReadonlyMap<Node, readonly ResponsePath[]> {
  const places = new Map<Node, ResponsePath[]>();
  eachPlace(root, steps, (node, path) => {
    if (sought?.has(node) === false) return;
    const known = places.get(node);
    if (known) known.push([...path]);
    else places.set(node, [[...path]]);
  });
  return places;
}

/** Calls `visit` for each place at the end of `steps`, with the objects above it, outermost first. */
export function eachPlace(root: Node, steps: readonly RowStep[], visit: (node: Node, path: ResponsePath, above: readonly Node[]) => void): void {
  const path: (string | number)[] = [];
  const above: Node[] = [];
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
