/**
 * Finds which of the wanted inputs an operation sets: in its text, in variables and in their defaults. An argument's default in the
 * schema is no choice of the caller and does not count. `null` is a value: who requests the workers without a NIK filters by NIK.
 */
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  separateOperations,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValueNode,
} from 'graphql';
import { defaultsOf, hasVariable, type RequestVariables } from '../variables.ts';
import { argumentCoordinate } from './filters.ts';

/** The wanted inputs: `Type.field(argument:)`, `Input.field` or `Enum.VALUE`. */
export type Coordinates = { has(coordinate: string): boolean };

/** A value of a wanted input. */
export interface InputValue {
  /** Coordinates under which the input is wanted; several for an interface's argument. */
  readonly coordinates: readonly string[];
  readonly value: unknown;
}

/** A value of a wanted input, and the field that has it as an argument. */
export interface FieldInputValue extends InputValue {
  /** Response key of that field. */
  readonly key: string;
}

/** An input that can have a value: an argument or a field of an input object. */
interface Input {
  readonly coordinates: readonly string[];
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}

/** An argument in the text of an operation. */
interface ArgumentInText extends Input {
  /** Response key of its field. */
  readonly key: string;
  readonly argument: string;
  readonly value: ValueNode;
}

/**
 * Finds the wanted inputs that one operation can set.
 * @param document valid against `schema`
 * @returns yields the values for a request's variables; undefined where there are never any
 */
export function inputValues(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  wanted: Coordinates,
): ((variables: RequestVariables) => Iterable<FieldInputValue>) | undefined {
  const alone = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const found = argumentsIn(schema, alone).filter((argument) => maySet(argument, wanted));
  if (found.length === 0) return undefined;
  const defaults = defaultsOf(operation);
  return function* (variables) {
    const whole = { ...defaults, ...variables };
    for (const argument of found)
      for (const input of valuesAt(argument, valueFromASTUntyped(argument.value, whole), wanted))
        yield { ...input, key: argument.key };
  };
}

/** Names of a field's arguments that set a wanted input, or may do so by variables. */
export function argumentsThatMayHold(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  node: FieldNode,
  args: readonly GraphQLArgument[],
  wanted: Coordinates,
): ReadonlySet<string> {
  const found = argumentsOf(schema, parent, node, args).filter((argument) => {
    if (!maySet(argument, wanted)) return false;
    return hasVariable(argument.value) || !valuesAt(argument, valueFromASTUntyped(argument.value), wanted).next().done;
  });
  return new Set(found.map(({ argument }) => argument));
}

/** @returns finds the wanted inputs that one field's arguments set, for a request's variables; undefined where there are never any */
export function fieldInputValues(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  node: FieldNode,
  args: readonly GraphQLArgument[],
  wanted: Coordinates,
): ((variables: RequestVariables) => readonly InputValue[]) | undefined {
  const found = argumentsOf(schema, parent, node, args).filter((argument) => maySet(argument, wanted));
  if (found.length === 0) return undefined;
  return (variables) =>
    found.flatMap((argument) => [...valuesAt(argument, valueFromASTUntyped(argument.value, variables), wanted)]);
}

/** The wanted inputs in one input's value: itself, and all within it. */
function* valuesAt(
  { coordinates, type, defaultValue }: Input,
  value: unknown,
  wanted: Coordinates,
): Generator<InputValue> {
  if (value === undefined || (defaultValue !== undefined && JSON.stringify(value) === JSON.stringify(defaultValue)))
    return;
  const own = coordinates.filter((each) => wanted.has(each));
  if (own.length > 0) yield { coordinates: own, value };
  yield* valuesIn(getNamedType(type), value, wanted);
}

function* valuesIn(type: GraphQLNamedType, value: unknown, wanted: Coordinates): Generator<InputValue> {
  if (Array.isArray(value)) for (const each of value) yield* valuesIn(type, each, wanted);
  else if (isEnumType(type)) yield* valuesInEnum(type.name, value, wanted);
  else if (isInputObjectType(type) && typeof value === 'object' && value !== null) {
    for (const field of Object.values(type.getFields())) {
      if (Object.hasOwn(value, field.name))
        yield* valuesAt(
          { ...field, coordinates: [`${type.name}.${field.name}`] },
          (value as RequestVariables)[field.name],
          wanted,
        );
    }
  }
}

/** The value may be of any kind: a value that is no string is no enum value either. */
function* valuesInEnum(name: string, value: unknown, wanted: Coordinates): Generator<InputValue> {
  const coordinate = typeof value === 'string' ? `${name}.${value}` : undefined;
  if (coordinate !== undefined && wanted.has(coordinate)) yield { coordinates: [coordinate], value };
}

function argumentsIn(schema: GraphQLSchema, document: DocumentNode): ArgumentInText[] {
  const info = new TypeInfo(schema);
  const found: ArgumentInText[] = [];
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: (node) => {
        const [parent, field] = [info.getParentType(), info.getFieldDef()];
        if (parent && field) found.push(...argumentsOf(schema, parent, node, field.args));
      },
    }),
  );
  return found;
}

function argumentsOf(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  node: FieldNode,
  args: readonly GraphQLArgument[],
): readonly ArgumentInText[] {
  const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
  return (node.arguments ?? []).flatMap(({ name, value }) => {
    const argument = args.find((one) => one.name === name.value);
    if (argument === undefined) return [];
    const coordinates = types.map((each) => argumentCoordinate(each.name, node.name.value, argument));
    return [
      {
        key: (node.alias ?? node.name).value,
        argument: argument.name,
        coordinates,
        type: argument.type,
        defaultValue: argument.defaultValue,
        value,
      },
    ];
  });
}

function maySet({ coordinates, type }: Input, wanted: Coordinates): boolean {
  return coordinates.some((each) => wanted.has(each)) || reaches(wanted, getNamedType(type));
}

/** Whether a value of a type can hold a wanted input. */
function reaches(wanted: Coordinates, type: GraphQLNamedType, seen = new Set<GraphQLNamedType>()): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  if (isEnumType(type)) return type.getValues().some(({ name }) => wanted.has(`${type.name}.${name}`));
  if (!isInputObjectType(type)) return false;
  return Object.values(type.getFields()).some(
    (field) => wanted.has(`${type.name}.${field.name}`) || reaches(wanted, getNamedType(field.type), seen),
  );
}
