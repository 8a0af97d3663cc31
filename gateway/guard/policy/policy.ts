/**
 * The policy a supergraph declares: what each field requires of a caller, and what is personal, masked or a count over people. Read once
 * per generation from the whole supergraph. Directives are recognized by their specification's identity.
 */
import { Kind, parse, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { MASK_KINDS, type MaskKind } from '../../disclosure/mask.ts';
import { readCacheHints, type CacheHints } from './cache-hints.ts';
import { argumentsOf, directiveNames, SPECS } from './directive-names.ts';
import { policyFault } from './errors.ts';
import { readFilters, type Filters } from './filters.ts';
import { bothRequirements, implies, NO_REQUIREMENT, type Alternatives, type Requirement } from './requirement.ts';
import { fieldsOfSet, namedType, objectTypesOfName, typesOf, type TypeEntry, type Types } from './supergraph-types.ts';

/** Classes of personal data, UU 27/2022 article 4. */
type Category = 'GENERAL' | 'SPECIFIC';

/** The arguments of `@mask` and the purposes beside it. */
interface MaskedField {
  /** `BY_FIELD`: masked like the field that `by` names. */
  readonly as: MaskKind | 'BY_FIELD';
  readonly by?: FieldNamer;
  /** Purposes for which the value is shown in full; undefined where any stated purpose suffices. */
  readonly purposes: readonly string[] | undefined;
}

/** How a value's own field is found, for a value that repeats another field's value. */
export interface FieldNamer {
  /** Field of the same object that holds the name of a field. */
  readonly sibling: string;
  /** Type whose fields it names. */
  readonly type: string;
}

/** The policy of one supergraph. */
export interface Policy {
  /** What reading a field of an object type requires, including the fields it is computed from. */
  readonly fieldRequirement: (objectType: string, field: string) => Requirement;
  /** The directives that `fieldRequirement` adds up, or for an interface those of its own declaration: each with the coordinate that it stands on. */
  readonly declaredRequirements: (type: string, field: string) => readonly DeclaredRequirement[];
  /** What an interface's field requires by its own declaration, beyond the requirements of its types. */
  readonly interfaceRequirement: (interfaceType: string, field: string) => Requirement;
  /** `Type.field` -> how it is masked. */
  readonly masks: ReadonlyMap<string, MaskedField>;
  /**
   * `Type.field` of a count over people -> the smallest value above zero that is shown. On a field that returns an object it holds for
   * the counts directly on that object; 0 where they are totals that everybody may see.
   */
  readonly aggregates: ReadonlyMap<string, number>;
  /** Names of the subgraphs that answer a field `Type.field`, as composed. */
  readonly ownersOf: (coordinate: string) => readonly string[];
  /** `Type.field` of personal data -> its category; every field of a personal type is personal. */
  readonly personal: ReadonlyMap<string, Category>;
  /** Personal type -> field sets that name the person behind it: that of `subject`, then its first key. */
  readonly subjects: ReadonlyMap<string, readonly string[]>;
  /** Coordinate of an input with `@filters` -> what using it requires. */
  readonly filters: ReadonlyMap<string, FilterRule>;
  /** Every purpose that a directive names. */
  readonly purposes: ReadonlySet<string>;
  /** Output types of the supergraph. */
  readonly types: Types;
  /** What it says of keeping, and so of what is the same for everybody. */
  readonly hints: CacheHints;
}

/** What the directives on one type or field require. */
interface DeclaredRequirement {
  /** `Type`, or `Type.field`. */
  readonly on: string;
  readonly requirement: Requirement;
}

/** The rule of one input with `@filters`: using it reveals these fields. */
interface FilterRule {
  readonly requirement: Requirement;
  /** `ObjectType.field` */
  readonly fields: readonly string[];
  /** Those of `fields` that are personal: an answer filtered by them is about persons. */
  readonly personal: readonly string[];
  /** True where a value names one person: a key of theirs, a NIK, a card or a telephone number. */
  readonly names: boolean;
}

/** Coordinates of inputs whose values name one person each. */
export function namingInputs({ filters }: Policy): ReadonlySet<string> {
  return new Set([...filters].filter(([, { names }]) => names).map(([coordinate]) => coordinate));
}

/** Coordinates of inputs that filter or sort by personal fields -> these fields. Answers filtered by them are recorded and count persons. */
export function personalInputs({ filters }: Policy): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...filters]
      .filter(([, { personal }]) => personal.length > 0)
      .map(([coordinate, { personal }]) => [coordinate, personal]),
  );
}

