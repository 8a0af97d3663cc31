/**
 * A subgraph as the rules read it: federation 1 is upgraded to 2 first, extensions are part of their types, and directives have the names
 * of their specifications whatever an import calls them. So a rule that looks for `requires` finds it under any name.
 */
import { buildSubgraph, printSchema, Subgraphs, upgradeSubgraphsIfNecessary } from '@apollo/federation-internals';
import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeNode,
} from 'graphql';
import type { OwnedSubgraph } from '../check-input.ts';
import { argumentsIn, namesOfDirectives, PRIVACY } from '../protection.ts';

/** A directive by the name its specification gives it. */
export interface Applied {
  readonly name: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** An argument of a field, or a field of an input. */
interface ModelInput {
  readonly name: string;
  readonly type: TypeNode;
  readonly description: string;
  readonly directives: readonly Applied[];
}

/** A field of an object type or an interface. */
export interface ModelField extends ModelInput {
  readonly arguments: readonly ModelInput[];
  /** Another subgraph resolves it. */
  readonly external: boolean;
}

/** A type of one subgraph. */
export interface ModelType {
  readonly name: string;
  readonly kind: 'object' | 'interface' | 'union' | 'input' | 'enum' | 'scalar';
  readonly description: string;
  readonly directives: readonly Applied[];
  /** Interfaces of an object type or an interface, members of a union. */
  readonly related: readonly string[];
  readonly fields: ReadonlyMap<string, ModelField>;
}

/** One subgraph, and whose it is. */
export interface SubgraphModel {
  readonly name: string;
  readonly owner: string;
  /** The subgraph's own statements: `@perturbs`. */
  readonly directives: readonly Applied[];
  readonly types: ReadonlyMap<string, ModelType>;
}

const FEDERATION = 'https://specs.apollo.dev/federation';
const KNOWN: readonly (readonly [identity: string, directives: readonly string[]])[] = [
  [
    FEDERATION,
    [
      ...['key', 'requires', 'provides', 'external', 'override', 'shareable', 'interfaceObject'],
      ...['context', 'fromContext'],
    ],
  ],
  ...['authenticated', 'requiresScopes', 'policy', 'inaccessible', 'tag'].map(
    (name) => [`https://specs.apollo.dev/${name}`, [name]] as [string, string[]],
  ),
  ['https://specs.apollo.dev/cost', ['cost', 'listSize']],
  [PRIVACY, ['personal', 'mask', 'aggregate', 'purpose', 'filters', 'harmless', 'perturbs']],
];

/**
 * @returns each subgraph as a model, in the order given
 * @throws whatever Apollo says of SDL that is no subgraph: compose first, which names it with a code
 */
export function readSubgraphs(subgraphs: readonly OwnedSubgraph[]): readonly SubgraphModel[] {
  const built = new Subgraphs();
  for (const { name, url, sdl } of subgraphs) built.add(buildSubgraph(name, url, sdl));
  const upgraded = upgradeSubgraphsIfNecessary(built);
  if (upgraded.errors !== undefined) throw new Error(upgraded.errors.map(({ message }) => message).join('\n'));
  return subgraphs.map(({ name, owner }) => {
    const document = parse(printSchema(upgraded.subgraphs.get(name)!.schema), { noLocation: true });
    return { name, owner, ...readDocument(document) };
  });
}

/** @returns the types of a document, a subgraph's or a supergraph's, with directives by their specifications' names */
export function readDocument(document: DocumentNode): Pick<SubgraphModel, 'directives' | 'types'> {
  const reader = new ModelReader(document);
  return { directives: reader.statements(document), types: reader.types(document) };
}

/** What the kinds of definitions and extensions have in common. */
interface Definition {
  readonly kind: Kind;
  readonly name: { readonly value: string };
  readonly description?: { readonly value: string };
  readonly directives?: readonly ConstDirectiveNode[];
  readonly interfaces?: readonly { readonly name: { readonly value: string } }[];
  readonly types?: readonly { readonly name: { readonly value: string } }[];
  readonly values?: readonly unknown[];
  readonly fields?: readonly (FieldDefinitionNode | InputValueDefinitionNode)[];
}

/**
 * What federation adds to each subgraph, and nobody owns. Only these names at these places: a field of an agency may be called `join__score`, and
 * what it requires is asked about like that of any other.
 */
const ADDED_TYPES = /^(_Any|_Entity|_Service|(link|federation|join)__\w+)$/;
const ADDED_FIELDS = new Set(['Query._entities', 'Query._service']);

const KINDS: Readonly<Record<string, ModelType['kind']>> = {
  ObjectType: 'object',
  InterfaceType: 'interface',
  UnionType: 'union',
  InputObjectType: 'input',
  EnumType: 'enum',
  ScalarType: 'scalar',
};

class ModelReader {
  readonly #canonical = new Map<string, string>();

  constructor(document: DocumentNode) {
    const nameOf = namesOfDirectives(document);
    for (const [identity, directives] of KNOWN) {
      for (const directive of directives) {
        const called = nameOf(identity, directive);
        if (called !== undefined) this.#canonical.set(called, directive);
      }
    }
  }

  statements({ definitions }: DocumentNode): Applied[] {
    return definitions.flatMap((node) =>
      node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION ? this.#applied(node.directives) : [],
    );
  }

  types({ definitions }: DocumentNode): Map<string, ModelType> {
    const types = new Map<string, ModelType>();
    for (const node of definitions) {
      const kind = KINDS[node.kind.replace(/(Definition|Extension)$/, '')];
      if (kind === undefined || ADDED_TYPES.test((node as Definition).name.value)) continue;
      const part = this.#typeOf(kind, node as Definition);
      types.set(part.name, joined(types.get(part.name), part));
    }
    return types;
  }

  #typeOf(kind: ModelType['kind'], node: Definition): ModelType {
    const directives = this.#applied(node.directives);
    const external = directives.some(({ name }) => name === 'external');
    return {
      kind,
      name: node.name.value,
      description: node.description?.value ?? '',
      directives,
      related: [...(node.interfaces ?? []), ...(node.types ?? [])].map(({ name }) => name.value),
      fields: new Map(
        (node.fields ?? [])
          .filter(({ name }) => !ADDED_FIELDS.has(`${node.name.value}.${name.value}`))
          .map((field) => [field.name.value, this.#field(field, external)]),
      ),
    };
  }

  #field(node: FieldDefinitionNode | InputValueDefinitionNode, external: boolean): ModelField {
    const input = this.#input(node);
    return {
      ...input,
      arguments: 'arguments' in node ? (node.arguments ?? []).map((argument) => this.#input(argument)) : [],
      external: external || input.directives.some(({ name }) => name === 'external'),
    };
  }

  #input({ name, type, description, directives }: FieldDefinitionNode | InputValueDefinitionNode): ModelInput {
    return { name: name.value, type, description: description?.value ?? '', directives: this.#applied(directives) };
  }

  #applied(directives: readonly ConstDirectiveNode[] = []): Applied[] {
    return directives.map((each) => ({
      name: this.#canonical.get(each.name.value) ?? each.name.value,
      values: argumentsIn(each),
    }));
  }
}

function joined(one: ModelType | undefined, more: ModelType): ModelType {
  if (one === undefined) return more;
  return {
    ...one,
    description: one.description || more.description,
    directives: [...one.directives, ...more.directives],
    related: [...one.related, ...more.related],
    fields: new Map([...one.fields, ...more.fields]),
  };
}
