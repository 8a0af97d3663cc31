/**
 * How an entity is named to a subgraph: code generated from a fetch's `requires`, which turns a node into a
 * representation. It becomes a `MissingInput` when something it needs has not been answered as it must be, and `undefined` when
 * the fetch does not concern it, or conditions have left out what names it.
 */
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLList,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import { withoutBigints } from '../../base/exact-number.ts';
import { bothConditions, holds, type Condition } from '../document/condition.ts';
import { isNode, InvalidValue, type ResponseNode, type Shape, type Slot } from '../result/layout.ts';
import type { SourceCode } from '../result/source-code.ts';
import { chosenKeys, oneKey, type ChosenKeys } from './chosen-keys.ts';
import { fieldType, isOfType, typenamesWithin } from '../document/types.ts';
import { below, neededType, outermost, type EntityNames, type FieldPaths } from './key-names.ts';
import { MissingInput } from './missing-input.ts';
import type { SyntheticFields } from '../plan/workarounds/required-arguments.ts';

export type Representation = Readonly<Record<string, unknown>>;
export type Represent = (node: ResponseNode, variables: Variables) => Representation | MissingInput | undefined;
/** The operation's, coerced. */
export type Variables = Readonly<Record<string, unknown>>;
/** The one value that tells a node's representation from the others of its fetch; `undefined` where it takes more than that. */
export type SoleKey = (node: ResponseNode) => string | number | undefined;

interface Naming {
  readonly code: SourceCode;
  readonly supergraph: GraphQLSchema;
  /** The name of the one that is asked. */
  readonly subgraph: string;
  readonly standIns: SyntheticFields;
  readonly names: EntityNames;
  /** The condition under which it is asked at all. */
  readonly when: Condition;
}

type Rewrites = readonly FetchDataRewrite[];

/** An object within an entity. */
interface Inner {
  /** The type that the field leading to it is declared with. */
  readonly declared: string | undefined;
  /** What of it names the entity. */
  readonly key: FieldPaths;
}

/** @returns the name of a `Represent` */
export function defineRepresentation(
  naming: Naming,
  shape: Shape,
  selections: readonly QueryPlanSelectionNode[],
  rewrites: Rewrites = [],
  inner?: Inner,
): string {
  const name = naming.code.newName();
  const bodies = new Map<string, string[]>();
  for (const type of typesIn(naming.supergraph, selections)) {
    const body = typeBody(naming, shape, selections, rewrites, type, inner);
    bodies.set(body, [...(bodies.get(body) ?? []), type]);
  }
  const cases = [...bodies].map(
    ([body, types]) => `${types.map((type) => `case ${JSON.stringify(type)}: `).join('')}{ ${body} }`,
  );
  const otherwise = selections.some(({ kind }) => kind === 'Field')
    ? typeBody(naming, shape, selections, rewrites, undefined, inner)
    : inner
      ? `return n.type === undefined ? ${missing(naming, inner.declared, '__typename')} : {};`
      : 'return undefined;';
  naming.code.define(
    name,
    'n, v',
    cases.length === 0 ? otherwise : `switch (n.type) {\n${cases.join('\n')}\ndefault: ${otherwise}\n}`,
  );
  return name;
}

/**
 * Most entities are named by one leaf of one type. Then the leaf itself tells two of them apart, and of a hundred rows
 * for the same entity only the first is turned into a representation.
 * @returns the name of a `SoleKey`, `undefined` where entities of this fetch need more
 */
export function defineSoleKey(
  naming: Naming,
  shape: Shape,
  selections: readonly QueryPlanSelectionNode[],
): string | undefined {
  const [type, ...others] = typesIn(naming.supergraph, selections);
  if (type === undefined || others.length > 0 || selections.some(({ kind }) => kind === 'Field')) return undefined;
  const wanted = new Map<string, Wanted>();
  want(naming, selections, type, wanted);
  wanted.delete('__typename');
  const [sole, ...more] = wanted.values();
  if (sole === undefined || more.length > 0 || sole.selections.length > 0) return undefined;
  const name = naming.code.newName();
  const read = `n.${shape.slot(sole.slot, false).property}`;
  naming.code.define(
    name,
    'n',
    `const v = ${read};\nreturn n.type === ${JSON.stringify(type)} && (typeof v === "string" || typeof v === "number") ? v : undefined;`,
  );
  return name;
}

function typesIn(supergraph: GraphQLSchema, selections: readonly QueryPlanSelectionNode[]): Set<string> {
  const types = new Set<string>();
  for (const selection of selections) {
    if (selection.kind !== 'InlineFragment') continue;
    const named = selection.typeCondition === undefined ? [] : typenamesWithin(supergraph, selection.typeCondition);
    for (const type of [...named, ...typesIn(supergraph, selection.selections)]) types.add(type);
  }
  return types;
}

interface Wanted {
  readonly key: string;
  readonly slot: string;
  readonly selections: QueryPlanSelectionNode[];
}