/** Masks of fields whose value belongs to one person; a name or a birth date belongs to many. */
const NAMING_MASKS: ReadonlySet<MaskedField['as'] | undefined> = new Set<MaskKind>(['NIK', 'KPJ', 'PHONE']);

/**
 * The least minimum of a count that is itself marked SPECIFIC, whatever its directive states. A count by something specific, such as a
 * decile band, is not marked by that.
 */
const SPECIFIC_MINIMUM = 10;

/** The scope that shows values of a kind in full, together with a stated purpose: `unmask:NIK`. */
export function unmaskScope(kind: string): string {
  return `unmask:${kind}`;
}

/**
 * Reads the policy of a supergraph.
 * @param supergraph SDL or document, with every directive
 * @throws CodedError BAD_POLICY where a privacy directive does not have the arguments that its specification defines
 */
export function readPolicy(supergraph: string | DocumentNode): Policy {
  const document = typeof supergraph === 'string' ? parse(supergraph, { noLocation: true }) : supergraph;
  const reader = new PolicyReader(document);
  return reader.policy();
}

class PolicyReader {
  readonly #types: Types;
  readonly #names: Readonly<
    Record<
      | 'authenticated'
      | 'scopes'
      | 'policy'
      | 'personal'
      | 'mask'
      | 'aggregate'
      | 'purpose'
      | 'filters'
      | 'context'
      | 'joinField'
      | 'joinType',
      string | undefined
    >
  >;
  readonly #graphs: ReadonlyMap<string, string>;
  readonly #contexts = new Map<string, string[]>();
  readonly #requirements = new Map<string, Requirement>();
  readonly #masks = new Map<string, MaskedField>();
  readonly #aggregates = new Map<string, number>();
  readonly #personal = new Map<string, Category>();
  readonly #purposes = new Set<string>();
  readonly #filters: Filters;
  readonly #hints: CacheHints;

