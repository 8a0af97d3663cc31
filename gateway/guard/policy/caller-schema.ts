/**
 * The schema as one caller may use it: without the fields denied to them, the filters and orders by these, and every type that nothing
 * they may use leads to. Introspection, the explorer and the suggestions of validation show this schema.
 */
import {
  buildASTSchema,
  isEnumType,
  isInputObjectType,
  isObjectType,
  Kind,
  parse,
  printSchema,
  visit,
  type DefinitionNode,
  type GraphQLObjectType,
  type InputValueDefinitionNode,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';
import type { Decision } from './decision.ts';
import { argumentCoordinate } from './filters.ts';
import { namedType } from './supergraph-types.ts';

/**
 * @param api the schema that clients see
 * @returns the schema without what the decision denies for good; `api` itself where it denies nothing in it
 */
export function callerSchema(api: GraphQLSchema, { denied, deniedOnInterface, deniedInputs }: Decision): GraphQLSchema {
  // A field that only requires a purpose stays: the caller may use it by stating one.
  const lasting = [...denied, ...deniedOnInterface].filter(
    ([coordinate, { code }]) => code === 'FORBIDDEN_FIELD' && hasField(api, coordinate),
  );
  const inputs = [...deniedInputs].filter(
    ([coordinate, { code }]) => code === 'FORBIDDEN_FILTER' && hasInput(api, coordinate),
  );
  const refused = new Set(
    [...lasting, ...inputs].flatMap(([coordinate]) => [coordinate, ...onInterfaces(api, coordinate)]),
  );
  if (refused.size === 0) return api;
  const document = parse(printSchema(api), { noLocation: true });
  const roots = [api.getQueryType(), api.getMutationType(), api.getSubscriptionType()].flatMap(
    (type) => type?.name ?? [],
  );
  const [query = ''] = roots;
  const defaults = defaultsIn(document.definitions);
  const pruned = untilStable(withoutInputs(document.definitions, refused, defaults), (definitions) => {
    const exists = existing(definitions);
    const kept = definitions.flatMap((node) => keepInputs(node, ({ type }) => exists(namedType(type))));
    return withoutFields(kept, refusedBehind(definitions, refused), query);
  });
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions: reachable(pruned, roots) }, { assumeValid: true });
}

function hasField(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', field = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  return type !== undefined && 'getFields' in type && Object.hasOwn(type.getFields(), field);
}

/** Whether a schema has an input. @param coordinate `Type.field(argument:)`, `Input.field` or `Enum.VALUE` */
export function hasInput(schema: GraphQLSchema, coordinate: string): boolean {
  const [, typeName = '', member = '', argument] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  const type = schema.getType(typeName);
  if (isEnumType(type)) return type.getValue(member) != null;
  if (isInputObjectType(type)) return Object.hasOwn(type.getFields(), member);
  return (
    hasField(schema, `${typeName}.${member}`) &&
    (type as GraphQLObjectType).getFields()[member]!.args.some(({ name }) => name === argument)
  );
}

/** An argument removed from a type is removed from the type's interfaces too, which would promise it otherwise. */
function onInterfaces(schema: GraphQLSchema, coordinate: string): readonly string[] {
  const [typeName = '', member = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  return member.includes('(') && isObjectType(type) ? type.getInterfaces().map(({ name }) => `${name}.${member}`) : [];
}

type Definitions = readonly DefinitionNode[];

/** Repeats a step until it removes nothing more: removing a field can empty a type, which removes the fields that return it. */
function untilStable(definitions: Definitions, step: (definitions: Definitions) => Definitions): Definitions {
  const size = (all: Definitions): number =>
    all.reduce(
      (sum, each) =>
        sum +
        1 +
        ('fields' in each ? (each.fields ?? []) : []).reduce(
          (fields, field) => fields + 1 + ('arguments' in field ? (field.arguments?.length ?? 0) : 0),
          0,
        ),
      0,
    );
  const next = step(definitions);
  return size(next) === size(definitions) ? next : untilStable(next, step);
}

/** `Enum.VALUE` of every enum value that is the default of an input: it applies anyway, so it cannot be hidden. */
function defaultsIn(definitions: Definitions): ReadonlySet<string> {
  const found = new Set<string>();
  for (const definition of definitions) {
    visit(definition, {
      InputValueDefinition: ({ type, defaultValue }) => {
        if (defaultValue?.kind === Kind.ENUM) found.add(`${namedType(type)}.${defaultValue.value}`);
      },
    });
  }
  return found;
}

function withoutInputs(
  definitions: Definitions,
  refused: ReadonlySet<string>,
  defaults: ReadonlySet<string>,
): Definitions {
  return definitions.flatMap((node): DefinitionNode[] => {
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) {
      const values = node.values?.filter(
        ({ name }) =>
          defaults.has(`${node.name.value}.${name.value}`) || !refused.has(`${node.name.value}.${name.value}`),
      );
      return values?.length === 0 ? [] : [{ ...node, values }];
    }
    return keepInputs(
      node,
      (input, field) =>
        !refused.has(
          field === undefined ? `${nameOf(node)}.${input.name.value}` : argumentCoordinate(nameOf(node), field, input),
        ),
    );
  });
}

