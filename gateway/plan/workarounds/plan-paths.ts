/** The fields of a document and of a plan, as paths of response names with the conditions under which they are selected. */
import type { FetchNode, PlanNode, QueryPlanSelectionNode, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, type OperationDefinitionNode, type DocumentNode, type SelectionSetNode } from 'graphql';
import { operationOf, renamesOf } from '../../document/operation.ts';
import { bothConditions, conditionOf, type Condition } from '../../document/condition.ts';
import { fragmentsOf, type Fragments } from '../../document/fragments.ts';

/** Response names from the root joined by `/`, without list marks and types -> the ways to that path, by their types. */
export type Paths = Map<string, Map<string, Way>>;

/** One of the ways to a path: objects of different parents share a path in plans. */
export interface Way {
  /** For each name of the path, the types of the fragments around it; none where only the name before determines the object's type. */
  readonly types: Types;
  /** Alternative conditions, of which one must hold. */
  readonly conditions: Condition[];
}

type Types = readonly (readonly string[])[];

/** Any node of a plan. */
export type PlanTreeNode = PlanNode | SubscriptionNode;

/** @param document one operation and its fragments @returns the paths that it selects */
export function requestedPaths(document: DocumentNode): Paths {
  const paths: Paths = new Map();
  const found: Found = (path, types, holds) => add(paths, path, types, holds);
  readDocument(document, (fragments, { selectionSet }) => readSelections({ fragments, found }, selectionSet, TOP));
  return paths;
}

/** @param above response names above the step @param when the condition of the steps around it @returns the paths that a step fetches */
export function fetchedPaths(
  step: PlanTreeNode,
  above: readonly string[] = [],
  when: Condition = [],
  into: Paths = new Map(),
): Paths {
  switch (step.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const inner of step.nodes) fetchedPaths(inner, above, when, into);
      break;
    case 'Flatten':
      fetchedPaths(step.node, [...above, ...responseNames(step.path)], when, into);
      break;
    case 'Condition':
      for (const [sign, inner] of [
        ['+', step.ifClause],
        ['-', step.elseClause],
      ] as const) {
        const holds = bothConditions(when, [`${sign}${step.condition}`]);
        if (inner && holds) fetchedPaths(inner, above, holds, into);
      }
      break;
    case 'Fetch':
      readFetch(step, above, when, (path, types, holds) => add(into, path, types, holds));
      break;
    default:
  }
  return into;
}

/** A field at a path, of objects of one type. */
export interface FieldAt {
  readonly path: string;
  /** The type on which the field is selected; empty where only the field above determines it. */
  readonly on: string;
}

/** @param above response names above the fetch @returns the fields that it fetches */
export function answeredFields(fetch: FetchNode, above: readonly string[]): readonly FieldAt[] {
  const fields: FieldAt[] = [];
  readFetch(fetch, above, [], (path, types) => fields.push({ path, on: types.at(-1)!.at(-1) ?? '' }));
  return fields;
}

/** @returns the fields that a fetch needs first: of its entities, without `__typename`, and of the objects above them for its contexts */
export function neededFields(
  { requires = [], contextRewrites = [] }: FetchNode,
  above: readonly string[],
): readonly FieldAt[] {
  const fields: FieldAt[] = [];
  const add = (selections: readonly QueryPlanSelectionNode[], at: readonly string[], on: string): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') add(selection.selections, at, selection.typeCondition ?? on);
      else if (selection.name !== '__typename') {
        const path = [...at, selection.alias ?? selection.name];
        if (selection.selections?.length) add(selection.selections, path, '');
        else fields.push({ path: path.join('/'), on });
      }
    }
  };
  add(requires, above, '');
  for (const { path } of contextRewrites) {
    const up = path.filter((part) => part === '..').length;
    const down = path.slice(up).filter((part) => !part.startsWith('... on '));
    fields.push({ path: [...above.slice(0, above.length - up), ...down].join('/'), on: '' });
  }
  return fields;
}

/** @returns the names of a plan's path, without list marks and types */
export function responseNames(path: readonly (string | number)[]): readonly string[] {
  return path.map((element) => String(element).split('|')[0]!).filter((name) => name !== '@' && name !== '');
}

type Found = (path: string, types: Types, holds: Condition) => void;

function readFetch(fetch: FetchNode, above: readonly string[], when: Condition, found: Found): void {
  const renames = renamesOf(fetch.outputRewrites);
  readDocument(parse(fetch.operation, { noLocation: true }), (fragments, { selectionSet }) => {
    const [first] = selectionSet.selections;
    const isEntities = fetch.requires !== undefined && first?.kind === Kind.FIELD;
    readSelections({ fragments, renames, found }, isEntities ? first.selectionSet! : selectionSet, {
      ...TOP,
      above,
      types: above.map(() => []),
      when,
    });
  });
}

interface Reading {
  readonly fragments: Fragments;
  /** Of `renamesOf`. */
  readonly renames?: ReadonlyMap<string, string>;
  readonly found: Found;
}

function readDocument(
  document: DocumentNode,
  read: (fragments: Fragments, operation: OperationDefinitionNode) => void,
): void {
  read(fragmentsOf(document), operationOf(document));
}

/** A position within the selections. */
interface Place {
  readonly above: readonly string[];
  readonly types: Types;
  /** Of the object itself. */
  readonly on: readonly string[];
  /** The reply's own path, which renames go by. */
  readonly replied: string;
  readonly when: Condition;
}

const TOP: Place = { above: [], types: [], on: [], replied: '', when: [] };

function readSelections(reading: Reading, set: SelectionSetNode, at: Place): void {
  for (const selection of set.selections) {
    const when = conditionOf(selection.directives, at.when);
    if (when === undefined) continue;
    if (selection.kind !== Kind.FIELD) {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : reading.fragments.get(selection.name.value)!;
      const type = inner.typeCondition?.name.value;
      readSelections(reading, inner.selectionSet, {
        ...at,
        when,
        on: type === undefined || at.on.includes(type) ? at.on : [...at.on, type],
      });
      continue;
    }
    if (selection.name.value.startsWith('__')) continue;
    const name = (selection.alias ?? selection.name).value;
    const replied = at.replied === '' ? name : `${at.replied}.${name}`;
    const above = [...at.above, reading.renames?.get(replied) ?? name];
    const types = [...at.types, at.on];
    reading.found(above.join('/'), types, when);
    if (selection.selectionSet)
      readSelections(reading, selection.selectionSet, { above, types, on: [], replied, when });
  }
}

function add(paths: Paths, path: string, types: Types, when: Condition): void {
  const ways = paths.get(path) ?? new Map<string, Way>();
  paths.set(path, ways);
  const key = types.map((names) => names.join('&')).join('/');
  const known = ways.get(key);
  if (known === undefined) ways.set(key, { types, conditions: [when] });
  else if (!known.conditions.some((condition) => condition.every((literal) => when.includes(literal))))
    known.conditions.push(when);
}