  constructor(document: DocumentNode) {
    const nameOf = directiveNames(document);
    this.#types = typesOf(document);
    this.#graphs = graphsOf(document, nameOf(SPECS.join, 'graph'));
    this.#names = {
      authenticated: nameOf(SPECS.authenticated, 'authenticated'),
      scopes: nameOf(SPECS.requiresScopes, 'requiresScopes'),
      policy: nameOf(SPECS.policy, 'policy'),
      context: nameOf(SPECS.context, 'context'),
      joinField: nameOf(SPECS.join, 'field'),
      joinType: nameOf(SPECS.join, 'type'),
      personal: nameOf(SPECS.privacy, 'personal'),
      mask: nameOf(SPECS.privacy, 'mask'),
      aggregate: nameOf(SPECS.privacy, 'aggregate'),
      purpose: nameOf(SPECS.privacy, 'purpose'),
      filters: nameOf(SPECS.privacy, 'filters'),
    };
    this.#filters = readFilters(document, this.#names.filters);
    this.#hints = readCacheHints(document);
  }

  policy(): Policy {
    for (const type of this.#types.values()) this.#readType(type);
    return {
      fieldRequirement: (type, field) => this.#effective(type, field),
      declaredRequirements: (type, field) => this.#declarations(type, field, new Map()),
      interfaceRequirement: (type, field) => this.#ofInterface(type, field),
      masks: this.#masks,
      aggregates: this.#aggregates,
      ownersOf: (coordinate) => this.#ownersOf(coordinate),
      personal: this.#personal,
      subjects: new Map(
        [...this.#types.values()]
          .map((type) => [type.name, this.#subjectsOf(type)] as const)
          .filter(([, subjects]) => subjects.length > 0),
      ),
      filters: new Map(
        [...this.#filters].map(([coordinate, fields]) => [coordinate, this.#filterRule(coordinate, fields)]),
      ),
      purposes: this.#purposes,
      types: this.#types,
      hints: this.#hints,
    };
  }

  #readType(type: TypeEntry): void {
    for (const context of applied(type.directives, this.#names.context)) {
      const name = String(context.name);
      this.#contexts.set(name, [...(this.#contexts.get(name) ?? []), type.name]);
    }
    for (const { allowed } of applied(type.directives, this.#names.purpose)) this.#readAllowed(allowed, type.name);
    const ofType = this.#categoryIn(type.directives, type.name);
    for (const [name, field] of type.fields) {
      const coordinate = `${type.name}.${name}`;
      const category = strictest(ofType, this.#categoryIn(field.directives ?? [], coordinate));
      if (category !== undefined) this.#personal.set(coordinate, category);
      this.#readField(coordinate, field.directives ?? [], category);
    }
  }

  #readField(coordinate: string, directives: readonly ConstDirectiveNode[], category: Category | undefined): void {
    const [mask] = applied(directives, this.#names.mask);
    const [aggregate] = applied(directives, this.#names.aggregate);
    const [purpose] = applied(directives, this.#names.purpose);
    const purposes = purpose && this.#readAllowed(purpose.allowed, coordinate);
    if (mask !== undefined) this.#masks.set(coordinate, { ...this.#maskOf(coordinate, mask), purposes });
    if (aggregate === undefined) return;
    const minimum = aggregate.minimum ?? 5;
    if (!Number.isInteger(minimum) || (minimum as number) < 0)
      throw policyFault('BAD_POLICY', `${coordinate} @aggregate(minimum:) expected 0 or more`);
    this.#aggregates.set(
      coordinate,
      Math.max(minimum as number, category === 'SPECIFIC' && minimum !== 0 ? SPECIFIC_MINIMUM : 0),
    );
  }

  #maskOf(coordinate: string, { as, by, of }: Record<string, unknown>): Pick<MaskedField, 'as' | 'by'> {
    if (as !== 'BY_FIELD') return { as: oneOf(MASK_KINDS, as, `${coordinate} @mask(as:)`) };
    const [typeName = ''] = coordinate.split('.');
    const sibling = this.#types.get(typeName)?.fields.get(String(by));
    if (sibling === undefined || this.#types.get(namedType(sibling.type))?.fields.size)
      throw policyFault('BAD_POLICY', `${coordinate} @mask(by:) expected a leaf of ${typeName}`);
    if (!this.#types.get(String(of))?.fields.size)
      throw policyFault('BAD_POLICY', `${coordinate} @mask(of:) expected a type with fields`);
    return { as, by: { sibling: String(by), type: String(of) } };
  }

  #categoryIn(directives: readonly ConstDirectiveNode[], where: string): Category | undefined {
    const [personal] = applied(directives, this.#names.personal);
    return (
      personal &&
      oneOf(['GENERAL', 'SPECIFIC'] as const, personal.category ?? 'GENERAL', `${where} @personal(category:)`)
    );
  }

  #readAllowed(allowed: unknown, where: string): readonly string[] {
    const list = stringsOf(allowed, `${where} @purpose(allowed:)`);
    for (const purpose of list) this.#purposes.add(purpose);
    return list;
  }

  /** Requirements of the field, its type, the type it returns, and the inputs of its `@requires` and `@fromContext`. */
  #effective(typeName: string, fieldName: string): Requirement {
    const coordinate = `${typeName}.${fieldName}`;
    const known = this.#requirements.get(coordinate);
    if (known !== undefined) return known;
    this.#requirements.set(coordinate, NO_REQUIREMENT); // Ends a cycle of @requires; composition refuses those anyway.
    const requirement = this.#inputsOf(typeName, fieldName)
      .flatMap((input) => objectTypesOfName(this.#types, input.typeName).map((type) => ({ ...input, typeName: type })))
      .reduce(
        (sum, input) => bothRequirements(sum, this.#effective(input.typeName, input.fieldName)),
        this.#declared(typeName, fieldName),
      );
    this.#requirements.set(coordinate, requirement);
    return requirement;
  }

  /** Requirements of the field, its type and the type it returns. */
  #declared(typeName: string, fieldName: string): Requirement {
    return this.#placesOf(typeName, fieldName).reduce(
      (sum, { requirement }) => bothRequirements(sum, requirement),
      NO_REQUIREMENT,
    );
  }

  #placesOf(typeName: string, fieldName: string): readonly DeclaredRequirement[] {
    const type = this.#types.get(typeName);
    const field = type?.fields.get(fieldName);
    if (type === undefined || field === undefined) return [];
    const returned = this.#types.get(namedType(field.type));
    const coordinate = `${typeName}.${fieldName}`;
    return [
      { on: typeName, requirement: this.#declaredBy(type.directives) },
      // With @mask, @purpose decides between masked and full; the masked value requires no purpose.
      { on: coordinate, requirement: this.#declaredBy(field.directives ?? [], this.#masks.has(coordinate)) },
      ...(returned === undefined ? [] : [{ on: returned.name, requirement: this.#declaredBy(returned.directives) }]),
    ];
  }

  /** @param found those of fields seen before; a type's stand there once */
  #declarations(
    typeName: string,
    fieldName: string,
    found: Map<string, DeclaredRequirement>,
    seen = new Set<string>(),
  ): readonly DeclaredRequirement[] {
    seen.add(`${typeName}.${fieldName}`);
    for (const one of this.#placesOf(typeName, fieldName)) found.set(one.on, one);
    const inputs = this.#types.get(typeName)?.kind === 'interface' ? [] : this.#inputsOf(typeName, fieldName);
    for (const input of inputs)
      for (const type of objectTypesOfName(this.#types, input.typeName))
        if (!seen.has(`${type}.${input.fieldName}`)) this.#declarations(type, input.fieldName, found, seen);
    return [...found.values()];
  }

  #declaredBy(directives: readonly ConstDirectiveNode[], masked = false): Requirement {
    const { authenticated, scopes, policy, purpose } = this.#names;
    return {
      authenticated: applied(directives, authenticated).length > 0,
      scopes: applied(directives, scopes).map((found) => found.scopes as Alternatives),
      policies: applied(directives, policy).map((found) => found.policies as Alternatives),
      purposes: masked ? [] : applied(directives, purpose).map((found) => found.allowed as readonly string[]),
    };
  }

  #inputsOf(typeName: string, fieldName: string): readonly { typeName: string; fieldName: string }[] {
    const field = this.#types.get(typeName)?.fields.get(fieldName);
    return applied(field?.directives ?? [], this.#names.joinField).flatMap(({ requires, contextArguments }) => [
      ...(typeof requires === 'string' ? fieldsOfSet(this.#types, typeName, requires) : []),
      ...(Array.isArray(contextArguments) ? (contextArguments as ContextArgument[]) : []).flatMap(
        ({ context, selection }) =>
          (this.#contexts.get(context) ?? []).flatMap((type) => fieldsOfSet(this.#types, type, selection)),
      ),
    ]);
  }

  /**
   * Composition since 2.9.4 gives an interface's field the sum of its types' requirements. That sum would deny the `name` of every human
   * because of one kind of them, so each object type is checked by itself instead.
   */
  #ofInterface(typeName: string, fieldName: string): Requirement {
    const own = this.#declared(typeName, fieldName);
    const behind = objectTypesOfName(this.#types, typeName).map((type) => this.#effective(type, fieldName));
    return implies(behind.reduce(bothRequirements, NO_REQUIREMENT), own) ? NO_REQUIREMENT : own;
  }

  #filterRule(coordinate: string, named: readonly string[]): FilterRule {
    const fields = named.flatMap((each) => {
      const [typeName = '', fieldName = ''] = each.split('.');
      if (!this.#types.get(typeName)?.fields.has(fieldName))
        throw policyFault(
          'BAD_POLICY',
          `${coordinate} @filters(fields:) expected fields of the supergraph, got ${each}`,
        );
      return objectTypesOfName(this.#types, typeName).map((type) => ({ type, fieldName }));
    });
    const coordinates = fields.map(({ type, fieldName }) => `${type}.${fieldName}`);
    return {
      fields: coordinates,
      personal: coordinates.filter((each) => this.#personal.has(each)),
      // The values of an enum name an order, not a person.
      names:
        this.#types.get(coordinate.split('.')[0]!)?.kind !== 'leaf' &&
        fields.some(({ type, fieldName }) => this.#namesOne(type, fieldName)),
      requirement: fields.reduce(
        (sum, { type, fieldName }) =>
          bothRequirements(
            bothRequirements(sum, this.#effective(type, fieldName)),
            this.#unmasked(`${type}.${fieldName}`),
          ),
        NO_REQUIREMENT,
      ),
    };
  }

  /** Subgraphs that `join__field` names, otherwise all that have the type. `join__graph` states the name of each. */
  #ownersOf(coordinate: string): readonly string[] {
    const [typeName = '', fieldName = ''] = coordinate.split('.');
    const type = this.#types.get(typeName);
    const fields = applied(type?.fields.get(fieldName)?.directives ?? [], this.#names.joinField).filter(
      ({ graph, external }) => graph !== undefined && external !== true,
    );
    const joins = fields.length > 0 ? fields : applied(type?.directives ?? [], this.#names.joinType);
    return [...new Set(joins.map(({ graph }) => this.#graphs.get(String(graph)) ?? String(graph)))];
  }

  /** Whether a value of the field belongs to one person. */
  #namesOne(typeName: string, fieldName: string): boolean {
    const type = this.#types.get(typeName)!;
    const names = this.#subjectsOf(type);
    const isKey =
      names.length > 0 && applied(type.directives, this.#names.joinType).some(({ key }) => key === fieldName);
    return isKey || names.includes(fieldName) || NAMING_MASKS.has(this.#masks.get(`${typeName}.${fieldName}`)?.as);
  }

  /** What seeing a field unmasked requires: a filter compares the value behind the mask. */
  #unmasked(coordinate: string): Requirement {
    const mask = this.#masks.get(coordinate);
    if (mask === undefined) return NO_REQUIREMENT;
    return { ...NO_REQUIREMENT, scopes: [[[unmaskScope(mask.as)]]], purposes: [mask.purposes ?? [...this.#purposes]] };
  }

  #subjectsOf(type: TypeEntry): readonly string[] {
    const [personal] = applied(type.directives, this.#names.personal);
    if (personal === undefined) return [];
    const key = applied(type.directives, this.#names.joinType)
      .map((join) => join.key)
      .find((found) => typeof found === 'string');
    return [personal.subject, key].filter((fieldSet) => typeof fieldSet === 'string');
  }
}

/** An entry of `join__field(contextArguments:)`. */
interface ContextArgument {
  readonly context: string;
  readonly selection: string;
}

/** Value of `join__Graph` -> the name the subgraph was composed under. */
function graphsOf({ definitions }: DocumentNode, joinGraph: string | undefined): ReadonlyMap<string, string> {
  const values = definitions.flatMap((node) => (node.kind === Kind.ENUM_TYPE_DEFINITION ? (node.values ?? []) : []));
  return new Map(
    values.flatMap(({ name, directives }) =>
      applied(directives ?? [], joinGraph).map((graph) => [name.value, String(graph.name)] as const),
    ),
  );
}

function applied(
  directives: readonly ConstDirectiveNode[],
  name: string | undefined,
): readonly Record<string, unknown>[] {
  return name === undefined ? [] : directives.filter((each) => each.name.value === name).map(argumentsOf);
}

function strictest(a: Category | undefined, b: Category | undefined): Category | undefined {
  return a === 'SPECIFIC' || b === 'SPECIFIC' ? 'SPECIFIC' : (a ?? b);
}

function oneOf<Name extends string>(names: readonly Name[], value: unknown, where: string): Name {
  const found = names.find((name) => name === value);
  if (found === undefined) throw policyFault('BAD_POLICY', `${where} expected one of ${names.join(', ')}`);
  return found;
}

function stringsOf(value: unknown, where: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
    throw policyFault('BAD_POLICY', `${where} expected a list of purposes`);
  return value;
}
