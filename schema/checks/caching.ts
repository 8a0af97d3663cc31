/**
 * A composition check of our own: personal data is not kept, and what has an access rule is not kept for everybody (`@cacheControl`). The gateway holds
 * both whatever a schema says; who writes a schema should learn it before anything is served.
 */
import {
  parse,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type NamedTypeNode,
} from 'graphql';
import {
  ACCESS,
  argumentsIn,
  hasFields,
  named,
  namesOfDirectives,
  PRIVACY,
  type ProtectionProblem,
  type SdlNode,
} from './protection.ts';

/** The specification's URL without its version. */
const CACHE = 'https://sigap-graph.id/cache';

/** @returns a problem for each field and type that may be kept and must not be, and for each `@frozen` that names no argument */
export function cachingProblems(supergraphSdl: string): readonly ProtectionProblem[] {
  return new CachingReader(parse(supergraphSdl, { noLocation: true })).problems();
}

class CachingReader {
  readonly #types: ReadonlyMap<string, SdlNode>;
  readonly #nameOf: ReturnType<typeof namesOfDirectives>;

  constructor(document: DocumentNode) {
    this.#types = new Map(document.definitions.filter(hasFields).map((node) => [node.name.value, node]));
    this.#nameOf = namesOfDirectives(document);
  }

  problems(): readonly ProtectionProblem[] {
    return [...this.#types.values()].flatMap((type) => [
      ...this.#kept(type.name.value, type.directives, [type]),
      ...(type.fields ?? []).flatMap((field) => [
        ...this.#kept(`${type.name.value}.${field.name.value}`, field.directives, this.#behind(type, field)),
        ...this.#unfrozen(type, field),
      ]),
    ]);
  }

  /** Everything whose protection a field has: its own, its type's and that of the type it returns. */
  #behind(type: SdlNode, field: FieldDefinitionNode): readonly (SdlNode | FieldDefinitionNode)[] {
    const returned = this.#types.get(named(field.type));
    const behind = [...this.#types.values()].filter((other) =>
      (other.interfaces ?? []).some(({ name }: NamedTypeNode) => name.value === returned?.name.value),
    );
    return [type, field, ...(returned === undefined ? [] : [returned, ...behind])];
  }

  #kept(
    coordinate: string,
    own: readonly ConstDirectiveNode[] | undefined,
    behind: readonly (SdlNode | FieldDefinitionNode)[],
  ): ProtectionProblem[] {
    const [control] = this.#applied(own, CACHE, 'cacheControl');
    if (control === undefined || !(Number(control.maxAge) > 0)) return [];
    const all = behind.flatMap(({ directives = [] }) => directives);
    const isPersonal = ['personal', 'mask'].some((name) => this.#applied(all, PRIVACY, name).length > 0);
    if (isPersonal) {
      const message = 'is about persons, and may not be kept; leave out @cacheControl(maxAge:)';
      return [{ rule: 'PERSONAL_KEPT', coordinate, message }];
    }
    const isGuarded =
      ACCESS.some((name) => this.#applied(all, `https://specs.apollo.dev/${name}`, name).length > 0) ||
      this.#applied(all, PRIVACY, 'purpose').length > 0;
    if (!isGuarded || control.scope === 'PRIVATE') return [];
    const message = 'has an access rule, and may not be kept for everybody; add scope: PRIVATE to @cacheControl';
    return [{ rule: 'GUARDED_KEPT_PUBLIC', coordinate, message }];
  }

  #unfrozen(type: SdlNode, { name, arguments: args = [], directives }: FieldDefinitionNode): ProtectionProblem[] {
    const [frozen] = this.#applied(directives, CACHE, 'frozen');
    if (frozen === undefined) return [];
    const coordinate = `${type.name.value}.${name.value}`;
    const { month } = frozen;
    const isKnown = month == null || args.some((argument) => argument.name.value === month);
    const isKept = this.#applied(directives, CACHE, 'cacheControl').some(({ maxAge }) => Number(maxAge) > 0);
    if (isKnown && isKept) return [];
    const expected = isKnown
      ? '@cacheControl(maxAge:) beside it, for months that have not ended'
      : `an argument of the field as its month, got ${JSON.stringify(month)}`;
    return [{ rule: 'FROZEN_UNKNOWN', coordinate, message: `says @frozen; expected ${expected}` }];
  }

  #applied(
    directives: readonly ConstDirectiveNode[] = [],
    identity: string,
    directive: string,
  ): Record<string, unknown>[] {
    const name = this.#nameOf(identity, directive);
    return name === undefined ? [] : directives.filter((each) => each.name.value === name).map(argumentsIn);
  }
}
