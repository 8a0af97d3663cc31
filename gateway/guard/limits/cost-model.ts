/**
 * What fields, arguments and lists weigh: `@cost` and `@listSize` of the IBM cost specification as Apollo Federation 2.9
 * composes them, read from the supergraph under whatever names its `@link` gives them.
 */
import {
  Kind,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { argumentsOf, directiveNames, SPECS } from '../policy/directive-names.ts';
import { namedType } from '../policy/supergraph-types.ts';

const COST = 'https://specs.apollo.dev/cost';

export interface ListSize {
  readonly assumedSize?: number;
  /** Arguments that say how many come back, as paths: `first`, `page.limit`. */
  readonly slicingArguments: readonly string[];
  /** Lists in the returned object that have this size, instead of the field itself. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

export interface CostModel {
  /** By type `T`, field `T.f`, argument `T.f.a` or input field `I.f`; absent: the default of its kind. */
  readonly weights: ReadonlyMap<string, number>;
  /** By field `T.f`. */
  readonly listSizes: ReadonlyMap<string, ListSize>;
  /** Object types whose values are persons (`@personal` on the type), with the fields that tell one from another. */
  readonly personTypes: ReadonlyMap<string, readonly string[]>;
  /** Inputs that narrow by personal data: what they narrow asks about at least one person; about one for each value where a value names one. */
  readonly personInputs: ReadonlyMap<string, { readonly names: boolean }>;
  /** What a list counts that says nothing of its size. */
  readonly defaultListSize: number;
}

/** @param supergraph with every directive */
export function readCostModel(
  supergraph: DocumentNode,
  defaultListSize = 10,
  personInputs: CostModel['personInputs'] = new Map(),
): CostModel {
  const nameOf = directiveNames(supergraph);
  const names = {
    cost: nameOf(COST, 'cost'),
    listSize: nameOf(COST, 'listSize'),
    personal: nameOf(SPECS.privacy, 'personal'),
    join: nameOf(SPECS.join, 'type'),
  };
  const objects = new Set(
    supergraph.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION).map(({ name }) => name.value),
  );
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const personTypes = new Map<string, readonly string[]>();

  const weigh = (coordinate: string, directives: Directives): void => {
    const weight = Number(found(directives, names.cost)?.weight);
    if (Number.isFinite(weight)) weights.set(coordinate, weight);
  };
  const readField = (coordinate: string, field: FieldDefinitionNode | InputValueDefinitionNode): void => {
    weigh(coordinate, field.directives);
    const size = found(field.directives, names.listSize);
    if (size !== undefined) listSizes.set(coordinate, listSizeOf(size));
    if (field.kind !== Kind.FIELD_DEFINITION) return;
    for (const argument of field.arguments ?? []) weigh(`${coordinate}.${argument.name.value}`, argument.directives);
  };
  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) continue;
    const type = definition.name.value;
    weigh(type, definition.directives as Directives);
    if (
      definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
      isPerson(definition, found(definition.directives, names.personal), (name) => !objects.has(name))
    )
      personTypes.set(type, keysOf(definition.directives, names.join));
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? []) readField(`${type}.${field.name.value}`, field);
  }
  return { weights, listSizes, personTypes, personInputs, defaultListSize };
}

/** A row that says whoever is behind one of its fields (`@personal(subject: "node")`) is no person beside that one. */
function isPerson(
  { fields = [] }: ObjectTypeDefinitionNode,
  personal: Record<string, unknown> | undefined,
  isLeaf: (type: string) => boolean,
): boolean {
  const subject = fields.find(({ name }) => name.value === personal?.subject);
  return personal !== undefined && (subject === undefined || isLeaf(namedType(subject.type)));
}

type Directives = readonly ConstDirectiveNode[] | undefined;

function found(directives: Directives, name: string | undefined): Record<string, unknown> | undefined {
  const directive = name === undefined ? undefined : directives?.find((one) => one.name.value === name);
  return directive && argumentsOf(directive);
}

/** Keys of one field; a compound key is seldom selected whole, and its person is then counted each time. */
function keysOf(directives: Directives, join: string | undefined): readonly string[] {
  const keys = (directives ?? []).filter((one) => one.name.value === join).map((one) => argumentsOf(one).key);
  return [...new Set(keys.filter((key): key is string => typeof key === 'string' && /^\w+$/.test(key)))];
}

function listSizeOf(given: Record<string, unknown>): ListSize {
  const strings = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return {
    assumedSize: given.assumedSize == null ? undefined : Number(given.assumedSize),
    slicingArguments: strings(given.slicingArguments),
    sizedFields: strings(given.sizedFields),
    requireOneSlicingArgument: given.requireOneSlicingArgument !== false,
  };
}
