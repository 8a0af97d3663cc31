/**
 * Which inputs an operation gives a value, of those somebody cares about: in the text, in variables and in their defaults. What
 * stands in the schema as an argument's default is no choice of the caller. `null` is a value: who asks for those without a
 * NIK filters by NIK.
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

/** `Type.field(argument:)`, `Input.field` or `Enum.VALUE`: those that are looked for. */
export type Coordinates = { has(coordinate: string): boolean };

export interface InputValue {
  /** Under what name it is looked for; several for an interface's argument. */
  readonly coordinates: readonly string[];
  readonly value: unknown;
}

export interface FieldInputValue extends InputValue {
  /** Response key of the field it narrows. */
  readonly key: string;
}

/** Where a value stands: an argument or an input object's field. */
interface Place {
  readonly coordinates: readonly string[];
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}

interface PlaceInText extends Place {
  readonly key: string;
  readonly argument: string;
  readonly value: ValueNode;
}

/**
 * @param document valid against `schema`
 * @returns those a request's variables give; undefined when none ever could
 */
export function inputValues(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  wanted: Coordinates,
): ((variables: RequestVariables) => Iterable<FieldInputValue>) | undefined {
  const alone = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const places = placesIn(schema, alone).filter((place) => mayGive(place, wanted));
  if (places.length === 0) return undefined;
  const defaults = defaultsOf(operation);
  return function* (variables) {
    const whole = { ...defaults, ...variables };
    for (const place of places)
      for (const given of givenAt(place, valueFromASTUntyped(place.value, whole), wanted))
        yield { ...given, key: place.key };
  };
}

/** Names of a field's arguments that give what is wanted, or may, once variables have values. */
export function argumentsThatMayHold(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  node: FieldNode,
  args: readonly GraphQLArgument[],
  wanted: Coordinates,
): ReadonlySet<string> {
  const places = placesOf(schema, parent, node, args).filter((place) => {
    if (!mayGive(place, wanted)) return false;
    return hasVariable(place.value) || !givenAt(place, valueFromASTUntyped(place.value), wanted).next().done;
  });
  return new Set(places.map(({ argument }) => argument));
}

/** What one field's arguments give of what is wanted; undefined when nothing ever. */
export function fieldInputValues(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  node: FieldNode,
  args: readonly GraphQLArgument[],
  wanted: Coordinates,
): ((variables: RequestVariables) => readonly InputValue[]) | undefined {
  const places = placesOf(schema, parent, node, args).filter((place) => mayGive(place, wanted));
  if (places.length === 0) return undefined;
  return (variables) =>
    places.flatMap((place) => [...givenAt(place, valueFromASTUntyped(place.value, variables), wanted)]);
}

/** Of one argument's value, what is wanted of it and of all that is in it. */
function* givenAt(
  { coordinates, type, defaultValue }: Place,
  value: unknown,
  wanted: Coordinates,
): Generator<InputValue> {
  if (value === undefined || (defaultValue !== undefined && JSON.stringify(value) === JSON.stringify(defaultValue)))
    return;
  const own = coordinates.filter((each) => wanted.has(each));
  if (own.length > 0) yield { coordinates: own, value };
  yield* givenIn(getNamedType(type), value, wanted);
}

function* givenIn(type: GraphQLNamedType, value: unknown, wanted: Coordinates): Generator<InputValue> {
  if (Array.isArray(value)) for (const each of value) yield* givenIn(type, each, wanted);
  else if (isEnumType(type)) yield* givenInEnum(type.name, value, wanted);
  else if (isInputObjectType(type) && typeof value === 'object' && value !== null) {
    for (const field of Object.values(type.getFields())) {
      if (Object.hasOwn(value, field.name))
        yield* givenAt(
          { ...field, coordinates: [`${type.name}.${field.name}`] },
          (value as RequestVariables)[field.name],
          wanted,
        );
    }
  }
}

/** What came may be of any kind: an object that cannot become a string is no enum's value either. */
function* givenInEnum(name: string, value: unknown, wanted: Coordinates): Generator<InputValue> {
  const coordinate = typeof value === 'string' ? `${name}.${value}` : undefined;
  if (coordinate !== undefined && wanted.has(coordinate)) yield { coordinates: [coordinate], value };
}

function placesIn(schema: GraphQLSchema, document: DocumentNode): PlaceInText[] {
  const info = new TypeInfo(schema);
  const places: PlaceInText[] = [];
  visit(
    document,
    visitWithTypeInfo(info, {
      Field: (node) => {
        const [parent, field] = [info.getParentType(), info.getFieldDef()];
        if (parent && field) places.push(...placesOf(schema, parent, node, field.args));
      },
    }),
  );
  return places;
}

function placesOf(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  node: FieldNode,
  args: readonly GraphQLArgument[],
): readonly PlaceInText[] {
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

function mayGive({ coordinates, type }: Place, wanted: Coordinates): boolean {
  return coordinates.some((each) => wanted.has(each)) || reaches(wanted, getNamedType(type));
}

/** Whether a value of a type can hold something that is wanted. */
function reaches(wanted: Coordinates, type: GraphQLNamedType, seen = new Set<GraphQLNamedType>()): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  if (isEnumType(type)) return type.getValues().some(({ name }) => wanted.has(`${type.name}.${name}`));
  if (!isInputObjectType(type)) return false;
  return Object.values(type.getFields()).some(
    (field) => wanted.has(`${type.name}.${field.name}`) || reaches(wanted, getNamedType(field.type), seen),
  );
}
