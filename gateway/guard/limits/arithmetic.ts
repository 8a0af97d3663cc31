/**
 * Sums that depend on a request's variables, computed as far as possible when an operation is compiled. Constants are folded. The rest
 * becomes a list of steps, each with a place for its result, so a term that is used twice is computed once.
 */
import type { RequestVariables } from '../variables.ts';

/** A number, or the place where one that depends on variables will stand. */
export type Term = number | { readonly place: number };

type Step = (places: Float64Array, variables: RequestVariables) => number;

/** Collects terms while an operation is compiled, and evaluates them for each request. Not reentrant: one evaluation at a time. */
export class Arithmetic {
  readonly #steps: Step[] = [];
  /** Reused between requests: each step writes its place before another reads it. Allocating it anew costs more than all steps together. */
  #places = new Float64Array();

  /** Whether no term depends on variables. */
  get isConstant(): boolean {
    return this.#steps.length === 0;
  }

  /** A term whose number is read from the variables. */
  read(step: (variables: RequestVariables) => number): Term {
    return this.#add((_places, variables) => step(variables));
  }

  /** Of no terms: 0. */
  sum(terms: readonly Term[]): Term {
    return this.#fold(terms, 0, (one, other) => one + other);
  }

  /** Of no terms: 0. */
  max(terms: readonly Term[]): Term {
    return this.#fold(terms, 0, Math.max);
  }

  /** A constant factor of 0 makes it the constant 0. */
  product(one: Term, other: Term): Term {
    if (one === 0 || other === 0) return 0;
    return this.#fold([one, other], 1, (left, right) => left * right);
  }

  /** @returns the value of each term, in order. @throws what a step throws */
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
