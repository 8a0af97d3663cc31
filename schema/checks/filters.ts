/**
 * A composition check of our own: a list that shows less than its rows hold must state what it can be filtered and sorted by
 * (`@filters`), input by input, since counting the matches reveals what may not be read. A new filter on such a list does not compose
 * until its owner has stated it; `@filters(fields: [])` states that nothing protected is behind it.
 */
import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
} from 'graphql';
import {
  ACCESS,
  argumentsIn,
  namesOfDirectives,
  hasFields,
  named,
  PRIVACY,
  type SdlNode,
  type ProtectionProblem,
} from './protection.ts';

/** @returns every input of a composed supergraph that filters by a field better protected than its list, and does not state so */
export function filterProblems(supergraphSdl: string): readonly ProtectionProblem[] {
  return new FilterReader(parse(supergraphSdl, { noLocation: true })).problems();
}

/** An argument, an input's field or an enum's value, by its coordinate. */
interface Input {
  readonly coordinate: string;
  readonly name: string;
  readonly directives: readonly ConstDirectiveNode[];
  /** Whether it is chosen from a filter or an order, not a plain value such as `first`. */
  readonly choice: boolean;
}

/** A field of a row that a caller who may read the list may not read. */
interface Hidden {
  readonly field: string;
  readonly name: string;
  /** Whether the row itself is hidden, or the field is personal: then any choice could be by it. */
  readonly row: boolean;
}

class FilterReader {
  readonly #types: ReadonlyMap<string, SdlNode>;
  readonly #byName: ReadonlyMap<string, DefinitionNode>;
  readonly #filters: string | undefined;
  readonly #personal: string | undefined;
  readonly #protecting: ReadonlySet<string | undefined>;

