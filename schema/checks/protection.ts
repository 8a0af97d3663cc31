/**
 * A composition check of our own: personal data must not leak into fields that are less protected. Apollo's composition does the same
 * for @authenticated, @requiresScopes and @policy; this check does it for the privacy directives, and requires that every personal
 * field is guarded at all.
 */
import { FeatureUrl } from '@apollo/federation-internals';
import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

/** One leak: the rule that finds it, where it is, and what would close it. */
export interface ProtectionProblem {
  readonly rule:
    | 'DIFFERS_BETWEEN_SUBGRAPHS'
    | 'INTERFACE_LESS_PROTECTED'
    | 'REQUIRES_LESS_PROTECTED'
    | 'PERSONAL_UNGUARDED'
    | 'COUNT_NOT_NULLABLE'
    | 'TEXT_UNSTATED'
    | 'MASK_UNKNOWN_FIELD'
    | 'PAGE_UNRECORDED'
    | 'PERTURBATION_UNSTATED'
    | 'FILTER_UNSTATED'
    | 'FILTER_UNKNOWN_FIELD'
    | 'FILTER_NAMES_ANOTHER'
    | 'PERSONAL_KEPT'
    | 'GUARDED_KEPT_PUBLIC'
    | 'FROZEN_UNKNOWN';
  readonly coordinate: string;
  readonly message: string;
}

/** The specification's URL without its version: directives are known by it, whatever an import calls them. */
export const PRIVACY = 'https://sigap-graph.id/privacy';
/** Apollo's directives that each make an access rule. */
export const ACCESS = ['authenticated', 'requiresScopes', 'policy'];

/** A type of SDL that has fields. */
export type SdlNode = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

interface Protection {
  readonly mask: string | undefined;
  readonly category: 'GENERAL' | 'SPECIFIC' | undefined;
  readonly minimum: number | undefined;
  readonly purposes: readonly string[] | undefined;
  readonly access: boolean;
}

/** @returns every leak of a composed supergraph and the subgraphs it was made of; none when it may be served */
export function protectionProblems(
  supergraphSdl: string,
  subgraphs: readonly { readonly name: string; readonly typeDefs: DocumentNode }[],
): readonly ProtectionProblem[] {
  return [...differences(subgraphs), ...new ProtectionReader(parse(supergraphSdl, { noLocation: true })).problems()];
}

class ProtectionReader {
  readonly #types: ReadonlyMap<string, SdlNode>;
  readonly #nameOf: (identity: string, directive: string) => string | undefined;

  constructor(document: DocumentNode) {
    this.#types = new Map(document.definitions.filter(hasFields).map((node) => [node.name.value, node]));
    this.#nameOf = namesOfDirectives(document);
  }

  problems(): readonly ProtectionProblem[] {
    return [...this.#types.values()].flatMap((type) =>
      (type.fields ?? []).flatMap((field) => [
        ...this.#unguarded(type, field),
        ...this.#notNullable(type, field),
        ...this.#belowItsTypes(type, field),
        ...this.#belowItsInputs(type, field),
      ]),
    );
  }

  protectionOf(type: SdlNode, field: FieldDefinitionNode): Protection {
    const own = field.directives ?? [];
    const all = [...(type.directives ?? []), ...own];
    const [purpose] = this.#applied(own, PRIVACY, 'purpose').concat(
      this.#applied(type.directives ?? [], PRIVACY, 'purpose'),
    );
    const categories = this.#applied(all, PRIVACY, 'personal').map(({ category = 'GENERAL' }) => category);
    return {
      mask: this.#applied(own, PRIVACY, 'mask')[0]?.as as string | undefined,
      category: categories.includes('SPECIFIC') ? 'SPECIFIC' : categories.length > 0 ? 'GENERAL' : undefined,
      minimum: this.#applied(own, PRIVACY, 'aggregate').map(({ minimum = 5 }) => minimum as number)[0],
      purposes: purpose?.allowed as readonly string[] | undefined,
      access: ACCESS.some((name) => this.#applied(all, `https://specs.apollo.dev/${name}`, name).length > 0),
    };
  }

