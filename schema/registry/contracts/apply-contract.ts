/**
 * A variant of a supergraph: the same supergraph with `@inaccessible` on what its contract takes out. Gateways can still fetch a key or an
 * input of `@requires` through it, and clients cannot see, ask or introspect it.
 *
 * What would make no valid schema without the rest goes too: a field whose type is gone, a type none of whose fields are left, a field
 * of an interface that one of its types lost. So do a page whose rows are gone (its `hasNextPage` would still tell whether there is one) and
 * types that nothing leads to any more. So a contract may take a type out and need not list every field that returns it.
 */
import { Supergraph } from '@apollo/federation-internals';
import {
  Kind,
  parse,
  print,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type TypeDefinitionNode,
} from 'graphql';
import { variantHead } from '../../../base/contract-variant.ts';
import { reasonOf } from '../../../base/errors.ts';
import { linkedIdentity } from '../../../base/linked-identity.ts';
import { ACCESS, argumentsIn, named, namesOfDirectives, PRIVACY } from '../../checks/protection.ts';
import { sha256Of } from '../../composition/sha256-of.ts';
import type { Contract } from './contract.ts';

/** The text of a variant, or why there is none. */
export type AppliedContract = { readonly sdl: string } | { readonly problem: string };

/** @returns the variant of a composed supergraph under a contract; a problem where nothing is left or what is left is no valid schema */
export function applyContract(supergraphSdl: string, contract: Contract): AppliedContract {
  const document = parse(supergraphSdl, { noLocation: true });
  const hidden = new HiddenElements(document, contract);
  const marked = mark(document, hidden);
  // Read by the gateways: they serve a variant with exactly this supergraph and no other.
  const sdl = `${variantHead(contract.name, sha256Of(supergraphSdl))}${print(marked)}`;
  try {
    // Validates what is left as Apollo's gateway and router do: every rule of the specification `inaccessible`.
    Supergraph.build(sdl, { supportedFeatures: null }).apiSchema();
  } catch (thrown) {
    return { problem: reasonOf(thrown) };
  }
  return { sdl };
}

/** Where an element stands: `Worker`, `Worker.nik`, `Query.workers(first:)`. */
type Coordinate = string;

/** Types of linked specifications, which no client sees. An agency's own type may have `__` in its name as well, and is judged like any other. */
function specificationTypes(document: DocumentNode): (name: string) => boolean {
  const prefixes = new Set(
    document.definitions
      .filter((node) => node.kind === Kind.SCHEMA_DEFINITION)
      // A supergraph's links are called so; another directive with a URL is an agency's.
      .flatMap(({ directives = [] }) => directives.filter(({ name }) => name.value === 'link').map(argumentsIn))
      .flatMap(({ url, as }) =>
        typeof as === 'string' ? [as] : typeof url === 'string' ? [linkedIdentity(url).split('/').at(-1)!] : [],
      ),
  );
  return (name) => name.includes('__') && prefixes.has(name.slice(0, name.indexOf('__')));
}

type Member = FieldDefinitionNode | InputValueDefinitionNode;

class HiddenElements {
  readonly #hidden = new Set<Coordinate>();
  readonly #types: ReadonlyMap<string, TypeDefinitionNode>;
  readonly #contract: Contract;
  readonly #tag: string | undefined;
  readonly #personal: ReadonlySet<string | undefined>;
  readonly #filters: string | undefined;
  readonly #access: ReadonlySet<string | undefined>;