  constructor(document: DocumentNode) {
    const nameOf = namesOfDirectives(document);
    this.#types = new Map(document.definitions.filter(hasFields).map((node) => [node.name.value, node]));
    this.#byName = new Map(
      document.definitions.flatMap((node) => ('name' in node && node.name ? [[node.name.value, node]] : [])),
    );
    this.#filters = nameOf(PRIVACY, 'filters');
    this.#personal = nameOf(PRIVACY, 'personal');
    this.#protecting = new Set([
      ...ACCESS.map((name) => nameOf(`https://specs.apollo.dev/${name}`, name)),
      nameOf(PRIVACY, 'purpose'),
      nameOf(PRIVACY, 'mask'),
    ]);
  }

  problems(): readonly ProtectionProblem[] {
    const found = [...this.#types.values()].flatMap((type) =>
      (type.fields ?? []).flatMap((field) => this.#ofField(type, field)),
    );
    // One input serves many lists.
    return [...new Map(found.map((problem) => [`${problem.rule} ${problem.coordinate}`, problem])).values()];
  }

  #ofField(type: SdlNode, field: FieldDefinitionNode): ProtectionProblem[] {
    const inputs = (field.arguments ?? []).length === 0 ? [] : this.#inputsOf(type, field);
    const own = new Set(this.#words(type, field));
    const hidden = this.#rowsOf(field).flatMap((row) =>
      (row.fields ?? [])
        .filter((each) => this.#isHidden(row, each, own))
        .map((each): Hidden => ({
          field: `${row.name.value}.${each.name.value}`,
          name: each.name.value,
          row: this.#isHidden(row, undefined, own) || this.#isPersonal(row, each),
        })),
    );
    return inputs.flatMap((input) => [...this.#unknown(input), ...this.#ofInput(input, hidden)]);
  }

  #ofInput({ coordinate, name, directives, choice }: Input, hidden: readonly Hidden[]): ProtectionProblem[] {
    const [stated] = this.#stated(directives);
    const meant = hidden.find((each) => each.name === name)?.field;
    const behind = meant ?? (choice ? hidden.find(({ row }) => row)?.field : undefined);
    if (stated === undefined && behind !== undefined) {
      return [
        {
          rule: 'FILTER_UNSTATED',
          coordinate,
          message: `chooses among rows that are better protected than their list, ${behind} for one; add @filters(fields: […]), empty if by nothing that is protected`,
        },
      ];
    }
    if (meant === undefined || stated === undefined || stated.some((each) => each.endsWith(`.${name}`))) return [];
    return [
      {
        rule: 'FILTER_NAMES_ANOTHER',
        coordinate,
        message: `is called like ${meant}, which is protected, and its @filters does not name it`,
      },
    ];
  }

  #unknown({ coordinate, directives }: Input): ProtectionProblem[] {
    const gone = this.#stated(directives)
      .flat()
      .filter(
        (each) => !this.#types.get(each.split('.')[0]!)?.fields?.some(({ name }) => name.value === each.split('.')[1]),
      );
    return gone.map((each) => ({
      rule: 'FILTER_UNKNOWN_FIELD',
      coordinate,
      message: `names ${each} in @filters, which is no field`,
    }));
  }

  #stated(directives: readonly ConstDirectiveNode[]): readonly string[][] {
    return directives
      .filter(({ name }) => this.#filters !== undefined && name.value === this.#filters)
      .map((each) => argumentsIn(each).fields as string[]);
  }

  /** The types of a list's rows: what it returns; of a page its `nodes`, or the `node` of its `edges`. */
  #rowsOf(field: FieldDefinitionNode): SdlNode[] {
    const returned = this.#types.get(named(field.type));
    const below = (node: SdlNode | undefined, name: string): SdlNode | undefined => {
      const found = node?.fields?.find((each) => each.name.value === name);
      return found && this.#types.get(named(found.type));
    };
    const edge = below(returned, 'edges');
    return [...new Set([returned, below(returned, 'nodes'), edge, below(edge, 'node')])].filter(
      (node) => node !== undefined,
    );
  }

  #isHidden(row: SdlNode, field: FieldDefinitionNode | undefined, own: ReadonlySet<string>): boolean {
    return this.#words(row, field).some((word) => !own.has(word));
  }

  #isPersonal(row: SdlNode, field: FieldDefinitionNode): boolean {
    return [...(row.directives ?? []), ...(field.directives ?? [])].some(({ name }) => name.value === this.#personal);
  }

  /** Every directive that protects a field or a type: its own, its type's, and those of the type it returns. */
  #words(type: SdlNode, field: FieldDefinitionNode | undefined): string[] {
    const returned = field && this.#byName.get(named(field.type));
    const directives = [
      ...(type.directives ?? []),
      ...(field?.directives ?? []),
      ...((returned && 'directives' in returned ? returned.directives : undefined) ?? []),
    ] as ConstDirectiveNode[];
    return directives
      .filter(({ name }) => this.#protecting.has(name.value))
      .map((each) => JSON.stringify([each.name.value, argumentsIn(each)]));
  }

  #inputsOf(type: SdlNode, field: FieldDefinitionNode): Input[] {
    const seen = new Set<string>();
    return (field.arguments ?? []).flatMap((argument) => [
      {
        coordinate: `${type.name.value}.${field.name.value}(${argument.name.value}:)`,
        name: argument.name.value,
        directives: argument.directives ?? [],
        choice: false,
      },
      ...this.#within(named(argument.type), seen),
    ]);
  }

  #within(typeName: string, seen: Set<string>): Input[] {
    const node = this.#byName.get(typeName);
    if (node === undefined || seen.has(typeName)) return [];
    seen.add(typeName);
    const input = ({ name, directives = [] }: Pick<InputValueDefinitionNode, 'name' | 'directives'>): Input => ({
      coordinate: `${typeName}.${name.value}`,
      name: name.value,
      directives,
      choice: true,
    });
    if (node.kind === Kind.ENUM_TYPE_DEFINITION) return (node.values ?? []).map((value) => input(value));
    if (node.kind !== Kind.INPUT_OBJECT_TYPE_DEFINITION) return [];
    return (node.fields ?? []).flatMap((field) => {
      const inner = this.#byName.get(named(field.type));
      // An input of inputs states nothing itself: its fields do. An enum as a filter's value is no order.
      return inner?.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? this.#within(named(field.type), seen) : [input(field)];
    });
  }
}
