/**
 * A composition check of our own: an agency that is down should cost its own fields only. A field that may not be null makes its whole
 * object null, with all that other agencies have answered of that object. So a field is better nullable when it starts the answer (a
 * root field), when another subgraph may have returned its object, and when it is computed from other subgraphs' fields. A subgraph that only
 * refers to the object answers nothing of it that could be lost.
 */
import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { argumentsIn, hasFields, named, type SdlNode } from './protection.ts';

/** A field that costs more than itself when its subgraph is down. It composes all the same: its owner decides whether to change it. */
export interface NullableHint {
  readonly subgraph: string;
  readonly type: string;
  readonly field: string;
  /** What makes its null cost more than itself. */
  readonly why: string;
  /** What its owner reads. */
  readonly message: string;
}

/** @returns what the owners of the subgraphs should look at; none when each outage costs its own fields only */
export function nullableHints(supergraphSdl: string): readonly NullableHint[] {
  return new OwnerReader(parse(supergraphSdl, { noLocation: true })).hints();
}

/** A subgraph that returns objects of a type, with the fields of others that it returns too (`@provides`). */
interface Giver {
  readonly subgraph: string;
  readonly provides: ReadonlySet<string>;
}

/** A type behind an interface or a union. */
interface Behind {
  readonly type: string;
  /** As the supergraph names the subgraph. */
  readonly graph: string;
}

class OwnerReader {
  readonly #types: ReadonlyMap<string, SdlNode>;
  readonly #roots: ReadonlySet<string>;
  /** Names of subgraphs by the names of the enum that stands for them in the supergraph. */
  readonly #subgraphs: ReadonlyMap<string, string>;
  /** What stands behind an interface or a union, and in which subgraph. */
  readonly #possible: ReadonlyMap<string, readonly Behind[]>;
  readonly #givers: ReadonlyMap<string, readonly Giver[]>;

  constructor(document: DocumentNode) {
    this.#types = new Map(document.definitions.filter(hasFields).map((node) => [node.name.value, node]));
    this.#roots = rootsOf(document);
    this.#subgraphs = subgraphsOf(document);
    this.#possible = possibleTypes(document);
    this.#givers = this.#whoGives();
  }

  hints(): readonly NullableHint[] {
    return [...this.#types.values()].flatMap((type) =>
      (type.fields ?? []).flatMap((field) => this.#ofField(type, field)),
    );
  }

  #ofField(type: SdlNode, field: FieldDefinitionNode): NullableHint[] {
    if (field.type.kind !== Kind.NON_NULL_TYPE || !isResolved(type)) return [];
    const owners = this.#ownersOf(type, field);
    const why = this.#whyLost(type, field, owners);
    if (why === undefined) return [];
    const coordinate = `${type.name.value}.${field.name.value}`;
    return owners.map((subgraph) => ({
      subgraph,
      type: type.name.value,
      field: field.name.value,
      why,
      message: `${subgraph}: ${coordinate} may not be null, but ${why}; make it nullable, so that while ${subgraph} is down only this field is lost`,
    }));
  }

