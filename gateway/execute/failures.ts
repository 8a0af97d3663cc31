/**
 * What failed in a run, noted in the plan's words while it runs and told in the client's when somebody asks: only then
 * is it worth finding out where in the response an object stands.
 */
import { GraphQLError } from 'graphql';
import { isNode, type Node } from '../reply/layout.ts';
import type { FieldPlan, ObjectPlan } from '../reply/response-plan.ts';
import { isKeptApart } from './separate-aliases.ts';
import { locateRows, type ResponsePath, type RowStep } from './rows.ts';

export interface Failure {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly cause?: Error;
  /** Where the objects it is about are found. */
  readonly steps: readonly RowStep[];
  /** The objects it is about; `undefined`: it says of none in particular. */
  readonly rows?: readonly Node[];
  /** Places below each object, in the plan's names; `[[]]` is the object itself. */
  readonly below: (row: Node) => readonly ResponsePath[];
}

/** So many places are told of one failure; a subgraph that is down is clear from the first. */
const MAX_PLACES = 100;

/** @param clientName gives the client's name for a response name of the plan */
export function errorsOf(failures: readonly Failure[], root: Node, plan: ObjectPlan, clientName: (name: string) => string): readonly GraphQLError[] {
  return failures.flatMap((failure) => {
    const paths = failure.rows ? placesOf(failure, failure.rows, root, plan, clientName) : [outerPath(failure.steps, clientName)];
    return paths.map((path) => new GraphQLError(failure.message, { path, extensions: failure.extensions, originalError: failure.cause }));
  });
}

function placesOf(failure: Failure, rows: readonly Node[], root: Node, plan: ObjectPlan, clientName: (name: string) => string): readonly (ResponsePath | undefined)[] {
  const places = new Map<string, ResponsePath>();
  let isElsewhere = false;
  const located = locateRows(root, failure.steps, new Set(rows));
  for (const row of rows) {
    for (const place of located.get(row) ?? []) {
      for (const below of failure.below(row)) {
        const path = askedPart(plan, root, [...place, ...below], clientName);
        if (path === undefined) isElsewhere = true;
        else places.set(JSON.stringify(path), path);
        if (places.size === MAX_PLACES) return [...places.values()];
      }
    }
  }
  return places.size === 0 && !isElsewhere ? [undefined] : [...places.values()];
}

/**
 * A path of the plan's names as far as the client has asked for it: what only the plan needs has no place in the response.
 * @returns `undefined` for a field that they asked of other objects at this path, but not of this one: the plan's paths know no types
 */
function askedPart(plan: ObjectPlan, root: Node, path: ResponsePath, clientName: (name: string) => string): ResponsePath | undefined {
  const asked: (string | number)[] = [];
  let objects: readonly ObjectPlan[] = [plan];
  let value: unknown = root;
  for (const part of path) {
    if (typeof part === 'number') {
      value = Array.isArray(value) ? (value as unknown[])[part] : undefined;
    } else {
      const fields = objects.flatMap((object) => fieldsOf(object, value)).filter(({ planned }) => planned === part);
      if (fields.length === 0) return isKeptApart(part) ? undefined : asked;
      value = isNode(value) ? value[fields[0]!.property] : undefined;
      objects = [...new Set(fields.flatMap(({ object }) => (object ? [object] : [])))];
    }
    asked.push(typeof part === 'string' ? clientName(part) : part);
  }
  return asked;
}

/** What is asked of this object; of all that it may be, while nothing says what it is. */
function fieldsOf({ fields }: ObjectPlan, value: unknown): readonly FieldPlan[] {
  const own = isNode(value) && value.type !== undefined ? fields.get(value.type) : undefined;
  return own ?? [...fields.values()].flat();
}

/** The path up to the first list, which is the same for all objects. */
function outerPath(steps: readonly RowStep[], clientName: (name: string) => string): ResponsePath | undefined {
  return steps.length === 0 ? undefined : [clientName(steps[0]!.name)];
}

/** Which paths errors have been reported for, or are above such a path. */
export function explainedBy(errors: readonly GraphQLError[]): (path: ResponsePath) => boolean {
  let prefixes: Set<string> | undefined;
  return (path) => {
    prefixes ??= new Set(errors.flatMap((error) => (error.path ?? []).map((_, end, whole) => JSON.stringify(whole.slice(0, end + 1)))));
    return prefixes.has(JSON.stringify(path));
  };
}
