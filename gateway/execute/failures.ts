/**
 * What failed in a run, noted in the plan's words while it runs and told in the client's when somebody asks: only then
 * is it worth finding out where in the response an object stands.
 */
import { GraphQLError } from 'graphql';
import { furtherErrors, MOST_TOLD } from '../reply/further-errors.ts';
import { withoutStack } from '../reply/without-stack.ts';
import { isNode, type ResponseNode, type Reason } from '../result/layout.ts';
import type { FieldPlan, ObjectPlan } from '../result/response-plan.ts';
import { MISSING_INPUT_CODES } from './missing-input.ts';
import { isKeptApart } from '../plan/workarounds/separate-aliases.ts';
import { locateEntities, type ResponsePath, type EntityStep } from './entities.ts';

export interface Failure extends Reason {
  /** Where the objects it is about are found. */
  readonly steps: readonly EntityStep[];
  /** The objects it is about; `left`: those that are there in the end; `undefined`: it says of none in particular. */
  readonly rows?: readonly ResponseNode[] | 'left';
  /** Places below each object, in the plan's names; `[[]]` is the object itself. */
  readonly below: (row: ResponseNode) => readonly ResponsePath[];
}

/** So many places are told of one failure; a subgraph that is down is clear from the first. */
const MAX_PLACES = 100;

/** One place of a failure. */
interface Told {
  readonly failure: Failure;
  readonly path: ResponsePath | undefined;
  /** False where the client has not asked for what failed: the path ends at what holds it. */
  readonly exact: boolean;
}

/** @param clientName gives the client's name for a response name of the plan */
export function errorsOf(
  failures: readonly Failure[],
  root: ResponseNode,
  plan: ObjectPlan,
  clientName: (name: string) => string,
): readonly GraphQLError[] {
  const told = failures.flatMap((failure): readonly Told[] =>
    failure.rows
      ? placesOf(failure, failure.rows, root, plan, clientName)
      : [{ failure, path: outerPath(failure.steps, clientName), exact: true }],
  );
  const all = withoutHolders(told);
  const errors = all
    .slice(0, MOST_TOLD)
    .map(({ path, failure: { message, extensions, cause } }) =>
      withoutStack(() => new GraphQLError(message, { path, extensions, originalError: cause })),
    );
  if (all.length > MOST_TOLD) errors.push(furtherErrors(all.length - MOST_TOLD));
  return errors;
}

/** What was asked only for another field's sake is told with that field, where that has the same trouble: its object is not lost. */
function withoutHolders(told: readonly Told[]): readonly Told[] {
  if (told.every(({ exact }) => exact)) return told;
  const above = new Set(
    told
      .filter(({ exact }) => exact)
      .flatMap(({ failure, path = [] }) => path.map((_, end) => troubleAt(failure, path.slice(0, end)))),
  );
  return told.filter(({ failure, path = [], exact }) => exact || !above.has(troubleAt(failure, path)));
}

function troubleAt({ extensions }: Failure, path: ResponsePath): string {
  return JSON.stringify([extensions['code'], extensions['service'], path]);
}

function placesOf(
  failure: Failure,
  rows: readonly ResponseNode[] | 'left',
  root: ResponseNode,
  plan: ObjectPlan,
  clientName: (name: string) => string,
): readonly Told[] {
  const places = new Map<string, Told>();
  // Where others have answered all that it would have, or it was asked of other objects, it cost nothing that was asked for.
  let costNothing = rows === 'left';
  // What could not be asked for only for another field's sake is told by that field, which lacks it. Where there is none, nobody asked it.
  const isMissingInput = MISSING_INPUT_CODES.has(failure.extensions['code']);
  const located = locateEntities(root, failure.steps, rows === 'left' ? undefined : new Set(rows));
  for (const row of rows === 'left' ? located.keys() : rows) {
    const lost = failure.below(row);
    if (lost.length === 0) costNothing = true;
    for (const place of located.get(row) ?? []) {
      for (const below of lost) {
        const path = askedPart(plan, root, [...place, ...below], clientName);
        const exact = path?.length === place.length + below.length;
        if (path === undefined || (!exact && isMissingInput)) costNothing = true;
        else places.set(JSON.stringify(path), { failure, path, exact });
        if (places.size === MAX_PLACES) return [...places.values()];
      }
    }
  }
  return places.size === 0 && !costNothing ? [{ failure, path: undefined, exact: true }] : [...places.values()];
}

/**
 * A path of the plan's names as far as the client has asked for it: what only the plan needs has no place in the response.
 * @returns `undefined` for a field that they asked of other objects at this path, but not of this one: the plan's paths know no types
 */
function askedPart(
  plan: ObjectPlan,
  root: ResponseNode,
  path: ResponsePath,
  clientName: (name: string) => string,
): ResponsePath | undefined {
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
function outerPath(steps: readonly EntityStep[], clientName: (name: string) => string): ResponsePath | undefined {
  return steps.length === 0 ? undefined : [clientName(steps[0]!.name)];
}

/** Which paths errors have been reported for, or are above such a path. */
export function explainedBy(errors: readonly GraphQLError[]): (path: ResponsePath) => boolean {
  let prefixes: Set<string> | undefined;
  return (path) => {
    prefixes ??= new Set(
      errors.flatMap((error) => (error.path ?? []).map((_, end, whole) => JSON.stringify(whole.slice(0, end + 1)))),
    );
    return prefixes.has(JSON.stringify(path));
  };
}
