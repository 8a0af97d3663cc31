/**
 * Whether an operation filters or sorts by what its caller may not read: judged on the values he gives, in the text, in
 * variables and in their defaults. What stands in the schema as an argument's default is no choice of his.
 */
import {
  getNamedType, isAbstractType, isEnumType, isInputObjectType, separateOperations, TypeInfo, valueFromASTUntyped, visit, visitWithTypeInfo,
  type DocumentNode, type GraphQLInputType, type GraphQLNamedType, type GraphQLSchema, type OperationDefinitionNode, type ValueNode,
} from 'graphql';
import type { Denial } from '../../reply/field-policy.ts';
import { auditFault } from '../../watch/audit/errors.ts';
import { policyFault } from './errors.ts';
import { argumentCoordinate } from './filters.ts';

export type DeniedInputs = ReadonlyMap<string, Denial>;
type Variables = Readonly<Record<string, unknown>>;

/** Where a value stands: an argument or an input object's field. */
interface Place {
  readonly coordinates: readonly string[];
  readonly type: GraphQLInputType;
  readonly defaultValue?: unknown;
}

interface Given extends Place {
  readonly value: ValueNode;
}

/**
 * @param document valid against `schema`
 * @returns throws for variables that use what is denied, CodedError FORBIDDEN_FILTER, PURPOSE_REQUIRED, AUDIT_UNAVAILABLE; undefined when none could
 */
export function inputJudge(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, denied: DeniedInputs): ((variables: Variables) => void) | undefined {
  if (denied.size === 0) return undefined;
  const alone = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const given = argumentsIn(schema, alone).filter(({ coordinates, type }) => coordinates.some((each) => denied.has(each)) || reaches(denied, getNamedType(type)));
  if (given.length === 0) return undefined;
  const defaults = defaultsOf(operation);
  return (variables) => {
    const whole = { ...defaults, ...variables };
    for (const place of given) refuse(deniedBy(denied, place, valueFromASTUntyped(place.value, whole)));
  };
}

function argumentsIn(schema: GraphQLSchema, document: DocumentNode): Given[] {
  const info = new TypeInfo(schema);
  const given: Given[] = [];
  visit(document, visitWithTypeInfo(info, {
    Argument: (node) => {
      const [parent, field, argument] = [info.getParentType(), info.getFieldDef(), info.getArgument()];
      // A directive's argument has no coordinate of a field.
      if (!parent || !field || !argument || info.getDirective()) return;
      const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
      given.push({ coordinates: types.map((type) => argumentCoordinate(type.name, field.name, argument)), type: argument.type, defaultValue: argument.defaultValue, value: node.value });
    },
  }));
  return given;
}

/** Whether a value of a type can hold something that is denied. */
function reaches(denied: DeniedInputs, type: GraphQLNamedType, seen = new Set<GraphQLNamedType>()): boolean {
  if (seen.has(type)) return false;
  seen.add(type);
  if (isEnumType(type)) return type.getValues().some(({ name }) => denied.has(`${type.name}.${name}`));
  if (!isInputObjectType(type)) return false;
  return Object.values(type.getFields()).some((field) => denied.has(`${type.name}.${field.name}`) || reaches(denied, getNamedType(field.type), seen));
}

/** Why a value may not be given here; `null` is a value: who asks for those without a NIK filters by NIK. */
function deniedBy(denied: DeniedInputs, { coordinates, type, defaultValue }: Place, value: unknown): Denial | undefined {
  if (value === undefined || (defaultValue !== undefined && JSON.stringify(value) === JSON.stringify(defaultValue))) return undefined;
  const own = coordinates.map((each) => denied.get(each)).find(Boolean);
  return own ?? deniedIn(denied, getNamedType(type), value);
}

function deniedIn(denied: DeniedInputs, type: GraphQLNamedType, value: unknown): Denial | undefined {
  if (Array.isArray(value)) return first(value, (each) => deniedIn(denied, type, each));
  if (isEnumType(type)) return denied.get(`${type.name}.${String(value)}`);
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return undefined;
  const members = value as Variables;
  return first(Object.values(type.getFields()), (field) =>
    (Object.hasOwn(members, field.name) ? deniedBy(denied, { ...field, coordinates: [`${type.name}.${field.name}`] }, members[field.name]) : undefined));
}

function first<Item>(items: readonly Item[], of: (item: Item) => Denial | undefined): Denial | undefined {
  for (const item of items) {
    const found = of(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function defaultsOf(operation: OperationDefinitionNode): Variables {
  const given = (operation.variableDefinitions ?? []).filter(({ defaultValue }) => defaultValue !== undefined);
  return Object.fromEntries(given.map(({ variable, defaultValue }) => [variable.name.value, valueFromASTUntyped(defaultValue!)]));
}

function refuse(denial: Denial | undefined): void {
  if (denial === undefined) return;
  const { coordinate } = denial.extensions as { coordinate: string };
  if (denial.code === 'AUDIT_UNAVAILABLE') throw auditFault('AUDIT_UNAVAILABLE', undefined, { extensions: { coordinate } });
  throw policyFault(denial.code === 'PURPOSE_REQUIRED' ? 'PURPOSE_REQUIRED' : 'FORBIDDEN_FILTER', coordinate, { extensions: { coordinate } });
}
