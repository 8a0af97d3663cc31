/**
 * Passes numbers that a double cannot hold from a client's variables to graphql-js, which knows only JavaScript numbers. An `ID` gets
 * their digits, a custom scalar the exact number, any other type a number to validate. Defaults of variables beyond a double are
 * filled in here, because graphql-js would round them.
 */
import {
  getNullableType,
  isInputObjectType,
  isListType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  typeFromAST,
  visit,
  type GraphQLInputType,
  type GraphQLSchema,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import { NullPrototypeObject } from '../result/null-prototype-object.ts';
import { isExactNumber, losesDigits, numberOf, wholeDigits, type ExactNumber } from '../../base/exact-number.ts';

type Values = Readonly<Record<string, unknown>>;

/** Variables as graphql-js can coerce them. */
export interface ExactVariables {
  /** The very object that was passed where no number in it is beyond a double. */
  readonly variables: Values;
  /** Names of variables that hold a number outside the range of doubles (1e400), which JSON allows and few readers accept. */
  readonly unreadable: readonly string[];
}

/** @returns a function that prepares the client's variables for graphql-js */
export function exactVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): (sent: Values) => ExactVariables {
  const defaults = new Map(
    definitions.flatMap(({ variable, defaultValue }) =>
      holdsLoss(defaultValue) ? [[variable.name.value, literalValue(defaultValue!)]] : [],
    ),
  );
  const types = definitions.map(
    ({ variable, type }) =>
      [variable.name.value, typeFromAST(schema, type as never) as GraphQLInputType | undefined] as const,
  );
  return (sent) => {
    if (defaults.size === 0 && isOrdinary(sent)) return { variables: sent, unreadable: NONE };
    const variables = new NullPrototypeObject();
    const unreadable: string[] = [];
    for (const [name, type] of types) {
      const value = Object.hasOwn(sent, name) ? sent[name] : defaults.get(name);
      if (value === undefined || type === undefined) continue;
      if (!isReadable(value)) unreadable.push(name);
      variables[name] = fitted(type, value);
    }
    return { variables, unreadable };
  };
}

const NONE: readonly string[] = [];

/** Whether graphql-js can coerce the value as it is. */
function isOrdinary(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (isExactNumber(value)) return false;
  for (const name in value) if (!isOrdinary((value as Values)[name])) return false;
  return true;
}

function isReadable(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return isExactNumber(value) ? Number.isFinite(Number(value.rawJSON)) : Object.values(value).every(isReadable);
}

function fitted(declared: GraphQLInputType, value: unknown): unknown {
  const type = getNullableType(declared);
  if (isListType(type))
    return Array.isArray(value) ? value.map((item) => fitted(type.ofType, item)) : fitted(type.ofType, value);
  if (isExactNumber(value)) return fittedNumber(type, value);
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const whole = Object.assign(new NullPrototypeObject(), value);
  for (const { name, type: inner } of Object.values(type.getFields()))
    if (Object.hasOwn(value, name)) whole[name] = fitted(inner, whole[name]);
  return whole;
}

function fittedNumber(type: GraphQLInputType, value: ExactNumber): unknown {
  if (isScalarType(type) && !isSpecifiedScalarType(type)) return value;
  return (isScalarType(type) && type.name === 'ID' ? wholeDigits(value) : undefined) ?? Number(value.rawJSON);
}

function holdsLoss(node: ValueNode | undefined): boolean {
  let found = false;
  const look = ({ value }: { readonly value: string }): void => void (found ||= losesDigits(value));
  if (node !== undefined) visit(node, { IntValue: look, FloatValue: look });
  return found;
}

/** A constant of the operation's text, as a JSON value. */
function literalValue(node: ValueNode): unknown {
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return numberOf(node.value);
    case Kind.LIST:
      return node.values.map(literalValue);
    case Kind.OBJECT:
      return Object.assign(
        new NullPrototypeObject(),
        Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literalValue(value)])),
      );
    case Kind.NULL:
      return null;
    case Kind.VARIABLE:
      return undefined;
    default:
      return node.value;
  }
}
