/** What the published SDL says of a subgraph, as far as cases need it. */
import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import { argumentsIn, named, namesOfDirectives, PRIVACY } from '../../checks/protection.ts';

/** The values of a key, without `__typename`. */
export type EntityKey = Readonly<Record<string, unknown>>;

/** A field, as far as it can be asked without knowing more. */
export interface PublishedField {
  readonly name: string;
  /** Name of what it returns. */
  readonly type: string;
  /** Whether it can be asked alone: no argument must be given, and nothing of another subgraph is needed. */
  readonly plain: boolean;
  readonly hasFirst: boolean;
  /** Of `@aggregate`; absent where it counts no people. */
  readonly minimum?: number;
}

/** An object type. */
export interface PublishedType {
  readonly name: string;
  readonly fields: readonly PublishedField[];
  /** Its keys that can be asked by, as names of leaves. */
  readonly keys: readonly (readonly string[])[];
  readonly personal: boolean;
}

/** See the file. */
export interface PublishedFacts {
  readonly types: ReadonlyMap<string, PublishedType>;
  /** Entities that it resolves. */
  readonly entities: readonly PublishedType[];
  /** Fields of Query. */
  readonly roots: readonly PublishedField[];
}

type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

/** @throws GraphQLError where the SDL cannot be read */
export function publishedFacts(sdl: string): PublishedFacts {
  const document = parse(sdl, { noLocation: true });
  const nameOf = namesOfDirectives(document);
  const federation = (name: string): string | undefined => nameOf('https://specs.apollo.dev/federation', name);
  const nodes = document.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  );
  const types = new Map(
    [...Map.groupBy(nodes, ({ name }) => name.value)].map(([name, parts]) => [
      name,
      typeOf(name, parts, {
        key: federation('key'),
        needs: [federation('requires'), federation('external')],
        personal: nameOf(PRIVACY, 'personal'),
        aggregate: nameOf(PRIVACY, 'aggregate'),
      }),
    ]),
  );
  const entities = [...types.values()].filter(({ keys }) => keys.length > 0);
  return { types, entities, roots: types.get('Query')?.fields ?? [] };
}

interface Names {
  readonly key: string | undefined;
  readonly needs: readonly (string | undefined)[];
  readonly personal: string | undefined;
  readonly aggregate: string | undefined;
}

function typeOf(name: string, parts: readonly ObjectNode[], names: Names): PublishedType {
  const directives = parts.flatMap((part) => part.directives ?? []);
  const keys = applied(directives, names.key)
    .filter(({ resolvable }) => resolvable !== false)
    .map(({ fields }) => String(fields))
    .filter((fields) => !fields.includes('{'))
    .map((fields) => fields.split(/[\s,]+/).filter((field) => field !== ''));
  return {
    name,
    fields: parts.flatMap((part) => part.fields ?? []).map((field) => fieldOf(field, names)),
    keys,
    personal: applied(directives, names.personal).length > 0,
  };
}

function fieldOf(field: FieldDefinitionNode, names: Names): PublishedField {
  const { arguments: inputs = [], directives = [] } = field;
  const [aggregate] = applied(directives, names.aggregate);
  return {
    name: field.name.value,
    type: named(field.type),
    plain:
      inputs.every(({ type, defaultValue }) => type.kind !== Kind.NON_NULL_TYPE || defaultValue !== undefined) &&
      !directives.some(({ name }) => names.needs.includes(name.value)),
    hasFirst: inputs.some(({ name }) => name.value === 'first'),
    ...(aggregate !== undefined && { minimum: Number(aggregate['minimum'] ?? 5) }),
  };
}

function applied(
  directives: readonly ConstDirectiveNode[],
  wanted: string | undefined,
): Readonly<Record<string, unknown>>[] {
  return directives.filter(({ name }) => name.value === wanted).map(argumentsIn);
}
