/** Adds up what an answer holds: what it weighs, and every person once where something tells persons apart. */
import type { GraphQLCompositeType, SelectionSetNode } from 'graphql';
import type { RequestVariables } from '../variables.ts';
import type { Read } from './field-cost.ts';

/** One place of the answer: what stands there weighs this much each time. */
export interface Place {
  readonly key: string;
  readonly fields: Set<string>;
  own: number;
  person: boolean;
  /** Asked for by arguments, so that asking in vain counts too: or every NIK could be tried for nothing. */
  lookup: boolean;
  readonly arguments: Read<number>[];
  /** How many persons its arguments ask about. */
  readonly asked: Read<number>[];
  readonly sets: SelectionSetNode[];
  type: GraphQLCompositeType | undefined;
  /** Response keys under it that tell one person from another. */
  identity: readonly string[];
  children: readonly Place[];
}

export class Count {
  cost = 0;
  readonly #variables: RequestVariables;
  readonly #known = new Set<string>();
  #unknown = 0;
  /** The same one each time. */
  #met = 0;

  constructor(variables: RequestVariables) {
    this.#variables = variables;
  }

  get persons(): number {
    return this.#known.size + this.#unknown;
  }

  /** Before what stands in a place. @returns to be handed to `end` */
  begin(place: Place, isNull: boolean): number {
    for (const read of place.arguments) this.cost += this.#read(read);
    const before = this.#met;
    if (isNull && place.lookup) this.#meet(undefined);
    return before;
  }

  /** After it: whom the arguments asked about and nobody came for. */
  end(place: Place, before: number): void {
    for (const read of place.asked)
      for (let left = this.#read(read) - (this.#met - before); left > 0; left--) this.#meet(undefined);
  }

  /** @param key tells this person from others of the type; undefined where nothing does */
  person({ type }: Place, key: string | undefined): void {
    this.#meet(key && `${type!.name}:${key}`);
  }

  #read(read: Read<number>): number {
    return read.constant ? read.value : read.of(this.#variables);
  }

  /** @param person undefined for one who cannot be told from others */
  #meet(person: string | undefined): void {
    this.#met += 1;
    if (person === undefined) this.#unknown += 1;
    else this.#known.add(person);
  }
}
