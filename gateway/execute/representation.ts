/**
 * Builds the representations that identify entities to a subgraph, by code generated from a fetch's `requires`. The code turns a node
 * into a representation. It returns a `MissingInput` when a needed value is missing or invalid, and `undefined` when the fetch does not
 * concern the node, or when conditions have left out its key.
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
import { below, neededType, outermost, type EntityKeys, type FieldPaths } from './key-names.ts';
import { MissingInput } from './missing-input.ts';
import type { SyntheticFields } from '../plan/workarounds/required-arguments.ts';

/** A value for `_entities(representations:)`: `__typename`, key fields and required fields. */
export type Representation = Readonly<Record<string, unknown>>;
/** Builds the representation of a node; `undefined`: the fetch does not concern it. */
export type Represent = (node: ResponseNode, variables: Variables) => Representation | MissingInput | undefined;
/** The operation's variables, coerced. */
export type Variables = Readonly<Record<string, unknown>>;
/** The single value that determines a node's representation in its fetch; `undefined` where it depends on more. */
export type SoleKey = (node: ResponseNode) => string | number | undefined;

interface RepresentationSource {
  readonly code: SourceCode;
  readonly supergraph: GraphQLSchema;
  /** The name of the subgraph that is queried. */
  readonly subgraph: string;
  readonly syntheticFields: SyntheticFields;
  readonly entities: EntityKeys;
  /** The condition under which the fetch is sent. */
  readonly when: Condition;
}

type Rewrites = readonly FetchDataRewrite[];

/** An object within an entity. */
interface Inner {
  /** The declared type of the field that holds it. */
  readonly declared: string | undefined;
  /** Its fields that are part of the entity's key. */
  readonly key: FieldPaths;
}

/** The objects that a representation is generated for. */
interface Represented {
  readonly shape: Shape;
  readonly selections: readonly QueryPlanSelectionNode[];
  readonly rewrites: Rewrites;
  /** Absent for the entity itself. */
  readonly inner: Inner | undefined;
}

/**
 * @param selections the plan's `requires`, or a field's part of it
 * @param rewrites the plan's input rewrites
 * @param inner for an object within an entity
 * @returns the name of a `Represent`
 */
export function defineRepresentation(
  source: RepresentationSource,
  shape: Shape,
  selections: readonly QueryPlanSelectionNode[],
  rewrites: Rewrites = [],
  inner?: Inner,
): string {
  const name = source.code.newName();
  const represented: Represented = { shape, selections, rewrites, inner };
  const bodies = new Map<string, string[]>();
  for (const type of typesIn(source.supergraph, selections)) {
    const body = typeBody(source, represented, type);
    bodies.set(body, [...(bodies.get(body) ?? []), type]);
  }
  const cases = [...bodies].map(
    ([body, types]) => `${types.map((type) => `case ${JSON.stringify(type)}: `).join('')}{ ${body} }`,
  );
  const otherwise = selections.some(({ kind }) => kind === 'Field')
    ? typeBody(source, represented, undefined)
    : inner
      ? `return n.type === undefined ? ${missingInput(source, inner.declared, '__typename')} : {};`
      : 'return undefined;';
  source.code.define(
    name,
    'n, v',
    cases.length === 0 ? otherwise : `switch (n.type) {\n${cases.join('\n')}\ndefault: ${otherwise}\n}`,
  );
  return name;
}

/**
 * Most entities have one type and one leaf as their key. Then the leaf itself distinguishes them, and of a hundred rows for the same
 * entity only the first is turned into a representation.
 * @returns the name of a `SoleKey`; `undefined` where the entities of this fetch need more
 */