/** Removes arguments and input fields, and the fields and types that cannot be used without one of them. */
function keepInputs(
  node: DefinitionNode,
  keep: (input: InputValueDefinitionNode, field?: string) => boolean,
): DefinitionNode[] {
  const lost = (input: InputValueDefinitionNode, field?: string): boolean => !keep(input, field) && isRequired(input);
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
    const fields = node.fields?.filter((input) => keep(input));
    return fields?.length === 0 || node.fields?.some((input) => lost(input)) ? [] : [{ ...node, fields }];
  }
  if (!withFields(node)) return [node];
  const usable = node.fields?.filter(
    ({ name, arguments: inputs }) => !inputs?.some((input) => lost(input, name.value)),
  );
  return [
    {
      ...node,
      fields: usable?.map((field) => ({
        ...field,
        arguments: field.arguments?.filter((input) => keep(input, field.name.value)),
      })),
    },
  ];
}

const isRequired = ({ type, defaultValue }: InputValueDefinitionNode): boolean =>
  type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
const nameOf = (node: DefinitionNode): string => ('name' in node ? (node.name?.value ?? '') : '');

function existing(definitions: Definitions): (type: string) => boolean {
  const names = new Set(
    definitions.flatMap((node) => ('name' in node && node.name !== undefined ? [node.name.value] : [])),
  );
  return (type) => names.has(type) || BUILT_IN.has(type);
}

const withFields = (node: DefinitionNode): node is ObjectTypeDefinitionNode =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION || (node.kind as Kind) === Kind.INTERFACE_TYPE_DEFINITION;

/** A field removed from a type cannot stay on the type's interface: the type would no longer implement it. */
function refusedBehind(definitions: Definitions, refused: ReadonlySet<string>): ReadonlySet<string> {
  const present = new Map(
    definitions
      .filter(withFields)
      .map((node) => [node.name.value, new Set((node.fields ?? []).map((field) => field.name.value))]),
  );
  const more = new Set(refused);
  for (const node of definitions.filter(withFields)) {
    for (const { name } of node.interfaces ?? []) {
      for (const field of present.get(name.value) ?? []) {
        if (refused.has(`${node.name.value}.${field}`) || !present.get(node.name.value)!.has(field))
          more.add(`${name.value}.${field}`);
      }
    }
  }
  return more;
}

/** @param query name of the root type that stays though nothing of it is left: a schema without mutations is one, without queries none */
function withoutFields(definitions: Definitions, refused: ReadonlySet<string>, query: string): Definitions {
  const exists = existing(definitions);
  return definitions.flatMap((node): DefinitionNode[] => {
    if (node.kind === Kind.SCHEMA_DEFINITION)
      return [{ ...node, operationTypes: node.operationTypes.filter(({ type }) => exists(type.name.value)) }];
    if (node.kind === Kind.UNION_TYPE_DEFINITION) {
      const types = (node.types ?? []).filter((member) => exists(member.name.value));
      return types.length > 0 ? [{ ...node, types }] : [];
    }
    if (!withFields(node)) return [node];
    const fields = (node.fields ?? []).filter(
      (field) => !refused.has(`${node.name.value}.${field.name.value}`) && exists(namedType(field.type)),
    );
    const interfaces = (node.interfaces ?? []).filter((each) => exists(each.name.value));
    return fields.length > 0 || node.name.value === query ? [{ ...node, fields, interfaces }] : [];
  });
}

const BUILT_IN = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);

/** Definitions that the root types lead to, through fields, arguments, interfaces and their types. Directives stay. */
function reachable(definitions: Definitions, roots: readonly string[]): Definitions {
  const byName = new Map(
    definitions
      .filter((node): node is TypeDefinitionNode => /TypeDefinition$/.test(node.kind))
      .map((node) => [node.name.value, node]),
  );
  const behind = Map.groupBy(
    definitions
      .filter(withFields)
      .flatMap((node) => (node.interfaces ?? []).map((each) => [each.name.value, node.name.value] as const)),
    ([name]) => name,
  );
  const seen = new Set<string>();
  const pending = [
    ...roots,
    ...definitions.filter((node) => node.kind === Kind.DIRECTIVE_DEFINITION).flatMap(mentioned),
  ];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const node = byName.get(name);
    if (node === undefined || seen.has(name)) continue;
    seen.add(name);
    pending.push(...mentioned(node), ...(behind.get(name) ?? []).map(([, type]) => type));
  }
  return definitions.filter(
    (node) => !/TypeDefinition$/.test(node.kind) || seen.has((node as TypeDefinitionNode).name.value),
  );
}

function mentioned(node: DefinitionNode): string[] {
  const names: string[] = [];
  visit(node, { NamedType: (type) => void names.push(type.name.value) });
  return names;
}
