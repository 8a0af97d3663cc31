/** The weight of one selected field by itself, and the stated size of its list. Used by the estimate and the actual count. */
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isSpecifiedScalarType,
  valueFromASTUntyped,
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedOutputType,
  type GraphQLSchema,
  type ValueNode,
} from 'graphql';
import { isExactNumber } from '../../../base/exact-number.ts';
import { selectionCondition } from '../../document/selection-condition.ts';
import { fieldInputValues } from '../policy/input-values.ts';
import { hasVariable, type RequestVariables } from '../variables.ts';
import type { CostModel, ListSize } from './cost-model.ts';
import { limitFault } from './errors.ts';

/** A value that is constant, or is read from a request's variables. */
export type Read<Value> =
  | { readonly constant: true; readonly value: Value }
  | { readonly constant: false; readonly of: (variables: RequestVariables) => Value };

const constantRead = <Value>(value: Value): Read<Value> => ({ constant: true, value });

/** A weight or list size of a field: from the type itself, otherwise from an interface it implements. */
export function lookUp<Value>(
  map: ReadonlyMap<string, Value>,
  parent: GraphQLCompositeType,
  field: string,
): Value | undefined {
  const own = map.get(`${parent.name}.${field}`);
  if (own !== undefined || !('getInterfaces' in parent)) return own;
  return parent
    .getInterfaces()
    .map((one) => map.get(`${one.name}.${field}`))
    .find((one) => one !== undefined);
}

/**
 * The weight of one value of a field, in the units of `@cost`. Defaults of the specification: 1 for an object, 0 for a leaf. For an
 * interface or union the highest weight of its types counts.
 */
export function ownWeight(
  model: CostModel,
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
): number {
  const named = getNamedType(field.type);
  const stated = lookUp(model.weights, parent, field.name) ?? model.weights.get(named.name);
  if (stated !== undefined || !isCompositeType(named)) return stated ?? 0;
  const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [];
  return Math.max(...types.map((type) => model.weights.get(type.name) ?? 1), types.length === 0 ? 1 : -Infinity);
}

/**
 * Whether a field's values count as persons. A single link from a person to a person is the same human again (`worker { person }`); a
 * list holds others.
 */
export function countsPersons(
  model: CostModel,
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
): boolean {
  if (model.personTypes.has(parent.name) && !isList(field)) return false;
  const named: GraphQLNamedOutputType = getNamedType(field.type);
  const types = isAbstractType(named) ? schema.getPossibleTypes(named) : [named];
  return types.some((type) => model.personTypes.has(type.name));
}

/** Whether a field returns a list, nullable or not. */
export function isList(field: GraphQLField<unknown, unknown>): boolean {
  return isListType(getNullableType(field.type));
}

/** `@skip` and `@include` of a selection as one factor, 0 or 1. */
export function conditionFactor(directives: readonly DirectiveNode[] | undefined): Read<number> {
  const conditions = (directives ?? []).map(selectionCondition).filter((one) => one !== undefined);
  const reads = conditions.map(({ expected, value }) => ({ expected, value: readValue(value) }));
  const factor = (variables: RequestVariables): number =>
    reads.every(({ expected, value }) => (value.constant ? value.value : value.of(variables)) === expected) ? 1 : 0;
  return reads.every(({ value }) => value.constant) ? constantRead(factor({})) : { constant: false, of: factor };
}

/** The weight of a field's arguments and of the values in them, in the units of `@cost`. Each entry of a list counts. */
export function argumentsWeight(
  model: CostModel,
  parent: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): Read<number> {
  const reads = (node.arguments ?? []).flatMap((written) => {
    const argument = field.args.find(({ name }) => name === written.name.value);
    return argument === undefined
      ? []
      : [weightOfArgument(model, `${parent.name}.${field.name}.${argument.name}`, argument, written)];
  });
  const sum = (variables: RequestVariables): number =>
    reads.reduce((total, read) => total + (read.constant ? read.value : read.of(variables)), 0);
  return reads.every((read) => read.constant) ? constantRead(sum({})) : { constant: false, of: sum };
}

function weightOfArgument(
  model: CostModel,
  coordinate: string,
  argument: GraphQLArgument,
  node: ArgumentNode,
): Read<number> {
  if (weighsNothing(model, coordinate, argument.type)) return constantRead(0);
  const value = readValue(node.value);
  const weigh = (input: unknown): number => inputWeight(model, coordinate, argument.type, input);
  return value.constant
    ? constantRead(weigh(value.value))
    : { constant: false, of: (variables) => weigh(value.of(variables)) };
}

/** Whether an argument is a leaf without a weight that cannot hold a list, as most are: then its value need not be read. */
function weighsNothing(model: CostModel, coordinate: string, type: GraphQLInputType): boolean {
  const named = getNamedType(type);
  const isPlain = !isListType(getNullableType(type)) && (isEnumType(named) || isSpecifiedScalarType(named));
  return isPlain && (model.weights.get(coordinate) ?? model.weights.get(named.name) ?? 0) === 0;
}

