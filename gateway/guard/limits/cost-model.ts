/**
 * The weights of fields, arguments and lists: `@cost` and `@listSize` of the IBM cost specification, as Apollo Federation 2.9 composes
 * them. The supergraph's `@link` states under which names they appear.
 */
import {
  Kind,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { argumentsOf, directiveNames, SPECS } from '../policy/directive-names.ts';
import { namedType } from '../policy/supergraph-types.ts';

const COST = 'https://specs.apollo.dev/cost';

/** The arguments of one `@listSize`. */
export interface ListSize {
  /** Entries where no slicing argument has a value. */
  readonly assumedSize?: number;
  /** Arguments that limit how many entries return, as paths: `first`, `page.limit`. */
  readonly slicingArguments: readonly string[];
  /** Lists in the returned object that have this size, instead of the field itself. */
  readonly sizedFields: readonly string[];
  /** Whether exactly one slicing argument must have a value: true unless the directive states otherwise. */
  readonly requireOneSlicingArgument: boolean;
}

/** What one supergraph states about cost and persons. */
export interface CostModel {
  /** Weight by type `T`, field `T.f`, argument `T.f.a` or input field `I.f`; absent: the default of its kind. */
  readonly weights: ReadonlyMap<string, number>;
  /** By field `T.f`. */
  readonly listSizes: ReadonlyMap<string, ListSize>;
  /** Object types whose values are persons (`@personal` on the type), with the fields that tell one from another. */
  readonly personTypes: ReadonlyMap<string, readonly string[]>;
  /** Inputs that filter by personal data. A field filtered by one counts at least one person; with `names`, one for each value. */
  readonly personInputs: ReadonlyMap<string, { readonly names: boolean }>;
  /** Entries of a list without a stated size. */
  readonly defaultListSize: number;
}

/**
 * Reads the weights of a supergraph.
 * @param supergraph with every directive
 * @param defaultListSize entries of a list without a stated size
 * @param personInputs from the policy, see `CostModel.personInputs`
 */
export function readCostModel(
  supergraph: DocumentNode,
  defaultListSize = 10,
  personInputs: CostModel['personInputs'] = new Map(),
): CostModel {
  const reader = new CostReader(supergraph);
  return { ...reader.read(), personInputs, defaultListSize };
}

class CostReader {
  readonly #supergraph: DocumentNode;
  /** Names of the directives in this supergraph; undefined for one whose specification is not linked. */
  readonly #names: Readonly<Record<'cost' | 'listSize' | 'personal' | 'join', string | undefined>>;
  readonly #objects: ReadonlySet<string>;
  readonly #weights = new Map<string, number>();
  readonly #listSizes = new Map<string, ListSize>();
  readonly #personTypes = new Map<string, readonly string[]>();

  constructor(supergraph: DocumentNode) {
    const nameOf = directiveNames(supergraph);
    this.#supergraph = supergraph;
    this.#names = {
      cost: nameOf(COST, 'cost'),
      listSize: nameOf(COST, 'listSize'),
      personal: nameOf(SPECS.privacy, 'personal'),
      join: nameOf(SPECS.join, 'type'),
    };
    this.#objects = new Set(
      supergraph.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION).map(({ name }) => name.value),
    );
  }

  read(): Pick<CostModel, 'weights' | 'listSizes' | 'personTypes'> {
    for (const definition of this.#supergraph.definitions) this.#readDefinition(definition);
    return { weights: this.#weights, listSizes: this.#listSizes, personTypes: this.#personTypes };
  }

  #readDefinition(definition: DefinitionNode): void {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) return;
    const type = definition.name.value;
    this.#weigh(type, definition.directives as Directives);
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION && this.#isPerson(definition))
      this.#personTypes.set(type, keysOf(definition.directives, this.#names.join));
    if (!('fields' in definition)) return;
    for (const field of definition.fields ?? []) this.#readField(`${type}.${field.name.value}`, field);
  }

  #readField(coordinate: string, field: FieldDefinitionNode | InputValueDefinitionNode): void {
    this.#weigh(coordinate, field.directives);
    const size = found(field.directives, this.#names.listSize);
    if (size !== undefined) this.#listSizes.set(coordinate, listSizeOf(size));
    if (field.kind !== Kind.FIELD_DEFINITION) return;
    for (const argument of field.arguments ?? [])
      this.#weigh(`${coordinate}.${argument.name.value}`, argument.directives);
  }

  #weigh(coordinate: string, directives: Directives): void {
    const weight = Number(found(directives, this.#names.cost)?.weight);
    if (Number.isFinite(weight)) this.#weights.set(coordinate, weight);
  }

  /** A row whose `@personal(subject:)` names a field with the person, such as an edge's `node`, is not counted beside that person. */
  #isPerson({ directives, fields = [] }: ObjectTypeDefinitionNode): boolean {
    const personal = found(directives, this.#names.personal);
    const subject = fields.find(({ name }) => name.value === personal?.subject);
    return personal !== undefined && (subject === undefined || !this.#objects.has(namedType(subject.type)));
  }
}

type Directives = readonly ConstDirectiveNode[] | undefined;

function found(directives: Directives, name: string | undefined): Record<string, unknown> | undefined {
  const directive = name === undefined ? undefined : directives?.find((one) => one.name.value === name);
  return directive && argumentsOf(directive);
}

/** Keys of one field. A compound key is seldom selected whole, so its person counts each time. */
function keysOf(directives: Directives, join: string | undefined): readonly string[] {
  const keys = (directives ?? []).filter((one) => one.name.value === join).map((one) => argumentsOf(one).key);
  return [...new Set(keys.filter((key): key is string => typeof key === 'string' && /^\w+$/.test(key)))];
}

function listSizeOf(directive: Record<string, unknown>): ListSize {
  const strings = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return {
    assumedSize: directive.assumedSize == null ? undefined : Number(directive.assumedSize),
    slicingArguments: strings(directive.slicingArguments),
    sizedFields: strings(directive.sizedFields),
    requireOneSlicingArgument: directive.requireOneSlicingArgument !== false,
  };
}