  #unguarded(type: SdlNode, field: FieldDefinitionNode): ProtectionProblem[] {
    const { category, access, purposes, mask } = this.protectionOf(type, field);
    if (
      type.kind === Kind.INTERFACE_TYPE_DEFINITION ||
      category === undefined ||
      access ||
      (purposes !== undefined && mask === undefined)
    )
      return [];
    return [
      problem(
        'PERSONAL_UNGUARDED',
        type,
        field,
        'is personal and open to everybody; add @requiresScopes, @authenticated, @policy or @purpose',
      ),
    ];
  }

  #notNullable(type: SdlNode, field: FieldDefinitionNode): ProtectionProblem[] {
    const { minimum } = this.protectionOf(type, field);
    const leaf = !this.#types.has(named(field.type));
    // A total for everybody (0) is never hidden.
    if (!leaf || minimum === undefined || minimum === 0 || field.type.kind !== Kind.NON_NULL_TYPE) return [];
    return [
      problem(
        'COUNT_NOT_NULLABLE',
        type,
        field,
        'is a count over people that cannot be null; hiding it would take its whole object',
      ),
    ];
  }

  /** A field of an interface must be protected as in every type behind the interface. */
  #belowItsTypes(type: SdlNode, field: FieldDefinitionNode): ProtectionProblem[] {
    if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
    const own = this.protectionOf(type, field);
    return [...this.#types.values()]
      .filter((other) => (other.interfaces ?? []).some((each) => each.name.value === type.name.value))
      .flatMap((other) => {
        const implementation = other.fields?.find((each) => each.name.value === field.name.value);
        const lacks =
          implementation === undefined
            ? undefined
            : lacking(own, { ...this.protectionOf(other, implementation), access: false });
        return lacks === undefined
          ? []
          : [
              problem(
                'INTERFACE_LESS_PROTECTED',
                type,
                field,
                `has no ${lacks}, which ${other.name.value}.${field.name.value} has`,
              ),
            ];
      });
  }

  /** A field computed from a protected one reveals it, so it is protected at least as well. */
  #belowItsInputs(type: SdlNode, field: FieldDefinitionNode): ProtectionProblem[] {
    const own = this.protectionOf(type, field);
    const sets = this.#applied(field.directives ?? [], 'https://specs.apollo.dev/join', 'field')
      .map(({ requires }) => requires)
      .filter((set) => typeof set === 'string');
    return sets
      .flatMap((set) => this.#fieldsOf(type, set))
      .flatMap(([on, input]) => {
        const needed = this.protectionOf(on, input);
        // A field computed from a masked value has another shape than the mask expects, so it may be guarded otherwise.
        // A count of the same object makes a count of that object; a sum over the rows of a list is no row.
        const minimum = on === type && !own.access ? needed.minimum : undefined;
        const lacks = lacking(own, { ...needed, mask: undefined, access: false, minimum });
        return lacks === undefined
          ? []
          : [
              problem(
                'REQUIRES_LESS_PROTECTED',
                type,
                field,
                `has no ${lacks}, which its input ${on.name.value}.${input.name.value} has`,
              ),
            ];
      });
  }

  #fieldsOf(type: SdlNode, fieldSet: string): [SdlNode, FieldDefinitionNode][] {
    const walk = (on: SdlNode | undefined, { selections }: SelectionSetNode): [SdlNode, FieldDefinitionNode][] =>
      selections.flatMap((selection) => {
        if (selection.kind === Kind.INLINE_FRAGMENT)
          return walk(
            selection.typeCondition ? this.#types.get(selection.typeCondition.name.value) : on,
            selection.selectionSet,
          );
        const field =
          selection.kind === Kind.FIELD
            ? on?.fields?.find((each) => each.name.value === selection.name.value)
            : undefined;
        if (field === undefined || on === undefined || selection.kind !== Kind.FIELD) return [];
        return [
          [on, field] as [SdlNode, FieldDefinitionNode],
          ...(selection.selectionSet ? walk(this.#types.get(named(field.type)), selection.selectionSet) : []),
        ];
      });
    const [definition] = parse(`{${fieldSet}}`, { noLocation: true }).definitions;
    return definition?.kind === Kind.OPERATION_DEFINITION ? walk(type, definition.selectionSet) : [];
  }

  #applied(directives: readonly ConstDirectiveNode[], identity: string, directive: string): Record<string, unknown>[] {
    const name = this.#nameOf(identity, directive);
    return directives.filter((each) => each.name.value === name).map(argumentsIn);
  }
}

/** @returns the directive that `needed` has and `own` lacks, if there is one */
function lacking(own: Protection, needed: Protection): string | undefined {
  if (needed.mask !== undefined && own.mask !== needed.mask) return `@mask(as: ${needed.mask})`;
  if (needed.category !== undefined && own.category !== needed.category && own.category !== 'SPECIFIC')
    return `@personal(category: ${needed.category})`;
  if (needed.minimum !== undefined && (own.minimum ?? 0) < needed.minimum)
    return `@aggregate(minimum: ${needed.minimum})`;
  const purposes = needed.mask === undefined ? needed.purposes : undefined;
  if (purposes !== undefined && !(own.purposes?.every((purpose) => purposes.includes(purpose)) ?? false))
    return `@purpose(allowed: ${JSON.stringify(purposes)})`;
  return undefined;
}

