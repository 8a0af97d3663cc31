/**
 * The planner keeps one value for each response name of an object. When a @requires selects a field with arguments
 * (`price(currency: "USD")`) and another selection has the same field with other arguments or none, one of them is lost in the plan. So
 * the supergraph that is planned on has a *synthetic field* for each such use (`price__required_0`), which only plans see; fetches
 * select the original field again.
 */
import {
  Kind,
  parse,
  print,
  visit,
  type ArgumentNode,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type FieldNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

interface SyntheticField {
  /** The original field. */
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

/** By the synthetic field's name, which is unique in its supergraph. */
export type SyntheticFields = ReadonlyMap<string, SyntheticField>;

/** A supergraph with its synthetic fields. */
export interface SeparatedSupergraph {
  /** The supergraph to plan on and to compile with; the very same document when it needs no synthetic field. */
  readonly document: DocumentNode;
  readonly syntheticFields: SyntheticFields;
}

const MARK = '__required_';

/** @param supergraph its SDL, parsed */
export function separateRequiredArguments(supergraph: DocumentNode): SeparatedSupergraph {
  const separator = new Separator(supergraph);
  const replaced = separator.replaceRequires();
  if (separator.added.size === 0) return { document: supergraph, syntheticFields: new Map() };
  return {
    document: withInaccessible(separator.addFields(replaced)),
    syntheticFields: new Map([...separator.added.values()].map(({ name, synthetic }) => [name, synthetic])),
  };
}

/** A synthetic field to be added to the supergraph. */
interface AddedField {
  readonly name: string;
  readonly type: string;
  readonly synthetic: SyntheticField;
  /** Values of `join__Graph` for the subgraphs whose @requires use it. */
  readonly graphs: Set<string>;
}

type TypeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

class Separator {
  readonly added = new Map<string, AddedField>();
  readonly #supergraph: DocumentNode;
  readonly #types = new Map<string, TypeNode>();
  /** Names of fields that some @requires selects with arguments; the same field without arguments has another value. */
  readonly #withArguments = new Set<string>();

  constructor(supergraph: DocumentNode) {
    this.#supergraph = supergraph;
    for (const node of supergraph.definitions) if (isTypeNode(node)) this.#types.set(node.name.value, node);
    for (const required of requiredSets(supergraph)) {
      visit(selectionsOf(required), {
        Field: (node) => {
          if (node.arguments?.length) this.#withArguments.add(node.name.value);
        },
      });
    }
  }

  /** Replaces the fields with arguments in every @requires by synthetic fields. */
  replaceRequires(): DocumentNode {
    return this.#eachType(
      (type) => ({ ...type, fields: type.fields?.map((field) => this.#withSyntheticFields(field, type.name.value)) }),
      this.#supergraph,
    );
  }

  /** Defines the synthetic fields, and removes @external fields that are unused then. */
  addFields(supergraph: DocumentNode): DocumentNode {
    const used = this.#usedIn(supergraph);
    return this.#eachType((type) => {
      const added = [...this.added.values()].filter(
        (made) => made.type === type.name.value || type.interfaces?.some(({ name }) => name.value === made.type),
      );
      if (added.length === 0) return type;
      const fields = type.fields!.map((field) => this.#withoutUnusedExternal(type, field, added, used));
      return {
        ...type,
        fields: [
          ...fields,
          ...added.map((made) =>
            syntheticDefinition(
              type.fields!.find(({ name }) => name.value === made.synthetic.field)!,
              made,
            ),
          ),
        ],
      };
    }, supergraph);
  }

  #eachType(change: (type: TypeNode) => TypeNode, document: DocumentNode): DocumentNode {
    return { ...document, definitions: document.definitions.map((node) => (isTypeNode(node) ? change(node) : node)) };
  }

  #withSyntheticFields(field: FieldDefinitionNode, type: string): FieldDefinitionNode {
    const directives = field.directives?.map((directive) => {
      const required = directive.name.value === 'join__field' ? argumentOf(directive, 'requires') : undefined;
      if (required === undefined || this.#withArguments.size === 0) return directive;
      const set = this.#syntheticSet(selectionsOf(required), type, argumentOf(directive, 'graph')!);
      const value = { kind: Kind.STRING as const, value: print(set).replace(/\s+/g, ' ').slice(2, -2) };
      return {
        ...directive,
        arguments: directive.arguments!.map((argument) =>
          argument.name.value === 'requires' ? { ...argument, value } : argument,
        ),
      };
    });
    return { ...field, directives };
  }

  #syntheticSet(set: SelectionSetNode, type: string, graph: string): SelectionSetNode {
    return { ...set, selections: set.selections.map((selection) => this.#syntheticSelection(selection, type, graph)) };
  }

  #syntheticSelection(selection: SelectionNode, type: string, graph: string): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return {
        ...selection,
        selectionSet: this.#syntheticSet(selection.selectionSet, selection.typeCondition?.name.value ?? type, graph),
      };
    }
    const definition = this.#types.get(type)?.fields?.find(({ name }) => name.value === selection.name.value);
    if (!definition) return selection;
    const selectionSet =
      selection.selectionSet && this.#syntheticSet(selection.selectionSet, namedType(definition), graph);
    const isSeparate =
      selection.arguments?.length || (definition.arguments?.length && this.#withArguments.has(selection.name.value));
    if (!isSeparate) return { ...selection, selectionSet };
    return {
      ...selection,
      name: { kind: Kind.NAME, value: this.#nameFor(selection, type, graph) },
      arguments: [],
      selectionSet,
    };
  }

  #nameFor(node: FieldNode, type: string, graph: string): string {
    const key = `${type}.${node.name.value}(${(node.arguments ?? [])
      .map((argument) => print(argument))
      .sort()
      .join(', ')})`;
    let known = this.added.get(key);
    if (!known) {
      const synthetic = { field: node.name.value, arguments: node.arguments ?? [] };
      this.added.set(
        key,
        (known = {
          name: `${node.name.value}${MARK}${this.added.size}`,
          type,
          synthetic,
          graphs: new Set(),
        }),
      );
    }
    known.graphs.add(graph);
    return known.name;
  }

  /** @returns `GRAPH Type.field` for all that a key, @requires or @provides selects */
  #usedIn(supergraph: DocumentNode): ReadonlySet<string> {
    const used = new Set<string>();
    const mark = (directive: ConstDirectiveNode, argument: string, type: string): void => {
      const text = directive.name.value.startsWith('join__') ? argumentOf(directive, argument) : undefined;
      if (text !== undefined) this.#markUsed(selectionsOf(text), type, argumentOf(directive, 'graph') ?? '', used);
    };
    for (const node of supergraph.definitions) {
      if (!isTypeNode(node)) continue;
      for (const directive of node.directives ?? []) mark(directive, 'key', node.name.value);
      for (const field of node.fields ?? []) {
        for (const directive of field.directives ?? []) {
          mark(directive, 'requires', node.name.value);
          mark(directive, 'provides', namedType(field));
        }
      }
    }
    return used;
  }

  #markUsed(set: SelectionSetNode, type: string, graph: string, used: Set<string>): void {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) continue;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        this.#markUsed(selection.selectionSet, selection.typeCondition?.name.value ?? type, graph, used);
        continue;
      }
      for (const holder of [type, ...this.#implementersOf(type)])
        used.add(`${graph} ${holder}.${selection.name.value}`);
      const field = this.#types.get(type)?.fields?.find(({ name }) => name.value === selection.name.value);
      if (field && selection.selectionSet) this.#markUsed(selection.selectionSet, namedType(field), graph, used);
    }
  }

  #implementersOf(type: string): readonly string[] {
    return [...this.#types.values()]
      .filter(({ interfaces }) => interfaces?.some(({ name }) => name.value === type))
      .map(({ name }) => name.value);
  }

  /** A field that is @external in a subgraph only for a @requires that now has a synthetic field would be refused as unused. */
  #withoutUnusedExternal(
    type: TypeNode,
    field: FieldDefinitionNode,
    added: readonly AddedField[],
    used: ReadonlySet<string>,
  ): FieldDefinitionNode {
    const replacedIn = new Set(
      added.filter(({ synthetic }) => synthetic.field === field.name.value).flatMap(({ graphs }) => [...graphs]),
    );
    if (replacedIn.size === 0) return field;
    const isUnused = (directive: ConstDirectiveNode): boolean => {
      const graph = argumentOf(directive, 'graph');
      return (
        isExternal(directive) &&
        graph !== undefined &&
        replacedIn.has(graph) &&
        !used.has(`${graph} ${type.name.value}.${field.name.value}`) &&
        !type.interfaces?.some(({ name }) =>
          this.#types.get(name.value)?.fields?.some((above) => above.name.value === field.name.value),
        )
      );
    };
    return { ...field, directives: field.directives?.filter((directive) => !isUnused(directive)) };
  }
}