/** Weight of an entry of a list without a stated weight: a filter by 60,000 values is that much work for a subgraph. */
const ENTRY = 1;

function inputWeight(model: CostModel, coordinate: string, type: GraphQLInputType, value: unknown): number {
  if (value === null || value === undefined) return 0;
  const named = getNamedType(type);
  const stated = model.weights.get(coordinate) ?? model.weights.get(named.name);
  if (Array.isArray(value)) {
    let sum = 0;
    for (const entry of value)
      sum +=
        isInputObjectType(named) || Array.isArray(entry)
          ? inputWeight(model, coordinate, type, entry)
          : (stated ?? ENTRY) + entriesIn(entry);
    return sum;
  }
  if (!isInputObjectType(named) || typeof value !== 'object')
    return (stated ?? (isInputObjectType(named) ? 1 : 0)) + entriesIn(value);
  const fields = named.getFields();
  return Object.entries(value).reduce((sum, [name, one]) => {
    return (
      sum +
      (Object.hasOwn(fields, name)
        ? inputWeight(model, `${named.name}.${name}`, fields[name]!.type, one)
        : entriesIn(one))
    );
  }, stated ?? 1);
}

/** Entries of all lists in a value without a known type: in a custom scalar, or under a name that does not exist or is hidden from the caller. */
function entriesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return 0;
  let sum = Array.isArray(value) ? value.length * ENTRY : 0;
  for (const inner of Object.values(value)) sum += entriesIn(inner);
  return sum;
}

/** How many persons a field's arguments name, whether found or not. Otherwise every NIK could be tried by counts alone. */
export function personsRequested(
  model: CostModel,
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): Read<number> {
  const personValues = fieldInputValues(schema, parent, node, field.args, model.personInputs);
  if (personValues === undefined) return constantRead(0);
  const count = (variables: RequestVariables): number => {
    const all = personValues(variables);
    const named = all.filter(({ coordinates }) => coordinates.some((each) => model.personInputs.get(each)?.names));
    return Math.max(
      Math.min(1, all.length),
      named.reduce((sum, { value }) => sum + Math.max(1, leavesIn(value)), 0),
    );
  };
  return node.arguments!.some(({ value }) => hasVariable(value))
    ? { constant: false, of: count }
    : constantRead(count({}));
}

function leavesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + leavesIn(each), 0);
}

/**
 * How many entries a field will return, by its `@listSize`.
 * @param coordinate `Type.field`, for messages
 * @returns reading it may throw CodedError LIST_SIZE_UNKNOWN
 */
export function statedSize(
  model: CostModel,
  size: ListSize | undefined,
  coordinate: string,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): Read<number> {
  if (size === undefined) return constantRead(model.defaultListSize);
  const fallback = size.assumedSize ?? model.defaultListSize;
  if (size.slicingArguments.length === 0) return constantRead(fallback);
  const slicing = size.slicingArguments.map((path) => readPath(path.split('.'), node));
  const sizeFor = (variables: RequestVariables): number => {
    const sizes = slicing
      .map((read) => (read.constant ? read.value : read.of(variables)))
      .filter((one) => typeof one === 'number');
    if (size.requireOneSlicingArgument && sizes.length > 1) throw unknownSize(coordinate, size, sizes.length);
    if (sizes.length === 0) sizes.push(...defaultsOf(size, field));
    if (size.requireOneSlicingArgument && sizes.length === 0) throw unknownSize(coordinate, size, 0);
    return sizes.length === 0 ? fallback : Math.max(0, ...sizes);
  };
  return slicing.every((read) => read.constant) ? constantRead(sizeFor({})) : { constant: false, of: sizeFor };
}

function unknownSize(coordinate: string, size: ListSize, count: number): Error {
  return limitFault(
    'LIST_SIZE_UNKNOWN',
    `${coordinate} expects one of ${size.slicingArguments.join(', ')}, got ${count}`,
  );
}

function defaultsOf(size: ListSize, field: GraphQLField<unknown, unknown>): number[] {
  return size.slicingArguments
    .map((name) => field.args.find((one) => one.name === name)?.defaultValue)
    .filter((one) => typeof one === 'number');
}

function readPath([name, ...rest]: readonly string[], node: FieldNode): Read<unknown> {
  const read = readValue(node.arguments?.find((one) => one.name.value === name)?.value);
  const within = (value: unknown): unknown =>
    rest.reduce<unknown>(
      (one, member) =>
        typeof one === 'object' && one !== null && Object.hasOwn(one, member)
          ? (one as RequestVariables)[member]
          : undefined,
      value,
    );
  return read.constant
    ? constantRead(within(read.value))
    : { constant: false, of: (variables) => within(read.of(variables)) };
}

function readValue(node: ValueNode | undefined): Read<unknown> {
  if (node === undefined) return constantRead(undefined);
  return hasVariable(node)
    ? { constant: false, of: (variables) => valueFromASTUntyped(node, variables) }
    : constantRead(valueFromASTUntyped(node));
}