function typeBody(
  naming: Naming,
  shape: Shape,
  selections: readonly QueryPlanSelectionNode[],
  rewrites: Rewrites,
  type: string | undefined,
  inner: Inner | undefined,
): string {
  const wanted = new Map<string, Wanted>();
  want(naming, selections, type, wanted);
  const keys = inner ? oneKey(inner.key) : chosenKeys(naming.names, type, [...wanted.values()]);
  if (keys.chosen.length === 0)
    return `return ${naming.code.constant(new MissingInput('KEY_NOT_RESOLVABLE', `expected a key that ${naming.subgraph} answers to for ${String(type)}`))};`;
  const here = rewrites
    .map((rewrite) => belowFragments(naming.supergraph, rewrite, type))
    .filter((rewrite) => rewrite !== undefined);
  const fields = [...wanted.values()].map((want, index): Told => {
    const own = here.filter(({ path }) => path[0] === want.key);
    return {
      ...want,
      variable: `r${index}`,
      rewrites: own,
      type: type ?? inner?.declared,
      need: keys.need(want.key),
      named: below(
        want.key,
        keys.chosen.flatMap((paths) => [...paths]),
      ),
    };
  });
  const variables = new Map(fields.map(({ key, variable }) => [key, variable]));
  const lines = fields.map((field) => `${readLine(naming, shape, field)} ${judgement(field)}`);
  const whole =
    keys.chosen.length > 1
      ? `if (!(${keys.chosen.map((key) => isWhole(key, variables)).join(' || ')})) return lack;`
      : '';
  return `let lack; ${lines.join(' ')} ${whole} return { ${fields.map((field) => `[${JSON.stringify(nameOf(field))}]: ${field.variable}`).join(', ')} };`;
}

/** A field on its way into a representation. */
interface Told extends Wanted {
  /** Holds its value in the generated code. */
  readonly variable: string;
  readonly rewrites: Rewrites;
  /** The type it is a field of, as far as it is known. */
  readonly type: string | undefined;
  readonly need: ReturnType<ChosenKeys['need']>;
  /** What names the entity, below it. */
  readonly named: FieldPaths;
}

function nameOf({ key, rewrites }: Told): string {
  const renamed = rewrites.find((rewrite) => rewrite.kind === 'KeyRenamer' && rewrite.path.length === 1);
  return renamed?.kind === 'KeyRenamer' ? renamed.renameKeyTo : key;
}

/** Reads a field; what must be there and is not becomes a `MissingInput`. */
function readLine(naming: Naming, shape: Shape, field: Told): string {
  const { key, slot: slotName, selections, variable, rewrites } = field;
  const set = rewrites.find((rewrite) => rewrite.kind === 'ValueSetter' && rewrite.path.length === 1);
  if (set?.kind === 'ValueSetter') return `let ${variable} = ${naming.code.constant(set.setValueTo)};`;
  if (key === '__typename') return `let ${variable} = n.type;`;
  const slot = shape.slot(slotName, selections.length > 0);
  const type = neededType(naming.supergraph, naming.subgraph, field.type, key);
  const lack = missing(naming, field.type, key);
  const lines = [`let ${variable} = ${readValue(naming, shape, field, type, lack)};`];
  if (type && isNonNullType(type)) lines.push(`if (${variable} === null) ${variable} = ${lack};`);
  const isAsked = whenAsked(naming, slot, field.type);
  if (isAsked !== 'false')
    lines.push(
      `if (n.${slot.property} === undefined${isAsked === 'true' ? '' : ` && ${isAsked}`}) ${variable} = ${lack};`,
    );
  return lines.join(' ');
}

function readValue(
  naming: Naming,
  shape: Shape,
  { slot, selections, rewrites, type, key, named }: Told,
  needed: GraphQLOutputType | undefined,
  lack: string,
): string {
  const read = `n.${shape.slot(slot, selections.length > 0).property}`;
  const elements =
    needed && isListType(getNullableType(needed)) ? naming.code.constant(getNullableType(needed)) : 'undefined';
  if (selections.length === 0)
    return elements === 'undefined' ? `usable(${read}, ${lack})` : `usableList(${read}, ${elements}, ${lack})`;
  const deeper = rewrites
    .filter(({ path }) => path.length > 1)
    .map((rewrite) => ({ ...rewrite, path: rewrite.path.slice(1) }));
  const declared = fieldType(naming.supergraph, type ?? '', key);
  const represent = defineRepresentation(naming, shape.child(slot, undefined), selections, deeper, {
    key: named,
    declared: declared && getNamedType(declared).name,
  });
  return `nested(${read}, ${elements}, ${lack}, ${represent}, v)`;
}

/**
 * Where @skip and @include have left out a field that is only required, those that require it have been left out too;
 * the others of the fetch must not suffer.
 */
function judgement({ variable, need }: Told): string {
  if (need === 'key')
    return `if (${variable} === undefined || ${variable} instanceof MissingInput) return ${variable};`;
  if (need === 'beside') return `if (${variable} instanceof MissingInput) return ${variable};`;
  return `if (${variable} instanceof MissingInput) { lack = ${variable}; ${variable} = undefined; }`;
}

