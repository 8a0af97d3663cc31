/** Which types speak of persons: by their directives, by their names, or since only a person leads to them. */
import { named } from '../protection.ts';
import { isRoot, type Graph } from '../model/graph.ts';
import { ALWAYS_PERSONAL, PERSONS, wordIn } from './person-words.ts';
import { wordsOf } from './words.ts';

/** What leads where in a graph. */
export class PersonReach {
  readonly #graph: Graph;
  readonly #fields = new Map<string, Map<string, string>>();
  /** Types that an operation comes to without passing a person. */
  readonly #open: ReadonlySet<string>;
  readonly #behind: ReadonlySet<string>;

  constructor(graph: Graph) {
    this.#graph = graph;
    for (const { types } of graph.subgraphs) {
      for (const type of types.values()) {
        if (type.kind === 'input') continue;
        const fields = this.#fields.get(type.name) ?? new Map<string, string>();
        for (const field of type.fields.values()) fields.set(field.name, named(field.type));
        this.#fields.set(type.name, fields);
      }
    }
    const all = [...this.#fields.keys()];
    this.#open = this.#reach(all.filter(isRoot), (type) => !graph.isPerson(type));
    this.#behind = this.#reach(
      all.filter((type) => graph.isPerson(type)),
      () => true,
    );
  }

  /** @returns whether only persons lead to a type: what it holds is theirs */
  isBehindPersons(type: string): boolean {
    return this.#behind.has(type) && !this.#open.has(type);
  }

  /**
   * @returns whether a type is of persons. A type of counts, an edge or a page is not, whatever its name: `WorkerConnection`, and neither is
   * what a word of persons is only part of (`MemberCounts`).
   */
  isOfPersons(type: string): boolean {
    if (this.#graph.isPerson(type) || this.isBehindPersons(type)) return true;
    if (PERSONS.has(wordsOf(type).at(-1) ?? '')) return true;
    const fields = [...(this.#fields.get(type)?.keys() ?? [])];
    return !this.isOfCounts(type) && fields.some((field) => wordIn(wordsOf(field), ALWAYS_PERSONAL) !== undefined);
  }

  /** @returns whether a type holds counts over people: its other fields say what is counted */
  isOfCounts(type: string): boolean {
    return this.#graph
      .statements(type)
      .some(([, { fields }]) =>
        [...fields.values()].some(({ directives }) => directives.some(({ name }) => name === 'aggregate')),
      );
  }

  #reach(from: readonly string[], through: (type: string) => boolean): Set<string> {
    const seen = new Set<string>();
    const open = [...from];
    for (let type = open.pop(); type !== undefined; type = open.pop()) {
      if (seen.has(type) || !this.#fields.has(type)) continue;
      seen.add(type);
      if (!through(type)) continue;
      for (const next of this.#fields.get(type)!.values()) open.push(...this.#graph.family(next));
    }
    return seen;
  }
}