/** The text of every @requires. */
function requiredSets(supergraph: DocumentNode): readonly string[] {
  const fields = supergraph.definitions.filter(isTypeNode).flatMap((type) => type.fields ?? []);
  const joins = fields.flatMap((field) => field.directives ?? []).filter(({ name }) => name.value === 'join__field');
  return joins.map((directive) => argumentOf(directive, 'requires')).filter((required) => required !== undefined);
}

function isTypeNode(node: DefinitionNode): node is TypeNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

function isExternal(directive: ConstDirectiveNode): boolean {
  const value = directive.arguments?.find(({ name }) => name.value === 'external')?.value;
  return directive.name.value === 'join__field' && value?.kind === Kind.BOOLEAN && value.value;
}

/** @returns the definition of a synthetic field: the original's without arguments, hidden from clients */
function syntheticDefinition(field: FieldDefinitionNode, { name, graphs }: AddedField): FieldDefinitionNode {
  const joins = (field.directives ?? []).filter(
    (directive) =>
      directive.name.value === 'join__field' &&
      (!isExternal(directive) || graphs.has(argumentOf(directive, 'graph') ?? '')),
  );
  return {
    ...field,
    description: undefined,
    name: { kind: Kind.NAME, value: name },
    arguments: [],
    directives: [...joins, INACCESSIBLE_USE],
  };
}

