/**
 * What failed in a run, noted in the plan's words while it runs and told in the client's when somebody asks: only then
 * is it worth finding out where in the response an object stands.
 */
import { GraphQLError } from 'graphql';
import type { Node } from '../reply/layout.ts';
import type { ObjectPlan } from '../reply/response-plan.ts';
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
  const places: ResponsePath[] = [];
  const seen = new Set<string>();
  const located = locateRows(root, failure.steps, new Set(rows));
  for (const row of rows) {
    for (const place of located.get(row) ?? []) {
      for (const below of failure.below(row)) {
        const path = askedPart(plan, [...place, ...below].map((part) => (typeof part === 'string' ? clientName(part) : part)));
        const key = JSON.stringify(path);
        if (seen.has(key)) continue;
        seen.add(key);
        places.push(path);
        if (places.length === MAX_PLACES) return places;
      }
    }
  }
  return places.length === 0 ? [undefined] : places;
}

/** The path as far as the client has asked for it: what only the plan needs has no place in the response. */
function askedPart(plan: ObjectPlan, path: ResponsePath): ResponsePath {
  let objects: readonly ObjectPlan[] = [plan];
  for (let index = 0; index < path.length; index++) {
    const part = path[index]!;
    if (typeof part === 'number') continue;
    const fields = objects.flatMap((object) => [...object.fields.values()].flat()).filter(({ name }) => name === part);
    if (fields.length === 0) return path.slice(0, index);
    objects = [...new Set(fields.flatMap(({ object }) => (object ? [object] : [])))];
  }
  return path;
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
