/**
 * Numbers that a double cannot hold, on their way from a client's variables to graphql-js, which knows only numbers: an `ID` gets
 * their digits, a custom scalar gets them as they are, any other type gets a number and judges that. Defaults of
 * variables that lie beyond a double are put in here, where graphql-js would round them.
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

export interface ExactVariables {
  /** For graphql-js; the very object that came where nothing in it is beyond a double. */
  readonly variables: Values;
  /** Names of variables that hold a number no double comes near (1e400), which JSON carries and few can read. */
  readonly unreadable: readonly string[];
}

export function exactVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): (given: Values) => ExactVariables {
  const defaults = new Map(
    definitions.flatMap(({ variable, defaultValue }) =>
      holdsLoss(defaultValue) ? [[variable.name.value, literalValue(defaultValue!)]] : [],
    ),
  );
  const types = definitions.map(
    ({ variable, type }) =>
      [variable.name.value, typeFromAST(schema, type as never) as GraphQLInputType | undefined] as const,
  );
  return (given) => {
    if (defaults.size === 0 && isOrdinary(given)) return { variables: given, unreadable: NONE };
    const variables = new NullPrototypeObject();
    const unreadable: string[] = [];
    for (const [name, type] of types) {
      const value = Object.hasOwn(given, name) ? given[name] : defaults.get(name);
      if (value === undefined || type === undefined) continue;
      if (!isReadable(value)) unreadable.push(name);
      variables[name] = fitted(type, value);
    }
    return { variables, unreadable };
  };
}

const NONE: readonly string[] = [];

/** Whether graphql-js can be given it as it is. */
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

function fitted(given: GraphQLInputType, value: unknown): unknown {
  const type = getNullableType(given);
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

/** A constant of the text as JSON has it. */
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
