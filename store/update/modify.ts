/** An update document (`{$set: …}`) as a function that changes a document in place. */
import { storeFault, notOffered } from '../errors.ts';
import { isDocument, typeOf, type Document } from '../value/types.ts';
import { elementTest, type Test } from '../query/match.ts';
import { isIndex } from '../query/path.ts';
import { matchedPosition } from '../query/position.ts';
import { dollarField } from './dollar-field.ts';
import { KEEP, REFUSED_UPDATE_OPERATORS, UPDATE_OPERATORS, type FieldChange } from './operators.ts';
import { clone, readTarget, removeTarget, writeTarget } from './target.ts';

interface Assignment {
  readonly operator: string;
  readonly parts: readonly string[];
  readonly change: FieldChange;
}

/** What paths with `$` and `$[name]` are resolved by. */
export interface UpdateContext {
  /** The filter that found the document, for the positional `$`. */
  readonly filter: Document;
  readonly arrayFilters: readonly Document[];
}

/** Changes a document in place. @param inserting whether an upsert makes the document, so that `$setOnInsert` applies */
export type Modify = (document: Document, inserting: boolean) => void;

/** Makes a function of an update document. @throws StoreError FailedToParse, ConflictingUpdateOperators, BadValue … */
export function compileModify(update: Document, context: UpdateContext): Modify {
  const assignments = assignmentsOf(update);
  checkConflicts(assignments);
  const filters = arrayTests(context.arrayFilters, assignments);
  return (document, inserting) => {
    const before = clone(document) as Document;
    for (const assignment of assignments) {
      // A path that does not fit is refused also where nothing is written.
      const paths = expand(before, assignment.parts, context.filter, filters);
      if (assignment.operator === '$setOnInsert' && !inserting) continue;
      for (const parts of paths) assign(document, assignment, parts);
    }
  };
}

function assignmentsOf(update: Document): Assignment[] {
  const found: Assignment[] = [];
  for (const [operator, fields] of update) {
    if (REFUSED_UPDATE_OPERATORS.has(operator)) throw notOffered(`the update operator ${operator}`);
    const change = Object.hasOwn(UPDATE_OPERATORS, operator) ? UPDATE_OPERATORS[operator] : undefined;
    if (change === undefined)
      throw storeFault(
        'FailedToParse',
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDocument(fields))
      throw storeFault(
        'FailedToParse',
        `Modifiers operate on fields but we found type ${typeOf(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: …}`,
      );
    for (const [path, argument] of fields) {
      const parts = checkedParts(path, operator === '$unset');
      found.push({ operator, parts, change: change(argument) });
    }
  }
  return found.sort((a, b) => comparePaths(a.parts, b.parts));
}

/** @param removes whether the field is only taken away: then its name may begin with a dollar */
function checkedParts(path: string, removes = false): string[] {
  const parts = path.split('.');
  if (parts.some((part) => part === ''))
    throw storeFault('EmptyFieldName', `The update path '${path}' contains an empty field name, which is not allowed.`);
  if (isPositional(parts[0]!))
    throw storeFault('BadValue', `Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  // Fields of fields may begin with a dollar; those of the document itself may not.
  if (!removes && parts[0]!.startsWith('$')) throw dollarField(parts[0]!, path);
  return parts;
}

/** Whether a part of a path stands for elements of an array: `$`, `$[]`, `$[name]`. */
function isPositional(part: string): boolean {
  return part === '$' || isForEach(part);
}

function isForEach(part: string): boolean {
  return part.startsWith('$[') && part.endsWith(']');
}

/** Fields are set in the order of their names, numbers as numbers, as MongoDB does since 5.0. */
function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    if (a[i] === b[i]) continue;
    const numbers = /^\d+$/.test(a[i]!) && /^\d+$/.test(b[i]!);
    if (numbers) return Number(a[i]) - Number(b[i]);
    return a[i]! < b[i]! ? -1 : 1;
  }
  return a.length - b.length;
}

/** Whether one path leads to the elements of an array where the other names a field. */
function disagree(a: readonly string[], b: readonly string[]): boolean {
  const at = a.findIndex((part, i) => part !== b[i]);
  return at > 0 && b[at] !== undefined && isForEach(a[at]!) !== isForEach(b[at]);
}

function checkConflicts(assignments: readonly Assignment[]): void {
  const written = assignments.map(({ parts }) => parts);
  for (const [i, parts] of written.entries()) {
    const other = written.slice(0, i).find((before) => disagree(before, parts));
    if (other !== undefined)
      throw storeFault(
        'ConflictingUpdateOperators',
        `Updating the path '${parts.join('.')}' would create a conflict at '${parts
          .slice(
            0,
            parts.findIndex((part, at) => part !== other[at]),
          )
          .join('.')}'`,
      );
  }
  const paths = written.map((parts) => parts.join('.')).sort();
  for (let i = 1; i < paths.length; i += 1) {
    const clash = paths.slice(0, i).find((path) => path === paths[i] || paths[i]!.startsWith(`${path}.`));
    if (clash !== undefined)
      throw storeFault(
        'ConflictingUpdateOperators',
        `Updating the path '${paths[i]}' would create a conflict at '${clash}'`,
      );
  }
}

