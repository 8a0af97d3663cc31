/**
 * How long an operation's answer holds, for whom, and what it is called: worked out once for each prepared operation. The least of what is asked decides.
 * Nothing is kept of an operation with a field that says nothing of it, that is personal or masked, or with an input that is personal.
 */
import {
  getNamedType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { monthAt, snapshotMonth } from '../../base/snapshot-month.ts';
import { fragmentsOf } from '../document/fragments.ts';
import { introspects } from '../guard/limits/introspection.ts';
import type { CacheHint, FrozenHint } from '../guard/policy/cache-hints.ts';
import { isForAll } from '../guard/policy/requirement.ts';
import { inputValues } from '../guard/policy/input-values.ts';
import { personalInputs, type Policy } from '../guard/policy/policy.ts';
import type { PreparedOperation } from '../plan/prepared-operation.ts';
import { objectTypesOf, walkFields, type VisitedField } from '../plan/requested-fields.ts';

/** What a request's answer holds for. */
interface AskedWith {
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether counts are exact, and so as of now where no month is named. */
  readonly exact: boolean;
  /** ms since 1970 */
  readonly now: number;
}

/** How the answers of one operation are kept. */
export interface OperationCaching {
  /** Whether only callers with the same rights may be given it. */
  readonly isPrivate: boolean;
  /** Names under which its answers are ended. */
  readonly tags: readonly string[];
  /** @returns how long an answer that is made now holds, s */
  maxAge(asked: AskedWith): number;
}

/** The supergraph that operations are asked of. */
export interface CachedGraph {
  readonly policy: Policy;
  /** That clients see; for what subgraphs are asked, the whole supergraph. */
  readonly api: GraphQLSchema;
}

/** Counts of a month that has ended hold for a day: names beside them may be corrected. s */
export const FROZEN_AGE = 86_400;
/** For so long after a month has ended its copy may still be made. s */
const SETTLING = 86_400;

/** A place with a time of its own. */
interface Timed {
  readonly maxAge: number;
  readonly frozen?: Omit<FrozenHint, 'argument'> & { readonly month: ValueNode | undefined };
}

/** @returns undefined where no answer may be kept */
export function operationCaching(graph: CachedGraph, prepared: PreparedOperation): OperationCaching | undefined {
  const { document } = prepared;
  if (prepared.kind !== 'query' || introspects(document)) return undefined;
  return cachingOf(graph, prepared, (visit) => walk(graph.api, prepared, visit));
}

/** Text of an operation, of a client or for a subgraph. */
interface OperationText {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** @param walkOver visits the fields that decide @returns undefined where nothing that holds them may be kept */
export function cachingOf(
  graph: CachedGraph,
  text: OperationText,
  walkOver: (visit: (field: VisitedField) => void) => void,
): OperationCaching | undefined {
  if (readsInputs(graph, text, personalInputs(graph.policy))) return undefined;
  const places = placesOn(graph, walkOver);
  if (places === undefined) return undefined;
  const timed = distinct(places.flatMap(({ timed: one }) => (one === undefined ? [] : [one])));
  if (timed.length === 0) return undefined;
  const guarded = new Map([...graph.policy.filters].filter(([, { requirement }]) => !isForAll(requirement)));
  const defaults = Object.fromEntries(
    (text.operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined ? [] : [[variable.name.value, valueFromASTUntyped(defaultValue)]],
    ),
  );
  return {
    isPrivate: places.some(({ isPrivate }) => isPrivate) || readsInputs(graph, text, guarded),
    tags: [...new Set(places.flatMap(({ tags }) => tags))].sort(),
    maxAge: (asked) => {
      const variables = { ...defaults, ...asked.variables };
      return Math.min(...timed.map((one) => ageOf(one, { ...asked, variables })));
    },
  };
}

/** @returns the tags whose answers a mutation ends */
export function endedTags({ hints }: Pick<Policy, 'hints'>, api: GraphQLSchema, prepared: PreparedOperation): string[] {
  const type = api.getMutationType();
  if (prepared.kind !== 'mutation' || type == null) return [];
  const tags = new Set<string>();
  walk(api, prepared, ({ fieldName, path }) => {
    if (path.length === 1) for (const tag of hints.tagsOf(type.name, fieldName)) tags.add(tag);
  });
  return [...tags];
}

interface Place {
  readonly timed: Timed | undefined;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
}

/** @returns undefined where one of the fields may not be kept */
function placesOn(graph: CachedGraph, walkOver: Parameters<typeof cachingOf>[2]): Place[] | undefined {
  const { policy } = graph;
  const { hints } = policy;
  const places: (Place | undefined)[] = [];
  walkOver(({ typeName, fieldName, objectTypes, node }) => {
    const month = (argument: string | undefined): ValueNode | undefined =>
      node.arguments?.find(({ name }) => name.value === argument)?.value;
    if (!isForAll(policy.interfaceRequirement(typeName, fieldName))) places.push(undefined);
    for (const type of objectTypes)
      places.push(placeOf(graph, type, fieldName, { hint: hints.hintOf(type, fieldName), month }));
  });
  return places.includes(undefined) ? undefined : (places as Place[]);
}

interface Hinted {
  readonly hint: CacheHint | undefined;
  readonly month: (argument: string | undefined) => ValueNode | undefined;
}

function placeOf(graph: CachedGraph, type: string, field: string, { hint, month }: Hinted): Place | undefined {
  const { policy } = graph;
  const coordinate = `${type}.${field}`;
  if (hint === undefined || hint.maxAge === 0) return undefined;
  if (policy.personal.has(coordinate) || policy.masks.has(coordinate) || isPerson(graph, type, field)) return undefined;
  const { maxAge, frozen, isPrivate } = hint;
  const of = frozen && { always: frozen.always, month: month(frozen.argument) };
  return {
    timed: maxAge === undefined ? undefined : { maxAge, frozen: of },
    isPrivate: isPrivate || !isForAll(policy.fieldRequirement(type, field)),
    tags: policy.hints.tagsOf(type, field),
  };
}

/** Whether a field leads to an object that is about a person, whatever is selected of it. */
function isPerson({ policy, api }: Pick<CachedGraph, 'policy' | 'api'>, type: string, field: string): boolean {
  const parent = api.getType(type);
  const returned = isObjectType(parent) ? parent.getFields()[field]?.type : undefined;
  const behind = returned === undefined ? undefined : getNamedType(returned);
  if (behind === undefined || !('getFields' in behind || 'getTypes' in behind)) return false;
  return objectTypesOf(api, behind as never).some((name) => {
    const fields = [...(policy.types.get(name)?.fields.keys() ?? [])];
    return fields.length > 0 && fields.every((each) => policy.personal.has(`${name}.${each}`));
  });
}

function ageOf({ maxAge, frozen }: Timed, { variables, exact, now }: AskedWith): number {
  if (frozen === undefined) return maxAge;
  const named = frozen.month === undefined ? undefined : valueOf(frozen.month, variables);
  if (typeof named === 'string') return named <= snapshotMonth(now) ? FROZEN_AGE : maxAge;
  // As of now, for who has to see each change at once.
  if (exact && !frozen.always) return 0;
  const { begins, ends } = monthAt(now);
  // What is given without a month is of the last one: another from the moment on when this month ends.
  if (now - begins < SETTLING * 1_000) return maxAge;
  return Math.max(Math.min(FROZEN_AGE, Math.floor((ends - now) / 1_000)), 0);
}

const valueOf = (node: ValueNode, variables: Readonly<Record<string, unknown>>): unknown =>
  node.kind === Kind.VARIABLE ? variables[node.name.value] : valueFromASTUntyped(node, variables);

function walk(schema: GraphQLSchema, { document, operation }: PreparedOperation, visit: (field: VisitedField) => void) {
  const root = schema.getRootType(operation.operation);
  const possible = (type: Parameters<typeof objectTypesOf>[1]) => objectTypesOf(schema, type);
  if (root) walkFields({ schema, fragments: fragmentsOf(document), visit, possible }, operation.selectionSet, root);
}

function readsInputs({ api }: CachedGraph, text: OperationText, wanted: ReadonlyMap<string, unknown>): boolean {
  return inputValues(api, text.document, text.operation, wanted) !== undefined;
}

function distinct(timed: readonly Timed[]): readonly Timed[] {
  return [...new Map(timed.map((one) => [JSON.stringify(one), one])).values()];
}
