/** All subgraphs of one side of a change, before it or after: who resolves a field, who owns a type, what is personal. */
import { named } from '../protection.ts';
import { coordinatesOf } from './field-set.ts';
import type { Applied, ModelField, ModelType, SubgraphModel } from './subgraph-model.ts';

const ROOTS = new Set(['Query', 'Mutation', 'Subscription']);

/** @returns whether a type is where operations begin */
export const isRoot = (type: string): boolean => ROOTS.has(type);

/** @returns the directives of one name */
export const applied = (directives: readonly Applied[], name: string): readonly Applied[] =>
  directives.filter((each) => each.name === name);

/** The subgraphs as they stand on one side of a change. */
export class Graph {
  readonly subgraphs: readonly SubgraphModel[];
  /** Implementations and members by the interface or union, in any subgraph. */
  readonly #behind = new Map<string, Set<string>>();

  constructor(subgraphs: readonly SubgraphModel[]) {
    this.subgraphs = subgraphs;
    for (const { types } of subgraphs) for (const type of types.values()) this.#relate(type);
  }

  #relate(type: ModelType): void {
    const pairs = type.related.map((other) => (type.kind === 'union' ? [type.name, other] : [other, type.name]));
    for (const [abstract, one] of pairs)
      this.#behind.set(abstract!, (this.#behind.get(abstract!) ?? new Set()).add(one!));
  }

  /** @returns a type, the types behind it, and the interfaces it is behind: what a field on it also speaks of */
  family(type: string): readonly string[] {
    const interfaces = this.subgraphs.flatMap(({ types }) => {
      const own = types.get(type);
      return own === undefined || own.kind === 'union' ? [] : own.related;
    });
    return [...new Set([type, ...(this.#behind.get(type) ?? []), ...interfaces])];
  }

  /** @returns every statement about a type, with whose it is */
  statements(type: string): readonly (readonly [SubgraphModel, ModelType])[] {
    return this.subgraphs.flatMap((subgraph) => {
      const found = subgraph.types.get(type);
      return found === undefined ? [] : [[subgraph, found] as const];
    });
  }

  /** @returns the subgraphs that answer a field: that have it, not `@external`, and from which no other takes it over */
  resolvers(type: string, field: string): readonly SubgraphModel[] {
    const all = this.statements(type).filter(([, { fields }]) => fields.get(field)?.external === false);
    const taken = new Set(
      all.flatMap(([, { fields }]) =>
        applied(fields.get(field)!.directives, 'override')
          .filter(({ values }) => values.label === undefined)
          .map(({ values }) => String(values.from)),
      ),
    );
    return all.map(([subgraph]) => subgraph).filter(({ name }) => !taken.has(name));
  }

  /** @returns the agencies whose subgraphs answer a field, also where an interface has it */
  ownersOfField(type: string, field: string): readonly string[] {
    return unique(this.family(type).flatMap((one) => this.resolvers(one, field).map(({ owner }) => owner)));
  }

  /** @returns the agencies that a field belongs to, or a field of an input, which is its type's */
  ownersOfMember({ name, kind }: ModelType, field: string): readonly string[] {
    return kind === 'input' ? this.ownersOfType(name) : this.ownersOfField(name, field);
  }

  /**
   * A type belongs to who says most about it: most plain fields, those that are no key, no count and not worked out from others', or of a
   * type of persons most fields of any kind; all of them where several say as much. Each such field needed the owner once, so nobody becomes
   * owner by themselves. A type of keys alone belongs to all who answer for it.
   */
  ownersOfType(type: string): readonly string[] {
    const isPerson = this.isPerson(type);
    const said = new Map<string, number>();
    for (const [{ owner }, statement] of this.statements(type)) {
      const keys = keyFields(statement);
      const own = [...statement.fields.values()].filter(({ name, external }) => !external && !keys.has(name));
      const counted = own.filter((field) => isPerson || this.#isPlain(field));
      if (own.length > 0 || isAnswered(statement)) said.set(owner, (said.get(owner) ?? 0) + counted.length);
    }
    const most = Math.max(...said.values());
    return [...said].filter(([, count]) => count === most).map(([owner]) => owner);
  }

  #isPlain({ type, directives }: ModelField): boolean {
    const composite = this.statements(named(type)).some(([, { fields }]) => fields.size > 0);
    return !composite && !directives.some(({ name }) => name === 'aggregate' || name === 'requires');
  }

  /** @returns whether a type is about persons, or something behind it is */
  isPerson(type: string): boolean {
    return this.family(type).some((one) =>
      this.statements(one).some(([, { directives }]) => directives.some(({ name }) => name === 'personal')),
    );
  }

  /** @returns whether a field is personal: by its type, by itself, or since it is masked */
  isPersonal(type: string, field: string): boolean {
    const said = (of: readonly Applied[]): boolean => of.some(({ name }) => name === 'personal' || name === 'mask');
    return this.family(type).some((one) =>
      this.statements(one).some(([, { directives, fields }]) => {
        const found = fields.get(field);
        return found !== undefined && (said(directives) || said(found.directives));
      }),
    );
  }

  /** @returns whether a field is shown masked, or is personal although its type is not: the value itself says who */
  isTelling(type: string, field: string): boolean {
    return this.family(type).some((one) =>
      this.statements(one).some(([, { fields }]) =>
        fields.get(field)?.directives.some(({ name }) => name === 'mask' || name === 'personal'),
      ),
    );
  }
}

/** A reference that answers nothing says `resolvable: false`. */
function isAnswered({ directives }: ModelType): boolean {
  return applied(directives, 'key').some(({ values }) => values.resolvable !== false);
}

/** @returns the fields that are part of some `@key` of their type */
export function keyFields(type: ModelType): ReadonlySet<string> {
  const sets = applied(type.directives, 'key').map(({ values }) => String(values.fields));
  return new Set(sets.flatMap((set) => coordinatesOf(new Map(), type.name, set).map(({ field }) => field)));
}

/** @returns each once, in the order of their first */
export const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];
