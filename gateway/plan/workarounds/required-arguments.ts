/**
 * The planner keeps one value for each response name of an object. When a @requires selects a field with arguments
 * (`price(currency: "USD")`) and somebody else the same field with others or with none, one of them is lost in the plan itself. So
 * the supergraph that is planned on has a field of its own for each such use, a *stand-in* (`price__required_0`), which
 * only the plan sees; a fetch says again what it stands for.
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
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

/** By the stand-in's name, which is unique in its supergraph. */
export type SyntheticFields = ReadonlyMap<string, SyntheticField>;

export interface SeparatedSupergraph {
  /** What to plan on, and what to compile with. The very document that was given, when nothing needed a stand-in. */
  readonly document: DocumentNode;
  readonly standIns: SyntheticFields;
}

const MARK = '__required_';

/** @param supergraph its SDL, parsed */
export function separateRequiredArguments(supergraph: DocumentNode): SeparatedSupergraph {
  const separator = new Separator(supergraph);
  const replaced = separator.replaceRequires();
  if (separator.made.size === 0) return { document: supergraph, standIns: new Map() };
  return {
    document: withInaccessible(separator.addFields(replaced)),
    standIns: new Map([...separator.made.values()].map(({ name, standIn }) => [name, standIn])),
  };
}

/** A stand-in on its way into the supergraph. */
interface Made {
  readonly name: string;
  readonly type: string;
  readonly standIn: SyntheticField;
  /** Values of `join__Graph` for the subgraphs whose @requires use it. */
  readonly graphs: Set<string>;
}

type TypeNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

class Separator {
  readonly made = new Map<string, Made>();
  readonly #supergraph: DocumentNode;
  readonly #types = new Map<string, TypeNode>();
  /** Names of fields that some @requires selects with arguments: whoever selects one without means another value. */
  readonly #argued = new Set<string>();

  constructor(supergraph: DocumentNode) {
    this.#supergraph = supergraph;
    for (const node of supergraph.definitions) if (isTypeNode(node)) this.#types.set(node.name.value, node);
    for (const required of requiredSets(supergraph)) {
      visit(selectionsOf(required), {
        Field: (node) => {
          if (node.arguments?.length) this.#argued.add(node.name.value);
        },
      });
    }
  }

  /** Every @requires with arguments, said with stand-ins. */
  replaceRequires(): DocumentNode {
    return this.#eachType(
      (type) => ({ ...type, fields: type.fields?.map((field) => this.#withSyntheticFields(field, type.name.value)) }),
      this.#supergraph,
    );
  }

  /** Defines the stand-ins, and drops what they leave without a use. */
  addFields(supergraph: DocumentNode): DocumentNode {
    const used = this.#usedIn(supergraph);
    return this.#eachType((type) => {
      const added = [...this.made.values()].filter(
        (made) => made.type === type.name.value || type.interfaces?.some(({ name }) => name.value === made.type),
      );
      if (added.length === 0) return type;
      const fields = type.fields!.map((field) => this.#withoutIdleExternal(type, field, added, used));
      return {
        ...type,
        fields: [
          ...fields,
          ...added.map((made) =>
            standInField(
              type.fields!.find(({ name }) => name.value === made.standIn.field)!,
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
      if (required === undefined || this.#argued.size === 0) return directive;
      const set = this.#standInSet(selectionsOf(required), type, argumentOf(directive, 'graph')!);
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

  #standInSet(set: SelectionSetNode, type: string, graph: string): SelectionSetNode {
    return { ...set, selections: set.selections.map((selection) => this.#standInSelection(selection, type, graph)) };
  }

  #standInSelection(selection: SelectionNode, type: string, graph: string): SelectionNode {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return {
        ...selection,
        selectionSet: this.#standInSet(selection.selectionSet, selection.typeCondition?.name.value ?? type, graph),
      };
    }
    const definition = this.#types.get(type)?.fields?.find(({ name }) => name.value === selection.name.value);
    if (!definition) return selection;
    const selectionSet =
      selection.selectionSet && this.#standInSet(selection.selectionSet, namedType(definition), graph);
    const isApart =
      selection.arguments?.length || (definition.arguments?.length && this.#argued.has(selection.name.value));
    if (!isApart) return { ...selection, selectionSet };
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
    let known = this.made.get(key);
    if (!known) {
      const standIn = { field: node.name.value, arguments: node.arguments ?? [] };
      this.made.set(
        key,
        (known = { name: `${node.name.value}${MARK}${this.made.size}`, type, standIn, graphs: new Set() }),
      );
    }
    known.graphs.add(graph);
    return known.name;
  }

  /** `GRAPH Type.field` for all that a key, @requires or @provides selects. */
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

  /** A field that is @external in a subgraph only for a @requires that has a stand-in now would be refused as unused. */
  #withoutIdleExternal(
    type: TypeNode,
    field: FieldDefinitionNode,
    added: readonly Made[],
    used: ReadonlySet<string>,
  ): FieldDefinitionNode {
    const replacedIn = new Set(
      added.filter(({ standIn }) => standIn.field === field.name.value).flatMap(({ graphs }) => [...graphs]),
    );
    if (replacedIn.size === 0) return field;
    const isIdle = (directive: ConstDirectiveNode): boolean => {
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
    return { ...field, directives: field.directives?.filter((directive) => !isIdle(directive)) };
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

/** The stand-in's definition: the field's, without arguments, for the plan's eyes only. */
function standInField(field: FieldDefinitionNode, { name, graphs }: Made): FieldDefinitionNode {
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

/** Links @inaccessible if the supergraph does not yet. */
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

export function argumentOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

export function selectionsOf(fieldSet: string): SelectionSetNode {
  const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  return (operation as { readonly selectionSet: SelectionSetNode }).selectionSet;
}

/** A fetch's operation with each stand-in said as what it stands for, under the stand-in's name. */
export function withoutSyntheticFields(document: DocumentNode, standIns: SyntheticFields): DocumentNode {
  if (standIns.size === 0) return document;
  return visit(document, {
    Field: (node) => {
      const standIn = standIns.get(node.name.value);
      if (!standIn) return undefined;
      return {
        ...node,
        alias: node.alias ?? node.name,
        name: { kind: Kind.NAME, value: standIn.field },
        arguments: standIn.arguments,
      };
    },
  });
}
