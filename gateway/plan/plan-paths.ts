/** What a document asks and what a plan fetches, as paths of response names with the conditions under which they hold. */
import type { FetchNode, PlanNode, QueryPlanSelectionNode, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, type OperationDefinitionNode, type DocumentNode, type SelectionSetNode } from 'graphql';
import { operationOf, renamesOf } from '../execute/fetch-document.ts';
import { both, conditionOf, type Condition } from '../reply/condition.ts';
import { fragmentsOf, type Fragments } from '../reply/fragments.ts';

/** Response names from the root joined by `/`, without list marks and types -> when; any of the conditions will do. */
export type Paths = Map<string, Condition[]>;

export type Step = PlanNode | SubscriptionNode;

export function askedPaths(document: DocumentNode): Paths {
  const paths: Paths = new Map();
  readDocument(document, (reading, operation) => addSelections({ ...reading, into: paths }, operation.selectionSet, [], '', []));
  return paths;
}

/** @param above names of the place the step stands at */
export function fetchedPaths(step: Step, above: readonly string[] = [], when: Condition = [], into: Paths = new Map()): Paths {
  switch (step.kind) {
    case 'Sequence':
    case 'Parallel':
      for (const inner of step.nodes) fetchedPaths(inner, above, when, into);
      break;
    case 'Flatten':
      fetchedPaths(step.node, [...above, ...namesOf(step.path)], when, into);
      break;
    case 'Condition':
      for (const [sign, inner] of [['+', step.ifClause], ['-', step.elseClause]] as const) {
        const holds = both(when, [`${sign}${step.condition}`]);
        if (inner && holds) fetchedPaths(inner, above, holds, into);
      }
      break;
    case 'Fetch':
      addFetch(step, above, when, into);
      break;
    default:
  }
  return into;
}

/** Paths of what a fetch must know of its entities beforehand, `__typename` aside. */
export function requiredPaths({ requires = [] }: FetchNode, above: readonly string[]): readonly string[] {
  const paths: string[] = [];
  const add = (selections: readonly QueryPlanSelectionNode[], at: readonly string[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'InlineFragment') add(selection.selections, at);
      else if (selection.name !== '__typename') {
        const path = [...at, selection.alias ?? selection.name];
        if (selection.selections?.length) add(selection.selections, path);
        else paths.push(path.join('/'));
      }
    }
  };
  add(requires, above);
  return paths;
}

/** The names of a plan's path, without list marks and types. */
export function namesOf(path: readonly (string | number)[]): readonly string[] {
  return path.map((element) => String(element).split('|')[0]!).filter((name) => name !== '@' && name !== '');
}

function addFetch(fetch: FetchNode, above: readonly string[], when: Condition, into: Paths): void {
  const renames = renamesOf(fetch.outputRewrites);
  readDocument(parse(fetch.operation, { noLocation: true }), (reading, { selectionSet }) => {
    const [first] = selectionSet.selections;
    const isEntities = fetch.requires !== undefined && first?.kind === Kind.FIELD;
    addSelections({ ...reading, renames, into }, isEntities ? first.selectionSet! : selectionSet, above, '', when);
  });
}

interface Reading {
  readonly fragments: Fragments;
  /** Of `renamesOf`. */
  readonly renames?: ReadonlyMap<string, string>;
  readonly into: Paths;
}

function readDocument(document: DocumentNode, read: (reading: Pick<Reading, 'fragments'>, operation: OperationDefinitionNode) => void): void {
  read({ fragments: fragmentsOf(document) }, operationOf(document));
}

/** @param replied the reply's own path, which renames go by */
function addSelections(reading: Reading, set: SelectionSetNode, above: readonly string[], replied: string, when: Condition): void {
  for (const selection of set.selections) {
    const holds = conditionOf(selection.directives, when);
    if (holds === undefined) continue;
    if (selection.kind !== Kind.FIELD) {
      const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : reading.fragments.get(selection.name.value)!;
      addSelections(reading, inner.selectionSet, above, replied, holds);
      continue;
    }
    if (selection.name.value.startsWith('__')) continue;
    const name = (selection.alias ?? selection.name).value;
    const reply = replied === '' ? name : `${replied}.${name}`;
    const path = [...above, reading.renames?.get(reply) ?? name];
    add(reading.into, path.join('/'), holds);
    if (selection.selectionSet) addSelections(reading, selection.selectionSet, path, reply, holds);
  }
}

function add(paths: Paths, path: string, when: Condition): void {
  const known = paths.get(path);
  if (known === undefined) paths.set(path, [when]);
  else if (!known.some((condition) => condition.every((literal) => when.includes(literal)))) known.push(when);
}