  #whyLost(type: SdlNode, field: FieldDefinitionNode, owners: readonly string[]): string | undefined {
    if (this.#roots.has(type.name.value)) return 'it is a root field, whose null takes the whole answer along';
    if (joins(field).some(({ requires }) => requires !== undefined))
      return 'it is worked out from fields of other subgraphs (@requires)';
    const others = this.#giversOf(type).filter(
      ({ subgraph, provides }) => !owners.includes(subgraph) && !provides.has(field.name.value),
    );
    const names = [...new Set(others.map(({ subgraph }) => subgraph))];
    return names.length === 0 || owners.length === 0
      ? undefined
      : `its ${type.name.value} may come from ${names.join(', ')}`;
  }

  /** An @interfaceObject adds its fields to the types behind the interface too. */
  #giversOf(type: SdlNode): Giver[] {
    const names =
      type.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? [type.name.value, ...(this.#possible.get(type.name.value) ?? []).map((each) => each.type)]
        : [type.name.value];
    return [...new Set(names)].flatMap((name) => this.#givers.get(name) ?? []);
  }

  /** The subgraphs that resolve a field: all that have its type, unless the supergraph states others. */
  #ownersOf(type: SdlNode, field: FieldDefinitionNode): string[] {
    const said = joins(field);
    const from =
      said.length === 0
        ? applied(type.directives, 'join__type')
        : said.filter(({ external, usedOverridden }) => external !== true && usedOverridden !== true);
    return [
      ...new Set(from.map(({ graph }) => this.#subgraphs.get(String(graph))).filter((name) => name !== undefined)),
    ];
  }

  #whoGives(): Map<string, Giver[]> {
    const givers = new Map<string, Giver[]>();
    for (const type of this.#types.values()) {
      for (const field of type.fields ?? []) {
        for (const subgraph of this.#ownersOf(type, field)) {
          const giver = { subgraph, provides: this.#providedBy(field, subgraph) };
          for (const returned of this.#returned(named(field.type), subgraph).filter(
            (one) => !this.#isReference(one, subgraph),
          ))
            givers.set(returned, [...(givers.get(returned) ?? []), giver]);
        }
      }
    }
    return givers;
  }

  /** Whether a subgraph has nothing of a type but keys that lead to others: `resolvable: false`, or an extension without a field of its own. */
  #isReference(name: string, subgraph: string): boolean {
    const type = this.#types.get(name);
    const here = applied(type?.directives, 'join__type').filter(
      ({ graph }) => this.#subgraphs.get(String(graph)) === subgraph,
    );
    if (type === undefined || here.length === 0) return false;
    if (here.some(({ resolvable, extension }) => resolvable !== false && extension !== true)) return false;
    const keys = new Set(here.flatMap(({ key }) => (typeof key === 'string' ? outermostFields(key) : [])));
    return (type.fields ?? []).every(
      (field) => keys.has(field.name.value) || !this.#ownersOf(type, field).includes(subgraph),
    );
  }

  /** The types of the objects that a subgraph returns for a type; behind an @interfaceObject are those of all subgraphs. */
  #returned(name: string, subgraph: string): string[] {
    const isInterfaceObject = applied(this.#types.get(name)?.directives, 'join__type').some(
      (each) => this.#subgraphs.get(String(each['graph'])) === subgraph && each['isInterfaceObject'] === true,
    );
    const behind = (this.#possible.get(name) ?? []).filter(
      (each) => isInterfaceObject || this.#subgraphs.get(each.graph) === subgraph,
    );
    return [name, ...new Set(behind.map(({ type }) => type))];
  }

  #providedBy(field: FieldDefinitionNode, subgraph: string): Set<string> {
    const sets = joins(field)
      .filter(({ graph }) => this.#subgraphs.get(String(graph)) === subgraph)
      .map(({ provides }) => provides);
    return new Set(sets.filter((set) => typeof set === 'string').flatMap(outermostFields));
  }
}

/** The fields of an interface are resolved where its objects' are, but for an @interfaceObject. */
function isResolved(type: SdlNode): boolean {
  return (
    type.kind === Kind.OBJECT_TYPE_DEFINITION ||
    applied(type.directives, 'join__type').some(({ isInterfaceObject }) => isInterfaceObject === true)
  );
}

function applied(directives: readonly ConstDirectiveNode[] | undefined, name: string): Record<string, unknown>[] {
  return (directives ?? []).filter((each) => each.name.value === name).map(argumentsIn);
}

const joins = (field: FieldDefinitionNode): Record<string, unknown>[] => applied(field.directives, 'join__field');

function rootsOf(document: DocumentNode): Set<string> {
  const [schema] = document.definitions.filter((node) => node.kind === Kind.SCHEMA_DEFINITION);
  return new Set((schema?.operationTypes ?? []).map(({ type }) => type.name.value));
}

function subgraphsOf(document: DocumentNode): Map<string, string> {
  const graphs = document.definitions.find(
    (node) => node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'join__Graph',
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values.map((value) => [value.name.value, String(applied(value.directives, 'join__graph')[0]?.['name'])]),
  );
}

function possibleTypes(document: DocumentNode): Map<string, Behind[]> {
  const possible = new Map<string, Behind[]>();
  const add = (abstract: unknown, type: unknown, graph: unknown): void =>
    void possible.set(String(abstract), [
      ...(possible.get(String(abstract)) ?? []),
      { type: String(type), graph: String(graph) },
    ]);
  for (const node of document.definitions) {
    if (node.kind === Kind.UNION_TYPE_DEFINITION)
      for (const each of applied(node.directives, 'join__unionMember'))
        add(node.name.value, each['member'], each['graph']);
    else if (hasFields(node))
      for (const each of applied(node.directives, 'join__implements'))
        add(each['interface'], node.name.value, each['graph']);
  }
  return possible;
}

function outermostFields(fieldSet: string): string[] {
  const walk = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      return selection.kind === Kind.INLINE_FRAGMENT ? walk(selection.selectionSet) : [];
    });
  return parse(`{${fieldSet}}`, { noLocation: true }).definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? walk(node.selectionSet) : [],
  );
}
