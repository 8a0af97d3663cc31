/**
 * How an entity is named to a subgraph: code generated from a fetch's `requires`, which turns a node into a
 * representation, or into `undefined` when something it needs has not been answered.
 */
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isNode, Misfit, type Node, type Shape } from '../reply/layout.ts';
import type { SourceCode } from '../reply/source-code.ts';
import { chosenKeys, oneKey } from './chosen-keys.ts';
import { isOfType, namesOf } from './fetch-document.ts';
import { below, outermost, type EntityNames, type FieldPaths } from './key-names.ts';
import type { StandIns } from './required-arguments.ts';

export type Representation = Readonly<Record<string, unknown>>;
export type Represent = (node: Node) => Representation | undefined;
/** The one value that tells a node's representation from the others of its fetch; `undefined` where it takes more than that. */
export type SoleKey = (node: Node) => string | number | undefined;

interface Naming {
  readonly code: SourceCode;
  readonly supergraph: GraphQLSchema;
  readonly standIns: StandIns;
  readonly names: EntityNames;
}

type Rewrites = readonly FetchDataRewrite[];

/**
 * @param inner for an object within an entity: what of it names the entity
 * @returns the name of a `Represent`
 */
export function defineRepresentation(naming: Naming, shape: Shape, selections: readonly QueryPlanSelectionNode[], rewrites: Rewrites = [], inner?: FieldPaths): string {
  const name = naming.code.newName();
  const bodies = new Map<string, string[]>();
  for (const type of typesIn(naming.supergraph, selections)) {
    const body = typeBody(naming, shape, selections, rewrites, type, inner);
    bodies.set(body, [...(bodies.get(body) ?? []), type]);
  }
  const cases = [...bodies].map(([body, types]) => `${types.map((type) => `case ${JSON.stringify(type)}: `).join('')}{ ${body} }`);
  const otherwise = selections.some(({ kind }) => kind === 'Field') ? typeBody(naming, shape, selections, rewrites, undefined, inner) : inner ? OF_ANOTHER_TYPE : 'return undefined;';
  naming.code.define(name, 'n', cases.length === 0 ? otherwise : `switch (n.type) {\n${cases.join('\n')}\ndefault: ${otherwise}\n}`);
  return name;
}

/** Of an object within an entity that is none of the types asked about there is nothing to tell, which is not the same as not knowing it. */
const OF_ANOTHER_TYPE = 'return n.type === undefined ? undefined : {};';

/**
 * Most entities are named by one leaf of one type. Then the leaf itself tells two of them apart, and of a hundred rows
 * for the same entity only the first is turned into a representation.
 * @returns the name of a `SoleKey`, `undefined` where entities of this fetch need more
 */
export function defineSoleKey(naming: Naming, shape: Shape, selections: readonly QueryPlanSelectionNode[]): string | undefined {
  const [type, ...others] = typesIn(naming.supergraph, selections);
  if (type === undefined || others.length > 0 || selections.some(({ kind }) => kind === 'Field')) return undefined;
  const wanted = new Map<string, Wanted>();
  want(naming, selections, type, wanted);
  wanted.delete('__typename');
  const [sole, ...more] = wanted.values();
  if (sole === undefined || more.length > 0 || sole.selections.length > 0) return undefined;
  const name = naming.code.newName();
  const read = `n.${shape.slot(sole.slot, false).property}`;
  naming.code.define(name, 'n', `const v = ${read};\nreturn n.type === ${JSON.stringify(type)} && (typeof v === "string" || typeof v === "number") ? v : undefined;`);
  return name;
}