/** Where two subgraphs differ on a shared field, composition takes the directives of one; its owner should not have to guess which. */
function differences(
  subgraphs: readonly { readonly name: string; readonly typeDefs: DocumentNode }[],
): ProtectionProblem[] {
  const stated = new Map<string, { name: string; words: string }>();
  return subgraphs.flatMap(({ name, typeDefs }) => {
    const reader = new ProtectionReader(typeDefs);
    return typeDefs.definitions.filter(hasFields).flatMap((type) =>
      (type.fields ?? [])
        .filter((field) => !isExternal(field))
        .flatMap((field) => {
          // Composition adds access rules up, so they may differ.
          const words = JSON.stringify({ ...reader.protectionOf(type, field), access: undefined });
          const coordinate = `${type.name.value}.${field.name.value}`;
          const before = stated.get(coordinate);
          if (before === undefined) stated.set(coordinate, { name, words });
          return before === undefined || before.words === words || isKeyOf(type, field)
            ? []
            : [
                problem(
                  'DIFFERS_BETWEEN_SUBGRAPHS',
                  type,
                  field,
                  `says ${words} in ${name} and ${before.words} in ${before.name}`,
                ),
              ];
        }),
    );
  });
}

function isExternal(field: FieldDefinitionNode): boolean {
  return (field.directives ?? []).some((directive) => /(^|__)external$/.test(directive.name.value));
}

/** Each subgraph repeats a key; that a type is personal is stated where the type is described. */
function isKeyOf(type: SdlNode, field: FieldDefinitionNode): boolean {
  const keys = (type.directives ?? [])
    .filter((directive) => /(^|__)key$/.test(directive.name.value))
    .map((directive) => String(argumentsIn(directive).fields));
  return keys.some((fields) => fields.split(/[\s{}]+/).includes(field.name.value));
}

function problem(
  rule: ProtectionProblem['rule'],
  type: SdlNode,
  field: FieldDefinitionNode,
  message: string,
): ProtectionProblem {
  return { rule, coordinate: `${type.name.value}.${field.name.value}`, message };
}

/** Whether a definition is an object type or an interface. */
export function hasFields(node: { readonly kind: Kind }): node is SdlNode {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** @returns the name inside lists and non-nulls */
export function named(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type);
}

/** @returns a directive's arguments as plain values, by name */
export function argumentsIn(directive: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  );
}

/** A `@link`. */
interface Link {
  readonly directive: string;
  /** Its URL as Apollo reads it: `https://specs.apollo.dev/federation/v2.9#x` has the identity of one without `#x`. */
  readonly feature: FeatureUrl;
  readonly as: string | undefined;
  readonly imports: readonly (string | { readonly name: string; readonly as?: string })[];
}

/** Specifications of the directive that links, by either of its names. */
const LINKING = ['https://specs.apollo.dev/link', 'https://specs.apollo.dev/core'];

/** The links of a document, and no other directive that looks like one: the directive that links is `@link`, or says of itself what it is called. */
function linksIn(document: DocumentNode): readonly Link[] {
  const all = document.definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap(({ directives = [] }) => directives)
    .flatMap((node): Link[] => {
      const { url, feature = url, as, import: imports = [] } = argumentsIn(node);
      const parsed = typeof feature === 'string' ? FeatureUrl.maybeParse(feature) : undefined;
      if (parsed === undefined) return [];
      return [
        {
          directive: node.name.value,
          feature: parsed,
          as: typeof as === 'string' ? as : undefined,
          imports: imports as Link['imports'],
        },
      ];
    });
  const itself = all.find(
    ({ directive, feature, as }) => LINKING.includes(feature.identity) && directive === (as ?? feature.name),
  );
  return all.filter(({ directive }) => directive === (itself?.directive ?? 'link'));
}

/** A directive's name by the identity of its spec. A subgraph imports Apollo's access directives from the federation spec. */
export function namesOfDirectives(document: DocumentNode): (identity: string, directive: string) => string | undefined {
  const links = new Map<string, { prefix: string; imports: Map<string, string> }>();
  for (const { feature, as, imports } of linksIn(document)) {
    const pairs = imports.map((each): [string, string] =>
      typeof each === 'string' ? [each, each] : [each.name, each.as ?? each.name],
    );
    links.set(feature.identity, {
      prefix: as ?? feature.name,
      imports: new Map(pairs.map(([name, alias]) => [name, alias.replace('@', '')])),
    });
  }
  return (identity, directive) => {
    const link = links.get(identity) ?? links.get('https://specs.apollo.dev/federation');
    return (
      link?.imports.get(`@${directive}`) ??
      (identity.endsWith(`/${directive}`) && links.has(identity)
        ? link?.prefix
        : link && `${link.prefix}__${directive}`)
    );
  };
}
