/**
 * Several fetches of one subgraph as one operation: an `_entities` field with an alias and a variable for each fetch of entities, and
 * the root fields of the others beside them.
 */
import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
} from 'graphql';
import { fragmentsOf, type Fragments } from '../../document/fragments.ts';
import { operationOf } from '../../document/operation.ts';
import { bodyStartOf } from '../../fetch/request-body.ts';
import type { EntityList } from '../../fetch/subgraph-request.ts';
import { REPRESENTATIONS, type FetchPlan } from '../fetch-plan.ts';

/** A fetch that may stand beside others in one operation. */
export interface FetchSource {
  readonly fetch: FetchPlan;
  /** The client's variables it uses, by name, and how they are declared. */
  readonly variables: ReadonlyMap<string, string>;
  /** Response names at its top; none for a fetch of entities, whose one name is chosen anew. */
  readonly names: ReadonlySet<string>;
}

/** A longer operation is not merged, in characters: reading it would cost more than a request. */
const LONGEST = 20_000;

/** @returns `undefined` for a fetch that has to go alone */
export function fetchSource(fetch: FetchPlan): FetchSource | undefined {
  if (fetch.query.length > LONGEST || fetch.variables.includes(REPRESENTATIONS)) return undefined;
  const document = parse(fetch.query, { noLocation: true });
  const operation = operationOf(document);
  if ((operation.directives ?? []).length > 0) return undefined;
  if (fetch.entities && operation.selectionSet.selections.length !== 1) return undefined;
  const names = fetch.entities ? new Set<string>() : responseNames(operation.selectionSet, fragmentsOf(document));
  return { fetch, variables: declared(operation), names };
}

function declared({ variableDefinitions = [] }: OperationDefinitionNode): ReadonlyMap<string, string> {
  return new Map(
    variableDefinitions
      .map((node) => [node.variable.name.value, print(node)] as const)
      .filter(([name]) => name !== REPRESENTATIONS),
  );
}

function responseNames({ selections }: SelectionSetNode, fragments: Fragments, into = new Set<string>()): Set<string> {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) into.add((selection.alias ?? selection.name).value);
    else if (selection.kind === Kind.INLINE_FRAGMENT) responseNames(selection.selectionSet, fragments, into);
    else responseNames(fragments.get(selection.name.value)!.selectionSet, fragments, into);
  }
  return into;
}

/** Whether a fetch may stand beside others: no response name means two things, no variable is declared in two ways, and the whole is short. */
export function fitsBeside(sources: readonly FetchSource[], source: FetchSource): boolean {
  const length = sources.reduce((sum, { fetch }) => sum + fetch.query.length, source.fetch.query.length);
  return (
    length <= LONGEST &&
    sources.every(
      ({ names, variables }) =>
        names.isDisjointFrom(source.names) &&
        [...source.variables].every(([name, declaration]) => (variables.get(name) ?? declaration) === declaration),
    )
  );
}

/** One operation for several fetches. */
export interface MergedDocument {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly bodyStart: string;
  /** For each fetch: the name of its entities in the reply; `undefined` for root fields, which keep their names. */
  readonly aliases: readonly (string | undefined)[];
  /** For each fetch of entities: the variable that holds them. */
  readonly variables: readonly (string | undefined)[];
  readonly lists: readonly EntityList[];
}

/**
 * @param sources each fits beside the others
 * @param lists which list of entities each fetch is about: two with the same number share one variable
 */
export function mergeDocuments(sources: readonly FetchSource[], lists: readonly number[]): MergedDocument {
  const taken = new Set(sources.flatMap(({ names, variables }) => [...names, ...variables.keys()]));
  const alias = freePrefix('e', taken);
  const list = freePrefix('r', taken);
  const parts = sources.map((source, index) =>
    renamed(source, { fragment: `f${index}_`, alias: `${alias}${index}`, list: `${list}${lists[index]}` }),
  );
  const definitions = new Map<string, VariableDefinitionNode>();
  for (const { operation } of parts)
    for (const node of operation.variableDefinitions ?? []) definitions.set(node.variable.name.value, node);
  const first = parts[0]!.operation;
  const operation: OperationDefinitionNode = {
    ...first,
    variableDefinitions: [...definitions.values()],
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: parts.flatMap(({ operation }): readonly SelectionNode[] => operation.selectionSet.selections),
    },
  };
  const fragments = parts.flatMap(({ document }) =>
    document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION),
  );
  const query = stripIgnoredCharacters(print({ kind: Kind.DOCUMENT, definitions: [operation, ...fragments] }));
  const operationName = first.name?.value;
  return {
    query,
    operationName,
    bodyStart: bodyStartOf(query, operationName),
    aliases: sources.map(({ fetch }, index) => (fetch.entities ? `${alias}${index}` : undefined)),
    variables: sources.map(({ fetch }, index) => (fetch.entities ? `${list}${lists[index]}` : undefined)),
    lists: sources.flatMap(({ fetch }, index) =>
      fetch.lists === undefined ? [] : [{ name: `${alias}${index}`, variable: `${list}${lists[index]}`, fetch }],
    ),
  };
}

/** @returns a prefix that no name begins with */
function freePrefix(letter: string, taken: ReadonlySet<string>): string {
  let prefix = letter;
  while ([...taken].some((name) => name.startsWith(prefix))) prefix += letter;
  return prefix;
}

interface Names {
  /** Put before the names of its fragments. */
  readonly fragment: string;
  /** Of its entities in the reply. */
  readonly alias: string;
  /** The variable that holds its entities. */
  readonly list: string;
}

function renamed(
  { fetch }: FetchSource,
  { fragment, alias, list }: Names,
): { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } {
  const named = visit(parse(fetch.query, { noLocation: true }), {
    FragmentDefinition: (node) => ({ ...node, name: { ...node.name, value: fragment + node.name.value } }),
    FragmentSpread: (node) => ({ ...node, name: { ...node.name, value: fragment + node.name.value } }),
    Variable: (node) =>
      node.name.value === REPRESENTATIONS ? { ...node, name: { ...node.name, value: list } } : undefined,
  });
  const operation = operationOf(named);
  const [field] = operation.selectionSet.selections;
  if (!fetch.entities || field?.kind !== Kind.FIELD) return { document: named, operation };
  const selections = [{ ...field, alias: { kind: Kind.NAME as const, value: alias } }];
  return { document: named, operation: { ...operation, selectionSet: { ...operation.selectionSet, selections } } };
}