export function defineSoleKey(
  source: RepresentationSource,
  shape: Shape,
  selections: readonly QueryPlanSelectionNode[],
): string | undefined {
  const [type, ...others] = typesIn(source.supergraph, selections);
  if (type === undefined || others.length > 0 || selections.some(({ kind }) => kind === 'Field')) return undefined;
  const needed = new Map<string, NeededField>();
  collectFields(source, selections, type, needed);
  needed.delete('__typename');
  const [sole, ...more] = needed.values();
  if (sole === undefined || more.length > 0 || sole.selections.length > 0) return undefined;
  const name = source.code.newName();
  const read = `n.${shape.slot(sole.slot, false).property}`;
  source.code.define(
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

/** A field of the representation. */
interface NeededField {
  /** Its name in the subgraph. */
  readonly key: string;
  /** Its response name in the plan. */
  readonly slot: string;
  readonly selections: QueryPlanSelectionNode[];
}

function typeBody(
  source: RepresentationSource,
  { shape, selections, rewrites, inner }: Represented,
  type: string | undefined,
): string {
  const needed = new Map<string, NeededField>();
  collectFields(source, selections, type, needed);
  const keys = inner ? oneKey(inner.key) : chosenKeys(source.entities, type, [...needed.values()]);
  if (keys.chosen.length === 0)
    return `return ${source.code.constant(new MissingInput('KEY_NOT_RESOLVABLE', `expected a key by which ${source.subgraph} resolves ${String(type)}, got none`))};`;
  const here = rewrites
    .map((rewrite) => belowFragments(source.supergraph, rewrite, type))
    .filter((rewrite) => rewrite !== undefined);
  const keyPaths = keys.chosen.flatMap((paths) => [...paths]);
  const fields = [...needed.values()].map((field, index): RepresentedField => ({
    ...field,
    variable: `r${index}`,
    rewrites: here.filter(({ path }) => path[0] === field.key),
    type: type ?? inner?.declared,
    need: keys.needOf(field.key),
    keyPaths: below(field.key, keyPaths),
  }));
  const variables = new Map(fields.map(({ key, variable }) => [key, variable]));
  const lines = fields.map((field) => `${readLine(source, shape, field)} ${checkLine(field)}`);
  const whole =
    keys.chosen.length > 1
      ? `if (!(${keys.chosen.map((key) => isWhole(key, variables)).join(' || ')})) return missing;`
      : '';
  return `let missing; ${lines.join(' ')} ${whole} return { ${fields.map((field) => `[${JSON.stringify(nameOf(field))}]: ${field.variable}`).join(', ')} };`;
}

/** A field of the representation, with all that its code is generated from. */
interface RepresentedField extends NeededField {
  /** The variable of the generated code that holds its value. */
  readonly variable: string;
  readonly rewrites: Rewrites;
  /** The type that has the field, as far as it is known. */
  readonly type: string | undefined;
  readonly need: ReturnType<ChosenKeys['needOf']>;
  /** The parts of the entity's key below it. */
  readonly keyPaths: FieldPaths;
}

function nameOf({ key, rewrites }: RepresentedField): string {
  const renamed = rewrites.find((rewrite) => rewrite.kind === 'KeyRenamer' && rewrite.path.length === 1);
  return renamed?.kind === 'KeyRenamer' ? renamed.renameKeyTo : key;
}

/** @returns code that reads a field; a required value that is missing becomes a `MissingInput` */
function readLine(source: RepresentationSource, shape: Shape, field: RepresentedField): string {
  const { key, slot: slotName, selections, variable, rewrites } = field;
  const set = rewrites.find((rewrite) => rewrite.kind === 'ValueSetter' && rewrite.path.length === 1);
  if (set?.kind === 'ValueSetter') return `let ${variable} = ${source.code.constant(set.setValueTo)};`;
  if (key === '__typename') return `let ${variable} = n.type;`;
  const slot = shape.slot(slotName, selections.length > 0);
  const type = neededType(source.supergraph, source.subgraph, field.type, key);
  const missing = missingInput(source, field.type, key);
  const lines = [`let ${variable} = ${readValue(source, shape, field, type, missing)};`];
  if (type && isNonNullType(type)) lines.push(`if (${variable} === null) ${variable} = ${missing};`);
  const fetched = fetchedCondition(source, slot, field.type);
  if (fetched !== 'false')
    lines.push(
      `if (n.${slot.property} === undefined${fetched === 'true' ? '' : ` && ${fetched}`}) ${variable} = ${missing};`,
    );
  return lines.join(' ');
}

function readValue(
  source: RepresentationSource,
  shape: Shape,
  { slot, selections, rewrites, type, key, keyPaths }: RepresentedField,
  needed: GraphQLOutputType | undefined,
  missing: string,
): string {
  const read = `n.${shape.slot(slot, selections.length > 0).property}`;
  const elements =
    needed && isListType(getNullableType(needed)) ? source.code.constant(getNullableType(needed)) : 'undefined';
  if (selections.length === 0)
    return elements === 'undefined' ? `usable(${read}, ${missing})` : `usableList(${read}, ${elements}, ${missing})`;
  const deeper = rewrites
    .filter(({ path }) => path.length > 1)
    .map((rewrite) => ({ ...rewrite, path: rewrite.path.slice(1) }));
  const declared = fieldType(source.supergraph, type ?? '', key);
  const represent = defineRepresentation(source, shape.child(slot, undefined), selections, deeper, {
    key: keyPaths,
    declared: declared && getNamedType(declared).name,
  });
  return `nested(${read}, ${elements}, ${missing}, ${represent}, v)`;
}

/** Where @skip and @include have left out a required field, they have left out the fields that require it too; the others stay. */
function checkLine({ variable, need }: RepresentedField): string {
  if (need === 'key')
    return `if (${variable} === undefined || ${variable} instanceof MissingInput) return ${variable};`;
  if (need === 'beside') return `if (${variable} instanceof MissingInput) return ${variable};`;
  return `if (${variable} instanceof MissingInput) { missing = ${variable}; ${variable} = undefined; }`;
}

/**
 * @returns an expression that is true when some fetch has selected this slot of objects of this type. An object reached through another
 * parent may missing the slot without a loss: that is found when errors are read (failures.ts), not for each row.
 */
function fetchedCondition(
  { code, supergraph, when: now }: RepresentationSource,
  { selected }: Slot,
  type: string | undefined,
): string {
  const here = selected.filter(
    ({ on }) => type === undefined || on.every((condition) => isOfType(supergraph, type, condition)),
  );
  // What another branch of the plan selects is not fetched together with this fetch.
  const beside = here.flatMap(({ when }) => when).filter((condition) => bothConditions(condition, now) !== undefined);
  if (beside.length === 0) return 'false';
  return beside.some((condition) => condition.length === 0) ? 'true' : `isFetched(${code.constant(beside)}, v)`;
}

/** @returns the name of a `MissingInput` whose message names the field, unless the field is hidden from clients */
function missingInput(
  { code, supergraph, subgraph }: RepresentationSource,
  type: string | undefined,
  field: string,
): string {
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

/** Collects the fields selected of a type's objects, in order, including those of fragments that apply. */
function collectFields(
  source: RepresentationSource,
  selections: readonly QueryPlanSelectionNode[],
  type: string | undefined,
  into: Map<string, NeededField>,
): void {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      const condition = selection.typeCondition;
      if (condition === undefined || isOfType(source.supergraph, type, condition))
        collectFields(source, selection.selections, type, into);
      continue;
    }
    const key = source.syntheticFields.get(selection.name)?.field ?? selection.name;
    const known = into.get(key) ?? { key, slot: selection.alias ?? selection.name, selections: [] };
    known.selections.push(...(selection.selections ?? []));
    into.set(key, known);
  }
}

/** @returns a rewrite without the fragments at the start of its path; `undefined` when they do not apply to the type */
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

/** Adds the functions that generated representations call. */
export function addRepresenting(code: SourceCode): void {
  const functions = { usable, usableList, nested, isFetched, MissingInput };
  code.add(
    `const ${Object.entries(functions)
      .map(([name, value]) => `${name} = ${code.constant(value)}`)
      .join(', ')};`,
  );
}

function usable(value: unknown, missing: MissingInput): unknown {
  return value instanceof InvalidValue ? missing.causedBy(value) : withoutBigints(value);
}

/** @param type the list's */
function usableList(value: unknown, type: GraphQLList<GraphQLOutputType>, missing: MissingInput): unknown {
  if (!Array.isArray(value)) return usable(value, missing);
  return value.every((element) => isUsable(element, type.ofType)) ? withoutBigints(value) : missing;
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
  missing: MissingInput,
  represent: Represent,
  variables: Variables,
): unknown {
  if (value === null || value === undefined) return value;
  if (isNode(value)) return represent(value, variables);
  if (!Array.isArray(value)) return missing.causedBy(value);
  const element = type?.ofType;
  const isNeeded = element !== undefined && isNonNullType(element);
  const inner = element && getNullableType(element);
  const list: unknown[] = [];
  for (const entry of value) {
    const entryValue =
      entry === null && isNeeded
        ? missing
        : nested(entry, isListType(inner) ? inner : undefined, missing, represent, variables);
    if (entryValue === undefined || entryValue instanceof MissingInput) return entryValue;
    list.push(entryValue);
  }
  return list;
}

/** @param conditions alternatives, of which one must hold */
function isFetched(conditions: readonly Condition[], variables: Variables): boolean {
  return conditions.some((condition) => holds(condition, variables));
}

/** @returns a text that is equal for equal representations only: the order of names is fixed in the generated code */
export function representationKey(representation: Representation): string {
  let key = '';
  for (const name in representation) {
    const value = representation[name];
    key += typeof value === 'string' ? `"${value.length}:${value}` : `#${JSON.stringify(value)};`;
  }
  return key;
}