/**
 * @returns an expression for: some fetch has asked for this slot of objects of this type. One that was reached through another parent
 * may be there without it, and nobody misses it there: that is found out when it is told (failures.ts), not for each row.
 */
function whenAsked({ code, supergraph, when: now }: Naming, { selected }: Slot, type: string | undefined): string {
  const here = selected.filter(
    ({ on }) => type === undefined || on.every((condition) => isOfType(supergraph, type, condition)),
  );
  // What another branch of the plan selects is not asked beside this one.
  const beside = here.flatMap(({ when }) => when).filter((condition) => bothConditions(condition, now) !== undefined);
  if (beside.length === 0) return 'false';
  return beside.some((condition) => condition.length === 0) ? 'true' : `isAsked(${code.constant(beside)}, v)`;
}

/** @returns the name of a `MissingInput` that tells the field by its name, unless clients may not know that */
function missing({ code, supergraph, subgraph }: Naming, type: string | undefined, field: string): string {
  const what = isHidden(supergraph, type, field)
    ? `what ${subgraph} needs of an object`
    : `a value of ${type === undefined ? '' : `${type}.`}${field}`;
  return code.constant(new MissingInput('REQUIRED_MISSING', `expected ${what}, got none`));
}

function isHidden(supergraph: GraphQLSchema, typeName: string | undefined, field: string): boolean {
  const type = supergraph.getType(typeName ?? '');
  const nodes = [
    type?.astNode,
    isObjectType(type) || isInterfaceType(type) ? type.getFields()[field]?.astNode : undefined,
  ];
  return nodes.some((node) => node?.directives?.some(({ name }) => name.value === 'inaccessible'));
}

function isWhole(key: FieldPaths, variables: ReadonlyMap<string, string>): string {
  return `(${[...outermost(key)].map((name) => `${variables.get(name)} !== undefined`).join(' && ')})`;
}

/** Gathers what a type's objects are asked for, in order, fragments that apply included. */
function want(
  naming: Naming,
  selections: readonly QueryPlanSelectionNode[],
  type: string | undefined,
  into: Map<string, Wanted>,
): void {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const condition = selection.typeCondition;
      if (condition === undefined || isOfType(naming.supergraph, type, condition))
        want(naming, selection.selections, type, into);
      continue;
    }
    const key = naming.standIns.get(selection.name)?.field ?? selection.name;
    const known = into.get(key) ?? { key, slot: selection.alias ?? selection.name, selections: [] };
    known.selections.push(...(selection.selections ?? []));
    into.set(key, known);
  }
}

/** A rewrite with the fragments that begin its path taken off, if they apply. */
function belowFragments(
  schema: GraphQLSchema,
  rewrite: FetchDataRewrite,
  type: string | undefined,
): FetchDataRewrite | undefined {
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
  const ground = { usable, usableList, nested, isAsked, MissingInput };
  code.add(
    `const ${Object.entries(ground)
      .map(([name, value]) => `${name} = ${code.constant(value)}`)
      .join(', ')};`,
  );
}

function usable(value: unknown, lack: MissingInput): unknown {
  return value instanceof InvalidValue ? lack.because(value) : withoutBigints(value);
}

/** @param type the list's */
function usableList(value: unknown, type: GraphQLList<GraphQLOutputType>, lack: MissingInput): unknown {
  if (!Array.isArray(value)) return usable(value, lack);
  return value.every((element) => isUsable(element, type.ofType)) ? withoutBigints(value) : lack;
}

function isUsable(value: unknown, type: GraphQLOutputType): boolean {
  if (isNonNullType(type)) return value !== null && isUsable(value, type.ofType);
  if (isListType(type) && Array.isArray(value)) return value.every((element) => isUsable(element, type.ofType));
  return !(value instanceof InvalidValue);
}

/** @param type a list's, where it is known */
function nested(
  value: unknown,
  type: GraphQLList<GraphQLOutputType> | undefined,
  lack: MissingInput,
  represent: Represent,
  variables: Variables,
): unknown {
  if (value === null || value === undefined) return value;
  if (isNode(value)) return represent(value, variables);
  if (!Array.isArray(value)) return lack.because(value);
  const element = type?.ofType;
  const isNeeded = element !== undefined && isNonNullType(element);
  const inner = element && getNullableType(element);
  const list: unknown[] = [];
  for (const entry of value) {
    const told =
      entry === null && isNeeded
        ? lack
        : nested(entry, isListType(inner) ? inner : undefined, lack, represent, variables);
    if (told === undefined || told instanceof MissingInput) return told;
    list.push(told);
  }
  return list;
}

/** @param conditions any of them will do */
function isAsked(conditions: readonly Condition[], variables: Variables): boolean {
  return conditions.some((condition) => holds(condition, variables));
}

/** The same for representations that are the same, and only for them: names stand in an order that depends on nothing else. */
export function representationKey(representation: Representation): string {
  let key = '';
  for (const name in representation) {
    const value = representation[name];
    key += typeof value === 'string' ? `"${value.length}:${value}` : `#${JSON.stringify(value)};`;
  }
  return key;
}