function arrayTests(filters: readonly Document[], assignments: readonly Assignment[]): ReadonlyMap<string, Test> {
  const tests = new Map<string, Test>();
  for (const filter of filters) {
    const names = new Set(identifiers(filter));
    const [name] = names;
    if (names.size !== 1 || name === undefined)
      throw storeFault(
        'FailedToParse',
        `Error parsing array filter: Expected a single top-level field name, found ${[...names].map((one) => `'${one}'`).join(' and ')}`,
      );
    if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
      throw storeFault(
        'BadValue',
        `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      );
    if (tests.has(name))
      throw storeFault('FailedToParse', `Found multiple array filters with the same top-level field name ${name}`);
    const test = elementTest(filter, undefined, true);
    tests.set(name, (value) => value !== undefined && test(new Map([[name, value]])));
  }
  const used = new Set(assignments.flatMap(({ parts }) => parts.filter(isForEach).map((part) => part.slice(2, -1))));
  for (const name of tests.keys())
    if (!used.has(name))
      throw storeFault('FailedToParse', `The array filter for identifier '${name}' was not used in the update`);
  for (const name of used)
    if (name !== '' && !tests.has(name)) throw storeFault('BadValue', `No array filter found for identifier '${name}'`);
  return tests;
}

function identifiers(filter: Document): string[] {
  return [...filter].flatMap(([name, value]) =>
    name.startsWith('$') && Array.isArray(value)
      ? value.flatMap((one) => identifiers(one as Document))
      : [name.split('.')[0]!],
  );
}

/** A path with `$`, `$[]` and `$[name]` as the plain paths it stands for in this document. */
function expand(
  document: Document,
  parts: readonly string[],
  filter: Document,
  tests: ReadonlyMap<string, Test>,
): string[][] {
  const i = parts.findIndex(isPositional);
  if (i < 0) return [[...parts]];
  const head = parts.slice(0, i);
  const part = parts[i]!;
  const array = readTarget(document, head);
  if (part === '$') {
    const position = matchedPosition(document, head.join('.'), filter);
    if (position === undefined)
      throw storeFault('BadValue', 'The positional operator did not find the match needed from the query.');
    return expand(document, [...head, String(position), ...parts.slice(i + 1)], filter, tests);
  }
  if (!Array.isArray(array))
    throw storeFault(
      'BadValue',
      `The path '${head.join('.')}' must exist in the document in order to apply array updates.`,
    );
  const test = part === '$[]' ? () => true : tests.get(part.slice(2, -1))!;
  return array.flatMap((element, at) =>
    test(element) ? expand(document, [...head, String(at), ...parts.slice(i + 1)], filter, tests) : [],
  );
}

function assign(document: Document, { operator, change }: Assignment, parts: readonly string[]): void {
  if (REMOVES_ELEMENTS.has(operator)) checkViable(document, parts);
  const result = change(readTarget(document, parts), parts.join('.'));
  if (result === KEEP) return;
  if (result === undefined) removeTarget(document, parts);
  else writeTarget(document, parts, result);
}

/** Operators that write nothing where the field is missing, and still refuse a path that could not exist. */
const REMOVES_ELEMENTS: ReadonlySet<string> = new Set(['$pull', '$pullAll', '$pop']);

function checkViable(document: Document, parts: readonly string[]): void {
  for (let i = 1; i < parts.length; i += 1) {
    const parent = readTarget(document, parts.slice(0, i));
    if (parent === undefined) return;
    if (isDocument(parent) || (Array.isArray(parent) && isIndex(parts[i]!))) continue;
    throw storeFault(
      'PathNotViable',
      `Cannot use the part (${parts[i]!}) of (${parts.join('.')}) to traverse the element`,
    );
  }
}