const INACCESSIBLE_USE: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: 'inaccessible' } };

/** Links @inaccessible, unless the supergraph does already. */
function withInaccessible(document: DocumentNode): DocumentNode {
  if (
    document.definitions.some((node) => node.kind === Kind.DIRECTIVE_DEFINITION && node.name.value === 'inaccessible')
  )
    return document;
  const definitions = parse(
    `directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
    schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }`,
    { noLocation: true },
  ).definitions;
  const [directive, schema] = definitions;
  const link = schema!.kind === Kind.SCHEMA_DEFINITION ? schema.directives! : [];
  return {
    ...document,
    definitions: [
      ...document.definitions.map((node) =>
        node.kind === Kind.SCHEMA_DEFINITION ? { ...node, directives: [...(node.directives ?? []), ...link] } : node,
      ),
      directive!,
    ],
  };
}

function namedType(field: FieldDefinitionNode): string {
  let type = field.type;
  while (type.kind !== Kind.NAMED_TYPE) type = type.type;
  return type.name.value;
}

/** @returns the value of a directive's argument that is a string or an enum value */
export function argumentOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

/** @param fieldSet as in `@key(fields:)` */
export function selectionsOf(fieldSet: string): SelectionSetNode {
  const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  return (operation as { readonly selectionSet: SelectionSetNode }).selectionSet;
}

/** @returns a fetch's operation with each synthetic field replaced by its original, under the synthetic field's name as the alias */
export function withoutSyntheticFields(document: DocumentNode, syntheticFields: SyntheticFields): DocumentNode {
  if (syntheticFields.size === 0) return document;
  return visit(document, {
    Field: (node) => {
      const synthetic = syntheticFields.get(node.name.value);
      if (!synthetic) return undefined;
      return {
        ...node,
        alias: node.alias ?? node.name,
        name: { kind: Kind.NAME, value: synthetic.field },
        arguments: synthetic.arguments,
      };
    },
  });
}