function typesIn(supergraph: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Set<string> {
  const types = new Set<string>();
  for (const selection of selections) {
    if (selection.kind !== 'InlineFragment') continue;
    const named = selection.typeCondition === undefined ? [] : namesOf(supergraph, selection.typeCondition);
    for (const type of [...named, ...typesIn(supergraph, selection.selections)]) types.add(type);
  }
  return types;
}

interface Wanted {
  readonly key: string;
  readonly slot: string;
  readonly selections: QueryPlanSelectionNode[];
}

function typeBody(naming: Naming, shape: Shape, selections: readonly QueryPlanSelectionNode[], rewrites: Rewrites, type: string | undefined, within: FieldPaths | undefined): string {
  const wanted = new Map<string, Wanted>();
  want(naming, selections, type, wanted);
  const here = rewrites.map((rewrite) => belowFragments(naming.supergraph, rewrite, type)).filter((rewrite) => rewrite !== undefined);
  const keys = within ? oneKey(within) : chosenKeys(naming.names, type, [...wanted.values()]);
  const variables = new Map<string, string>();
  const lines: string[] = [];
  const entries: string[] = [];
  for (const { key, slot, selections: inner } of wanted.values()) {
    const own = here.filter(({ path }) => path[0] === key);
    const set = own.find((rewrite) => rewrite.kind === 'ValueSetter' && rewrite.path.length === 1);
    const renamed = own.find((rewrite) => rewrite.kind === 'KeyRenamer' && rewrite.path.length === 1);
    const as = renamed?.kind === 'KeyRenamer' ? renamed.renameKeyTo : key;
    const variable = `r${entries.length}`;
    variables.set(key, variable);
    const deeper = own.filter(({ path }) => path.length > 1).map((rewrite) => ({ ...rewrite, path: rewrite.path.slice(1) }));
    const named = below(key, keys.chosen.flatMap((paths) => [...paths]));
    lines.push(`const ${variable} = ${set?.kind === 'ValueSetter' ? naming.code.constant(set.setValueTo) : read(naming, shape, key, slot, inner, deeper, named)};`);
    if (keys.need(key) !== 'none') lines.push(`if (${variable} === undefined${keys.need(key) === 'key' ? '' : isOptional(shape, slot, inner.length > 0)}) return undefined;`);
    entries.push(`[${JSON.stringify(as)}]: ${variable}`);
  }
  if (keys.chosen.length > 1) lines.push(`if (!(${keys.chosen.map((key) => isWhole(key, variables)).join(' || ')})) return undefined;`);
  return `${lines.join(' ')} return { ${entries.join(', ')} };`;
}

function isWhole(key: FieldPaths, variables: ReadonlyMap<string, string>): string {
  return `(${[...outermost(key)].map((name) => `${variables.get(name)} !== undefined`).join(' && ')})`;
}

/**
 * Where @skip and @include have left out a field that is only required, those that require it have been left out too;
 * the others of the fetch must not suffer. What failed is another matter: it is there, as a Misfit.
 */
function isOptional(shape: Shape, slotName: string, isObject: boolean): string {
  const slot = shape.slot(slotName, isObject);
  return slot.always ? '' : ` && n.${slot.property} !== undefined`;
}

function read(naming: Naming, shape: Shape, key: string, slotName: string, inner: readonly QueryPlanSelectionNode[], rewrites: Rewrites, named: FieldPaths): string {
  if (key === '__typename') return 'n.type';
  const slot = shape.slot(slotName, inner.length > 0);
  if (inner.length === 0) return `usable(n.${slot.property})`;
  return `nested(n.${slot.property}, ${defineRepresentation(naming, shape.child(slotName, undefined), inner, rewrites, named)})`;
}

/** Gathers what a type's objects are asked for, in order, fragments that apply included. */
function want(naming: Naming, selections: readonly QueryPlanSelectionNode[], type: string | undefined, into: Map<string, Wanted>): void {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const condition = selection.typeCondition;
      if (condition === undefined || isOfType(naming.supergraph, type, condition)) want(naming, selection.selections, type, into);
      continue;
    }
    const key = naming.standIns.get(selection.name)?.field ?? selection.name;
    const known = into.get(key) ?? { key, slot: selection.alias ?? selection.name, selections: [] };
    known.selections.push(...(selection.selections ?? []));
    into.set(key, known);
  }
}

/** A rewrite with the fragments that begin its path taken off, if they apply. */
function belowFragments(schema: GraphQLSchema, rewrite: FetchDataRewrite, type: string | undefined): FetchDataRewrite | undefined {
  let path = rewrite.path;
  while (path[0]?.startsWith(FRAGMENT)) {
    if (type !== undefined && !isOfType(schema, type, path[0].slice(FRAGMENT.length))) return undefined;
    path = path.slice(1);
  }
  return { ...rewrite, path };
}

const FRAGMENT = '... on ';

/** What the generated code stands on. */
export function addNaming(code: SourceCode): void {
  code.add(`const usable = ${code.constant(usable)}, nested = ${code.constant(nested)};`);
}

function usable(value: unknown): unknown {
  return value instanceof Misfit ? undefined : value;
}

function nested(value: unknown, represent: Represent): unknown {
  if (value === null) return null;
  if (isNode(value)) return represent(value);
  if (!Array.isArray(value)) return undefined;
  const list: unknown[] = [];
  for (const entry of value) {
    const inner = nested(entry, represent);
    if (inner === undefined) return undefined;
    list.push(inner);
  }
  return list;
}

/** The same for representations that are the same, and only for them: names stand in an order that depends on nothing else. */
export function keyOf(representation: Representation): string {
  let key = '';
  for (const name in representation) {
    const value = representation[name];
    key += typeof value === 'string' ? `"${value.length}:${value}` : `#${JSON.stringify(value)};`;
  }
  return key;
}
