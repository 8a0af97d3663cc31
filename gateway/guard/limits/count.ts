/** Adds up the cost and the persons of an answer. Each person counts once where a key tells persons apart. */
import type { GraphQLCompositeType, SelectionSetNode } from 'graphql';
import type { RequestVariables } from '../variables.ts';
import type { Read } from './field-cost.ts';

/** One response key at one level of the answer, with the weight of each value that stands there. */
export interface Place {
  /** Response key. */
  readonly key: string;
  /** Names of the fields selected under this key, from all fragments. */
  readonly fields: Set<string>;
  /** Weight of one value itself, in the units of `@cost`. */
  own: number;
  /** Whether the values are persons. */
  person: boolean;
  /** Persons looked up by arguments. A look-up that finds nobody counts too; otherwise every NIK could be tried at no cost. */
  lookup: boolean;
  /** Weights of the field's arguments. */
  readonly arguments: Read<number>[];
  /** How many persons the arguments name or filter by. */
  readonly personsRequested: Read<number>[];
  /** Selection sets below this key. */
  readonly sets: SelectionSetNode[];
  type: GraphQLCompositeType | undefined;
  /** Response keys under it that tell one person from another. */
  identity: readonly string[];
  children: readonly Place[];
}

/** The running count of one answer, with the variables of its request. */
export class Count {
  /** In the units of `@cost`. */
  cost = 0;
  readonly #variables: RequestVariables;
  readonly #known = new Set<string>();
  #unknown = 0;
  /** Persons met so far; one who stands in several places counts each time here. */
  #met = 0;

  constructor(variables: RequestVariables) {
    this.#variables = variables;
  }

  /** Distinct persons, and those without a key each time. */
  get persons(): number {
    return this.#known.size + this.#unknown;
  }

  /** Call before the values of a place are counted. @returns a mark to pass to `end` */
  begin(place: Place, isNull: boolean): number {
    for (const read of place.arguments) this.cost += this.#read(read);
    const before = this.#met;
    if (isNull && place.lookup) this.#meet(undefined);
    return before;
  }

  /** Call after the values of a place: counts the persons that the arguments name and the answer does not hold. */
  end(place: Place, before: number): void {
    for (const read of place.personsRequested)
      for (let left = this.#read(read) - (this.#met - before); left > 0; left--) this.#meet(undefined);
  }

  /** Counts one person. @param key tells this person from others of the type; undefined where the answer holds no key */
  person({ type }: Place, key: string | undefined): void {
    this.#meet(key && `${type!.name}:${key}`);
  }

  #read(read: Read<number>): number {
    return read.constant ? read.value : read.of(this.#variables);
  }

  /** @param person type and key; undefined for a person without a key, who counts each time */
  #meet(person: string | undefined): void {
    this.#met += 1;
    if (person === undefined) this.#unknown += 1;
    else this.#known.add(person);
  }
}
