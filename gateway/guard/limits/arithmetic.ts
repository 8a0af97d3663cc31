/**
 * Sums that depend on a request's variables, worked out as far as possible before: what is constant is folded, the rest becomes
 * steps in an array, each result kept in its place. A term that is used twice is worked out once.
 */
import type { RequestVariables } from '../variables.ts';

/** A number, or the place of one that depends on variables. */
export type Term = number | { readonly place: number };

type Step = (places: Float64Array, variables: RequestVariables) => number;

export class Arithmetic {
  readonly #steps: Step[] = [];
  /** Kept between requests: each step writes its place before any other reads it, and memory of its own costs more than all steps. */
  #places = new Float64Array();

  /** Whether no term depends on variables. */
  get isConstant(): boolean {
    return this.#steps.length === 0;
  }

  /** A number read from the variables. */
  read(step: (variables: RequestVariables) => number): Term {
    return this.#add((_places, variables) => step(variables));
  }

  sum(terms: readonly Term[]): Term {
    return this.#fold(terms, 0, (one, other) => one + other);
  }

  /** Of no terms: 0. */
  max(terms: readonly Term[]): Term {
    return this.#fold(terms, 0, Math.max);
  }

  product(one: Term, other: Term): Term {
    if (one === 0 || other === 0) return 0;
    return this.#fold([one, other], 1, (left, right) => left * right);
  }

  /** @throws what a step throws */
  evaluate(terms: readonly Term[], variables: RequestVariables): readonly number[] {
    if (this.#places.length !== this.#steps.length) this.#places = new Float64Array(this.#steps.length);
    const places = this.#places;
    for (let place = 0; place < places.length; place += 1) places[place] = this.#steps[place]!(places, variables);
    return terms.map((term) => (typeof term === 'number' ? term : places[term.place]!));
  }

  #fold(terms: readonly Term[], start: number, join: (one: number, other: number) => number): Term {
    let constant = start;
    const open: number[] = [];
    for (const term of terms) {
      if (typeof term === 'number') constant = join(constant, term);
      else open.push(term.place);
    }
    if (open.length === 0) return constant;
    return this.#add((places) => open.reduce((sum, place) => join(sum, places[place]!), constant));
  }

  #add(step: Step): Term {
    return { place: this.#steps.push(step) - 1 };
  }
}