  constructor(document: DocumentNode, contract: Contract) {
    this.#contract = contract;
    const isSpecification = specificationTypes(document);
    this.#types = new Map(
      document.definitions
        .filter(isType)
        .flatMap((type) => (isSpecification(type.name.value) ? [] : [[type.name.value, type]])),
    );
    const nameOf = namesOfDirectives(document);
    this.#tag = nameOf('https://specs.apollo.dev/tag', 'tag');
    // A masked value is of a person, also where nothing else says so.
    this.#personal = new Set(['personal', 'mask'].map((name) => nameOf(PRIVACY, name)));
    this.#filters = nameOf(PRIVACY, 'filters');
    this.#access = new Set(ACCESS.map((name) => nameOf(`https://specs.apollo.dev/${name}`, name)));
    const roots = rootsOf(document);
    if (contract.withoutMutations && roots.mutation !== undefined) this.#hidden.add(roots.mutation);
    for (const type of this.#types.values()) this.#asked(type, roots.query === type.name.value);
    this.#byWhatTheyFilter();
    while (this.#follows());
    this.#unreached(Object.values(roots));
  }

  has(coordinate: Coordinate): boolean {
    return this.#hidden.has(coordinate);
  }

  /** Hides what the contract names. A tag on a type is as one on each of its fields. */
  #asked(type: TypeDefinitionNode, isRoot: boolean): void {
    const name = type.name.value;
    if (this.#unwanted(type)) this.#hidden.add(name);
    const typeTags = this.#tagsOf(type);
    for (const member of membersOf(type)) {
      const coordinate = `${name}.${member.name.value}`;
      const included =
        this.#contract.include === undefined ||
        type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ||
        [...typeTags, ...this.#tagsOf(member)].some((tag) => this.#contract.include!.includes(tag));
      if (this.#unwanted(member) || !included) this.#hidden.add(coordinate);
      for (const argument of argumentsOf(member))
        if (this.#unwanted(argument)) this.#hidden.add(`${coordinate}(${argument.name.value}:)`);
    }
    // Each other type may be gone; a supergraph without a query is told by the validation.
    if (isRoot) this.#hidden.delete(name);
    if (type.kind !== Kind.ENUM_TYPE_DEFINITION) return;
    for (const value of type.values ?? []) if (this.#unwanted(value)) this.#hidden.add(`${name}.${value.name.value}`);
  }

  #unwanted(node: { readonly directives?: readonly ConstDirectiveNode[] }): boolean {
    const { exclude, withoutPersonal, withoutGuarded } = this.#contract;
    const names = (node.directives ?? []).map(({ name }) => name.value);
    if (withoutPersonal && names.some((name) => this.#personal.has(name))) return true;
    if (withoutGuarded && names.some((name) => this.#access.has(name))) return true;
    return this.#tagsOf(node).some((tag) => exclude.includes(tag));
  }

  #tagsOf({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] }): string[] {
    return directives.filter(({ name }) => name.value === this.#tag).map((tag) => String(argumentsIn(tag).name));
  }

  /** What filters or sorts by a personal field tells of it, whichever type it returns. */
  #byWhatTheyFilter(): void {
    if (!this.#contract.withoutPersonal) return;
    for (const type of this.#types.values()) {
      const name = type.name.value;
      for (const member of membersOf(type)) {
        if (this.#filtersByHidden(member)) this.#hidden.add(`${name}.${member.name.value}`);
        for (const argument of argumentsOf(member))
          if (this.#filtersByHidden(argument))
            this.#hidden.add(`${name}.${member.name.value}(${argument.name.value}:)`);
      }
      if (type.kind === Kind.ENUM_TYPE_DEFINITION)
        for (const value of type.values ?? [])
          if (this.#filtersByHidden(value)) this.#hidden.add(`${name}.${value.name.value}`);
    }
  }

  #filtersByHidden({ directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] }): boolean {
    return directives
      .filter(({ name }) => name.value === this.#filters)
      .flatMap((filters) => argumentsIn(filters).fields as string[])
      .some((field) => this.#hidden.has(field) || this.#hidden.has(field.split('.')[0]!));
  }

  /** Hides what cannot stand without what is hidden. @returns whether there was something new */
  #follows(): boolean {
    const before = this.#hidden.size;
    for (const type of this.#types.values()) {
      if (this.#hidden.has(type.name.value)) continue;
      for (const member of membersOf(type)) this.#memberFollows(type, member);
      if (isEmptied(type, this.#hidden) || isPageWithoutRows(type, this.#hidden)) this.#hidden.add(type.name.value);
    }
    for (const type of this.#types.values())
      if (type.kind === Kind.OBJECT_TYPE_DEFINITION || type.kind === Kind.INTERFACE_TYPE_DEFINITION)
        this.#interfacesFollow(type);
    return this.#hidden.size > before;
  }

  /** Hides the types that no field or argument leads to. */
  #unreached(roots: readonly string[]): void {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      const type = this.#types.get(name);
      if (type === undefined || reached.has(name) || this.#hidden.has(name)) return;
      reached.add(name);
      for (const next of this.#leadsTo(type)) visit(next);
    };
    for (const root of roots) visit(root);
    for (const name of this.#types.keys()) if (!reached.has(name)) this.#hidden.add(name);
  }

  #leadsTo(type: TypeDefinitionNode): string[] {
    const own = type.name.value;
    const shown = membersOf(type).filter((member) => !this.#hidden.has(`${own}.${member.name.value}`));
    const behind = [...this.#types.values()].filter(
      (other) => 'interfaces' in other && other.interfaces?.some(({ name }) => name.value === own),
    );
    return [
      ...shown.flatMap((member) => [
        named(member.type),
        ...argumentsOf(member)
          .filter(({ name }) => !this.#hidden.has(`${own}.${member.name.value}(${name.value}:)`))
          .map((argument) => named(argument.type)),
      ]),
      ...behind.map(({ name }) => name.value),
      ...('interfaces' in type ? (type.interfaces ?? []) : []).map(({ name }) => name.value),
      ...(type.kind === Kind.UNION_TYPE_DEFINITION ? (type.types ?? []) : []).map(({ name }) => name.value),
    ];
  }

  #memberFollows(type: TypeDefinitionNode, member: Member): void {
    const coordinate = `${type.name.value}.${member.name.value}`;
    if (this.#hidden.has(named(member.type))) this.#hidden.add(coordinate);
    if (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      if (this.#hidden.has(coordinate) && isRequired(member as InputValueDefinitionNode))
        this.#hidden.add(type.name.value);
      return;
    }
    for (const argument of argumentsOf(member)) {
      const place = `${coordinate}(${argument.name.value}:)`;
      if (this.#hidden.has(named(argument.type))) this.#hidden.add(place);
      if (this.#hidden.has(place) && isRequired(argument)) this.#hidden.add(coordinate);
    }
  }

  /** A field or an argument that one type lost is lost to its interfaces, and an argument that an interface lost to its types. */
  #interfacesFollow(type: Extract<TypeDefinitionNode, { readonly interfaces?: unknown }>): void {
    if (this.#hidden.has(type.name.value)) return;
    for (const { name: above } of type.interfaces ?? []) {
      const owner = this.#types.get(above.value);
      for (const field of owner === undefined ? [] : (membersOf(owner) as FieldDefinitionNode[]))
        this.#fieldFollows([above.value, type.name.value], field);
    }
  }

  #fieldFollows([above, below]: readonly [string, string], field: FieldDefinitionNode): void {
    const [upper, lower] = [`${above}.${field.name.value}`, `${below}.${field.name.value}`];
    if (this.#hidden.has(lower)) this.#hidden.add(upper);
    for (const { name } of argumentsOf(field)) {
      const places = [upper, lower].map((each) => `${each}(${name.value}:)`);
      if (places.some((place) => this.#hidden.has(place))) for (const place of places) this.#hidden.add(place);
    }
  }
}

function isEmptied(type: TypeDefinitionNode, hidden: ReadonlySet<string>): boolean {
  const name = type.name.value;
  if (type.kind === Kind.UNION_TYPE_DEFINITION) return (type.types ?? []).every((each) => hidden.has(each.name.value));
  if (type.kind === Kind.ENUM_TYPE_DEFINITION)
    return (type.values ?? []).every((value) => hidden.has(`${name}.${value.name.value}`));
  const members = membersOf(type);
  return members.length > 0 && members.every((member) => hidden.has(`${name}.${member.name.value}`));
}

/** A Relay connection that lost its rows. */
function isPageWithoutRows(type: TypeDefinitionNode, hidden: ReadonlySet<string>): boolean {
  const fields = new Set(membersOf(type).map(({ name }) => name.value));
  const lost = (field: string): boolean => hidden.has(`${type.name.value}.${field}`);
  return fields.has('pageInfo') && (fields.has('edges') || fields.has('nodes')) && (lost('edges') || lost('nodes'));
}

function isRequired({ type, defaultValue }: InputValueDefinitionNode): boolean {
  return type.kind === Kind.NON_NULL_TYPE && defaultValue === undefined;
}

function isType(node: DefinitionNode): node is TypeDefinitionNode {
  return node.kind.endsWith('TypeDefinition');
}

function membersOf(type: TypeDefinitionNode): readonly Member[] {
  return 'fields' in type ? (type.fields ?? []) : [];
}

function argumentsOf(member: Member): readonly InputValueDefinitionNode[] {
  return member.kind === Kind.FIELD_DEFINITION ? (member.arguments ?? []) : [];
}

function rootsOf(document: DocumentNode): { readonly query?: string; readonly mutation?: string } {
  const schema = document.definitions.find((node) => node.kind === Kind.SCHEMA_DEFINITION);
  return Object.fromEntries(
    (schema?.operationTypes ?? []).map(({ operation, type }) => [operation as string, type.name.value]),
  );
}

const INACCESSIBLE: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'inaccessible' },
};

/** The document with `@inaccessible` on what is hidden, and its specification linked. */
function mark(document: DocumentNode, hidden: HiddenElements): DocumentNode {
  const name = namesOfDirectives(document)('https://specs.apollo.dev/inaccessible', 'inaccessible');
  const directive =
    name === undefined ? INACCESSIBLE : { ...INACCESSIBLE, name: { kind: Kind.NAME, value: name } as const };
  const put = <Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(
    node: Node,
    place: string,
  ): Node =>
    !hidden.has(place) || node.directives?.some((each) => each.name.value === directive.name.value)
      ? node
      : { ...node, directives: [...(node.directives ?? []), directive] };
  const definitions = document.definitions.map((node) => (isType(node) ? markType(node, put) : node));
  if (name !== undefined) return { ...document, definitions };
  return { ...document, definitions: [...definitions.map(linked), ...DEFINITION.definitions] };
}

type Put = <Node extends { readonly directives?: readonly ConstDirectiveNode[] }>(node: Node, place: string) => Node;

function markType(type: TypeDefinitionNode, put: Put): TypeDefinitionNode {
  const own = type.name.value;
  const inside = {
    ...('fields' in type && {
      fields: type.fields?.map((field) => {
        const place = `${own}.${field.name.value}`;
        const marked = put(field, place);
        if (marked.kind !== Kind.FIELD_DEFINITION) return marked;
        return { ...marked, arguments: marked.arguments?.map((each) => put(each, `${place}(${each.name.value}:)`)) };
      }),
    }),
    ...('values' in type && { values: type.values?.map((value) => put(value, `${own}.${value.name.value}`)) }),
  };
  return put({ ...type, ...inside } as TypeDefinitionNode, own);
}

const DEFINITION = parse(
  'directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION',
  { noLocation: true },
);

const LINK = (
  parse('schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }', {
    noLocation: true,
  }).definitions[0] as { directives: readonly ConstDirectiveNode[] }
).directives;

function linked(node: DefinitionNode): DefinitionNode {
  return node.kind === Kind.SCHEMA_DEFINITION ? { ...node, directives: [...(node.directives ?? []), ...LINK] } : node;
}
