/**
 * What a supergraph says of keeping: `@cacheControl`, `@frozen`, `@cacheTag` (schema/directives/cache.graphql). Directives are recognized by the
 * `@link` of their specification. What cannot be read is no permission: such a field is not kept.
 */
import { Kind, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { argumentsOf, directiveNames, SPECS } from './directive-names.ts';
import { namedType, typesOf, type TypeEntry, type Types } from './supergraph-types.ts';

/** How long what stands at one place may be kept. */
export interface CacheHint {
  /** s; of a field within an object whose hint is inherited this is undefined. */
  readonly maxAge: number | undefined;
  /** True for answers that are for callers with the same rights alone. */
  readonly isPrivate: boolean;
  /** Where it is of a month that has ended. */
  readonly frozen?: FrozenHint;
}

/** `@frozen`: which month it is of. */
export interface FrozenHint {
  /** The argument that names the month. */
  readonly argument: string | undefined;
  /** Of months that have ended for every caller, as a history is. */
  readonly always: boolean;
}

/** The hints of one supergraph. */
export interface CacheHints {
  /** @returns undefined for what may not be kept */
  hintOf(type: string, field: string): CacheHint | undefined;
  /** Names of the tags of a field. */
  tagsOf(type: string, field: string): readonly string[];
  /** Every tag that the supergraph has. */
  readonly tags: ReadonlySet<string>;
}

/** @param supergraph its document, with every directive */
export function readCacheHints(supergraph: DocumentNode): CacheHints {
  return new HintReader(supergraph);
}

/** What a directive itself says, before types are looked at. */
interface Stated {
  readonly maxAge: number | undefined;
  readonly isPrivate: boolean;
  readonly inherits: boolean;
}

const INHERITED: CacheHint = { maxAge: undefined, isPrivate: false };

class HintReader implements CacheHints {
  readonly tags: ReadonlySet<string>;
  readonly #types: Types;
  readonly #roots: ReadonlySet<string>;
  readonly #control: string | undefined;
  readonly #frozen: string | undefined;
  readonly #tag: string | undefined;
  readonly #joinType: string | undefined;

  constructor(document: DocumentNode) {
    const nameOf = directiveNames(document);
    this.#types = typesOf(document);
    this.#roots = rootsOf(document);
    this.#control = nameOf(SPECS.cache, 'cacheControl');
    this.#frozen = nameOf(SPECS.cache, 'frozen');
    this.#tag = nameOf(SPECS.cache, 'cacheTag');
    this.#joinType = nameOf(SPECS.join, 'type');
    this.tags = new Set(
      [...this.#types.values()].flatMap(({ name, fields }) =>
        [...fields.keys()].flatMap((field) => this.tagsOf(name, field)),
      ),
    );
  }

  hintOf(type: string, field: string): CacheHint | undefined {
    const entry = this.#types.get(type);
    const definition = entry?.fields.get(field);
    if (entry === undefined || definition === undefined) return undefined;
    const returned = this.#types.get(namedType(definition.type));
    const isLeaf = returned === undefined || returned.kind === 'leaf';
    const own = this.#stated(definition.directives);
    const ofType = isLeaf ? undefined : this.#stated(returned.directives);
    const stated = own ?? ofType;
    if (stated === undefined) return isLeaf && this.#isPartOf(entry, field) ? INHERITED : undefined;
    const maxAge = stated.maxAge ?? (own === undefined ? undefined : ofType?.maxAge);
    const inherits = stated.inherits || (isLeaf && own?.maxAge === undefined);
    if (maxAge === undefined && (!inherits || this.#roots.has(type))) return undefined;
    const isPrivate = stated.isPrivate || ofType?.isPrivate === true;
    return { maxAge, isPrivate, frozen: this.#frozenOf(definition.directives) };
  }

  tagsOf(type: string, field: string): readonly string[] {
    const directives = this.#types.get(type)?.fields.get(field)?.directives;
    return this.#applied(directives, this.#tag).flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  }

  /**
   * A leaf holds as long as its object where both come from one subgraph: in an object without a key, and of one with a key the key itself. Any
   * subgraph may add a field to an entity, and says of it how long it holds.
   */
  #isPartOf({ name, directives }: TypeEntry, field: string): boolean {
    if (this.#roots.has(name)) return false;
    const keys = this.#applied(directives, this.#joinType).flatMap(({ key }) => (typeof key === 'string' ? [key] : []));
    return keys.length === 0 || keys.some((key) => key.split(/[\s{}]+/).includes(field));
  }

  #stated(directives: readonly ConstDirectiveNode[] | undefined): Stated | undefined {
    const [found] = this.#applied(directives, this.#control);
    if (found === undefined) return undefined;
    const { maxAge, scope, inheritMaxAge } = found;
    return {
      maxAge: Number.isInteger(maxAge) && (maxAge as number) >= 0 ? (maxAge as number) : undefined,
      // A word that is not known may mean anything: the narrower is taken.
      isPrivate: scope !== undefined && scope !== 'PUBLIC',
      inherits: inheritMaxAge === true,
    };
  }

  #frozenOf(directives: readonly ConstDirectiveNode[] | undefined): FrozenHint | undefined {
    const [found] = this.#applied(directives, this.#frozen);
    if (found === undefined) return undefined;
    return { argument: typeof found.month === 'string' ? found.month : undefined, always: found.always === true };
  }

  #applied(directives: readonly ConstDirectiveNode[] = [], name: string | undefined): Record<string, unknown>[] {
    return name === undefined ? [] : directives.filter((each) => each.name.value === name).map(argumentsOf);
  }
}

function rootsOf({ definitions }: DocumentNode): ReadonlySet<string> {
  return new Set([
    'Query',
    'Mutation',
    'Subscription',
    ...definitions.flatMap((node) =>
      node.kind === Kind.SCHEMA_DEFINITION ? node.operationTypes.map(({ type }) => type.name.value) : [],
    ),
  ]);
}
