/** What an answer must hold while one subgraph is away, worked out from the contract alone: who owns which field, and what it requires. */
import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

export interface Left {
  readonly data: unknown;
  /** Paths of the fields that are lost, with dots between. */
  readonly lost: ReadonlySet<string>;
  /** Paths of the objects of which all is lost, themselves counted as lost: they are null, or have null in each field. */
  readonly hollow: ReadonlySet<string>;
}

/** @param healthy the answer's data while all subgraphs answer @param away name of the subgraph that does not */
export function whatIsLeft(supergraph: DocumentNode, question: DocumentNode, healthy: unknown, away: string): Left {
  const contract = new Contract(supergraph, away);
  const lost = new Set<string>();
  const hollow = new Set<string>();
  const below = (
    type: string,
    selections: readonly FieldNode[],
    value: unknown,
    path: readonly (string | number)[],
  ): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((entry, index) => below(type, selections, entry, [...path, index]));
    return Object.fromEntries(
      selections.map((field) => {
        const name = (field.alias ?? field.name).value;
        const at = [...path, name];
        if (contract.isLost(type, field.name.value)) {
          lost.add(at.join('.'));
          return [name, null];
        }
        const inner = contract.returned(type, field.name.value);
        const fields = fieldsOf(field.selectionSet);
        if (
          fields.length > 0 &&
          contract.isShared(type, field.name.value) &&
          fields.every((each) => contract.isLost(inner, each.name.value))
        ) {
          hollow.add(at.join('.'));
          lost.add(at.join('.'));
          return [name, null];
        }
        return [name, below(inner, fields, (value as Record<string, unknown>)[name], at)];
      }),
    );
  };
  return { data: below('Query', fieldsOf(operationOf(question)), healthy, []), lost, hollow };
}

class Contract {
  readonly #types: ReadonlyMap<string, ObjectTypeDefinitionNode>;
  readonly #away: string;

  constructor(supergraph: DocumentNode, away: string) {
    this.#types = new Map(
      supergraph.definitions
        .filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION)
        .map((node) => [node.name.value, node]),
    );
    // Of our own subgraphs the supergraph's name is the name in capitals.
    this.#away = away.toUpperCase();
  }

  returned(type: string, field: string): string {
    return named(this.#field(type, field).type);
  }

  /** Nobody who is there can answer it, or what it is worked out from. */
  isLost(type: string, field: string): boolean {
    return this.#owners(type, field).every(
      ({ graph, requires }) =>
        graph === this.#away || (requires !== undefined && this.#anyLost(type, `{${String(requires)}}`)),
    );
  }

  /** Several subgraphs may be asked for it. */
  isShared(type: string, field: string): boolean {
    return this.#owners(type, field).length > 1;
  }

  #owners(type: string, field: string): Record<string, unknown>[] {
    const joins = applied(this.#field(type, field).directives, 'join__field').filter(
      ({ external }) => external !== true,
    );
    return joins.length > 0 ? joins : applied(this.#types.get(type)!.directives, 'join__type');
  }

  #anyLost(type: string, fieldSet: string): boolean {
    const walk = (on: string, fields: readonly FieldNode[]): boolean =>
      fields.some(
        (field) =>
          this.isLost(on, field.name.value) || walk(this.returned(on, field.name.value), fieldsOf(field.selectionSet)),
      );
    return walk(type, fieldsOf(operationOf(parse(fieldSet))));
  }

  #field(type: string, name: string): FieldDefinitionNode {
    const field = this.#types.get(type)?.fields?.find((each) => each.name.value === name);
    if (field === undefined) throw new Error(`expected a field, got ${type}.${name}`);
    return field;
  }
}

const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));

/** The shipped questions have fields only: no fragment. */
function fieldsOf(set: SelectionSetNode | undefined): readonly FieldNode[] {
  return (set?.selections ?? []).map((selection) => {
    if (selection.kind !== Kind.FIELD) throw new Error(`expected a field, got ${selection.kind}`);
    return selection;
  });
}

function operationOf(document: DocumentNode): SelectionSetNode {
  for (const node of document.definitions) if (node.kind === Kind.OPERATION_DEFINITION) return node.selectionSet;
  throw new Error('expected an operation');
}

function applied(directives: readonly ConstDirectiveNode[] | undefined, name: string): Record<string, unknown>[] {
  return (directives ?? [])
    .filter((each) => each.name.value === name)
    .map((each) =>
      Object.fromEntries(
        (each.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
      ),
    );
}
