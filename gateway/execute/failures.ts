/**
 * The failures of a run. They are recorded with the plan's names during the run and turned into GraphQL errors with the client's paths
 * when the errors are read: only then is it worth locating objects in the response.
 */
import { GraphQLError } from 'graphql';
import { furtherErrors, MOST_LISTED_ERRORS } from '../reply/further-errors.ts';
import { withoutStack } from '../reply/without-stack.ts';
import { isNode, type ResponseNode, type Reason } from '../result/layout.ts';
import type { FieldPlan, ObjectPlan } from '../result/response-plan.ts';
import { MISSING_INPUT_CODES } from './missing-input.ts';
import { isDisambiguated } from '../plan/workarounds/separate-aliases.ts';
import { locateEntities, type ResponsePath, type EntityStep } from './entities.ts';

/** One failure of a fetch. */
export interface Failure extends Reason {
  /** The path to the objects that it concerns. */
  readonly steps: readonly EntityStep[];
  /** The objects that it concerns; `left`: those present at the end; `undefined`: none in particular. */
  readonly rows?: readonly ResponseNode[] | 'left';
  /** Places below each object, in the plan's names; `[[]]` is the object itself. */
  readonly below: (row: ResponseNode) => readonly ResponsePath[];
}

/** At most this many places are reported of one failure; a subgraph that is down is evident from the first. */
const MAX_PLACES = 100;

/** One place of a failure. */
interface ReportedPlace {
  readonly failure: Failure;
  readonly path: ResponsePath | undefined;
  /** False where the client has not selected what failed: the path ends at the object that holds it. */
  readonly exact: boolean;
}

/**
 * @param plan of the response, whose fields the client selected
 * @param clientName translates a response name of the plan to the client's
 * @returns the first errors, and one that counts the others where there are more than the limit
 */
export function errorsOf(
  failures: readonly Failure[],
  root: ResponseNode,
  plan: ObjectPlan,
  clientName: (name: string) => string,
): readonly GraphQLError[] {
  const reported = failures.flatMap((failure): readonly ReportedPlace[] =>
    failure.rows
      ? placesOf(failure, failure.rows, root, plan, clientName)
      : [{ failure, path: outerPath(failure.steps, clientName), exact: true }],
  );
  const all = withoutHolders(reported);
  const errors = all
    .slice(0, MOST_LISTED_ERRORS)
    .map(({ path, failure: { message, extensions, cause } }) =>
      withoutStack(() => new GraphQLError(message, { path, extensions, originalError: cause })),
    );
  if (all.length > MOST_LISTED_ERRORS) errors.push(furtherErrors(all.length - MOST_LISTED_ERRORS));
  return errors;
}

/** A field fetched only as another field's input is reported with that field, where both have the same cause: its object is not lost. */
function withoutHolders(reported: readonly ReportedPlace[]): readonly ReportedPlace[] {
  if (reported.every(({ exact }) => exact)) return reported;
  const above = new Set(
    reported
      .filter(({ exact }) => exact)
      .flatMap(({ failure, path = [] }) => path.map((_, end) => causeAt(failure, path.slice(0, end)))),
  );
  return reported.filter(({ failure, path = [], exact }) => exact || !above.has(causeAt(failure, path)));
}

function causeAt({ extensions }: Failure, path: ResponsePath): string {
  return JSON.stringify([extensions['code'], extensions['service'], path]);
}

function placesOf(
  failure: Failure,
  rows: readonly ResponseNode[] | 'left',
  root: ResponseNode,
  plan: ObjectPlan,
  clientName: (name: string) => string,
): readonly ReportedPlace[] {
  const places = new Map<string, ReportedPlace>();
  // A failure costs nothing where other fetches have supplied all its fields, or where it concerns other objects.
  let costNothing = rows === 'left';
  // A missing input that the client has not selected is reported by the field that needs it. Without such a field nothing is lost.
  const isMissingInput = MISSING_INPUT_CODES.has(failure.extensions['code']);
  const located = locateEntities(root, failure.steps, rows === 'left' ? undefined : new Set(rows));
  for (const row of rows === 'left' ? located.keys() : rows) {
    const lost = failure.below(row);
    if (lost.length === 0) costNothing = true;
    for (const place of located.get(row) ?? []) {
      for (const below of lost) {
        const path = selectedPart(plan, root, [...place, ...below], clientName);
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
 * A path of the plan's names as far as the client has selected it: what only the plan needs has no place in the response.
 * @returns `undefined` for a field that is selected of other objects at this path but not of this one: the plan's paths have no types
 */
function selectedPart(
  plan: ObjectPlan,
  root: ResponseNode,
  path: ResponsePath,
  clientName: (name: string) => string,
): ResponsePath | undefined {
  const selected: (string | number)[] = [];
  let objects: readonly ObjectPlan[] = [plan];
  let value: unknown = root;
  for (const part of path) {
    if (typeof part === 'number') {
      value = Array.isArray(value) ? (value as unknown[])[part] : undefined;
    } else {
      const fields = objects.flatMap((object) => fieldsOf(object, value)).filter(({ planned }) => planned === part);
      if (fields.length === 0) return isDisambiguated(part) ? undefined : selected;
      value = isNode(value) ? value[fields[0]!.property] : undefined;
      objects = [...new Set(fields.flatMap(({ object }) => (object ? [object] : [])))];
    }
    selected.push(typeof part === 'string' ? clientName(part) : part);
  }
  return selected;
}

/** The fields selected of this object; of all its possible types while its type is unknown. */
function fieldsOf({ fields }: ObjectPlan, value: unknown): readonly FieldPlan[] {
  const own = isNode(value) && value.type !== undefined ? fields.get(value.type) : undefined;
  return own ?? [...fields.values()].flat();
}

/** The path up to the first list, which is the same for all objects. */
function outerPath(steps: readonly EntityStep[], clientName: (name: string) => string): ResponsePath | undefined {
  return steps.length === 0 ? undefined : [clientName(steps[0]!.name)];
}

/** @returns whether an error has been reported at a path or below it */
export function coveredBy(errors: readonly GraphQLError[]): (path: ResponsePath) => boolean {
  let prefixes: Set<string> | undefined;
  return (path) => {
    prefixes ??= new Set(
      errors.flatMap((error) => (error.path ?? []).map((_, end, whole) => JSON.stringify(whole.slice(0, end + 1)))),
    );
    return prefixes.has(JSON.stringify(path));
  };
}
